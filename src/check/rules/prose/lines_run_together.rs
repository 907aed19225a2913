//! # 几行连成了一段 · Lines that run together
//!
//! 正文里换了行而没有空一行：上一行以句号、分号、冒号结束，或者下一行以“1、”“（一）”“•”开头。只换行的几行会连成一段。
//!
//! A text goes to the next line without a blank one, after a line that ends a sentence, or before 1、, （一） or •. Lines that are only broken become one paragraph.
//!
//! ## 为什么 · Why
//!
//! 从文档里粘贴来的段落和条目，读者看到的是挤在一起的一大段。
//!
//! Paragraphs and items pasted from a document would be one block for readers.
//!
//! ## 例 · Example
//!
//! ````md content/news/a.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 会议要求：
//! 1、加快进度。
//! 2、确保质量。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/a.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 会议要求：
//!
//! 1. 加快进度。
//! 2. 确保质量。
//! ````

use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag};
use regex::Regex;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0718",
    name: "lines-run-together",
    severity: Severity::Warning,
    page: include_str!("lines_run_together.rs"),
};

/// How an item begins that is no list of Markdown's.
const ITEM: &str = r"^(?:[•·●■◆▪○◇►]|[0-9]{1,2}[、．)）]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[①-⑳])";

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    static BEGINS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(ITEM).ok());
    let mut findings = Vec::new();
    let mut is_told = false;
    for (event, range) in &prose.events {
        match event {
            Event::Start(Tag::Paragraph | Tag::Item) => is_told = false,
            Event::SoftBreak if !is_told => {
                let before = prose.text.get(..range.start).unwrap_or_default().trim_end();
                let after = prose.text.get(range.end..).unwrap_or_default();
                let line = after.lines().next().unwrap_or_default().trim();
                let is_item = BEGINS.as_ref().is_some_and(|begins| begins.is_match(line));
                if !is_item && !before.ends_with(['。', '！', '？', '；', '：']) {
                    continue;
                }
                is_told = true;
                let start = range.end + after.find(line).unwrap_or_default();
                let message =
                    Text::new("这一行会和上一行连成一段", "this line will be one paragraph with the one above");
                findings.push(Finding::new(CODE, prose.at(&(start..start + line.len())), message).help(
                    "段落之间空一行；条目写成“1. ”或“- ”开头的列表",
                    "leave a blank line between paragraphs; begin the items of a list with \"1. \" or \"- \"",
                ));
            }
            _ => {}
        }
    }
    findings
}
