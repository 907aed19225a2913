//! # 页面上有占位文字 · Placeholder text on a page
//!
//! 读者会看到的文字里有 `undefined`、`[object Object]`、`NaN`、`lorem ipsum`、没有替换的模板，而内容文件里没有。代码里的不算。
//!
//! What readers see holds `undefined`, `[object Object]`, `NaN`, `lorem ipsum` or an unfilled template, which no file of the content holds. Code is no matter.
//!
//! ## 为什么 · Why
//!
//! 说明有一个值没有填上。
//!
//! A value was not filled in.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: own
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````html themes/own/templates/project.html
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p>undefined</p>
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: own
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````html themes/own/templates/project.html
//! <!doctype html><html lang="zh"><title>甲</title><h1>{{ page.title }}</h1><p>正文</p>
//! ````

use crate::check::page::{PLACEHOLDERS, Page};
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Page(check) };

const CODE: Code = Code {
    id: "GB0716",
    name: "placeholder-text",
    severity: Severity::Error,
    page: include_str!("placeholder_text.rs"),
};

/// Whether a word stands in a text, and not as part of another.
fn stands_in(text: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let alone = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !part(before) && !part(after)
    };
    text.match_indices(word).any(|(at, _)| alone(at))
}

fn check(page: &Page<'_>) -> Vec<Finding> {
    let shown = PLACEHOLDERS.iter().filter(|word| stands_in(&page.words, word) && !page.is_in_the_content(word));
    shown
        .map(|word| {
            let message =
                Text::new(format!("页面上有占位文字“{word}”"), format!("the page shows the placeholder \"{word}\""));
            page.finding(CODE, message).help("改正模板或正文", "mend the template or the text")
        })
        .collect()
}
