//! # 征求意见不足30天 · A consultation of under 30 days
//!
//! 征求意见从 `opens`（没有写的，从发布日）到 `closes` 不足30天，又没有写 `short_reason`。
//!
//! A consultation is open for under 30 days from `opens`, or its publication, to `closes`, without a `short_reason`.
//!
//! ## 为什么 · Why
//!
//! 重大行政决策程序暂行条例第十五条：期限一般不少于30日；缩短的要说明理由。
//!
//! Interim regulation on procedures of major administrative decisions, art. 15: normally no less than 30 days; a shorter one states the reason.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 征求意见
//! published: 2023-05-06
//! closes: 2023-05-20
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 征求意见
//! published: 2023-05-06
//! closes: 2023-06-10
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, NoticeKind, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0812",
    name: "short-consultation",
    severity: Severity::Warning,
    page: include_str!("short_consultation.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Notice(notice) = &entry.record else { return Vec::new() };
    let opens = notice.opens.or(notice.published).filter(|date| date.day().is_some());
    let closes = notice.closes.filter(|date| date.day().is_some());
    let (Some(opens), Some(closes)) = (opens, closes) else { return Vec::new() };
    let days = (closes.first() - opens.first()).num_days() + 1;
    let explained = notice.short_reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    if notice.kind != NoticeKind::Consultation || explained || !(1..30).contains(&days) {
        return Vec::new();
    }
    let message = Text::new(format!("征求意见只有{days}天"), format!("the consultation is open for {days} days only"));
    let place = looked.source.place(&entry.file, &[Step::Key("closes".into())]);
    vec![
        Finding::new(CODE, place, message)
            .help("延长期限，或写上 short_reason: 理由", "give it longer, or say why with short_reason:"),
    ]
}
