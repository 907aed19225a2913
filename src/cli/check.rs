//! `gongbao check`: every finding; builds nothing.

use std::path::Path;

use super::args::{Check, FormatArg};
use super::{End, terminal};
use crate::build;
use crate::diagnostic::emit::{Format, emit};

pub(super) fn check(root: &Path, args: &Check) -> End {
    let outcome = match build::check(&args.reading.request(root, None)) {
        Ok(outcome) => outcome,
        Err(error) => return terminal::system(&error),
    };
    let lang = args.reading.lang();
    let format = match args.format {
        FormatArg::Human => None,
        FormatArg::Json => Some(Format::Json),
        FormatArg::Sarif => Some(Format::Sarif),
        FormatArg::Github => Some(Format::Github),
    };
    match format {
        None => terminal::findings(&outcome, lang, args.advice),
        Some(format) => terminal::data(&emit(&outcome.findings, &outcome, format, lang)),
    }
    terminal::end(&outcome, args.deny.is_some())
}
