//! # 停滞、缓建或取消没有写原因 · Stopped, slowed or cancelled without a reason
//!
//! 这三种阶段要写 `reason`；人工指定的 `colour` 也要。
//!
//! These three stages need a `reason`, and so does a `colour` set by hand.
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

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Stage, StageEntry};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0502", name: "no-reason", severity: Severity::Error, page: include_str!("no_reason.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let halted = |entry: &StageEntry| matches!(entry.stage, Stage::Stopped | Stage::Slowed | Stage::Cancelled);
    let silent = |entry: &StageEntry| entry.reason.as_deref().is_none_or(|reason| reason.trim().is_empty());
    let stages = project.stages.iter().enumerate().filter(|(_, stage)| halted(stage) && silent(stage));
    let colour = project.colour.as_ref().filter(|colour| colour.reason.trim().is_empty());
    let colour = colour.map(|_| {
        let message = Text::new("人工指定的颜色没有写原因", "the colour set by hand is without a reason");
        let place = looked.source.place(&entry.file, &[Step::Key("colour".into()), Step::Key("reason".into())]);
        Finding::new(CODE, place, message).help("写上原因；读者会看到", "say why; readers will see it")
    });
    stages
        .map(|(index, stage)| {
            let message = Text::new(
                format!("“{}”没有写原因", stage.stage.zh()),
                format!("\"{}\" is without a reason", stage.stage.en()),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &item("stages", index, "stage")), message)
                .help("加上 reason: 原因；读者会看到", "add reason: WHY; readers will see it")
        })
        .chain(colour)
        .collect()
}
