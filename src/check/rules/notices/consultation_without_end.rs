//! # 征求意见没有写截止日期 · A consultation without an end
//!
//! `kind: 征求意见` 的公告没有写 `closes`。
//!
//! A notice of the kind consultation has no `closes`.
//!
//! ## 为什么 · Why
//!
//! 读者不知道还能不能提意见；期限是否够30天也无从核对（重大行政决策程序暂行条例第十五条）。
//!
//! Readers do not know whether they can still respond, and nobody can tell whether it was 30 days (Interim regulation on procedures of major administrative decisions, art. 15).
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某征求意见稿
//! kind: 征求意见
//! published: 2023-05-06
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 某征求意见稿
//! kind: 征求意见
//! published: 2023-05-06
//! closes: 2023-06-10
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, key};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, NoticeKind, Record};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0821",
    name: "consultation-without-end",
    severity: Severity::Warning,
    page: include_str!("consultation_without_end.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Notice(notice) = &entry.record else { return Vec::new() };
    if notice.kind != NoticeKind::Consultation || notice.closes.is_some() || notice.named_only {
        return Vec::new();
    }
    let message = Text::new("征求意见没有写截止日期", "the consultation does not say when it closes");
    let place = looked.source.place(&entry.file, &key("kind"));
    vec![Finding::new(CODE, place, message).help("加上 closes: 截止日期", "add closes: DATE")]
}
