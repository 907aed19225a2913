//! # 文字意外成了代码或标题 · Text that is code or a heading by accident
//!
//! 段落行首有四个以上的空格，会成为代码；文字的下一行是“---”或“===”，这行文字会成为标题。
//!
//! A paragraph that begins with four spaces or more is code; a line of text right above `---` or `===` is a heading.
//!
//! ## 为什么 · Why
//!
//! 首行缩进和分隔线是公文的习惯，在 Markdown 里是别的意思，版面会乱。
//!
//! Indented first lines and rules are the custom of documents; Markdown takes them for something else.
//!
//! ## 例 · Example
//!
//! ````md content/news/a.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 会议召开。
//!
//!     第二段首行空了四格。
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
//! 会议召开。
//!
//! 第二段顶格写。
//! ````

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::text::is_han;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0719",
    name: "accidental-block",
    severity: Severity::Warning,
    page: include_str!("accidental_block.rs"),
};

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let accidents = prose.events.iter().filter_map(|(event, range)| {
        let written = prose.text.get(range.clone()).unwrap_or_default();
        let first = || written.lines().next().unwrap_or_default();
        let (message, help) = match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if written.contains(is_han) => (
                Text::new("行首有四个以上的空格，这一段会成为代码", "four spaces or more begin it, and it is code"),
                Text::new(
                    "删去行首的空格；首行缩进由版面决定",
                    "delete the spaces; the page indents paragraphs itself",
                ),
            ),
            Event::Start(Tag::Heading { .. }) if !first().trim_start().starts_with(['#', '<']) => (
                Text::new(
                    "下一行是“---”或“===”，这行文字会成为标题",
                    "--- or === stands below, and this line is a heading",
                ),
                Text::new(
                    "要分隔线就在前面空一行；要标题就写“## 标题”",
                    "leave a blank line before a rule; begin a heading with ## ",
                ),
            ),
            _ => return None,
        };
        let end = range.start + first().len();
        Some(Finding::new(CODE, prose.at(&(range.start..end)), message).help(help.zh, help.en))
    });
    accidents.collect()
}
