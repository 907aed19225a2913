//! # 井号之后的文字不发布 · A text is cut off by a hash
//!
//! 没有加引号的文字里，空格加井号之后的部分是注释，不会发布。井号后面紧跟文字时，多半是把楼号、项目号写进了名称。
//!
//! In a text without quotes what follows a space and a hash is a comment and is not published. Where words follow the hash
//! at once, it is mostly a number in a name.
//!
//! ## 为什么 · Why
//!
//! 文件读得通，页面上却少了一截，没有别的办法发现。
//!
//! The file can be read, and the page lacks a part, which nothing else would tell.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 东风 #1号楼食品产业园
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: "东风 #1号楼食品产业园"
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::yaml::{Node, NodeValue};
use crate::source::{Format, SourceFile};
use crate::text::is_wide;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::File(check) };

const CODE: Code = Code {
    id: "GB0118",
    name: "text-cut-by-hash",
    severity: Severity::Warning,
    page: include_str!("text_cut_by_hash.rs"),
};

fn check(_: &Looked<'_>, file: &SourceFile) -> Vec<Finding> {
    let text = match file.format {
        Format::GeoJson => "",
        Format::Yaml | Format::Markdown => file.head().and_then(|head| file.text.get(head)).unwrap_or(""),
    };
    let is_suspect = |(place, _): (usize, &str)| text.get(place + 2..).is_some_and(begins_with_words);
    if !text.match_indices(" #").any(is_suspect) {
        return Vec::new();
    }
    let mut cut = Vec::new();
    if let Some(root) = file.tree() {
        walk(text, root, &mut cut);
    }
    let told = |(start, hash, end): (usize, usize, usize)| {
        let whole = text.get(start..end).unwrap_or("");
        let lost = text.get(hash..end).unwrap_or("");
        let message = Text::new(
            format!("“{lost}”不会发布：空格加井号之后是注释"),
            format!("\"{lost}\" is not published: after a space and a hash stands a comment"),
        );
        Finding::new(CODE, file.place_of(hash..end), message).help(
            format!("属于内容就给整个值加引号：\"{whole}\"；是注释就在井号后空一格"),
            format!("quote the value where it belongs to it: \"{whole}\"; put a space after the hash of a comment"),
        )
    };
    cut.into_iter().map(told).collect()
}

fn begins_with_words(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| c.is_alphanumeric() || is_wide(c))
}

/// The texts of a node that a hash cuts off: where each begins, where its hash is, where its line ends.
fn walk(text: &str, node: &Node, cut: &mut Vec<(usize, usize, usize)>) {
    match &node.value {
        NodeValue::Scalar(value, true) if value.contains(is_wide) => {
            let start = node.span.start;
            let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
            let hash = line.find(" #").filter(|place| line.get(place + 2..).is_some_and(begins_with_words));
            let is_end = |hash: &usize| line.get(..*hash).is_some_and(|before| before.trim_end() == value);
            cut.extend(hash.filter(is_end).map(|hash| (start, start + hash + 1, start + line.trim_end().len())));
        }
        NodeValue::Scalar(..) | NodeValue::Alias => {}
        NodeValue::List(items) => items.iter().for_each(|item| walk(text, item, cut)),
        NodeValue::Map(entries) => entries.iter().for_each(|(_, value)| walk(text, value, cut)),
    }
}
