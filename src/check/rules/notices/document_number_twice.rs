//! # 发文字号重复 · Two notices with one document number
//!
//! 两件公告的 `number` 相同。解读与它解读的文件不算。
//!
//! Two notices have the same `number`. An interpretation and what it interprets do not count.
//!
//! ## 为什么 · Why
//!
//! 一个字号只有一件文件。
//!
//! A document number names one document.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! number: 示政发〔2023〕5号
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 另一通知
//! kind: 政策文件
//! published: 2023-05-06
//! number: 示政发〔2023〕5号
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! number: 示政发〔2023〕5号
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 另一通知
//! kind: 政策文件
//! published: 2023-05-06
//! number: 示政发〔2023〕6号
//! ````

use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, key};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Kind, Notice, NoticeKind, Record};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0820",
    name: "document-number-twice",
    severity: Severity::Warning,
    page: include_str!("document_number_twice.rs"),
};

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<&str, &Entry> = BTreeMap::new();
    let mut findings = Vec::new();
    for entry in looked.bulletin.of_kind(Kind::Notice) {
        let Record::Notice(notice) = &entry.record else { continue };
        let Some(number) = own_number(notice) else { continue };
        let Some(other) = first.get(number) else {
            first.insert(number, entry);
            continue;
        };
        let place = |entry: &Entry| looked.source.place(&entry.file, &key("number"));
        let message = Text::new(
            format!("发文字号 {number} 已经被 {} 使用", other.file),
            format!("the document number {number} is that of {}", other.file),
        );
        let finding = Finding::new(CODE, place(entry), message).help(
            "核对原件；是同一件文件的，只留一条",
            "check the originals; keep one record where it is one document",
        );
        findings.push(finding.related(place(other), Text::new("先用在这里", "first used here")));
    }
    findings
}

/// The number of a document that is the notice's own: consultations, procurement and interpretations name that of others.
fn own_number(notice: &Notice) -> Option<&str> {
    let is_own = matches!(notice.kind, NoticeKind::Policy | NoticeKind::Other);
    notice.number.as_deref().map(str::trim).filter(|number| is_own && notice.interprets.is_none() && !number.is_empty())
}
