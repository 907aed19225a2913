//! # 手机号码 · A mobile telephone number
//!
//! 文件里有手机号码（13至19开头的11位数字）。座机和值班电话不算。
//!
//! A file holds a mobile number (11 digits from 13 to 19). Landlines and duty telephones are no matter.
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
    Code { id: "GB0803", name: "mobile-number", severity: Severity::Error, page: include_str!("mobile_number.rs") };

fn check(_: &Looked<'_>, file: &SourceFile) -> Vec<Finding> {
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"1[3-9][0-9]([ -]?)[0-9]{4}([ -]?)[0-9]{4}").ok());
    let Some(number) = &*NUMBER else { return Vec::new() };
    number
        .find_iter(&file.text)
        .filter(|found| alone(&file.text, found.range()) && !is_amount(&file.text, found.end()))
        .map(|found| {
            let masked = mask(found.as_str(), 3, 4);
            let place = Place::span(file.path.clone(), found.range());
            Finding::new(CODE, place, Text::new(format!("这里有手机号码 {masked}"), format!("this is a mobile number, {masked}")))
.secret()
.help(
                    "改用单位值班电话；确需公开的，用 allow: 写明原因",
                    "use the office's duty telephone; where it must be published, give the reason with allow:",
                )
        })
        .collect()
}

/// Whether the digits before `end` are an amount: a unit follows.
fn is_amount(text: &str, end: usize) -> bool {
    let next = text.get(end..).and_then(|rest| rest.chars().next());
    next.is_some_and(|c| "元万亿件个吨米亩户人千瓦%".contains(c))
}
