//! # 打的符号当作了标记 · A sign that is read as a mark
//!
//! 数字和算式里的星号成对，会当作斜体或加粗，不显示：`5*3=15，2*4=8`；数字之间的 `~~` 会划去当中的字，要填写的 `__` 会成为加粗。行首的 `>` 后面紧跟数字，是引用；只有一项的列表以数字开头，`-`、`+`、`*` 多半是正负号。
//!
//! Stars in numbers and formulas come in pairs, are read as emphasis and are not shown: `5*3=15, 2*4=8`; `~~` between numbers strikes out what stands between, and a blank `__` makes bold. A `>` at the beginning of a line with a number right behind it is a quotation; in a list of one item that begins with a number, the `-`, `+` or `*` was most likely a sign of the number.
//!
//! ## 为什么 · Why
//!
//! 符号没了，数就变了：`5*3` 成了 `53`，`>30个` 成了 `30个`。
//!
//! Without its signs a number is another one: `5*3` becomes `53`, and `>30` becomes `30`.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 5*3=15，2*4=8。
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
//! 5\*3=15，2\*4=8。
//! ````

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::text::shorten;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0730",
    name: "sign-read-as-mark",
    severity: Severity::Warning,
    page: include_str!("sign_read_as_mark.rs"),
};

pub(super) fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = prose
        .events
        .iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Emphasis) => emphasis(prose, range, 1),
            Event::Start(Tag::Strong | Tag::Strikethrough) => emphasis(prose, range, 2),
            _ => None,
        })
        .collect();
    findings.extend(quotations(prose));
    findings.extend(lone_items(prose));
    findings
}

/// Whether a character is part of a word, a number or an amount.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ')' | '）' | ']' | '】' | '%' | '％' | '‰' | '℃' | '°' | '㎡')
}

/// Emphasis whose signs stand where numbers are multiplied, from one number to another, or where a blank is to be
/// filled in.
fn emphasis(prose: &Prose<'_>, range: &Range<usize>, length: usize) -> Option<Finding> {
    let written = prose.text.get(range.clone())?;
    let sign = written.chars().next().filter(|sign| matches!(sign, '*' | '_' | '~'))?;
    let inside = written.get(length..written.len().checked_sub(length)?)?;
    let around = |part: Option<&str>, last: bool| {
        let part = part?.trim_matches(sign);
        if last { part.chars().next_back() } else { part.chars().next() }
    };
    let (before, after) = (around(prose.text.get(..range.start), true), around(prose.text.get(range.end..), false));
    let (first, last) = (around(Some(inside), false), around(Some(inside), true));
    let is = |c: Option<char>, sort: fn(char) -> bool| c.is_some_and(sort);
    let digit: fn(char) -> bool = |c| c.is_numeric() && !crate::text::is_han(c);
    let latin: fn(char) -> bool = |c| c.is_ascii_alphanumeric();
    let within_words = is(before, in_word) && is(first, in_word) && is(last, in_word) && is(after, in_word);
    let between = is(before, digit) && is(first, digit) || is(last, digit) && is(after, digit);
    let meant_as_sign = match (sign, length) {
        ('_', 2) => is(before, in_word),
        ('_', _) => false,
        ('~', _) => between,
        (_, length) => {
            // `合计*3件，其中*5件`, `3*箱，5*箱`, `2*（3+4）*5`, `5m*宽3m*高`, `单价*数量，总价*份数`
            let alike = is(first, digit) && is(after, digit)
                || is(before, digit) && (is(last, digit) || is(after, digit))
                || within_words
                    && (is(before, latin) && is(last, latin) || inside.contains(['，', ',', '、', '；', ';']));
            between || length == 1 && alike || within_words && in_formula(prose.text, range)
        }
    };
    if !meant_as_sign {
        return None;
    }
    // Of `***3***` both are told at once.
    if prose.text.get(..range.start).is_some_and(|before| before.ends_with(sign)) {
        return None;
    }
    let core = written.trim_matches(sign);
    let lead = written.len() - written.trim_start_matches(sign).len();
    let trail = written.len() - written.trim_end_matches(sign).len();
    let signs = sign.to_string().repeat(lead.min(trail));
    let shown = shorten(&written.replace('\n', " "), 12);
    let (what_zh, what_en) = match (sign, length) {
        ('~', _) => ("删除线", "striking out"),
        _ => ("加粗或斜体", "emphasis"),
    };
    let message = Text::new(
        format!("“{shown}”两头的 {signs} 当作{what_zh}，不会显示"),
        format!("the {signs} at both ends of \"{shown}\" are read as {what_en} and are not shown"),
    );
    let escaped = format!("\\{sign}");
    let right = format!("{}{core}{}", escaped.repeat(lead), escaped.repeat(trail));
    let zh = format!("；就是要{what_zh}的，在标记外面空一格");
    let en = format!("; where {what_en} is meant, leave a space outside the signs");
    let after = (zh.as_str(), en.as_str());
    let instead = Text::new(format!("例如：{right}"), format!("as {right}"));
    Some(prose.looked.write(Finding::new(CODE, prose.at(range), message), (written, &right), after, instead))
}

/// No formula that people write is longer on either side, in characters.
const CLAUSE: usize = 100;

/// Whether an equals sign stands beside a part of a text, up to the end of its sentence or cell.
fn in_formula(text: &str, range: &Range<usize>) -> bool {
    let ends = |c: char| matches!(c, '。' | '；' | ';' | '\n' | '|');
    let before = text.get(..range.start).unwrap_or_default().char_indices().rev();
    let after = text.get(range.end..).unwrap_or_default().char_indices();
    let start = before.take(CLAUSE).take_while(|(_, c)| !ends(*c)).last().map_or(range.start, |(at, _)| at);
    let last = after.take(CLAUSE).take_while(|(_, c)| !ends(*c)).last();
    let end = range.end + last.map_or(0, |(at, c)| at + c.len_utf8());
    let clause = text.get(start..end).unwrap_or_default();
    clause.contains(['=', '＝']) && !clause.contains("://")
}

/// What must stand before a line that is to begin a paragraph at a place: nothing, or where a line of words stands right
/// above, an empty line within the same quotation or item. With it, what begins each further line there.
fn lead(text: &str, at: usize) -> (String, String) {
    let before = text.get(..at).unwrap_or_default();
    let (above, prefix) = before.rsplit_once('\n').unwrap_or(("", before));
    let further: String = prefix.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect();
    let last = above.rsplit('\n').next().unwrap_or_default();
    let in_words = |line: &str| !line.trim_matches(['>', ' ', '\t', '\r', '\u{3000}']).is_empty();
    let lead = if in_words(last) && !in_words(prefix) { format!("\n{further}") } else { String::new() };
    (lead, further)
}

/// Lines of quotations that begin with `>` and a number.
fn quotations(prose: &Prose<'_>) -> Vec<Finding> {
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^>[=＝]?[-+±－＋]?[¥￥$]?\.?[0-9０-９]").ok());
    let Some(number) = NUMBER.as_ref() else { return Vec::new() };
    let mut findings = Vec::new();
    for (event, range) in &prose.events {
        if !matches!(event, Event::Start(Tag::BlockQuote(_))) {
            continue;
        }
        let written = prose.text.get(range.clone()).unwrap_or_default().trim_end();
        let mut at = range.start;
        let mut lines: Vec<(Range<usize>, &str)> = Vec::new();
        for line in written.split_inclusive('\n') {
            let typed = line.trim();
            let start = at + line.len() - line.trim_start().len();
            lines.push((start..start + typed.len(), typed));
            at += line.len();
        }
        let begins: Vec<&(Range<usize>, &str)> = lines.iter().filter(|(_, line)| number.is_match(line)).collect();
        let told = |line: &str| {
            let shown = shorten(line, 20);
            Text::new(
                format!("“{shown}”行首的 > 当作引用，不会显示"),
                format!("the > that begins \"{shown}\" is read as a quotation and is not shown"),
            )
        };
        let after = (
            "；或者写 ≥、“超过”；就是引用的，> 后面空一格",
            "; or write ≥ or \"more than\"; where a quotation is meant, leave a space behind >",
        );
        let right = |line: &str| format!("\\{line}");
        if begins.len() == lines.len()
            && let Some((_, first)) = lines.first()
        {
            let (lead, further) = lead(prose.text, range.start);
            let all: Vec<String> = lines.iter().map(|(_, line)| right(line)).collect();
            let new = format!("{lead}{}", all.join(&format!("\n{}\n{further}", further.trim_end())));
            let place = range.start..range.start + written.len();
            let instead = Text::new(format!("例如：{}", right(first)), format!("as {}", right(first)));
            let finding = Finding::new(CODE, prose.at(&place), told(first));
            findings.push(prose.looked.write(finding, (written, &new), after, instead));
            continue;
        }
        findings.extend(begins.into_iter().map(|(place, line)| {
            let right = right(line);
            Finding::new(CODE, prose.at(place), told(line))
                .help(format!("例如：{right}{}", after.0), format!("as {right}{}", after.1))
        }));
    }
    findings
}

/// Lists of one item that begins with a number.
fn lone_items(prose: &Prose<'_>) -> Vec<Finding> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[-+*][ \t]+[¥￥$]?\.?[0-9０-９]").ok());
    let Some(number) = NUMBER.as_ref() else { return Vec::new() };
    // Of each list that is open: its items, the place of the first, and whether more than words stands in one.
    let mut open: Vec<(bool, usize, Range<usize>, bool)> = Vec::new();
    let mut findings = Vec::new();
    for (event, range) in &prose.events {
        match event {
            Event::Start(Tag::List(start)) => {
                if let Some((.., more)) = open.last_mut() {
                    *more = true;
                }
                open.push((start.is_none(), 0, 0..0, false));
            }
            Event::Start(Tag::Item) => {
                if let Some((_, items, first, _)) = open.last_mut() {
                    *items += 1;
                    if *items == 1 {
                        *first = range.clone();
                    }
                }
            }
            Event::Start(Tag::Table(_) | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Heading { .. })
            | Event::TaskListMarker(_) => {
                if let Some((.., more)) = open.last_mut() {
                    *more = true;
                }
            }
            Event::End(TagEnd::List(_)) => {
                let Some((true, 1, place, false)) = open.pop() else { continue };
                let written = prose.text.get(place.clone()).unwrap_or_default();
                let indent = written.len() - written.trim_start().len();
                let line = written.trim_start().lines().next().unwrap_or_default().trim_end();
                let sign = line.get(..1).unwrap_or_default();
                if !number.is_match(line) {
                    continue;
                }
                let start = place.start + indent;
                let shown = shorten(line, 20);
                let message = Text::new(
                    format!("“{shown}”行首的 {sign} 当作列表，不会显示"),
                    format!("the {sign} that begins \"{shown}\" is read as a list and is not shown"),
                );
                let (lead, _) = lead(prose.text, start);
                let after = (
                    "；正负号要和数字连着写；就是列表的，写成两项以上",
                    "; a plus or minus sign stands right before its number; where a list is meant, make it one of two items or more",
                );
                let new = format!("{lead}\\{line}");
                let instead = Text::new(format!("例如：\\{line}"), format!("as \\{line}"));
                let finding = Finding::new(CODE, prose.at(&(start..start + line.len())), message);
                findings.push(prose.looked.write(finding, (line, &new), after, instead));
            }
            _ => {}
        }
    }
    findings
}
