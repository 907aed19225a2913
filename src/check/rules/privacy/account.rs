//! # 个人账号 · The number of a person’s account
//!
//! 文件里“账号”“卡号”“存折”“一卡通”之后有9位以上的数字，旁边写着个人、农户、户主、领取人、补贴、工资等；或者在有姓名、户主的表里，账号一列有这样的数字。写明是单位、财政、保证金、缴款账户的不算，旁边什么也没写的也不算。
//!
//! A file holds nine digits or more after words for account or card, with a word for a person, a household, wages or a subsidy beside it, or in a column of accounts of a table that has names. Accounts of offices, of deposits and of payments do not count, nor do those with neither word.
//!
//! ## 为什么 · Why
//!
//! 个人信息保护法、政府信息公开条例：公开的内容不得含有能识别个人的信息，除非依法必须公开。
//!
//! Personal Information Protection Law and the Regulation on disclosure of government information: what is published identifies no private person unless the law demands it.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 农户存折账号501234567890123。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 补贴存入农户账户。
//! ````

use crate::check::private::Private;
use crate::check::rules::{Looks, Personal, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Personal(Private::Account, check) };

const CODE: Code =
    Code { id: "GB0872", name: "personal-account", severity: Severity::Error, page: include_str!("account.rs") };

fn check(personal: &Personal<'_>) -> Finding {
    let masked = &personal.masked;
    let message = Text::new(
        format!("这里有个人账号 {masked}"),
        format!("the number of a person’s account stands here, {masked}"),
    );
    personal.finding(CODE, message).help(
        format!("删去，或写成 {masked}；单位账户写明单位名称"),
        format!("delete it, or write {masked}; for the account of an office write the office’s name beside it"),
    )
}
