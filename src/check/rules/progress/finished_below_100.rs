//! # 已经竣工而进度不到100% · Finished, with progress below 100 %
//!
//! 阶段写了竣工或投产，那天或以后的 `percent` 却不到 100%。
//!
//! A stage says completed or in production, and a `percent` of that day or later is below 100 %.
//!
//! ## 为什么 · Why
//!
//! 两个里有一个不对。
//!
//! One of the two is wrong.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 竣工, date: 2023-10-01}]
//! updates: [{date: 2023-10-01, percent: 90%}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 竣工, date: 2023-10-01}]
//! updates: [{date: 2023-10-01, percent: 100%}]
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::figures::finished;
use crate::record::Entry;
use rust_decimal::Decimal;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0505",
    name: "finished-below-100",
    severity: Severity::Warning,
    page: include_str!("finished_below_100.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let Some(finished) = finished(project).flatten() else { return Vec::new() };
    let reported = project.updates.iter().enumerate().filter(|(_, update)| !update.date.is_before(finished.first()));
    reported
        .filter_map(|(index, update)| Some((index, update.percent.as_ref()?.0.value)))
        .filter(|(_, percent)| (Decimal::ZERO..Decimal::ONE_HUNDRED).contains(percent))
        .map(|(index, percent)| {
            let message = Text::new(
                format!("项目已竣工或投产，进度却是 {percent}%"),
                format!("the project is finished, and its progress is {percent}%"),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &item("updates", index, "percent")), message).help(
                "形象进度应当是100%；阶段不对的，改正阶段",
                "the progress should be 100%; where the stage is wrong, mend the stage",
            )
        })
        .collect()
}
