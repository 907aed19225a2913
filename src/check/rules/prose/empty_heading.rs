//! # 标题里没有字 · A heading without words
//!
//! 正文里的一行只有 `#`，后面没有字。
//!
//! A line of a text has its `#` and nothing behind them.
//!
//! ## 为什么 · Why
//!
//! 目录里会有一个点不到的空项，听屏的读者听到“标题”两个字（WCAG 2.2，2.4.6）。
//!
//! The list of contents would have an item that nobody can click, and those who listen hear "heading" and no more (WCAG 2.2, 2.4.6).
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! ##
//!
//! 开工了。
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
//! ## 开工
//!
//! 开工了。
//! ````

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0753", name: "empty-heading", severity: Severity::Error, page: include_str!("empty_heading.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let empty = prose.headings.iter().filter(|heading| heading.title.trim().is_empty());
    let found = empty.map(|heading| {
        let written = prose.text.get(heading.place.clone()).unwrap_or_default().trim_end();
        let place = heading.place.start..heading.place.start + written.len();
        let message = Text::new("标题里没有字", "this heading has no words");
        Finding::new(CODE, prose.at(&place), message).help(
            "在 # 后面写上标题，或删去这一行；要显示 # 本身，写 \\#",
            "write the heading behind the #, or delete the line; to show the # itself, write \\#",
        )
    });
    found.collect()
}
