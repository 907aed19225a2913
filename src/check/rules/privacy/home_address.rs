//! # 住址写到了门牌 · An address down to the door
//!
//! 文件里有写到单元、房号，或村组门牌的地址，或“住”在几号。同一句里写明是办公、经营场所的不算。公开到乡镇、街道为止。
//!
//! A file holds an address down to a flat or a house in a village group, or says at which number somebody lives. Those of which the sentence says that they are an office or a shop do not count. Publish down to the township only.
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

use crate::check::Looked;
use crate::check::private::Private;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::source::SourceFile;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::File(check) };

const CODE: Code =
    Code { id: "GB0805", name: "home-address", severity: Severity::Warning, page: include_str!("home_address.rs") };

fn check(_: &Looked<'_>, file: &SourceFile) -> Vec<Finding> {
    Private::Address
        .find(&file.text)
        .into_iter()
        .map(|range| {
            let masked = Private::Address.masked(file.text.get(range.clone()).unwrap_or_default());
            let message =
                Text::new(format!("住址写到了门牌：{masked}"), format!("this address goes down to the door: {masked}"));
            Finding::new(CODE, Place::span(file.path.clone(), range), message).secret().help(
                "写到乡镇、街道为止；办公地址用 allow: 写明原因",
                "stop at the township; for an office give the reason with allow:",
            )
        })
        .collect()
}
