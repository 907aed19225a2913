//! # 停滞、缓建或取消没有写原因 · Stopped, slowed or cancelled without a reason
//!
//! 这三种阶段要写 `reason`。
//!
//! These three stages need a `reason`.
//!
//! ## 为什么 · Why
//!
//! 读者最想知道的就是为什么停（S8：单位的说明一并公布）。
//!
//! Why it stopped is what people want to know (S8: the office's explanation is published with it).
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages:
//!   - {stage: 停滞, date: 2023-05-01}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages:
//!   - {stage: 停滞, date: 2023-05-01, reason: 资金未到位}
//! ````

use crate::check::rules::{Looks, Rule};
use crate::check::Looked;
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::check::rules::{item, project};
use crate::record::{Entry, Stage, StageEntry};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::Record(check),
};

const CODE: Code =
    Code { id: "GB0502", name: "no-reason", severity: Severity::Error, page: include_str!("no_reason.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let halted = |entry: &StageEntry| matches!(entry.stage, Stage::Stopped | Stage::Slowed | Stage::Cancelled);
    let silent = |entry: &StageEntry| entry.reason.as_deref().is_none_or(|reason| reason.trim().is_empty());
    let stages = project.stages.iter().enumerate().filter(|(_, stage)| halted(stage) && silent(stage));
    stages
        .map(|(index, stage)| {
            let message = Text::new(
                format!("“{}”没有写原因", stage.stage.zh()),
                format!("\"{}\" is without a reason", stage.stage.en()),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &item("stages", index, "stage")), message)
                .help("加上 reason: 原因；读者会看到", "add reason: WHY; readers will see it")
        })
        .collect()
}
