//! # 井号之后的文字不发布 · A text is cut off by a hash
//!
//! 没有加引号的文字里，空格加井号之后的部分是注释，不会发布。井号后面紧跟文字时，多半是把楼号、项目号写进了名称；键后面只有
//! 这样的注释时，值就丢了。井号后空一格、只有一两个字或一个楼号的（`C # 楼`），只提示。
//!
//! In a text without quotes what follows a space and a hash is a comment and is not published. Where words follow the hash
//! at once, it is mostly a number in a name; where they are all that follows a key, its value is lost. Where a space follows
//! the hash and then one or two characters, or the number of a building (`C # 楼`), that is advice.
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

use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::yaml::{Node, NodeValue, comment_for_value};
use crate::source::{Format, SourceFile};
use crate::text::{is_sheet_error, is_wide};

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
    if !text.match_indices(" #").any(|(place, _)| form(text.get(place + 1..).unwrap_or("")).is_some()) {
        return Vec::new();
    }
    let mut cut = Vec::new();
    if let Some(root) = file.tree() {
        walk(text, root, &mut cut);
    }
    cut.iter().map(|cut| told(file, text, cut)).collect()
}

fn told(file: &SourceFile, text: &str, cut: &Cut) -> Finding {
    let whole = text.get(cut.start..cut.end).unwrap_or("");
    let lost = text.get(cut.hash..cut.end).unwrap_or("");
    let message = Text::new(
        format!("“{lost}”不会发布：空格加井号之后是注释"),
        format!("\"{lost}\" is not published: after a space and a hash stands a comment"),
    );
    let finding = Finding::new(CODE, file.place_of(cut.hash..cut.end), message);
    match cut.form {
        Form::Words => finding.help(
            format!("属于内容就给整个值加引号：\"{whole}\"；是注释就在井号后空一格"),
            format!("quote the value where it belongs to it: \"{whole}\"; put a space after the hash of a comment"),
        ),
        Form::Number => Finding { severity: Severity::Advice, ..finding }.help(
            format!("属于内容就给整个值加引号：\"{whole}\"；是注释就另起一行写，或多写几个字"),
            format!("quote the value where it belongs to it: \"{whole}\"; put a comment on a line of its own, or say more in it"),
        ),
    }
}

/// What may be lost behind a hash.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Words follow the hash at once.
    Words,
    /// A space follows it, and then one or two characters, or a number of a building and the like.
    Number,
}

/// How what begins with a hash, and goes to the end of its line at most, may be a part of a value.
fn form(rest: &str) -> Option<Form> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new("^[0-9A-Za-z一二三四五六七八九十]{1,3} ?[号#]?(?:楼|栋|幢|座|层|室|单元|期|线|厂房|车间|库|标段|地块|机组|炉|井|桥|路|门)?$").ok()
    });
    let rest = rest.lines().next()?.strip_prefix('#')?.trim_end();
    if rest.starts_with(is_word) {
        return Some(Form::Words);
    }
    let words = rest.strip_prefix(' ')?.trim_start();
    let is_short = words.chars().count() <= 2 && words.chars().all(is_word) && !words.is_empty();
    let is_number = NUMBER.as_ref().is_some_and(|number| number.is_match(words));
    (is_number || is_short && !SAID_OF_VALUES.contains(&words)).then_some(Form::Number)
}

/// Short comments on values.
const SAID_OF_VALUES: &[&str] = &[
    "新", "改", "约", "旧", "原", "待定", "待补", "待核", "核实", "暂定", "有误", "已核", "存疑", "估计", "预计",
    "可选", "必填",
];

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_wide(c)
}

/// A text that a hash cuts off.
struct Cut {
    /// Where it begins, where its hash is, where its line ends.
    start: usize,
    hash: usize,
    end: usize,
    form: Form,
}

/// The texts of a node that a hash cuts off.
fn walk(text: &str, node: &Node, cut: &mut Vec<Cut>) {
    match &node.value {
        NodeValue::Scalar(value, true) if value.is_empty() => cut.extend(nothing_but_comment(text, node)),
        NodeValue::Scalar(value, true) => cut.extend(behind(text, node.span.start, value)),
        NodeValue::Scalar(..) | NodeValue::Alias => {}
        NodeValue::List(items) => items.iter().for_each(|item| walk(text, item, cut)),
        NodeValue::Map(entries) => entries.iter().for_each(|(_, value)| walk(text, value, cut)),
    }
}

/// What stands behind a plain text on its last line. Comments on dates, numbers and words of closed lists are ones.
fn behind(text: &str, start: usize, value: &str) -> Option<Cut> {
    let is_text = value.contains(is_wide) || value.contains(|c: char| c.is_ascii_uppercase());
    // A text may go on over several lines: its last words end it.
    let last = value.rsplit([' ', '\n']).next().filter(|_| is_text)?;
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        if let Some(hash) = line.find(" #") {
            let before = line.get(..hash)?.trim();
            let is_end = before == value || (at > start && before.ends_with(last) && value.ends_with(before));
            let form = form(line.get(hash + 1..)?).filter(|_| is_end)?;
            return Some(Cut { start, hash: at + hash + 1, end: at + line.trim_end().len(), form });
        }
        let rest = line.trim();
        if at - start > value.len() * 4 || value.ends_with(rest) || (at > start && !value.contains(rest)) {
            return None;
        }
        at += line.len();
    }
    None
}

/// A comment that is all that follows a key or a dash: `place: #3号楼`. An error of a table is told where values are read.
fn nothing_but_comment(text: &str, node: &Node) -> Option<Cut> {
    let place = comment_for_value(text, node)?;
    let rest = text.get(place.clone()).filter(|rest| !is_sheet_error(rest))?;
    let form = form(rest).filter(|form| *form == Form::Words)?;
    Some(Cut { start: place.start, hash: place.start, end: place.end, form })
}
