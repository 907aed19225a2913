//! # 车牌号 · A licence plate
//!
//! 文件里有机动车号牌（GA 36），包括新能源号牌。同一句里写明是公务用车、执法车、校车、公交车的不算。
//!
//! A file holds a licence plate of a vehicle (GA 36), those of new energy among them. Those of which the sentence says that an office drives them, or that it is a bus, do not count.
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
//! note: 违停车辆辽N·12345。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 违停车辆1辆。
//! ````

use crate::check::private::Private;
use crate::check::rules::{Looks, Personal, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Personal(Private::Plate, check) };

const CODE: Code =
    Code { id: "GB0871", name: "licence-plate", severity: Severity::Warning, page: include_str!("licence_plate.rs") };

fn check(personal: &Personal<'_>) -> Finding {
    let masked = &personal.masked;
    let message = Text::new(format!("这里有车牌号 {masked}"), format!("a licence plate stands here, {masked}"));
    personal.finding(CODE, message).help(
        format!("删去，或写成 {masked}；单位的车辆用 allow: 写明原因"),
        format!("delete it, or write {masked}; for a vehicle of an office give the reason with allow:"),
    )
}
