//! # 征求意见结束了，没有结果 · A consultation that closed without an outcome
//!
//! 征求意见截止三个月以上，没有用 `outcome` 写明公布结果的公告。
//!
//! A consultation closed over three months ago, and no `outcome` names the notice that tells what came of it.
//!
//! ## 为什么 · Why
//!
//! 提了意见的人想知道采纳了没有。
//!
//! Those who responded want to know what came of it.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某征求意见稿
//! kind: 征求意见
//! published: 2023-05-06
//! closes: 2023-06-10
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 某征求意见稿
//! kind: 征求意见
//! published: 2023-05-06
//! closes: 2023-06-10
//! outcome: p
//! ````
//!
//! ````yaml content/notices/p.yaml
//! title: 某办法征求意见情况
//! kind: 其他公告
//! published: 2023-07-06
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, key};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, NoticeKind, Record};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0822",
    name: "consultation-without-outcome",
    severity: Severity::Advice,
    page: include_str!("consultation_without_outcome.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Notice(notice) = &entry.record else { return Vec::new() };
    let Some(closes) = notice.closes.filter(|_| notice.kind == NoticeKind::Consultation && notice.outcome.is_none())
    else {
        return Vec::new();
    };
    if (looked.figures.as_of - closes.last()).num_days() <= 92 {
        return Vec::new();
    }
    let message = Text::new(
        format!("征求意见 {closes} 截止，没有写结果"),
        format!("the consultation closed on {closes}, and nothing tells of the outcome"),
    );
    let place = looked.source.place(&entry.file, &key("closes"));
    vec![
        Finding::new(CODE, place, message)
            .help("加上 outcome: 结果公告的编号", "add outcome: ID of the notice that tells it"),
    ]
}
