//! The command line: arguments to one call each, findings and progress to stderr, requested data to stdout.
//!
//! Exit codes: 0 fine · 1 findings of error level (or warnings, when denied) · 2 wrong usage · 3 the system failed.

mod args;
mod build;
mod check;
mod completions;
mod explain;
mod files;
mod init;
mod licences;
mod list;
mod man;
mod migrate;
mod new;
mod record;
mod schema;
mod serve;
mod terminal;
mod usage;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use args::Command;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Fine,
    Findings,
    Usage,
    System,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        ExitCode::from(match end {
            End::Fine => 0,
            End::Findings => 1,
            End::Usage => 2,
            End::System => 3,
        })
    }
}

/// This folder, or the nearest above it that is a bulletin's.
fn bulletin() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let found = here.ancestors().skip(1).find(|folder| folder.join("content/site.yaml").is_file());
    let above = found.filter(|_| !here.join("content").is_dir());
    above.map_or_else(|| ".".into(), Path::to_owned)
}

/// Parses the command line, runs the command, gives the exit code.
pub fn run() -> ExitCode {
    let args = match usage::parse() {
        Ok(args) => args,
        Err(end) => return end.into(),
    };
    if let Command::Init(init) = &args.command {
        return init::init(&args.root.unwrap_or_else(|| ".".into()), init).into();
    }
    if let Some(set) = args::wrong_epoch() {
        terminal::message(&format!(
            "SOURCE_DATE_EPOCH={set} 不是时刻，应是 1970 年以来的秒数 / is no moment: it should be seconds since 1970"
        ));
        return End::Usage.into();
    }
    let root = args.root.unwrap_or_else(bulletin);
    let end = match args.command {
        Command::Init(_) => End::Fine,
        Command::New(args) => new::new(&root, &args),
        Command::Check(args) => check::check(&root, &args),
        Command::Build(args) => build::build(&root, &args),
        Command::Serve(args) => serve::serve(&root, &args),
        Command::Explain(args) => explain::explain(&args),
        Command::List(args) => list::list(&root, &args),
        Command::Man => man::man(),
        Command::Migrate(args) => migrate::migrate(&root, &args),
        Command::Schema(args) => schema::schema(&root, &args),
        Command::Licences(args) => licences::licences(&args),
        Command::Completions(args) => completions::completions(&args),
    };
    end.into()
}
