//! # 页面太大 · A page that is too heavy
//!
//! 一个页面的 HTML 超过 1 MB。
//!
//! The HTML of a page is over 1 MB.
//!
//! ## 为什么 · Why
//!
//! 旧手机打不开，流量也费。
//!
//! Old telephones cannot open it, and it costs data.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::check::page::Page;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::Page(check),
};

const CODE: Code =
    Code { id: "GB0717", name: "page-too-heavy", severity: Severity::Warning, page: include_str!("page_too_heavy.rs") };

/// Bytes of HTML.
const LIMIT: usize = 1_000_000;

fn check(page: &Page<'_>) -> Vec<Finding> {
    if page.bytes <= LIMIT {
        return Vec::new();
    }
    let n = page.bytes / 1000;
    let message = Text::new(format!("页面的 HTML 有 {n} KB"), format!("the page's HTML is {n} KB"));
    vec![page.finding(CODE, message).help("把内容分到几条记录", "divide the content among several records")]
}
