//! # 政策解读没有写解读对象 · An interpretation of nothing
//!
//! 解读要用 `interprets` 写明解读的是哪一件政策（不是公示、采购、人事信息），两边互相链接。
//!
//! An interpretation names the policy it explains (no public notice, procurement or personnel) with `interprets`; each links to the other.
//!
//! ## 为什么 · Why
//!
//! 读者从解读找原文，从原文找解读。
//!
//! Readers go from one to the other.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策解读
//! published: 2023-05-06
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策解读
//! published: 2023-05-06
//! interprets: p
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, NoticeKind, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0809",
    name: "interpretation-of-nothing",
    severity: Severity::Warning,
    page: include_str!("interpretation_of_nothing.rs"),
};

/// What is told of an interpretation of a notice that is no policy.
fn of_no_policy(looked: &Looked<'_>, entry: &Entry, id: &str) -> Option<Finding> {
    let Record::Notice(other) = &looked.bulletin.entry(id)?.record else { return None };
    if matches!(other.kind, NoticeKind::Policy | NoticeKind::Other | NoticeKind::Consultation) || id == entry.id {
        return None;
    }
    let message = Text::new(
        format!("解读对象“{}”是{}，不是政策文件", other.title, other.kind.zh()),
        format!("what is interpreted, \"{}\", is no policy: {}", other.title, other.kind.en()),
    );
    let place = looked.source.place(&entry.file, &[Step::Key("interprets".into())]);
    Some(Finding::new(CODE, place, message).help("写上政策的编号", "write the ID of the policy"))
}

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Notice(notice) = &entry.record else { return Vec::new() };
    if notice.kind != NoticeKind::Interpretation {
        return Vec::new();
    }
    if let Some(interpreted) = &notice.interprets {
        return of_no_policy(looked, entry, &interpreted.id).into_iter().collect();
    }
    let message = Text::new("政策解读没有写解读对象", "the interpretation does not say of what");
    let place = looked.source.place(&entry.file, &[Step::Key("kind".into())]);
    vec![Finding::new(CODE, place, message).help("加上 interprets: 政策的编号", "add interprets: ID of the policy")]
}
