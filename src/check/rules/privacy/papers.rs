//! # 护照、通行证、居住证号码 · The number of a passport or permit
//!
//! 文件里“护照”“往来港澳通行证”“往来台湾通行证”“回乡证”“台胞证”“居住证”“永久居留身份证”“军官证”等字之后有这种证件形式的号码，或者护照、通行证一列里有。没有这些字的 E12345678 不算：设备型号也是这样写的。
//!
//! A file holds, after the words for a passport, a permit for Hong Kong, Macao or Taiwan, a residence permit or a military paper, or in a column of that head, a number of the form that such papers have. E12345678 without such a word does not count: models of machines look the same.
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
//! note: 持护照E12345678。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 持有效护照。
//! ````

use crate::check::private::Private;
use crate::check::rules::{Looks, Personal, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Personal(Private::Papers, check) };

const CODE: Code =
    Code { id: "GB0870", name: "passport-or-permit", severity: Severity::Error, page: include_str!("papers.rs") };

fn check(personal: &Personal<'_>) -> Finding {
    let masked = &personal.masked;
    let message = Text::new(
        format!("这里有护照或通行证号码 {masked}"),
        format!("the number of a passport or permit stands here, {masked}"),
    );
    personal.finding(CODE, message).help(
        format!("删去，或写成 {masked}；依法必须公开的，用 allow: 写明原因"),
        format!("delete it, or write {masked}; where the law demands it, give the reason with allow:"),
    )
}
