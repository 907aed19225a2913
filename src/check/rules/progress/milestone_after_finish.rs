//! # 节点排在计划竣工之后 · A milestone planned after the finish
//!
//! `milestones` 的 `planned` 晚于 `finish`。
//!
//! A milestone's `planned` is after `finish`.
//!
//! ## 为什么 · Why
//!
//! 两个计划对不上。
//!
//! The two plans disagree.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! finish: 2024-06-30
//! milestones: [{name: 封顶, planned: 2024-07-01}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! finish: 2024-06-30
//! milestones: [{name: 封顶, planned: 2024-05-01}]
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0510",
    name: "milestone-after-finish",
    severity: Severity::Warning,
    page: include_str!("milestone_after_finish.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let Some(finish) = project.finish else { return Vec::new() };
    let planned = project
        .milestones
        .iter()
        .enumerate()
        .filter_map(|(index, milestone)| Some((index, milestone, milestone.planned?)));
    planned
        .filter(|(.., planned)| finish.is_before(planned.first()))
        .map(|(index, milestone, planned)| {
            let message = Text::new(
                format!("“{}”排在 {planned}，晚于计划竣工的 {finish}", milestone.name),
                format!("\"{}\" is planned for {planned}, after the planned finish on {finish}", milestone.name),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &item("milestones", index, "planned")), message)
                .help("改正其中一个日期", "mend one of the two dates")
        })
        .collect()
}
