//! # 用了应当替换的词 · A word that is to be replaced
//!
//! 记录的文字里有 `site.yaml` 的 `words` 列出的词，例如单位的旧称、写错的职务。已经是新写法的一部分的、链接地址和代码里的不算。
//!
//! What a record says has words listed under `words` in `site.yaml`: former names of offices, wrong titles. Where they are part of what is to be written, in addresses of links and in code, they do not count.
//!
//! ## 为什么 · Why
//!
//! 同一个单位一个叫法，读者才认得出。
//!
//! Readers know an office by one name.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! words: {招商局: 商务局}
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 由区招商局负责。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! words: {招商局: 商务局}
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 由区商务局负责。
//! ````

use std::cell::LazyCell;
use std::ops::Range;

use crate::check::Looked;
use crate::check::prose::{is_hidden, place_of, unread};
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::Entry;
use crate::record::walk::words;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0604",
    name: "word-to-replace",
    severity: Severity::Warning,
    page: include_str!("word_to_replace.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let replaced = &looked.bulletin.config.words;
    let mut findings = Vec::new();
    if replaced.is_empty() {
        return findings;
    }
    words(entry.written(), &mut |path, text| {
        let hidden = LazyCell::new(|| unread(text));
        for (word, instead) in replaced.iter().filter(|(word, _)| !word.is_empty()) {
            let found = text.match_indices(word.as_str()).map(|(at, _)| at..at + word.len());
            for range in found.filter(|range| !is_part_of(text, instead, range)) {
                if !is_hidden(&hidden, range.start) {
                    let place = place_of(looked, entry, path, text, range);
                    findings.push(finding(looked, place, word, instead));
                }
            }
        }
    });
    findings
}

fn finding(looked: &Looked<'_>, place: Place, word: &str, instead: &str) -> Finding {
    let message = Text::new(format!("“{word}”应当替换"), format!("\"{word}\" is to be replaced"));
    let finding = Finding::new(CODE, place, message);
    if instead.is_empty() {
        finding.help("删去或改写", "delete it, or say it otherwise")
    } else {
        let said = Text::new(format!("用“{instead}”"), format!("use \"{instead}\""));
        looked.write(finding, (word, instead), ("", ""), said)
    }
}

/// Whether a word stands in what is to be written instead of it: 双塔 in 双塔区.
fn is_part_of(text: &str, instead: &str, range: &Range<usize>) -> bool {
    let word = text.get(range.clone()).unwrap_or_default();
    instead.match_indices(word).any(|(before, _)| {
        let start = range.start.checked_sub(before);
        start.and_then(|start| text.get(start..start + instead.len())) == Some(instead)
    })
}
