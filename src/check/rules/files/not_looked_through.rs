//! # 附件太大，没有查完 · An attachment that was not looked through to its end
//!
//! 附件（压缩包、Office 文档、PDF）展开后超过 32 MB，或者压缩包一层套一层超过两层：只查了前面、外面的部分有没有个人信息。
//!
//! An attachment (zip, office document, PDF) unpacks to more than 32 MB, or a zip lies in a zip in a zip: only the first and outer part was looked through for personal data.
//!
//! ## 为什么 · Why
//!
//! 一百多 KB 的文件展开后可能有几百 MB，全部展开会卡住；没有查过的部分里可能有身份证号、手机号。
//!
//! A file of some hundred KB may unpack to hundreds of MB, which would stall; what was not looked at may hold ID and mobile numbers.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::check::attached::Attached;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::attachment::MAX_UNPACKED;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Attached(check) };

const CODE: Code = Code {
    id: "GB0167",
    name: "not-looked-through",
    severity: Severity::Warning,
    page: include_str!("not_looked_through.rs"),
};

fn check(attached: &Attached<'_>) -> Vec<Finding> {
    if !attached.is_cut {
        return Vec::new();
    }
    let (file, limit) = (&attached.asset.path, MAX_UNPACKED >> 20);
    let message = Text::new(
        format!("附件 {file} 展开后超过 {limit} MB，或压缩包套了三层，其余的部分没有查个人信息"),
        format!(
            "{file} unpacks to more than {limit} MB, or holds a zip in a zip in a zip, and the rest was not looked through for personal data"
        ),
    );
    vec![Finding::new(CODE, attached.place(), message).help(
        "分成几个小文件；分不了的，请人看过全文，在记录里用 allow: 写明",
        "split it into smaller files; where that cannot be, have somebody read all of it, and say so with allow: in the record",
    )]
}
