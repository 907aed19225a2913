//! # 数据之间的引用不存在 · A figure refers to one that is not there
//!
//! `sum`、`rate`、`cut` 里写的是同一条记录里另一条数据的 `key`，不是自己的。
//!
//! `sum`, `rate` and `cut` name other figures of the same record by their `key`, never their own.
//!
//! ## 为什么 · Why
//!
//! 指不到数就没法复算。
//!
//! Nothing can be recomputed from what is not there.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: all, what: 上报, value: 31件}
//!   - {what: 合计, value: 31件, sum: [al]}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: all, what: 上报, value: 31件}
//!   - {what: 合计, value: 31件, sum: [all]}
//! ````

use std::collections::BTreeSet;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;
use crate::source::yaml::Step;
use crate::text::nearest_sorted;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0307", name: "unknown-figure", severity: Severity::Error, page: include_str!("unknown_figure.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let figures = entry.record.common().figures;
    let known: BTreeSet<&str> = figures.iter().filter_map(|figure| figure.key.as_deref()).collect();
    let keys: Vec<&str> = known.iter().copied().collect();
    let mut findings = Vec::new();
    for (index, figure) in figures.iter().enumerate() {
        let mut check = |name: &str, steps: &[Step]| {
            let path: Vec<Step> =
                [Step::Key("figures".into()), Step::Item(index)].iter().chain(steps).cloned().collect();
            if figure.key.as_deref() == Some(name) {
                let message =
                    Text::new(format!("“{name}”指向这条数据自己"), format!("\"{name}\" is this figure itself"));
                let finding = Finding::new(CODE, looked.source.place(&entry.file, &path), message);
                findings.push(finding.help("写另一条数据的 key", "write the key of another figure"));
            }
            if known.contains(name) {
                return;
            }
            let message = Text::new(
                format!("这条记录里没有 key 为“{name}”的数据"),
                format!("no figure of this record has the key \"{name}\""),
            );
            let finding = Finding::new(CODE, looked.source.place(&entry.file, &path), message);
            findings.push(match nearest_sorted(name, keys.len(), &|place| keys.get(place).copied()) {
                Some(near) => finding.help(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")),
                None => finding.help(format!("给那条数据加上 key: {name}"), format!("give that figure a key: {name}")),
            });
        };
        for (part, name) in figure.sum.iter().enumerate() {
            check(name, &[Step::Key("sum".into()), Step::Item(part)]);
        }
        if let Some(rate) = &figure.rate {
            check(&rate.whole, &[Step::Key("rate".into()), Step::Key("whole".into())]);
            if let Some(part) = &rate.part {
                check(part, &[Step::Key("rate".into()), Step::Key("part".into())]);
            }
        }
        if let Some(cut) = &figure.cut {
            check(&cut.from, &[Step::Key("cut".into()), Step::Key("from".into())]);
            check(&cut.to, &[Step::Key("cut".into()), Step::Key("to".into())]);
        }
    }
    findings
}
