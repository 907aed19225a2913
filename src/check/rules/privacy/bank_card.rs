//! # 银行卡号 · A bank card number
//!
//! 文件里有16至19位、以3至6开头、通过 Luhn 校验的数字。
//!
//! A file holds 16 to 19 digits that begin with 3 to 6 and pass the Luhn check.
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

use std::sync::LazyLock;

use regex::Regex;

use crate::check::rules::{Looks, Rule};
use crate::check::Looked;
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::source::SourceFile;
use crate::check::rules::{alone, mask};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::File(check),
};

const CODE: Code =
    Code { id: "GB0804", name: "bank-card", severity: Severity::Error, page: include_str!("bank_card.rs") };

fn check(_: &Looked<'_>, file: &SourceFile) -> Vec<Finding> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[3-6][0-9]{3}(?: ?[0-9]){12,15}").ok());
    let Some(number) = &*NUMBER else { return Vec::new() };
    number
        .find_iter(&file.text)
        .filter(|found| alone(&file.text, found.range()) && passes_luhn(found.as_str()))
        .map(|found| {
            let masked = mask(found.as_str(), 4, 4);
            let place = Place::span(file.path.clone(), found.range());
            Finding::new(CODE, place, Text::new(format!("这里有银行卡号 {masked}"), format!("this is a bank card number, {masked}")))
.secret()
.help(
                    "删去；对公账户用 allow: 写明原因",
                    "delete it; for an account of the office give the reason with allow:",
                )
        })
        .collect()
}

fn passes_luhn(number: &str) -> bool {
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10));
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits.enumerate().map(|(index, digit)| if index % 2 == 1 { doubled(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}
