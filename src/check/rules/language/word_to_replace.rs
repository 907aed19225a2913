//! # 用了应当替换的词 · A word that is to be replaced
//!
//! `site.yaml` 的 `words` 列出的词，例如单位的旧称、写错的职务。
//!
//! The words listed under `words` in `site.yaml`: former names of offices, wrong titles.
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

use crate::check::rules::{Looks, Rule};
use crate::check::Looked;
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::source::SourceFile;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::File(check),
};

const CODE: Code =
    Code { id: "GB0604", name: "word-to-replace", severity: Severity::Warning, page: include_str!("word_to_replace.rs") };

fn check(looked: &Looked<'_>, file: &SourceFile) -> Vec<Finding> {
    let words = looked.bulletin.config.words.iter().filter(|(word, _)| !word.is_empty());
    let found = words.flat_map(|(word, instead)| file.text.match_indices(word.as_str()).map(move |(at, _)| (at, word, instead)));
    found
        .filter(|_| &*file.path != "content/site.yaml")
        .map(|(at, word, instead)| {
            let message = Text::new(format!("“{word}”应当替换"), format!("\"{word}\" is to be replaced"));
            let place = Place::span(file.path.clone(), at..at + word.len());
            Finding::new(CODE, place, message).help(format!("改为“{instead}”"), format!("write \"{instead}\""))
        })
        .collect()
}
