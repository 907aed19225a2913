//! # 截止早于开始 · It closes before it opens
//!
//! 招聘、征求意见、公示的 `closes` 早于 `opens` 或发布日，活动、招聘会的 `end` 早于 `date`。
//!
//! `closes` of a job, a consultation or a public notice is before `opens` or its publication, or `end` of an event or fair before `date`.
//!
//! ## 为什么 · Why
//!
//! 读者不知道什么时候能参加。
//!
//! Readers cannot tell when they may take part.
//!
//! ## 例 · Example
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! opens: 2023-05-10
//! closes: 2023-05-01
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! opens: 2023-05-10
//! closes: 2023-06-01
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0813",
    name: "closes-before-it-opens",
    severity: Severity::Error,
    page: include_str!("closes_before_it_opens.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let (opens, closes, key) = match &entry.record {
        Record::Notice(notice) => (notice.opens.or(notice.published), notice.closes, "closes"),
        Record::Job(job) => (job.opens.or(job.published), job.closes, "closes"),
        Record::Event(event) => (event.date, event.end, "end"),
        Record::Fair(fair) => (fair.date, fair.end, "end"),
        _ => return Vec::new(),
    };
    let Some((opens, closes)) = opens.zip(closes).filter(|(opens, closes)| closes.is_before(opens.first())) else {
        return Vec::new();
    };
    let message = match key {
        "end" => Text::new(
            format!("结束日期 {closes} 早于开始日期 {opens}"),
            format!("it ends on {closes}, before it begins on {opens}"),
        ),
        _ => Text::new(
            format!("截止日期 {closes} 早于开始或发布日期 {opens}"),
            format!("it closes on {closes}, before it opens or is published on {opens}"),
        ),
    };
    let place = looked.source.place(&entry.file, &[Step::Key(key.into())]);
    vec![Finding::new(CODE, place, message).help("改正其中一个日期", "correct one of the two dates")]
}
