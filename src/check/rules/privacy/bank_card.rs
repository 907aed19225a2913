//! # 银行卡号 · A bank card number
//!
//! 文件里有16至19位、以62开头、通过 Luhn 校验的数字；以3至6开头的，前面写着卡号才算（只写账号的见 GB0872）。遮掩后还看得到10位以上的也算。
//!
//! A file holds 16 to 19 digits that begin with 62 and pass the Luhn check; others from 3 to 6 only after words for card (for accounts see GB0872). A masked number of which more than 10 digits are to be seen counts too.
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
//! note: 缴入6222020000000000000。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 缴入财政专户。
//! ````

use crate::check::private::Private;
use crate::check::rules::{Looks, Personal, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Personal(Private::BankCard, check) };

const CODE: Code =
    Code { id: "GB0804", name: "bank-card", severity: Severity::Error, page: include_str!("bank_card.rs") };

fn check(personal: &Personal<'_>) -> Finding {
    let masked = &personal.masked;
    let message = Text::new(format!("这里有银行卡号 {masked}"), format!("a bank card number stands here, {masked}"));
    personal
        .finding(CODE, message)
        .help("删去；对公账户用 allow: 写明原因", "delete it; for an account of the office give the reason with allow:")
}
