//! # 没有写明被哪件文件废止或修改 · Repealed or amended by nothing
//!
//! `status` 是已废止或已修改，却没有一件公告的 `repeals` 或 `amends` 指向它。
//!
//! `status` says repealed or amended, and no notice `repeals` or `amends` it.
//!
//! ## 为什么 · Why
//!
//! 读者从旧文件要找得到新文件；政府信息公开条例第二十条要求公开的是现行的规范性文件。
//!
//! From the old document readers must find the new one; the Regulation on disclosure of government information, art. 20, demands those in force.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/p.yaml
//! title: 旧办法
//! kind: 政策文件
//! published: 2023-05-06
//! status: 已废止
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/p.yaml
//! title: 旧办法
//! kind: 政策文件
//! published: 2023-05-06
//! status: 已废止
//! ````
//!
//! ````yaml content/notices/n.yaml
//! title: 新办法
//! kind: 政策文件
//! published: 2023-10-06
//! repeals: [p]
//! ````

use std::collections::BTreeSet;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Kind, NoticeStatus, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0819",
    name: "repealed-by-nothing",
    severity: Severity::Advice,
    page: include_str!("repealed_by_nothing.rs"),
};

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    if looked.bulletin.has_unread() {
        return Vec::new();
    }
    let notices = || looked.bulletin.of_kind(Kind::Notice);
    let changed =
        notices().filter_map(|entry| if let Record::Notice(notice) = &entry.record { Some(notice) } else { None });
    let changed =
        changed.flat_map(|notice| notice.repeals.iter().chain(&notice.amends)).map(|target| target.id.as_str());
    let changed: BTreeSet<&str> = changed.collect();
    notices().filter(|entry| !changed.contains(entry.id.as_str())).filter_map(|entry| finding(looked, entry)).collect()
}

/// What is said of a document that no other repeals or amends.
fn finding(looked: &Looked<'_>, entry: &Entry) -> Option<Finding> {
    let Record::Notice(notice) = &entry.record else { return None };
    let (key, zh, en) = match notice.status {
        Some(NoticeStatus::Repealed) => ("repeals", "废止", "repealed"),
        Some(NoticeStatus::Amended) => ("amends", "修改", "amended"),
        _ => return None,
    };
    let message = Text::new(format!("写着已{zh}，没有写明被哪件文件{zh}"), format!("said to be {en}, by nothing"));
    let place = looked.source.place(&entry.file, &[Step::Key("status".into())]);
    Some(Finding::new(CODE, place, message).help(
        format!("在新文件里写 {key}: [{}]；新文件不在本站的，在 note 里写明", entry.id),
        format!("write {key}: [{}] in the new document; where it is not on this site, name it in note", entry.id),
    ))
}
