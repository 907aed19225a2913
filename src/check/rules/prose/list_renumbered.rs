//! # 列表的编号和写的不一样 · A list whose numbers differ from those typed
//!
//! Markdown 只看列表的第一个编号，后面的依次加一：写了 1. 3. 7.，页面上是 1. 2. 3.。全写 1. 的是习惯写法，不报。
//!
//! Markdown reads the first number of a list only and counts on from it: 1. 3. 7. is shown as 1. 2. 3. A list that is typed with 1. throughout is a habit and is not told.
//!
//! ## 为什么 · Why
//!
//! 条款、名次和 `3. 5亿元` 这样的数，编号一变意思就变了。
//!
//! With another number, an article, a rank or an amount such as `3. 5` is another one.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 1. 甲
//! 3. 乙
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
//! 1\. 甲
//!
//! 3\. 乙
//! ````

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::text::shorten;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0731",
    name: "list-renumbered",
    severity: Severity::Warning,
    page: include_str!("list_renumbered.rs"),
};

/// A numbered list that is open: the number that is shown next, and of each item the number typed, the one shown and
/// its first line.
#[derive(Default)]
struct List {
    next: Option<u64>,
    items: Vec<(String, u64, Range<usize>)>,
}

pub(super) fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut open: Vec<List> = Vec::new();
    let mut findings = Vec::new();
    for (event, range) in &prose.events {
        match event {
            Event::Start(Tag::List(start)) => open.push(List { next: *start, items: Vec::new() }),
            Event::Start(Tag::Item) => {
                let Some((list, shown)) = open.last_mut().and_then(|list| list.next.map(|next| (list, next))) else {
                    continue;
                };
                list.next = Some(shown.saturating_add(1));
                let written = prose.text.get(range.clone()).unwrap_or_default();
                let start = range.start + written.len() - written.trim_start().len();
                let line = written.trim().lines().next().unwrap_or_default().trim_end();
                let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                // An item of HTML has none.
                if let Some(typed) = line.get(..digits).filter(|typed| !typed.is_empty()) {
                    list.items.push((typed.to_owned(), shown, start..start + line.len()));
                }
            }
            Event::End(TagEnd::List(_)) => findings.extend(open.pop().and_then(|list| told(prose, &list))),
            _ => {}
        }
    }
    findings
}

fn told(prose: &Prose<'_>, list: &List) -> Option<Finding> {
    if ["0", "1"].iter().any(|habit| list.items.iter().all(|(typed, ..)| typed == habit)) {
        return None;
    }
    let (typed, shown, place) = list.items.iter().find(|(typed, shown, _)| *typed != shown.to_string())?;
    let line = shorten(prose.text.get(place.clone()).unwrap_or_default(), 20);
    let message = Text::new(
        format!("“{line}”在页面上的编号是 {shown}，不是 {typed}"),
        format!("\"{line}\" is shown with the number {shown}, not {typed}"),
    );
    Some(Finding::new(CODE, prose.at(place), message).help(
        format!("编号应当连续的，写 {shown}.；要照写的显示，每一项写成一段，点前面加 \\：{typed}\\.，前后各空一行"),
        format!("where the numbers go on, write {shown}.; to show them as typed, make each item a paragraph with \\ before its point, {typed}\\., and blank lines around it"),
    ))
}
