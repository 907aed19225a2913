//! # 目标是“至少为零” · A target that anything reaches
//!
//! 目标写 `≥0` 或 `约0`，任何数都达到了。要求不超过的，写 `≤`；`0` 就是一个也没有，不算。
//!
//! A target of `≥0` or `约0` is reached by anything. Write `≤` where it is a limit; a plain 0 means none, and is no matter.
//!
//! ## 为什么 · Why
//!
//! 看板会说“已达到”，其实什么也没说。
//!
//! The board would say "reached" and mean nothing.
//!
//! ## 例 · Example
//!
//! ````yaml content/indicators/a.yaml
//! title: 甲指标
//! targets:
//!   - {period: 2023, value: ≥0个}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/indicators/a.yaml
//! title: 甲指标
//! targets:
//!   - {period: 2023, value: ≤0个}
//! ````

use crate::check::Looked;
use crate::check::rules::item;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::{Comparator, Quantity};
use crate::record::{Entry, Record};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0407", name: "target-of-zero", severity: Severity::Warning, page: include_str!("target_of_zero.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Indicator(indicator) = &entry.record else { return Vec::new() };
    let targets =
        indicator.targets.iter().enumerate().filter_map(|(index, target)| Some((index, target.value.as_ref()?)));
    let at_least = |value: &Quantity| matches!(value.comparator, Comparator::AtLeast | Comparator::About);
    targets
        .filter(|(_, value)| value.value.is_zero() && at_least(value))
        .map(|(index, value)| {
            let message = Text::new(
                format!("目标是 {value}，任何数都达到了"),
                format!("the target is {value}; any figure reaches it"),
            );
            let limit = Quantity { comparator: Comparator::AtMost, ..value.clone() };
            Finding::new(CODE, looked.source.place(&entry.file, &item("targets", index, "value")), message).help(
                format!("要求不超过的，写 {limit}；没有目标的，删去这一条"),
                format!("write {limit} where that is the limit; leave the target out where there is none"),
            )
        })
        .collect()
}
