//! `gongbao completions SHELL`: a completion script.

use clap::CommandFactory;

use super::args::{Args, Completions};
use super::{End, terminal};

pub(super) fn completions(args: &Completions) -> End {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "gongbao", &mut script);
    terminal::data(&String::from_utf8_lossy(&script));
    End::Fine
}
