//! `gongbao serve`: build in memory, serve on this machine, rebuild on change.

use std::path::Path;

use super::args::Serve;
use super::{End, terminal};
use crate::build::Request;
use crate::serve::{Address, serve as run};

pub(super) fn serve(root: &Path, args: &Serve) -> End {
    let address = Address { port: args.port, everyone: args.host };
    let open = args.open;
    let ready = |url: &str| {
        terminal::message(&format!("{url}  (Ctrl+C 结束 / to stop)"));
        if open && open::that(url).is_err() {
            terminal::message(&format!("请在浏览器打开 / open in a browser: {url}"));
        }
    };
    let lang = args.reading.lang();
    let report = |outcome: &crate::build::Outcome| {
        if outcome.findings.is_empty() {
            terminal::message("✓");
        } else {
            terminal::findings(outcome, lang, false);
        }
    };
    match run(&Request { gallery: args.gallery, ..args.reading.request(root, None) }, &address, lang, &ready, &report) {
        Ok(()) => End::Fine,
        Err(error) => terminal::system(&error, args.reading.lang()),
    }
}
