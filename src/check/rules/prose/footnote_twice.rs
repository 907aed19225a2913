//! # 脚注写了两次 · A footnote that is written twice
//!
//! 同一个脚注名有两条注文。正文里的 `[^1]` 只能指向第一条。
//!
//! Two footnotes have the same name; `[^1]` in the text can lead to the first of them only.
//!
//! ## 为什么 · Why
//!
//! 读者从正文到不了第二条注文。
//!
//! From the text readers never get to the second one.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 全年3件[^1]，另有5件。
//!
//! [^1]: 含甲1件。
//!
//! [^1]: 含乙2件。
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
//! 全年3件[^1]，另有5件[^2]。
//!
//! [^1]: 含甲1件。
//!
//! [^2]: 含乙2件。
//! ````

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag};

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0732", name: "footnote-twice", severity: Severity::Error, page: include_str!("footnote_twice.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let twice = prose.events.iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::FootnoteDefinition(name)) => {
            (!names.insert(name.to_lowercase())).then(|| (name.to_string(), range.clone()))
        }
        _ => None,
    });
    let twice: Vec<_> = twice.collect();
    twice
        .into_iter()
        .map(|(name, range)| {
            let written = prose.text.get(range.clone()).unwrap_or_default();
            let first = written.lines().next().unwrap_or_default().trim_end();
            let message = Text::new(
                format!("脚注 [^{name}] 前面已经写过一条"),
                format!("the footnote [^{name}] is already written above"),
            );
            Finding::new(CODE, prose.at(&(range.start..range.start + first.len())), message).help(
                "这一条换一个名字，正文里用到它的地方也换；两条是一回事的，合成一条",
                "give this one another name, also where the text refers to it; or make one of both",
            )
        })
        .collect()
}
