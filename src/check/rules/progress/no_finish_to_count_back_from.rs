//! # 写了倒排天数，但没有可以倒推的竣工日期 · Days before a finish that is not known
//!
//! `days_before_finish` 要有具体到日的 `finish`。
//!
//! `days_before_finish` needs a `finish` that is known to the day.
//!
//! ## 为什么 · Why
//!
//! 倒排工期从竣工那天往回数（S5）。
//!
//! The schedule is counted back from that day (S5).
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! finish: 2025-10
//! milestones: [{name: 封顶, days_before_finish: 90}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! finish: 2025-10-31
//! milestones: [{name: 封顶, days_before_finish: 90}]
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0509",
    name: "no-finish-to-count-back-from",
    severity: Severity::Error,
    page: include_str!("no_finish_to_count_back_from.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    if project.finish.is_some_and(|finish| finish.day().is_some()) {
        return Vec::new();
    }
    let milestones = project.milestones.iter().map(|milestone| milestone.days_before_finish).enumerate();
    let procedures = project.procedures.iter().map(|procedure| procedure.days_before_finish).enumerate();
    let milestones = milestones.map(|(index, days)| ("milestones", index, days));
    let counted = milestones.chain(procedures.map(|(index, days)| ("procedures", index, days)));
    counted
        .filter(|(.., days)| days.is_some())
        .map(|(list, index, _)| {
            let message = Text::new(
                "写了倒排天数，但项目没有具体到日的 finish（计划竣工日期）",
                "days are counted back, and the project has no finish that is known to the day",
            );
            let place = looked.source.place(&entry.file, &item(list, index, "days_before_finish"));
            Finding::new(CODE, place, message)
                .help("写上 finish: 2025-10-31 这样的日期", "add a date such as finish: 2025-10-31")
        })
        .collect()
}
