//! # 进度不在0%到100%之间 · A progress outside 0 to 100 %
//!
//! `updates` 和 `milestones` 的 `percent`。
//!
//! `percent` in `updates` and `milestones`.
//!
//! ## 为什么 · Why
//!
//! 多半多打了一个零，曲线会画出框外。
//!
//! Mostly a zero too many; the curve would leave its frame.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! updates:
//!   - {date: 2023-05-01, percent: 120%}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! updates:
//!   - {date: 2023-05-01, percent: 12%}
//! ````

use crate::check::rules::{Looks, Rule};
use crate::check::Looked;
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::check::rules::{item, project};
use crate::record::Entry;
use rust_decimal::Decimal;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::Record(check),
};

const CODE: Code =
    Code { id: "GB0408", name: "percent-out-of-range", severity: Severity::Error, page: include_str!("percent_out_of_range.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let updates = project.updates.iter().map(|update| update.percent.as_ref()).enumerate();
    let milestones = project.milestones.iter().map(|milestone| milestone.percent.as_ref()).enumerate();
    let percents = updates.map(|(index, percent)| ("updates", index, percent));
    percents
        .chain(milestones.map(|(index, percent)| ("milestones", index, percent)))
        .filter_map(|(list, index, percent)| Some((list, index, &percent?.0)))
        .filter(|(.., percent)| !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent.value))
        .map(|(list, index, percent)| {
            let message = Text::new(
                format!("进度 {percent} 不在0%到100%之间"),
                format!("a progress of {percent} is not between 0 and 100 %"),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &item(list, index, "percent")), message)
                .help("写0%到100%之间的数", "write 0% to 100%")
        })
        .collect()
}
