//! # 汉字之间用了半角标点 · Half-width punctuation between Chinese characters
//!
//! 标题、摘要、正文等文字里两个汉字之间的 `,` `;` `:` `!` `?` `.` `(` `)` `"` 用全角。代码和链接地址不算。
//!
//! Between two Chinese characters of a title, a summary or a text `,` `;` `:` `!` `?` `.` `(` `)` `"` are full-width. Code and addresses of links do not count.
//!
//! ## 为什么 · Why
//!
//! 标点符号用法（GB/T 15834—2011）。
//!
//! Punctuation, GB/T 15834—2011.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 到了,又走了。
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
//! 到了，又走了。
//! ````

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Match, Regex};

use crate::check::Looked;
use crate::check::prose::{is_hidden, place_of, unread};
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::Entry;
use crate::record::walk::words;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0602",
    name: "half-width-punctuation",
    severity: Severity::Advice,
    page: include_str!("half_width_punctuation.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"\p{Han}([,;:!?.()"])\p{Han}"#).ok());
    let Some(mark) = &*MARK else { return Vec::new() };
    let mut findings = Vec::new();
    words(entry.written(), &mut |path, text| {
        if !has_marks(text) {
            return;
        }
        let own = !matches!(path.first(), Some(Step::Key(key)) if key == "allow" || key == "sources");
        let found: Vec<_> = mark.captures_iter(text).filter_map(|found| found.get(1)).filter(|_| own).collect();
        if found.is_empty() {
            return;
        }
        let (hidden, references) = (unread(text), references(text));
        let is_told = |mark: &Match<'_>| ![&hidden, &references].iter().any(|parts| is_hidden(parts, mark.start()));
        for mark in found.into_iter().filter(is_told) {
            let place = place_of(looked, entry, path, text, mark.range());
            findings.push(finding(looked, place, mark.as_str()));
        }
    });
    findings
}

/// Whether a text has such a mark between two characters that ASCII has not: a cheap look before it is searched.
fn has_marks(text: &str) -> bool {
    let is_mark = |byte: u8| matches!(byte, b',' | b';' | b':' | b'!' | b'?' | b'.' | b'(' | b')' | b'"');
    let is = |three: &[u8]| matches!(three, [before, mark, after] if is_mark(*mark) && !before.is_ascii() && !after.is_ascii());
    text.as_bytes().windows(3).any(is)
}

/// The references `{{ … }}` of a text, and what follows a `{{` that nothing closes.
fn references(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut done) = (Vec::new(), 0);
    while let Some(open) = text.get(done..).and_then(|rest| rest.find("{{")).map(|open| done + open) {
        let close = text.get(open..).and_then(|rest| rest.find("}}"));
        done = close.map_or(text.len(), |close| open + close + 2);
        found.push(open..done);
    }
    found
}

fn finding(looked: &Looked<'_>, place: Place, mark: &str) -> Finding {
    let full = match mark {
        "," => "，",
        ";" => "；",
        ":" => "：",
        "!" => "！",
        "?" => "？",
        "." => "。",
        "(" => "（",
        ")" => "）",
        _ => "“”",
    };
    let message =
        Text::new(format!("汉字之间用了半角“{mark}”"), format!("half-width \"{mark}\" between Chinese characters"));
    let instead = Text::new(format!("用全角的 {full}"), format!("use the full-width {full}"));
    // Of a quotation mark it is not known whether it opens or closes.
    let old = if full == "“”" { "" } else { mark };
    looked.write(Finding::new(CODE, place, message), (old, full), ("", ""), instead)
}
