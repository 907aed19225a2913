//! # 完成或计划的投资超过总投资 · More was paid or planned than the whole costs
//!
//! `investment.paid`、`investment.this_year` 或 `updates` 的 `invested` 大于 `investment.total`。总投资写 `≥`、`>` 的不比。
//!
//! `investment.paid`, `investment.this_year`, or `invested` in `updates`, is over `investment.total`. A total of `≥` or `>` is no limit.
//!
//! ## 为什么 · Why
//!
//! 多半是小数点或单位写错，例如万元写成了亿元。
//!
//! Most often the decimal point or the unit is wrong, as 亿元 for 万元.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 1亿元, paid: 1.2亿元}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 1亿元, paid: 1200万元}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::check::rules::{item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::{Money, Quantity};
use crate::record::Entry;
use crate::source::yaml::Step;
use rust_decimal::Decimal;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0504",
    name: "paid-over-total",
    severity: Severity::Warning,
    page: include_str!("paid_over_total.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let Some(investment) = &project.investment else { return Vec::new() };
    let exact = |quantity: &Quantity| quantity.whole().filter(|_| quantity.is_exact());
    let is_over =
        |whole: Decimal, paid: &Money| whole > Decimal::ZERO && exact(&paid.0).is_some_and(|paid| paid > whole);
    let Some((total, whole)) = investment.total.as_ref().and_then(|total| Some((total, exact(&total.0)?))) else {
        return Vec::new();
    };
    let stated =
        investment.paid.as_ref().map(|paid| (vec![Step::Key("investment".into()), Step::Key("paid".into())], paid));
    let reported = project.updates.iter().enumerate();
    let reported = reported
        .filter_map(|(index, update)| Some((item("updates", index, "invested").to_vec(), update.invested.as_ref()?)));
    let over = stated.into_iter().chain(reported).filter(|(_, paid)| is_over(whole, paid));
    let planned = investment.this_year.as_ref().filter(|planned| is_over(whole, planned));
    let planned = planned.map(|planned| (vec![Step::Key("investment".into()), Step::Key("this_year".into())], planned));
    over.map(|(path, paid)| ("累计完成投资", "was paid", path, paid))
        .chain(planned.map(|(path, planned)| ("年度计划", "is planned for this year", path, planned)))
        .map(|(zh, en, path, paid)| {
            let message = Text::new(
                format!("{zh} {}，超过总投资 {}", paid.0, total.0),
                format!("{} {en}, more than the total of {}", paid.0, total.0),
            );
            Finding::new(CODE, looked.source.place(&entry.file, &path), message).help(
                "核对单位和数字；追加了投资的，改 total 并说明",
                "check units and numbers; where more was granted, mend total and say so",
            )
        })
        .collect()
}
