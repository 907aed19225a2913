//! # 目标与实际数的单位不同 · A target in another unit than its figures
//!
//! 目标写“亿元”，实际数写“个”，无法比较。
//!
//! A target in 亿元 and figures in 个 cannot be compared.
//!
//! ## 为什么 · Why
//!
//! 目标看板上会一直显示“缺实际数”。
//!
//! The board would say "no figure" for ever.
//!
//! ## 例 · Example
//!
//! ````yaml content/indicators/a.yaml
//! title: 甲指标
//! targets:
//!   - {period: 2023, value: ≥3亿元}
//! series:
//!   - {period: 2023, value: 3个}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/indicators/a.yaml
//! title: 甲指标
//! targets:
//!   - {period: 2023, value: ≥3个}
//! series:
//!   - {period: 2023, value: 3个}
//! ````

use crate::check::Looked;
use crate::check::rules::item;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::figures::answering;
use crate::record::{Entry, Record};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0406", name: "unit-mismatch", severity: Severity::Warning, page: include_str!("unit_mismatch.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Indicator(indicator) = &entry.record else { return Vec::new() };
    let series = &answering(looked.bulletin, indicator).0.series;
    let units: Vec<&str> =
        series.iter().filter_map(|point| point.value.as_ref().map(|value| value.unit.as_str())).collect();
    let Some(unit) = units.first() else { return Vec::new() };
    let targets =
        indicator.targets.iter().enumerate().filter_map(|(index, target)| Some((index, target.value.as_ref()?)));
    let other = targets.filter(|(_, value)| !units.contains(&value.unit.as_str()));
    other
        .map(|(index, value)| {
            let message = Text::new(
                format!("目标的单位是“{}”，实际数的单位是“{unit}”，无法比较", value.unit),
                format!("the target is in \"{}\", the figures are in \"{unit}\"; they cannot be compared", value.unit),
            );
            let place = looked.source.place(&entry.file, &item("targets", index, "value"));
            Finding::new(CODE, place, message).help(
                "改成同一个单位；确实是另一个指标的，用 watch: 指明实际数在哪里",
                "use one unit; where the figures are another indicator's, name it with watch:",
            )
        })
        .collect()
}
