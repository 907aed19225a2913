//! # 招聘内容改了，没有说明 · A posting changed without a word
//!
//! 招聘岗位、招聘会或人事公告的 `updated` 晚于 `published`，却没有一条 `corrections` 说明改了什么，也没有另一件公告写明修改它（`amends`）。
//!
//! A job, a fair or a personnel notice was `updated` after it was `published`, and neither does one of its `corrections` say what changed, nor another notice that it `amends` it.
//!
//! ## 为什么 · Why
//!
//! 事业单位公开招聘人员暂行规定第十四条：招聘信息不得擅自更改，确需更改的要重新发布。
//!
//! Interim rules on open recruitment by public institutions, art. 14: what was announced is not changed at will; where it must be, it is announced again.
//!
//! ## 例 · Example
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! published: 2023-05-01
//! updated: 2023-05-08
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! published: 2023-05-01
//! updated: 2023-05-08
//! corrections: [{date: 2023-05-08, what: 招聘人数, was: 5人, now: 3人}]
//! ````

use std::collections::BTreeSet;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Kind, NoticeKind, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0818",
    name: "changed-silently",
    severity: Severity::Warning,
    page: include_str!("changed_silently.rs"),
};

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    if looked.bulletin.has_unread() {
        return Vec::new();
    }
    let notices = looked.bulletin.of_kind(Kind::Notice);
    let notices =
        notices.filter_map(|entry| if let Record::Notice(notice) = &entry.record { Some(notice) } else { None });
    let amended: BTreeSet<&str> =
        notices.flat_map(|notice| &notice.amends).map(|amended| amended.id.as_str()).collect();
    let others = looked.bulletin.entries.iter().filter(|entry| !amended.contains(entry.id.as_str()));
    others.filter_map(|entry| finding(looked, entry)).collect()
}

/// What is said of a posting that no notice amends.
fn finding(looked: &Looked<'_>, entry: &Entry) -> Option<Finding> {
    let is_posting = match &entry.record {
        Record::Job(_) | Record::Fair(_) => true,
        Record::Notice(notice) => notice.kind == NoticeKind::Personnel,
        _ => false,
    };
    let common = entry.record.common();
    let (published, updated) = common.published.zip(common.updated).filter(|_| is_posting)?;
    let told = common.corrections.iter().any(|correction| !correction.date.is_before(published.first()));
    if !published.is_before(updated.first()) || told {
        return None;
    }
    let message = Text::new(
        format!("{published} 发布，{updated} 改过，没有说明改了什么"),
        format!("published on {published} and changed on {updated}, without a word of what changed"),
    );
    let place = looked.source.place(&entry.file, &[Step::Key("updated".into())]);
    Some(Finding::new(CODE, place, message).help(
        format!(
            "加上 corrections: [{{date: {updated}, what: 改了什么, was: 原来, now: 现在}}]，或发布一件 amends 它的公告"
        ),
        format!(
            "add corrections: [{{date: {updated}, what: WHAT, was: BEFORE, now: NOW}}], or a notice that amends it"
        ),
    ))
}
