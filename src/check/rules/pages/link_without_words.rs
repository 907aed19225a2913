//! # 链接没有文字 · A link without words
//!
//! `<a>` 里要有文字，或有替代文字的图，或 `aria-label`。
//!
//! An `<a>` holds words, an image with its text, or has an `aria-label`.
//!
//! ## 为什么 · Why
//!
//! 读屏软件只会念“链接”。
//!
//! Screen readers would say "link".
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: own
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````html themes/own/templates/project.html
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p><a href="/"></a></p>
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: own
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````html themes/own/templates/project.html
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p><a href="/">首页</a></p>
//! ````

use crate::check::page::Page;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Page(check) };

const CODE: Code = Code {
    id: "GB0712",
    name: "link-without-words",
    severity: Severity::Error,
    page: include_str!("link_without_words.rs"),
};

fn check(page: &Page<'_>) -> Vec<Finding> {
    let nameless = page.links.iter().filter(|link| !link.named);
    nameless
        .map(|link| {
            let message = Text::new(
                format!("指向 {} 的链接没有文字", link.href),
                format!("the link to {} has no words", link.href),
            );
            page.finding(CODE, message).help("给链接写上文字", "give the link its words")
        })
        .collect()
}
