//! # 阶段的顺序或日期颠倒 · Stages out of order, by sort or by date
//!
//! `stages` 按发生的先后写，日期和阶段都不倒退。只涉及一部分（`scope`）的和计划中的不比较。
//!
//! `stages` stand in the order they happened; neither date nor stage goes back. Those of a part (`scope`) and planned ones are not compared.
//!
//! ## 为什么 · Why
//!
//! 颜色和阶段统计按它算：签约、落地、开工、投产依次进行。
//!
//! Colours and counts follow from it: signing, landing, start, production in turn.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages:
//!   - {stage: 开工, date: 2023-05-01}
//!   - {stage: 签约, date: 2023-06-01}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages:
//!   - {stage: 签约, date: 2023-05-01}
//!   - {stage: 开工, date: 2023-06-01}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Stage, StageEntry};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0501",
    name: "stages-out-of-order",
    severity: Severity::Error,
    page: include_str!("stages_out_of_order.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let stages = project.stages.iter().enumerate();
    let whole: Vec<(usize, &StageEntry)> =
        stages.filter(|(_, entry)| !entry.planned && entry.scope.is_none()).collect();
    let mut findings = Vec::new();
    for pair in whole.windows(2) {
        let [(before, a), (index, b)] = pair else { continue };
        let backwards = a.date.zip(b.date).is_some_and(|(a, b)| b.is_before(a.first()));
        let falls = rank(a.stage).zip(rank(b.stage)).is_some_and(|(a, b)| b < a);
        if !backwards && !falls {
            continue;
        }
        let (zh, en, key) = if backwards {
            ("日期却更早", "dated earlier", "date")
        } else {
            ("阶段却更早", "an earlier stage", "stage")
        };
        let message = Text::new(
            format!("“{}”写在“{}”之后，{zh}", b.stage.zh(), a.stage.zh()),
            format!("\"{}\" stands after \"{}\" and is {en}", b.stage.en(), a.stage.en()),
        );
        let before = looked.source.place(&entry.file, &item("stages", *before, key));
        let finding = Finding::new(CODE, looked.source.place(&entry.file, &item("stages", *index, key)), message);
        findings.push(finding.related(before, Text::new("前一个阶段", "the stage before it")).help(
            "先核对两个日期和两个阶段；都属实的，按先后排列；只涉及一部分的加 scope，例如 scope: 二期；还没有发生的加 planned: true",
            "check both dates and both stages first; where they are right, put them in order; add scope where only a part is meant, as scope: 二期, and planned: true where it has not happened yet",
        ));
    }
    findings
}

/// Stages that follow each other; the others may come at any time.
fn rank(stage: Stage) -> Option<Stage> {
    (stage < Stage::Stopped && stage != Stage::Resumed).then_some(stage)
}
