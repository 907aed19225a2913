//! # 写明了关系，却没有复算 · A stated relation that was not recomputed
//!
//! `sum` 或 `rate` 写明了关系，但单位不同、有约数或写的不是百分比，没有复算。
//!
//! `sum` or `rate` states a relation, and it was not recomputed: units differ, something is approximate, or the rate is no percentage.
//!
//! ## 为什么 · Why
//!
//! 读者以为核对过了。
//!
//! Readers take it for checked.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: a, what: 住户, value: 10户}
//!   - {key: b, what: 商家, value: 12家}
//!   - {what: 合计, value: 22户, sum: [a, b]}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: a, what: 住户, value: 10户}
//!   - {key: b, what: 商户, value: 12户}
//!   - {what: 合计, value: 22户, sum: [a, b]}
//! ````

use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::Quantity;
use crate::record::{Entry, Figure};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0415", name: "not-recomputed", severity: Severity::Advice, page: include_str!("not_recomputed.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let figures = entry.record.common().figures;
    // Of two with one key the first counts.
    let keyed = figures.iter().rev().filter_map(|figure| Some((figure.key.as_deref()?, figure)));
    let keyed: BTreeMap<&str, &Figure> = keyed.collect();
    let mut findings = Vec::new();
    for (index, figure) in figures.iter().enumerate() {
        let Some(why) = not_summed(&keyed, figure).or_else(|| no_rate(figure)) else { continue };
        let message = Text::new(
            format!("“{}”没有复算：{}", figure.what, why.zh),
            format!("\"{}\" was not recomputed: {}", figure.what, why.en),
        );
        let place = looked.source.place(&entry.file, &item("figures", index, "value"));
        findings.push(Finding::new(CODE, place, message).help(
            "统一单位和写法；不能复算的，删去 sum 或 rate",
            "use one unit and one way to write them; delete sum or rate where nothing can be recomputed",
        ));
    }
    findings
}

/// Why parts were not added up.
fn not_summed(keyed: &BTreeMap<&str, &Figure>, figure: &Figure) -> Option<Text> {
    let stated = figure.value.as_ref()?;
    let value = |key: &String| keyed.get(key.as_str())?.value.as_ref();
    let parts: Vec<&Quantity> = figure.sum.iter().filter_map(value).collect();
    if let Some(other) = parts.iter().find(|part| part.unit != stated.unit) {
        let en = format!("a part is in \"{}\", the total in \"{}\"", other.unit, stated.unit);
        return Some(Text::new(format!("分项的单位是“{}”，合计的单位是“{}”", other.unit, stated.unit), en));
    }
    let alike = |part: &&&Quantity| part.comparator == stated.comparator && part.to.is_none();
    let vague = stated.to.is_some() || parts.iter().filter(alike).count() != parts.len();
    (vague && !parts.is_empty()).then(|| Text::new("有的是约数，有的不是", "some are approximate and some are not"))
}

/// Why a rate was not held against its counts.
fn no_rate(figure: &Figure) -> Option<Text> {
    let stated = figure.value.as_ref().filter(|_| figure.rate.is_some() || figure.cut.is_some())?;
    if stated.unit != "%" {
        return Some(Text::new(format!("{stated} 不是百分比"), format!("{stated} is no percentage")));
    }
    (!stated.is_exact()).then(|| Text::new(format!("{stated} 是约数"), format!("{stated} is approximate")))
}
