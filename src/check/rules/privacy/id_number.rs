//! # 身份证号码 · A personal ID number
//!
//! 文件里有18位、出生日期和校验码都成立的公民身份号码（残疾人证号里的也算），或“身份证号”之后、“身份证号”一列里的15位、18位数字，校验码不对也算。分组的空格、点、短横，全角、汉字数字，×代X，加粗、折行、转义、零宽字符都不影响。遮掩后还看得到10位以上的也算。输出只显示遮掩后的形式。
//!
//! A file holds an 18-character citizen number with a day of birth and a check character that are valid (also within the number of a certificate of disability), or any 15 or 18 digits after 身份证号 or in a column of that head, whatever the check character. Blanks, points and dashes between groups, full-width digits, Chinese numerals, × for X, emphasis, line breaks, escapes and characters without width make no difference. A masked number of which more than 10 characters are to be seen counts too. Only the masked form is shown.
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
//! note: 申请人身份证11010519491231002X。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 申请人身份证1101**********002X。
//! ````

use crate::check::private::Private;
use crate::check::rules::{Looks, Personal, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Personal(Private::IdNumber, check) };

const CODE: Code =
    Code { id: "GB0802", name: "id-number", severity: Severity::Error, page: include_str!("id_number.rs") };

fn check(personal: &Personal<'_>) -> Finding {
    let masked = &personal.masked;
    let message =
        Text::new(format!("这里有身份证号码 {masked}"), format!("a personal ID number stands here, {masked}"));
    personal.finding(CODE, message).help(
        format!("删去，或写成 {masked}；依法必须公开的，用 allow: 写明原因"),
        format!("delete it, or write {masked}; where the law demands it, give the reason with allow:"),
    )
}
