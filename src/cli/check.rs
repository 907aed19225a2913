//! `gongbao check`: every finding; builds nothing.

use std::path::Path;

use super::args::{Check, FormatArg};
use super::{End, terminal};
use crate::build::{self, Outcome};
use crate::diagnostic::Lang;
use crate::diagnostic::emit::{Format, emit};
use crate::figures::CalendarItem;

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
    if args.calendar {
        terminal::data(&calendar(&outcome, lang));
    }
    terminal::end(&outcome, args.deny.is_some())
}

/// What comes, a line each, and the day from which a site built now is wrong.
fn calendar(outcome: &Outcome, lang: Lang) -> String {
    let file = |item: &CalendarItem| {
        let entry = item.record.as_deref().and_then(|id| outcome.bulletin.as_ref()?.entry(id));
        entry.map(|entry| entry.file.to_string()).unwrap_or_default()
    };
    let line = |item: &CalendarItem| {
        let what = if lang == Lang::Zh { item.what.zh() } else { item.what.en() };
        format!("{} {what} {} {}", item.day, item.name, file(item)).trim_end().to_owned() + "\n"
    };
    let mut out: String = outcome.calendar.iter().map(line).collect();
    let wrong = outcome.calendar.iter().filter_map(CalendarItem::wrong_from).min();
    out += &match (wrong, lang) {
        (Some(day), Lang::Zh) => format!("现在生成的网站从 {day} 起有内容过时。\n"),
        (Some(day), Lang::En) => format!("A site built now is out of date from {day} on.\n"),
        (None, Lang::Zh) => "没有今后的日期。\n".to_owned(),
        (None, Lang::En) => "Nothing comes.\n".to_owned(),
    };
    out
}
