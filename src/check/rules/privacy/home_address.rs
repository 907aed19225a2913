//! # 住址写到了门牌 · An address down to the door
//!
//! 文件里有写到单元、房号的地址（3号楼2单元501室、小区3-2-501、三号楼五〇一室），村组、平房几排的门牌，“住”在几号，或住址一列里的几号。户数、栋数不算。同一句里写明是办公、经营场所的不算。公开到乡镇、街道为止。
//!
//! A file holds an address down to a flat (also as 小区3-2-501), a house in a village group or a row of houses, says at which number somebody lives, or has such a number in a column of homes. Counts of households and houses are no addresses. Those of which the sentence says that they are an office or a shop do not count. Publish down to the township only.
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
//! note: 住东街小区3号楼2单元501室。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 住东街街道。
//! ````

use crate::check::private::Private;
use crate::check::rules::{Looks, Personal, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Personal(Private::Address, check) };

const CODE: Code =
    Code { id: "GB0805", name: "home-address", severity: Severity::Warning, page: include_str!("home_address.rs") };

fn check(personal: &Personal<'_>) -> Finding {
    let masked = &personal.masked;
    let message =
        Text::new(format!("住址写到了门牌：{masked}"), format!("this address goes down to the door: {masked}"));
    personal.finding(CODE, message).help(
        "写到乡镇、街道为止；办公地址用 allow: 写明原因",
        "stop at the township; for an office give the reason with allow:",
    )
}
