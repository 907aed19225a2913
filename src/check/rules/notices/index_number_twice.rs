//! # 索引号重复 · Two notices with one index number
//!
//! 两件公告的 `index` 相同。
//!
//! Two notices have the same `index`.
//!
//! ## 为什么 · Why
//!
//! 索引号是一件公开信息唯一的编号。
//!
//! An index number names one piece of public information.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! index: 000001/2023-1
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 另一件通知
//! kind: 政策文件
//! published: 2023-05-06
//! index: 000001/2023-1
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 另一件通知
//! kind: 政策文件
//! published: 2023-05-06
//! index: 000001/2023-1
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! index: 000001/2023-2
//! ````

use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Kind, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0811",
    name: "index-number-twice",
    severity: Severity::Error,
    page: include_str!("index_number_twice.rs"),
};

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<&str, &Entry> = BTreeMap::new();
    let mut findings = Vec::new();
    for entry in looked.bulletin.of_kind(Kind::Notice) {
        let Record::Notice(notice) = &entry.record else { continue };
        let Some(index) = notice.index.as_deref() else { continue };
        match first.get(index) {
            None => {
                first.insert(index, entry);
            }
            Some(other) => {
                let place = |entry: &Entry| looked.source.place(&entry.file, &[Step::Key("index".into())]);
                let message = Text::new(
                    format!("索引号 {index} 已经被 {} 使用", other.file),
                    format!("the index number {index} is that of {}", other.file),
                );
                let finding = Finding::new(CODE, place(entry), message)
                    .help("给其中一件换一个索引号", "give one of the two another index number");
                findings.push(finding.related(place(other), Text::new("先用在这里", "first used here")));
            }
        }
    }
    findings
}
