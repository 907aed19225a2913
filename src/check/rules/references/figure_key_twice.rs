//! # 数据的 key 重复 · Two figures with one key
//!
//! 一条记录的 `figures` 里两条数据的 `key` 相同。
//!
//! Two of the `figures` of a record have one `key`.
//!
//! ## 为什么 · Why
//!
//! `sum`、`rate` 和正文引用的是哪一条，说不清。
//!
//! Nobody can tell which one `sum`, `rate` and texts mean.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: a, what: 上报, value: 31件}
//!   - {key: a, what: 办结, value: 30件}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: a, what: 上报, value: 31件}
//!   - {key: b, what: 办结, value: 30件}
//! ````

use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0317",
    name: "figure-key-twice",
    severity: Severity::Error,
    page: include_str!("figure_key_twice.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let place = |index: usize| looked.source.place(&entry.file, &item("figures", index, "key"));
    let mut findings = Vec::new();
    for (index, figure) in entry.record.common().figures.iter().enumerate() {
        let Some(key) = figure.key.as_deref() else { continue };
        let Some(first) = seen.insert(key, index) else { continue };
        let message = Text::new(format!("key “{key}”重复"), format!("the key \"{key}\" stands twice"));
        let finding =
            Finding::new(CODE, place(index), message).help("给其中一条换一个 key", "give one of them another key");
        findings.push(finding.related(place(first), Text::new("先写在这里", "first here")));
    }
    findings
}
