//! # 正文里有字不会出现在页面上 · Words of a text that no page shows
//!
//! 表格的一行比表头多出几格，多的格不会发布；格子里有没写 `\\` 的竖线，也算另起一格，写在 `代码` 里的也一样。`[名称]: 地址` 这样的行是给链接用的，没有一处链接用到它，整行都不会出现。代码的起头 ``` 或 `~~~` 后面只能写语言的名字，别的字不会出现。
//!
//! A row of a table has more cells than the headings, and the surplus ones are dropped; a `|` within a cell begins another one unless a `\\` stands before it, within code too. A line `[NAME]: ADDRESS` is for links, and where no link refers to it nothing of it is shown. Behind the ``` or `~~~` that begins code only the name of its language may stand; other words are not shown.
//!
//! ## 为什么 · Why
//!
//! 写了的数没有发布，谁也看不出来。
//!
//! A figure that was written is not published, and nobody sees it.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! | 单位 | 项目 |
//! |------|------|
//! | 甲局 | 12 | 34 |
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
//! | 单位 | 项目 | 亿元 |
//! |------|------|------|
//! | 甲局 | 12 | 34 |
//! ````

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::markdown::{cells, unused_definitions};
use crate::text::shorten;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0750", name: "words-lost", severity: Severity::Error, page: include_str!("words_lost.rs") };

/// The rows of a text's tables: how many columns the table has, and where the row stands.
pub(super) fn rows<'p>(prose: &'p Prose<'_>) -> impl Iterator<Item = (usize, Range<usize>)> + 'p {
    let (mut columns, mut html) = (0, false);
    prose.events.iter().filter_map(move |(event, range)| match event {
        Event::Start(Tag::Table(alignments)) => {
            // One that is written in HTML has other rows.
            let is_html = prose.text.get(range.clone()).is_some_and(|written| written.trim_start().starts_with('<'));
            columns = if is_html { 0 } else { alignments.len() };
            // The cells of a table of HTML are all kept.
            let written = prose.text.get(range.clone()).unwrap_or_default();
            html = written.get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table"));
            None
        }
        Event::Start(Tag::TableRow) if !html => {
            let written = prose.text.get(range.clone())?.trim_end();
            Some((columns, range.start..range.start + written.len()))
        }
        _ => None,
    })
}

/// A row with a `\` before each `|` that stands within code.
fn with_code_kept(row: &str) -> String {
    let parts = row.split('`').enumerate();
    let last = row.matches('`').count();
    let kept = parts.map(|(n, part)| {
        let is_code = n % 2 == 1 && n < last;
        if is_code { part.replace("\\|", "|").replace('|', "\\|") } else { part.to_owned() }
    });
    kept.collect::<Vec<_>>().join("`")
}

fn is_as_wide(row: &str, columns: usize) -> bool {
    cells(row).len() == columns
}

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let surplus = rows(prose).filter_map(|(columns, place)| {
        let row = prose.text.get(place.clone())?;
        let cells = cells(row);
        let lost: Vec<&str> = cells.iter().skip(columns).filter_map(|cell| row.get(cell.clone())).map(str::trim).collect();
        if lost.iter().all(|cell| cell.is_empty()) {
            return None;
        }
        let (n, what) = (cells.len(), shorten(&lost.join(" | "), 30));
        let message = Text::new(
            format!("这一行有{n}格，表头只有{columns}格：“{what}”不会发布"),
            format!("this row has {n} cells, the headings are {columns}: \"{what}\" is not published"),
        );
        let kept = with_code_kept(row);
        let finding = Finding::new(CODE, prose.at(&place), message);
        if is_as_wide(&kept, columns) {
            let instead = Text::new("代码里的竖线前面写 \\", "put \\ before a | within code");
            let after = ("（代码里的竖线前面写 \\）", " (with \\ before a | within code)");
            return Some(prose.looked.write(finding, (row, &kept), after, instead));
        }
        let help = Text::new(
                "表头和分隔行各补上缺的列，或把这一行的格并到一起；格子里要显示竖线的，写成 \\|",
                "add the columns to the headings and to the row of dashes, or put the cells together; where a cell is to show a |, write \\|",
        );
        Some(finding.help(help.zh, help.en))
    });
    let mut findings: Vec<Finding> = surplus.collect();
    findings.extend(prose.events.iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => on_a_fence(prose, info, range.start),
        _ => None,
    }));
    // `[//]: # (…)` is how some write a comment.
    let unused = unused_definitions(prose.text).into_iter().filter(|(_, address, _)| !address.starts_with('#'));
    for (label, _, place) in unused {
        let written = prose.text.get(place.clone()).unwrap_or_default().trim_end();
        let shown = shorten(written.lines().next().unwrap_or_default(), 40);
        let message = Text::new(
            format!("“{shown}”是给链接用的，没有链接用到它，不会显示"),
            format!("\"{shown}\" is for links, no link refers to it, and it is not shown"),
        );
        findings.push(Finding::new(CODE, prose.at(&(place.start..place.start + written.len())), message).help(
            format!("要显示这一行，前面写 \\；用作链接，在正文里写 [文字][{label}]；不要就删去"),
            format!(
                "to show the line, put \\ before it; to use it, write [WORDS][{label}] in the text; else delete it"
            ),
        ));
    }
    findings
}

/// Words on the line that begins code, which are not the name of a language.
fn on_a_fence(prose: &Prose<'_>, info: &str, start: usize) -> Option<Finding> {
    let is_name = |info: &str| {
        info.starts_with(|c: char| c.is_ascii_alphabetic() || c == '{')
            && info.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '~' | '`'))
    };
    if info.is_empty() || is_name(info) {
        return None;
    }
    let line = prose.text.get(start..)?.lines().next()?.trim_end();
    let fence = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let words = line.trim_start_matches(fence).trim();
    let at = start + line.len() - line.trim_start_matches(fence).trim_start().len();
    let shown = shorten(words, 30);
    let message = Text::new(
        format!("“{shown}”写在代码的起头上，不会发布"),
        format!("\"{shown}\" stands on the line that begins code, and is not published"),
    );
    let struck = words.trim_end_matches('~').trim();
    let help = if fence == '~' && struck.len() < words.len() {
        Text::new(format!("要划去这些字，写 ~~{struck}~~"), format!("to strike the words out, write ~~{struck}~~"))
    } else {
        Text::new(
            "代码从下一行起，这一行后面只写语言的名字；不是代码的，删去这几个符号",
            "begin the code on the next line, and write nothing but the name of its language here; where no code is meant, delete the signs",
        )
    };
    Some(Finding::new(CODE, prose.at(&(at..at + words.len())), message).help(help.zh, help.en))
}
