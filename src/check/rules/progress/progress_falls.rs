//! # 进度倒退而没有说明 · Progress falls without a note
//!
//! 后一次的 `percent` 比前一次小，又没有 `note`。
//!
//! A later `percent` is smaller than the one before, without a `note`.
//!
//! ## 为什么 · Why
//!
//! 要么是打错了，要么该告诉读者为什么。
//!
//! It is a slip, or readers are owed the reason.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! updates:
//!   - {date: 2023-03-01, percent: 40%}
//!   - {date: 2023-04-01, percent: 35%}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! updates:
//!   - {date: 2023-03-01, percent: 40%}
//!   - {date: 2023-04-01, percent: 35%, note: 改变了计量口径。}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0503", name: "progress-falls", severity: Severity::Warning, page: include_str!("progress_falls.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let reported = project.updates.iter().enumerate();
    let mut reported: Vec<_> =
        reported.filter_map(|(index, update)| Some((index, update, update.percent.as_ref()?.0.value))).collect();
    reported.sort_by_key(|(_, update, _)| update.date);
    let pairs = reported.windows(2).filter_map(|pair| match pair {
        [(_, before, from), (index, update, to)] if to < from && update.note.is_none() => {
            Some((before.date, from, index, to))
        }
        _ => None,
    });
    let mut paid: Vec<_> = project
        .updates
        .iter()
        .enumerate()
        .filter_map(|(index, update)| Some((index, update, &update.invested.as_ref()?.0)))
        .collect();
    paid.sort_by_key(|(_, update, _)| update.date);
    let less = paid.windows(2).filter_map(|pair| match pair {
        [(_, before, from), (index, update, to)] if from.is_exact() && to.is_exact() && update.note.is_none() => {
            (to.whole()? < from.whole()?).then_some((before.date, *from, *index, *to))
        }
        _ => None,
    });
    let less = less.map(|(date, from, index, to)| {
        let message = Text::new(
            format!("累计完成投资从 {date} 的 {from} 退到 {to}，没有说明"),
            format!("what was invested falls from {from} on {date} to {to}, without a note"),
        );
        Finding::new(CODE, looked.source.place(&entry.file, &item("updates", index, "invested")), message)
            .help("改正数字和单位，或用 note: 说明原因", "mend the number and its unit, or say why with note:")
    });
    pairs
        .map(|(date, from, index, to)| {
            let message = Text::new(
                format!("进度从 {date} 的 {from}% 退到 {to}%，没有说明"),
                format!("progress falls from {from}% on {date} to {to}%, without a note"),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &item("updates", *index, "percent")), message)
                .help("改正数字，或用 note: 说明原因", "mend the number, or say why with note:")
        })
        .chain(less)
        .collect()
}
