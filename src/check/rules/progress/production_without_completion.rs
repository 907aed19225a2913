//! # 投产之前没有竣工 · In production without completion
//!
//! 项目写了投产或达效，没有写竣工。
//!
//! A project is in production, and no stage says that it was completed.
//!
//! ## 为什么 · Why
//!
//! 竣工的项目数会少算。
//!
//! The count of completed projects misses it.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages:
//!   - {stage: 开工, date: 2022-05-01}
//!   - {stage: 投产, date: 2023-05-01}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages:
//!   - {stage: 开工, date: 2022-05-01}
//!   - {stage: 竣工, date: 2023-04-01}
//!   - {stage: 投产, date: 2023-05-01}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Stage};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0512",
    name: "production-without-completion",
    severity: Severity::Advice,
    page: include_str!("production_without_completion.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let whole = || project.stages.iter().enumerate().filter(|(_, stage)| !stage.planned && stage.scope.is_none());
    if whole().any(|(_, stage)| stage.stage == Stage::Completed) {
        return Vec::new();
    }
    let running = whole().find(|(_, stage)| matches!(stage.stage, Stage::Production | Stage::Capacity));
    let Some((index, stage)) = running else { return Vec::new() };
    let message = Text::new(
        format!("“{}”之前没有竣工", stage.stage.zh()),
        format!("\"{}\" without completion before it", stage.stage.en()),
    );
    let place = looked.source.place(&entry.file, &item("stages", index, "stage"));
    vec![
        Finding::new(CODE, place, message)
            .help("补上竣工的日期；不知道的不用补", "add when it was completed; leave it where that is not known"),
    ]
}
