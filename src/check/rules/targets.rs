//! Targets that nothing can be measured against: at least nothing, or in another unit than the figures (S9).

use crate::check::Looked;
use crate::diagnostic::{Finding, Text, codes};
use crate::figures::answering;
use crate::quantity::{Comparator, Quantity};
use crate::record::{Entry, Record};
use crate::source::yaml::Step;

/// Targets that anything reaches, and targets whose figures are all in another unit.
pub(in crate::check) fn targets(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Indicator(indicator) = &entry.record else { return Vec::new() };
    let mut findings = Vec::new();
    let units: Vec<&str> = answering(looked.bulletin, indicator)
        .0
        .series
        .iter()
        .filter_map(|point| point.value.as_ref().map(|value| value.unit.as_str()))
        .collect();
    for (index, target) in indicator.targets.iter().enumerate() {
        let Some(value) = &target.value else { continue };
        let path = [Step::Key("targets".into()), Step::Item(index), Step::Key("value".into())];
        let place = || looked.source.place(&entry.file, &path);
        if value.value.is_zero() && matches!(value.comparator, Comparator::AtLeast | Comparator::About) {
            let message = Text::new(
                format!("目标是 {value}，任何数都达到了"),
                format!("the target is {value}; any figure reaches it"),
            );
            let limit = Quantity { comparator: Comparator::AtMost, ..value.clone() };
            findings.push(Finding::new(codes::TARGET_OF_ZERO, place(), message).help(
                format!("要求不超过的，写 {limit}；没有目标的，删去这一条"),
                format!("write {limit} where that is the limit; leave the target out where there is none"),
            ));
        }
        if let Some(unit) = units.first().filter(|_| !units.contains(&value.unit.as_str())) {
            let message = Text::new(
                format!("目标的单位是“{}”，实际数的单位是“{unit}”，无法比较", value.unit),
                format!("the target is in \"{}\", the figures are in \"{unit}\"; they cannot be compared", value.unit),
            );
            findings.push(Finding::new(codes::UNIT_MISMATCH, place(), message).help(
                "改成同一个单位；确实是另一个指标的，用 watch: 指明实际数在哪里",
                "use one unit; where the figures are another indicator's, name it with watch:",
            ));
        }
    }
    findings
}
