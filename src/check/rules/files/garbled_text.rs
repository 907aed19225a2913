//! # 文字是乱码 · Garbled text
//!
//! 文件里有“\u{FFFD}”（表示读不出的字）或“锟斤拷”“烫烫烫”：编码转换错过一次，原来的字已经丢了。
//!
//! The file has the sign for characters that could not be read, or 锟斤拷 or 烫烫烫: it was once converted wrongly, and characters are lost.
//!
//! ## 为什么 · Why
//!
//! 读者会看到乱码，也搜索不到。
//!
//! Readers would see it so, and search would not find it.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 位于锟斤拷锟斤拷
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 位于东园
//! ````

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::source::SourceFile;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::File(check) };

const CODE: Code =
    Code { id: "GB0120", name: "garbled-text", severity: Severity::Error, page: include_str!("garbled_text.rs") };

/// What wrong conversions leave.
const MARKS: &[&str] = &["\u{fffd}", "锟斤拷", "烫烫烫", "屯屯屯"];

fn check(_: &Looked<'_>, file: &SourceFile) -> Vec<Finding> {
    static ANY: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(MARKS).ok());
    if ANY.as_ref().is_some_and(|any| !any.is_match(&file.text)) {
        return Vec::new();
    }
    let first = MARKS
        .iter()
        .filter_map(|mark| file.text.find(mark).map(|at| at..at + mark.len()))
        .min_by_key(|range| range.start);
    let Some(range) = first else { return Vec::new() };
    let n: usize = MARKS.iter().map(|mark| file.text.matches(mark).count()).sum();
    let message = Text::new(format!("这里是乱码，全文件有{n}处"), format!("this is garbled, {n} times in the file"));
    vec![Finding::new(CODE, Place::span(file.path.clone(), range), message).help(
        "从原件重新复制这段文字，或者用上一版的文件",
        "copy the text from its source again, or take an earlier version of the file",
    )]
}
