//! # 正文中的一级标题 · A first-level heading inside a text
//!
//! 页面标题已经是一级，正文从 `##` 开始。
//!
//! The page's title is its first-level heading; texts begin with `##`.
//!
//! ## 为什么 · Why
//!
//! 一页只有一个一级标题，读屏软件靠它找到开头。
//!
//! A page has one; screen readers find its beginning by it.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! # 大标题
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! ## 大标题
//! ````

use std::ops::Range;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0706", name: "heading-level", severity: Severity::Warning, page: include_str!("heading_level.rs") };

/// A range without the empty lines that follow it.
fn first_line(text: &str, range: &Range<usize>) -> Range<usize> {
    let written = text.get(range.clone()).unwrap_or_default();
    range.start..range.start + written.trim_end().len()
}

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let first_level = prose.headings.iter().filter(|heading| heading.level == 1);
    first_level
        .map(|heading| {
            let message = Text::new(
                "正文里不用一级标题，页面标题已经是一级",
                "the page's title is its first-level heading; a text has none",
            );
            let line = first_line(prose.text, &heading.place);
            let written = prose.text.get(line.clone()).unwrap_or_default();
            let finding = Finding::new(CODE, prose.at(&line), message);
            match written.strip_prefix("# ") {
                Some(title) => {
                    let instead = Text::new("用两个 #", "use two signs #");
                    prose.looked.write(finding, (written, &format!("## {title}")), ("", ""), instead)
                }
                // With a line of === below it.
                None => finding.help("标题前写两个 #，删去下面的 ===", "put ## before it, and delete the === below it"),
            }
        })
        .collect()
}
