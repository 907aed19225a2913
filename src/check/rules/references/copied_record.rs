//! # 两条记录内容相同 · A record that is a copy of another
//!
//! 同一类的两条记录，除编号外每一项都相同。
//!
//! Two records of a kind are alike in everything but their ids.
//!
//! ## 为什么 · Why
//!
//! 汇总会把它算两遍，读者会看到两个一样的页面。
//!
//! Totals count it twice, and readers find two pages that are the same.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 5亿元}
//! ````
//!
//! ````yaml content/projects/a-2.yaml
//! title: 甲项目
//! investment: {total: 5亿元}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 5亿元}
//! ````

use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::Entry;
use crate::record::walk::words;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code =
    Code { id: "GB0319", name: "copied-record", severity: Severity::Warning, page: include_str!("copied_record.rs") };

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    // Most that bear one title differ in their words.
    let mut alike: BTreeMap<(&str, Vec<&str>), Vec<&Entry>> = BTreeMap::new();
    for entry in &looked.bulletin.entries {
        alike.entry((entry.kind.name(), words_of(entry))).or_default().push(entry);
    }
    let mut findings = Vec::new();
    for entries in alike.into_values().filter(|entries| entries.len() > 1) {
        let mut originals: Vec<&Entry> = Vec::new();
        for entry in entries {
            let Some(original) = originals.iter().find(|original| is_same(original, entry)) else {
                originals.push(entry);
                continue;
            };
            let (id, other) = (&entry.id, &original.id);
            let message = Text::new(format!("{id} 和 {other} 的内容完全相同"), format!("{id} is the same as {other}"));
            let finding = Finding::new(CODE, Place::file(entry.file.clone()), message);
            findings.push(
                finding
                    .related(Place::file(original.file.clone()), Text::new("另一条", "the other one"))
                    .help("删去其中一个文件", "delete one of the two files"),
            );
        }
    }
    findings
}

/// What a record says in words, as it was written, but for its id.
fn words_of(entry: &Entry) -> Vec<&str> {
    let mut found = Vec::new();
    words(entry.written(), &mut |path, text| {
        if !matches!(path, [Step::Key(key)] if key == "id") {
            found.push(text);
        }
    });
    found
}

/// Whether two records say the same.
fn is_same(one: &Entry, other: &Entry) -> bool {
    let without_id = |entry: &Entry| {
        let mut tree = entry.written().tree();
        tree.as_object_mut().and_then(|map| map.shift_remove("id"));
        tree
    };
    without_id(one) == without_id(other)
}
