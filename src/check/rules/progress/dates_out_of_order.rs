//! # 问题的日期前后颠倒 · Dates of a problem out of order
//!
//! 上报、交办、解决、销号依次不早于前一步。
//!
//! Raised, assigned, solved, struck off: none before the step before it.
//!
//! ## 为什么 · Why
//!
//! 台账的天数由这些日期算出（S6）。
//!
//! The ledger's days follow from them (S6).
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! problems:
//!   - {what: 用电, raised: 2023-05-10, solved: 2023-05-01}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! problems:
//!   - {what: 用电, raised: 2023-05-10, solved: 2023-05-12}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0508",
    name: "dates-out-of-order",
    severity: Severity::Error,
    page: include_str!("dates_out_of_order.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let mut findings = Vec::new();
    for (index, problem) in project.problems.iter().enumerate() {
        let steps = [
            ("raised", "上报", "raised", problem.raised),
            ("assigned", "交办", "assigned", problem.assigned),
            ("solved", "解决", "solved", problem.solved),
            ("struck_off", "销号", "struck off", problem.struck_off),
        ];
        let dated: Vec<_> = steps.into_iter().filter_map(|(key, zh, en, date)| Some((key, zh, en, date?))).collect();
        for pair in dated.windows(2) {
            let [(_, before_zh, before_en, earlier), (key, zh, en, date)] = pair else { continue };
            if !date.is_before(earlier.first()) {
                continue;
            }
            let message = Text::new(
                format!("{zh}日期 {date} 早于{before_zh}日期 {earlier}"),
                format!("{en} on {date} is before {before_en} on {earlier}"),
            );
            let place = looked.source.place(&entry.file, &item("problems", index, key));
            findings.push(Finding::new(CODE, place, message).help("改正其中一个日期", "mend one of the two dates"));
        }
    }
    findings
}
