//! `gongbao list KIND`: the records of a kind as a table, columns aligned under Chinese text.

use std::path::Path;

use unicode_width::UnicodeWidthStr;

use super::args::List;
use super::{End, terminal};
use crate::build;
use crate::diagnostic::{Lang, Severity};
use crate::record::{Entry, show};
use crate::text::Ui;

pub(super) fn list(root: &Path, args: &List) -> End {
    let kind = match terminal::kind(&args.kind, args.reading.lang()) {
        Ok(kind) => kind,
        Err(end) => return end,
    };
    let outcome = match build::check(&args.reading.request(root, None)) {
        Ok(outcome) => outcome,
        Err(error) => return terminal::system(&error, args.reading.lang()),
    };
    let lang = args.reading.lang();
    let ui = if lang == Lang::Zh { Ui::ZhHans } else { Ui::En };
    let rows: Vec<[String; 4]> = outcome
        .bulletin()
        .into_iter()
        .flat_map(|bulletin| bulletin.of_kind(kind))
        .map(|entry| row(entry, ui))
        .collect();
    terminal::data(&table(&rows));
    if outcome.findings.iter().any(|finding| finding.severity() == Severity::Error) {
        terminal::message(match lang {
            Lang::Zh => "有记录无法读取，见 gongbao check。",
            Lang::En => "Some records cannot be read; see gongbao check.",
        });
    }
    terminal::end(&outcome, false)
}

fn row(entry: &Entry, ui: Ui) -> [String; 4] {
    let listed = entry.record.listed();
    let date = listed.date().map(|date| date.to_string()).unwrap_or_default();
    let badge = listed.badge().map(|badge| show(&badge, ui)).unwrap_or_default();
    [entry.id.clone(), date, badge, entry.record.common().title.to_owned()]
}

fn table(rows: &[[String; 4]]) -> String {
    let mut widths = [0_usize; 4];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
