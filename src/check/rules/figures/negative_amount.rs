//! # 金额小于零 · An amount of money below zero
//!
//! 记录里的金额（投资、预算、成交价、薪酬）小于零。
//!
//! An amount of money of a record (investment, budget, price, pay) is below zero.
//!
//! ## 为什么 · Why
//!
//! 没有负的投资和工资；多半多打了一个减号。
//!
//! There is no investment and no pay below zero; mostly it is a sign too many.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: -4亿元}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 4亿元}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, amounts};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0413", name: "negative-amount", severity: Severity::Error, page: include_str!("negative_amount.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let below =
        amounts(entry).into_iter().filter(|(_, money)| money.0.value.is_sign_negative() && !money.0.value.is_zero());
    below
        .map(|(path, money)| {
            let message = Text::new(format!("{} 小于零", money.0), format!("{} is below zero", money.0));
            Finding::new(CODE, looked.source.place(&entry.file, &path), message)
                .help("删去减号，或改正数字", "delete the sign, or mend the number")
        })
        .collect()
}
