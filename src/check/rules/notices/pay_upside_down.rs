//! # 薪酬上下限写反了 · Pay upside down
//!
//! `pay` 的 `from` 大于 `to`。
//!
//! `from` of `pay` is over `to`.
//!
//! ## 为什么 · Why
//!
//! 求职的人会算错。
//!
//! Those who look for work would be misled.
//!
//! ## 例 · Example
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! pay: {from: 6000元, to: 4000元, per: 月}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/jobs/j.yaml
//! title: 操作工
//! employer: 甲公司
//! count: 3
//! pay: {from: 4000元, to: 6000元, per: 月}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Entry, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0814", name: "pay-upside-down", severity: Severity::Error, page: include_str!("pay_upside_down.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Record::Job(job) = &entry.record else { return Vec::new() };
    let Some((from, to)) = job.pay.as_ref().and_then(|pay| Some((pay.from.as_ref()?, pay.to.as_ref()?))) else {
        return Vec::new();
    };
    if from.0.whole().zip(to.0.whole()).is_none_or(|(from, to)| from <= to) {
        return Vec::new();
    }
    let message = Text::new(
        format!("薪酬下限 {} 高于上限 {}", from.0, to.0),
        format!("the lowest pay, {}, is above the highest, {}", from.0, to.0),
    );
    let place = |key: &'static str| looked.source.place(&entry.file, &[Step::Key("pay".into()), Step::Key(key.into())]);
    let finding = Finding::new(CODE, place("from"), message).help(
        format!("核对原件；写反了的，改为：from: {}, to: {}", to.0, from.0),
        format!("compare the source; where the two changed places, write: from: {}, to: {}", to.0, from.0),
    );
    vec![finding.edit(place("from"), to.0.to_string()).edit(place("to"), from.0.to_string())]
}
