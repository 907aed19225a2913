//! # 不允许的链接地址 · A link of a kind that is not allowed
//!
//! 链接只能是 `https`、`http`、`mailto`、`tel` 或站内地址。
//!
//! Links are `https`, `http`, `mailto`, `tel` or lead inside the site.
//!
//! ## 为什么 · Why
//!
//! `javascript:` 之类的地址可以盗取读者的信息。
//!
//! Addresses as `javascript:` can steal from readers.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! [坏](javascript:alert(1))
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
//! [好](https://example.org/)
//! ````

use pulldown_cmark::{Event, Tag};

use super::broken_link::{Help, meant};
use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::site::LinkTarget;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0705", name: "unsafe-link", severity: Severity::Error, page: include_str!("unsafe_link.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let links = prose.events.iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::Link { dest_url, .. }) if matches!(LinkTarget::parse(dest_url), LinkTarget::Unsafe) => {
            Some((dest_url, range))
        }
        _ => None,
    });
    links
        .map(|(link, range)| {
            let message =
                Text::new(format!("不允许这种链接：{link}"), format!("this kind of link is not allowed: {link}"));
            let help = meant(prose.looked.bulletin, link).unwrap_or_else(|| {
                Help::Says(Text::new(
                    "可用 https、http、mailto、tel 或站内链接",
                    "use https, http, mailto, tel, or a link inside the site",
                ))
            });
            help.told(Finding::new(CODE, prose.at(range), message), prose, range, link)
        })
        .collect()
}
