//! # 身份证号码 · A personal ID number
//!
//! 文件里有18位、出生日期和校验码都成立的公民身份号码，或“身份证号”之后的15位、18位数字。全角数字、空格、短横、加粗、零宽字符都不影响。输出只显示遮掩后的形式。
//!
//! A file holds an 18-character citizen number with a day of birth and a check character that are valid, or any 15 or 18 digits after 身份证号. Full-width digits, spaces, dashes, emphasis and characters without width make no difference. Only the masked form is shown.
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

use crate::check::Looked;
use crate::check::private::Private;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::source::SourceFile;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::File(check) };

const CODE: Code =
    Code { id: "GB0802", name: "id-number", severity: Severity::Error, page: include_str!("id_number.rs") };

fn check(_: &Looked<'_>, file: &SourceFile) -> Vec<Finding> {
    Private::IdNumber
        .find(&file.text)
        .into_iter()
        .map(|range| {
            let masked = Private::IdNumber.masked(file.text.get(range.clone()).unwrap_or_default());
            let message =
                Text::new(format!("这里有身份证号码 {masked}"), format!("a personal ID number stands here, {masked}"));
            Finding::new(CODE, Place::span(file.path.clone(), range), message).secret().help(
                format!("删去，或写成 {masked}；依法必须公开的，用 allow: 写明原因"),
                format!("delete it, or write {masked}; where the law demands it, give the reason with allow:"),
            )
        })
        .collect()
}
