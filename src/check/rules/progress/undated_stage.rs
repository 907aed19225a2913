//! # 阶段没有日期 · A stage without a date
//!
//! 已经到达的阶段没有写 `date`。不知道日子的写到月或年。
//!
//! A stage that was reached has no `date`. Write the month or the year where the day is not known.
//!
//! ## 为什么 · Why
//!
//! 没有日期的事不进周报、月报，也排不出先后。
//!
//! What has no date is in no bulletin and in no order.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 签约}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 签约, date: 2023}]
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0511", name: "undated-stage", severity: Severity::Advice, page: include_str!("undated_stage.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let undated = project.stages.iter().enumerate().filter(|(_, stage)| !stage.planned && stage.date.is_none());
    undated
        .map(|(index, stage)| {
            let message =
                Text::new(format!("“{}”没有日期", stage.stage.zh()), format!("\"{}\" has no date", stage.stage.en()));
            Finding::new(CODE, looked.source.place(&entry.file, &item("stages", index, "stage")), message)
                .help("加上 date:，知道到月或年也可以", "add date:, a month or a year will do")
        })
        .collect()
}
