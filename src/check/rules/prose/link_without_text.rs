//! # 正文里的链接没有文字 · A link of a text that has no words
//!
//! `[](地址)` 的方括号里什么也没有，页面上看不见。
//!
//! The brackets of `[](ADDRESS)` are empty, and nothing is to be seen on the page.
//!
//! ## 为什么 · Why
//!
//! 读者点不到，听屏的读者只听到“链接”（WCAG 2.2，2.4.4）。
//!
//! Nobody can click it, and those who listen hear "link" and no more (WCAG 2.2, 2.4.4).
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 详见[](project:a)。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 详见[甲项目](project:a)。
//! ````

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0707",
    name: "link-without-text",
    severity: Severity::Error,
    page: include_str!("link_without_text.rs"),
};

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut open = None;
    for (event, range) in &prose.events {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => open = Some((dest_url, range)),
            Event::Text(words) | Event::Code(words) if !words.trim().is_empty() => open = None,
            Event::InlineMath(_) | Event::Start(Tag::Image { .. }) => open = None,
            Event::End(TagEnd::Link) => {
                if let Some((to, range)) = open.take() {
                    let message =
                        Text::new("链接没有文字，页面上看不见", "the link has no words, and is not seen on the page");
                    let finding = Finding::new(CODE, prose.at(range), message);
                    findings.push(finding.help(
                        format!("在方括号里写上文字：[文字]({to})"),
                        format!("put words between the brackets: [WORDS]({to})"),
                    ));
                }
            }
            _ => {}
        }
    }
    findings
}
