//! # 文件带有密级或内部标志 · A mark of secrecy
//!
//! 文字里有“机密★”“秘密★”“绝密★”，“内部资料，注意保存”，或“此件不予公开”“此件依申请公开”之类的标志。
//!
//! A text has a mark of secrecy (绝密★, 机密★, 秘密★), of internal papers, or one that says that it is not to be published.
//!
//! ## 为什么 · Why
//!
//! 保守国家秘密法、政府信息公开条例第十四条：国家秘密和不予公开的信息不得发布。
//!
//! Law on guarding state secrets, and Regulation on disclosure of government information, art. 14: such papers are not published.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 机密★1年
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::source::SourceFile;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::File(check) };

const CODE: Code =
    Code { id: "GB0823", name: "secret-mark", severity: Severity::Error, page: include_str!("secret_mark.rs") };

fn check(_: &Looked<'_>, file: &SourceFile) -> Vec<Finding> {
    static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:绝密|机密|秘密)[ \x{3000}]*[★☆]|内部(?:资料|文件|刊物)[，,、 \x{3000}]*(?:注意保[存管密]|请勿外传|不得外传|严禁外传)|(?:此件|本件)(?:不予公开|不公开|依申请公开|删减后公开)").ok()
    });
    let found = MARKS.iter().flat_map(|marks| marks.find_iter(&file.text));
    found
        .map(|mark| {
            let words = mark.as_str();
            let message = Text::new(format!("这里有“{words}”的标志"), format!("there is the mark \"{words}\""));
            Finding::new(CODE, Place::span(file.path.clone(), mark.range()), message).help(
                "先由保密审查确认能否公开；不能公开的，删去这个文件，并告知曾经看到它的人",
                "have it decided whether it may be published; where it may not, delete the file and tell those who saw it",
            )
        })
        .collect()
}
