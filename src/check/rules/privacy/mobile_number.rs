//! # 手机号码 · A mobile telephone number
//!
//! 文件里有手机号码（13至19开头的11位数字，前面可有 +86）。座机和值班电话不算，后面写着元、吨、平方米等单位的数也不算。
//!
//! A file holds a mobile number (11 digits from 13 to 19, with or without +86). Landlines and duty telephones are no matter, nor are amounts, behind which a unit stands.
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
//! note: 联系13800138000。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 联系0421-0000000。
//! ````

use crate::check::Looked;
use crate::check::private::Private;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::source::SourceFile;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::File(check) };

const CODE: Code =
    Code { id: "GB0803", name: "mobile-number", severity: Severity::Error, page: include_str!("mobile_number.rs") };

fn check(_: &Looked<'_>, file: &SourceFile) -> Vec<Finding> {
    Private::Mobile
        .find(&file.text)
        .into_iter()
        .map(|range| {
            let masked = Private::Mobile.masked(file.text.get(range.clone()).unwrap_or_default());
            let message = Text::new(format!("这里有手机号码 {masked}"), format!("a mobile number stands here, {masked}"));
            Finding::new(CODE, Place::span(file.path.clone(), range), message).secret().help(
                "改用单位值班电话；确需公开的，加一行 allow: [{rule: GB0803, because: 原因}]",
                "use the office's duty telephone; where it must be published, add allow: [{rule: GB0803, because: WHY}]",
            )
        })
        .collect()
}
