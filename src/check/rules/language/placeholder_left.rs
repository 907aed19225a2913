//! Placeholders in what was read; the page is that of [`codes::PLACEHOLDER_LEFT`].

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;
use serde_json::Value;

use crate::check::Looked;
use crate::check::prose::{is_hidden, place_of, unread};
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Finding, Severity, Text, codes};
use crate::record::tree::Leaf;
use crate::record::walk::{Part, Walk};
use crate::record::{Entry, FILL_IN, Kind, kept_schema};
use crate::source::markdown;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: codes::PLACEHOLDER_LEFT, looks: Looks::Record(check) };

/// Every key of a schema with its Chinese name.
fn key_titles(schema: &Value) -> Vec<(&str, &str)> {
    let own = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let own = own.filter_map(|(key, wanted)| Some((key.as_str(), wanted.get("title")?.as_str()?)));
    let within: Vec<&Value> = match schema {
        Value::Object(map) => map.values().collect(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    own.chain(within.into_iter().flat_map(key_titles)).collect()
}

/// Whether a text is the name of its key, as messages give it for an example.
fn is_own_name(path: &[Step], text: &str) -> bool {
    static NAMES: LazyLock<BTreeSet<(&str, &str)>> = LazyLock::new(|| {
        let names = Kind::ALL.iter().filter_map(|kind| kept_schema(*kind)).flat_map(key_titles);
        let others = [
            ("title", "名称"),
            ("title", "题目"),
            ("title", "TITLE"),
            ("investor", "投资单位"),
            ("industries", "产业"),
            ("body", "在这里写正文。"),
            ("because", "为什么这里不适用"),
            ("because", "WHY"),
        ];
        names.chain(others).collect()
    });
    let key = path.iter().rev().find_map(|step| if let Step::Key(key) = step { Some(key) } else { None });
    key.is_some_and(|key| NAMES.contains(&(key.as_ref(), text)))
}

/// Where words of a Markdown text stand: not its signs, comments and code.
fn words_of(text: &str) -> Vec<Range<usize>> {
    let mut in_code = false;
    let mut words = Vec::new();
    for (event, range) in markdown::events(text) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => words.push(range),
            _ => {}
        }
    }
    words
}

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    static LEFT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?m)(?:^|[^A-Za-z0-9])(T[O]DO|FIX[M]E|T[B]D|X{3,}|x{4,})(?:$|[^A-Za-z0-9-])",
            r"|^[（( ]*((?:内容|资料|图片|文字|正文)?待补充)[）) 。…]*$",
            r"|(X{2,}|×{2,}|_{2,}|○{2,})(?:亿|万|元|个|人|亩|吨|户|家|%|年|月|日|公司|项目|同志)",
            r"|(错误！未找到引用源|错误！未定义书签|#REF!|#N/A|#DIV/0!|#VALUE!|#{6,}|请输入正文)",
        ))
        .ok()
    });
    /// What each of them holds, looked for in one walk over a text.
    static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let marks = [
            "T\u{4f}DO",
            "FIX\u{4d}E",
            "T\u{42}D",
            "XX",
            "xxxx",
            "待补充",
            "××",
            "__",
            "○○",
            "错误！",
            "#REF!",
            "#N/A",
            "#DIV/0!",
            "#VALUE!",
            "######",
            "请输入正文",
        ];
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(marks).ok()
    });
    let mut findings = Vec::new();
    entry.record.walk(&mut Vec::new(), &mut |path, part| {
        let (text, is_markdown) = match part {
            Part::Text(text) => (text, false),
            Part::Leaf(Leaf::Prose(text)) => (text, true),
            Part::Leaf(_) => return,
        };
        let to_fill_in = text.trim() == FILL_IN;
        let start = text.len() - text.trim_start().len();
        let whole = (to_fill_in || is_own_name(path, text.trim())).then(|| start..start + text.trim().len());
        let left = LEFT.as_ref().filter(|_| MARKS.as_ref().is_some_and(|marks| marks.is_match(text)));
        let marks = left
            .into_iter()
            .flat_map(|left| left.captures_iter(text))
            .filter_map(|parts| (1..5).find_map(|n| parts.get(n)));
        let own = !matches!(path.first(), Some(Step::Key(key)) if key == "allow" || key == "sources");
        let marks: Vec<_> = marks.map(|mark| mark.range()).filter(|_| own).collect();
        let hidden = if marks.is_empty() { Vec::new() } else { unread(text) };
        let words = if marks.is_empty() || !is_markdown { None } else { Some(words_of(text)) };
        let is_words = |at: usize| words.as_ref().is_none_or(|words| is_hidden(words, at));
        let marks = marks.into_iter().filter(|mark| !is_hidden(&hidden, mark.start) && is_words(mark.start));
        for range in whole.into_iter().chain(marks) {
            let left = text.get(range.clone()).unwrap_or_default();
            let message = Text::new(format!("占位文字“{left}”没有改"), format!("the placeholder \"{left}\" was left"));
            let mut finding =
                Finding::new(codes::PLACEHOLDER_LEFT, place_of(looked, entry, path, text, range), message);
            if to_fill_in {
                finding.severity = Severity::Error;
            }
            findings.push(finding.help(
                "写上内容；还不发布的写 draft: true",
                "write what belongs there; write draft: true until it is ready",
            ));
        }
    });
    findings
}
