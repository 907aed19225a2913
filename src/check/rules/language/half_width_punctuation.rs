//! # 汉字之间用了半角标点 · Half-width punctuation between Chinese characters
//!
//! 正文里两个汉字之间的 `,` `;` `:` `!` `?` 用全角。
//!
//! Between two Chinese characters of a text `,` `;` `:` `!` `?` are full-width.
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

use std::sync::LazyLock;

use regex::Regex;

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::Prose(check),
};

const CODE: Code =
    Code { id: "GB0602", name: "half-width-punctuation", severity: Severity::Advice, page: include_str!("half_width_punctuation.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\p{Han}([,;:!?])\p{Han}").ok());
    let Some(mark) = &*MARK else { return Vec::new() };
    let marks = mark.captures_iter(prose.text).filter_map(|found| found.get(1));
    marks
        .filter(|mark| prose.is_words(mark.start()))
        .map(|mark| {
            let full = match mark.as_str() {
                "," => "，",
                ";" => "；",
                ":" => "：",
                "!" => "！",
                _ => "？",
            };
            let message = Text::new(format!("汉字之间用了半角“{}”", mark.as_str()), format!("half-width \"{}\" between Chinese characters", mark.as_str()));
            Finding::new(CODE, prose.at(&mark.range()), message).help(format!("改为“{full}”"), format!("write \"{full}\""))
        })
        .collect()
}
