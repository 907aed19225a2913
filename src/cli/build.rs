//! `gongbao build`: check, render, publish.

use std::io::IsTerminal;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::Build;
use super::terminal::Showing;
use super::{End, terminal};
use crate::build::{self, Outcome, Request};
use crate::diagnostic::Lang;
use crate::publish::{Changes, PublishError, publish};
use crate::record::ADDRESSES;
use crate::source::SystemError;

/// Pages from which a build is long enough for a progress bar.
const LONG: usize = 500;

pub(super) fn build(root: &Path, args: &Build) -> End {
    let lang = args.reading.lang();
    let bar = progress(args.quiet);
    let done = |total: usize| {
        if total >= LONG {
            bar.set_length(total as u64);
            bar.inc(1);
        }
    };
    let request =
        Request { relative: args.relative, gallery: args.gallery, ..args.reading.request(root, args.base_url.clone()) };
    let outcome = build::build(&request, &done);
    bar.finish_and_clear();
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => return terminal::system(&error, args.reading.lang()),
    };
    // Warnings that make the build fail are no less than errors.
    let quiet = args.quiet && args.deny.is_none();
    if !outcome.findings.is_empty() && (!quiet || outcome.errors() > 0) {
        terminal::findings(&outcome, lang, Showing { quiet, ..Showing::default() });
    }
    terminal::denied(&outcome, args.deny.is_some(), lang);
    let end = terminal::end(&outcome, args.deny.is_some());
    if end != End::Fine {
        terminal::message(match lang {
            Lang::Zh => "没有发布：已发布的网站保持原样。",
            Lang::En => "Nothing was published; what was there stays as it was.",
        });
        return end;
    }
    let out = args.output.clone().unwrap_or_else(|| root.join("public"));
    match publish(&out, &outcome.pages, &outcome.assets(), !args.no_cache) {
        Ok(changes) => {
            if !args.quiet {
                terminal::message(&summary(&out, &changes, lang));
            }
            if args.record { record(root, &outcome, lang) } else { End::Fine }
        }
        Err(PublishError::System(error)) => terminal::system(&error, args.reading.lang()),
        Err(PublishError::NotOurs(folder)) => {
            terminal::message(&match lang {
                Lang::Zh => format!("{folder} 里有不是 gongbao 写的文件，没有改动它。换一个目录（-o），或先清空它。"),
                Lang::En => format!(
                    "{folder} holds files that gongbao did not write; it was not touched. Choose another folder (-o) or empty it first."
                ),
            });
            End::System
        }
    }
}

/// Adds the published addresses of records to those of earlier builds.
fn record(root: &Path, outcome: &Outcome, lang: Lang) -> End {
    let Some(bulletin) = &outcome.bulletin else { return End::Fine };
    let text = bulletin.addresses.recorded(outcome.records.iter().map(String::as_str));
    let path = root.join(ADDRESSES);
    match std::fs::write(&path, text) {
        Ok(()) => End::Fine,
        Err(error) => terminal::system(&SystemError::new("write", &path, error), lang),
    }
}

fn progress(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

fn summary(out: &Path, changes: &Changes, lang: Lang) -> String {
    let Changes { written, kept, removed, bytes } = *changes;
    let files = written + kept;
    let size = format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10);
    match lang {
        Lang::Zh => {
            format!("{}：共 {files} 个文件，{size}；写入 {written}，未变 {kept}，删除 {removed}。", out.display())
        }
        Lang::En => {
            format!("{}: {files} files, {size}; {written} written, {kept} unchanged, {removed} removed.", out.display())
        }
    }
}
