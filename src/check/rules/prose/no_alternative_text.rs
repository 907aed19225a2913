//! # 图片缺少替代文字 · An image without a text that stands for it
//!
//! `![图里有什么](文件)` 的方括号里要写图里有什么。
//!
//! The brackets of `![…](FILE)` say what is to be seen.
//!
//! ## 为什么 · Why
//!
//! 看不见图的读者靠它（WCAG 2.2，1.1.1）。
//!
//! It is all that readers have who cannot see the picture (WCAG 2.2, 1.1.1).
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! ![](a.png)
//! ````
//!
//! ````png content/news/a.png
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
//! ![工地，塔吊三台](a.png)
//! ````
//!
//! ````png content/news/a.png
//! ````

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0703",
    name: "no-alternative-text",
    severity: Severity::Error,
    page: include_str!("no_alternative_text.rs"),
};

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let images = prose.images.iter().filter(|(_, alt, _)| alt.trim().is_empty());
    images
        .map(|(name, _, range)| {
            let message = Text::new("图片缺少替代文字", "the image has no text that stands for it");
            Finding::new(CODE, prose.at(range), message).help(
                format!("在方括号里写图里有什么：![图里有什么]({name})"),
                format!("say between the brackets what is to be seen: ![what is to be seen]({name})"),
            )
        })
        .collect()
}
