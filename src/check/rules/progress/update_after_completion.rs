//! # 竣工之后还有进展 · Progress is reported after completion
//!
//! 项目已竣工或投产，之后又有 `updates`；写着100%的（验收、备案）不算。
//!
//! The project is finished, and `updates` go on; those of 100 %, as of an inspection, do not count.
//!
//! ## 为什么 · Why
//!
//! 曲线已经到头；后来的事写成新闻。
//!
//! The curve has ended; what came later is news.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 竣工, date: 2023-10-01}]
//! updates: [{date: 2023-11-01, note: 绿化。}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 竣工, date: 2023-10-01}]
//! updates: [{date: 2023-09-01, note: 绿化。}]
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::figures::finish_stages;
use crate::record::{Entry, Update};
use rust_decimal::Decimal;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0507",
    name: "update-after-completion",
    severity: Severity::Warning,
    page: include_str!("update_after_completion.rs"),
};

/// Whether an update says that all is done: completion is told again when it is recorded, or inspected.
fn is_whole(update: &Update) -> bool {
    update.percent.as_ref().is_some_and(|percent| percent.0.value == Decimal::ONE_HUNDRED)
}

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let Some(ended) = finish_stages(project).filter_map(|entry| entry.date).max() else { return Vec::new() };
    let after = project
        .updates
        .iter()
        .enumerate()
        .filter(|(_, update)| ended.is_before(update.date.first()) && !is_whole(update));
    after
        .map(|(index, update)| {
            let message = Text::new(
                format!("项目 {ended} 已竣工或投产，{} 又有进展", update.date),
                format!("the project was finished on {ended}, and progress is reported on {}", update.date),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &item("updates", index, "date")), message)
                .help("核对日期；后续情况写成新闻", "check the dates; write what came later as news")
        })
        .collect()
}
