//! # 网址只连上了一半 · An address that was cut short
//!
//! 正文里直接写的网址，到中文为止成为链接；后面的中文像是网址的一部分（`https://example.org/公告/1.html`），读者点开的就是别的页。
//!
//! A bare address in a text is a link up to the first Chinese character. Where what follows looks like a part of it (`https://example.org/公告/1.html`), readers come to another page.
//!
//! ## 为什么 · Why
//!
//! 点开的不是要去的地方，也没有出错的样子。
//!
//! Readers come to another place, and nothing looks wrong.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 见https://example.org/公告/1.html
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
//! 见<https://example.org/公告/1.html>
//! ````

use std::sync::LazyLock;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use regex::Regex;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::text::{is_han, is_wide};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0754",
    name: "address-cut-short",
    severity: Severity::Warning,
    page: include_str!("address_cut_short.rs"),
};

/// What goes on behind an address as a part of it: up to a space or a mark.
fn goes_on<'t>(address: &str, after: &'t str) -> Option<&'t str> {
    static PATH: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\p{Han}+(?:/|\.[A-Za-z0-9]|[?&=#%_-][A-Za-z0-9])").ok());
    let ends = |c: char| c.is_whitespace() || (is_wide(c) && !is_han(c)) || matches!(c, '<' | '>' | '"' | ')');
    let word = after.split(ends).next().filter(|word| word.starts_with(is_han))?;
    let is_open = address.ends_with(['/', '=', '-', '_', '&', '%']);
    (is_open || PATH.as_ref().is_some_and(|path| path.is_match(word))).then_some(word)
}

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Bare addresses share the place of the text that they stood in: how far that was looked at.
    let (mut text, mut looked_at) = (0, 0);
    for parts in prose.events.windows(4) {
        let [
            (Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }), place),
            _,
            end,
            (Event::Text(after), next),
        ] = parts
        else {
            continue;
        };
        if !matches!(end.0, Event::End(TagEnd::Link)) || place != next {
            continue;
        }
        if text != place.start {
            (text, looked_at) = (place.start, place.start);
        }
        let found = prose.text.get(looked_at..place.end).and_then(|rest| rest.find(&**dest_url));
        let span = found.map_or(place.clone(), |at| looked_at + at..looked_at + at + dest_url.len());
        looked_at = if found.is_some() { span.end } else { looked_at };
        let Some(word) = goes_on(dest_url, after) else { continue };
        let message = Text::new(
            format!("只有“{dest_url}”成为链接，后面的“{word}”不在里面"),
            format!("only \"{dest_url}\" is a link, without the \"{word}\" behind it"),
        );
        findings.push(Finding::new(CODE, prose.at(&span), message).help(
            format!("“{word}”是网址的一部分，写成 <{dest_url}{word}>；不是，就在网址后面空一格"),
            format!(
                "write <{dest_url}{word}> where it is a part of the address; else leave a space behind the address"
            ),
        ));
    }
    findings
}
