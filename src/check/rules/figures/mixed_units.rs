//! # 同一指标的各期单位不同 · Points of one series in different units
//!
//! 指标的 `series` 里有一期的单位与 `unit` 写的或与多数不同。
//!
//! A point of an indicator's `series` is in another unit than `unit` says, or than most.
//!
//! ## 为什么 · Why
//!
//! 多半丢了“元”字，或者多写了“万”；单位不同的数不能相加、不能比较。
//!
//! Mostly a unit lost its 元; points in different units can neither be added nor compared.
//!
//! ## 例 · Example
//!
//! ````yaml content/indicators/a.yaml
//! title: 甲指标
//! series:
//!   - {period: 2021, value: 1.2亿元}
//!   - {period: 2022, value: 1.3亿元}
//!   - {period: 2023, value: 1.4亿}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/indicators/a.yaml
//! title: 甲指标
//! series:
//!   - {period: 2021, value: 1.2亿元}
//!   - {period: 2022, value: 1.3亿元}
//!   - {period: 2023, value: 1.4亿元}
//! ````

use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::Quantity;
use crate::record::{Entry, Record};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0409", name: "mixed-units", severity: Severity::Warning, page: include_str!("mixed_units.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Indicator(indicator) = &entry.record else { return Vec::new() };
    let points =
        || indicator.series.iter().enumerate().filter_map(|(index, point)| Some((index, point.value.as_ref()?)));
    let mut units: BTreeMap<&str, usize> = BTreeMap::new();
    points().for_each(|(_, value)| *units.entry(&value.unit).or_default() += 1);
    let stated = indicator.unit.as_ref().and_then(|unit| format!("1{unit}").parse::<Quantity>().ok());
    let stated = stated.as_ref().and_then(|one| units.get_key_value(one.unit.as_str())).map(|(unit, _)| *unit);
    let Some(n) = units.values().max().copied() else { return Vec::new() };
    let mut most = units.iter().filter(|(_, other)| **other == n).map(|(unit, _)| *unit);
    // Where two are as many, nobody knows, unless `unit` says so.
    let Some(usual) = stated.or_else(|| most.next().filter(|_| most.next().is_none())) else { return Vec::new() };
    if units.len() < 2 {
        return Vec::new();
    }
    points()
        .filter(|(_, value)| value.unit != usual)
        .map(|(index, value)| {
            let message = if value.unit.is_empty() {
                Text::new(
                    format!("{value} 没有单位，其他各期是“{usual}”"),
                    format!("{value} has no unit, the others are in \"{usual}\""),
                )
            } else {
                Text::new(
                    format!("{value} 的单位是“{}”，其他各期是“{usual}”", value.unit),
                    format!("{value} is in \"{}\", the others are in \"{usual}\"", value.unit),
                )
            };
            Finding::new(CODE, looked.source.place(&entry.file, &item("series", index, "value")), message)
                .help("改成同一个单位", "use one unit")
        })
        .collect()
}
