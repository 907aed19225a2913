//! # 正文中的 HTML 不会发布 · Raw HTML in a text is dropped
//!
//! 正文用 Markdown，HTML 标签会去掉。
//!
//! Texts are Markdown; HTML tags are dropped.
//!
//! ## 为什么 · Why
//!
//! 从网页粘贴来的 HTML 会带进脚本和样式。
//!
//! HTML pasted from elsewhere brings scripts and styles along.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 甲<b>乙</b>
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
//! 甲**乙**
//! ````

use pulldown_cmark::Event;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0704", name: "raw-html", severity: Severity::Warning, page: include_str!("raw_html.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let html = prose.events.iter().filter_map(|(event, range)| match event {
        // The end of an element is told with its beginning.
        Event::Html(html) | Event::InlineHtml(html) if !html.starts_with("</") => {
            Some((crate::text::shorten(html.trim(), 40), range.start..range.start + html.trim_end().len()))
        }
        _ => None,
    });
    html.map(|(tag, range)| {
        let message = Text::new("正文中的 HTML 不会发布", "raw HTML in a text is dropped");
        Finding::new(CODE, prose.at(&range), message).help(
            format!("改用 Markdown，或删去 {tag}；要显示尖括号本身，写 \\<"),
            format!("use Markdown, or delete {tag}; to show the bracket itself, write \\<"),
        )
    })
    .collect()
}
