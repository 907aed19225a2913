//! # 同一期写了两次 · The same time twice
//!
//! 指标的 `series` 里两个点的 `period` 或 `date` 相同，或 `targets` 里两个目标的 `period` 相同。
//!
//! Two points of an indicator's `series` have the same `period` or `date`, or two of its `targets` the same `period`.
//!
//! ## 为什么 · Why
//!
//! 合计会多算一次。
//!
//! Sums would count it twice.
//!
//! ## 例 · Example
//!
//! ````yaml content/indicators/a.yaml
//! title: 甲指标
//! series:
//!   - {period: 2022, value: 3个}
//!   - {period: 2022, value: 4个}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/indicators/a.yaml
//! title: 甲指标
//! series:
//!   - {period: 2022, value: 3个}
//!   - {period: 2023, value: 4个}
//! ````

use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Record};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0410", name: "period-twice", severity: Severity::Warning, page: include_str!("period_twice.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Indicator(indicator) = &entry.record else { return Vec::new() };
    let points = indicator.series.iter().enumerate();
    let points = points.map(|(index, point)| ("series", index, point.forecast, point.period, point.date));
    let targets = indicator.targets.iter().enumerate();
    let targets = targets.map(|(index, target)| ("targets", index, false, target.period, None));
    let mut seen: BTreeMap<(&str, bool, String), usize> = BTreeMap::new();
    let mut findings = Vec::new();
    for (list, index, forecast, period, date) in points.chain(targets) {
        let period = period.map(|period| ("period", period.to_string()));
        let Some((key, time)) = period.or_else(|| Some(("date", date?.to_string()))) else { continue };
        let Some(before) = seen.insert((list, forecast, format!("{key} {time}")), index) else { continue };
        let place = |index: usize| looked.source.place(&entry.file, &item(list, index, key));
        let message = Text::new(format!("{time} 写了两次"), format!("{time} stands twice"));
        findings.push(
            Finding::new(CODE, place(index), message)
                .help("删去一个，或改正时间", "delete one, or correct its time")
                .related(place(before), Text::new("先写在这里", "first here")),
        );
    }
    findings
}
