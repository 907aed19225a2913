//! # 标点重复 · Doubled punctuation
//!
//! 正文里两个逗号、句号、顿号、感叹号、括号等连在一起。省略号、破折号、“！？”不算。
//!
//! Two commas, stops, exclamation marks, parentheses or the like in a row. Ellipses, dashes and ！？ are no matter.
//!
//! ## 为什么 · Why
//!
//! 多半是改稿时留下的。
//!
//! Mostly left over from editing.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 到了，，又走了。
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
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code = Code {
    id: "GB0603",
    name: "doubled-punctuation",
    severity: Severity::Advice,
    page: include_str!("doubled_punctuation.rs"),
};

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    static MARKS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[，。；：、]{2,}|！{2,}|？{2,}|（{2,}|《{2,}").ok());
    let Some(marks) = &*MARKS else { return Vec::new() };
    let found = marks.find_iter(prose.text).filter(|found| prose.is_words(found.start()));
    found
        .map(|found| {
            let message =
                Text::new(format!("标点重复：{}", found.as_str()), format!("doubled punctuation: {}", found.as_str()));
            Finding::new(CODE, prose.at(&found.range()), message).help("只留一个", "keep one")
        })
        .collect()
}
