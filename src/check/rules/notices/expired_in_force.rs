//! # 过了有效期仍写有效 · Expired, and said to be in force
//!
//! `expires` 已过，`status` 还是有效，或者没有写。
//!
//! `expires` is past, and `status` still says in force, or is missing.
//!
//! ## 为什么 · Why
//!
//! 读者会按失效的文件办事。
//!
//! People would act on a document that has expired.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! expires: 2023-06-30
//! status: 有效
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 某通知
//! kind: 政策文件
//! published: 2023-05-06
//! expires: 2023-06-30
//! status: 已失效
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, NoticeStatus, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0816",
    name: "expired-in-force",
    severity: Severity::Warning,
    page: include_str!("expired_in_force.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Notice(notice) = &entry.record else { return Vec::new() };
    let day = looked.figures.as_of;
    let Some(expires) = notice.expires.filter(|expires| expires.is_before(day)) else { return Vec::new() };
    let message = match notice.status {
        Some(NoticeStatus::InForce) => Text::new(
            format!("有效期至 {expires}，已经过了，还写着有效"),
            format!("it expired on {expires} and is said to be in force"),
        ),
        None => Text::new(
            format!("有效期至 {expires}，已经过了，没有写已失效"),
            format!("it expired on {expires} and does not say so"),
        ),
        Some(_) => return Vec::new(),
    };
    let key = if notice.status.is_some() { "status" } else { "expires" };
    let place = looked.source.place(&entry.file, &[Step::Key(key.into())]);
    let finding = Finding::new(CODE, place.clone(), message);
    if notice.status.is_none() {
        return vec![finding.help(
            "加上一行 status: 已失效；延期的改正 expires",
            "add a line status: 已失效; correct expires where it was prolonged",
        )];
    }
    let finding = finding.help(
        "改为：status: 已失效；延期的改正 expires",
        "write: status: 已失效; correct expires where it was prolonged",
    );
    vec![finding.edit(place, "已失效")]
}
