//! # 页面太大 · A page that is too heavy
//!
//! 一个页面的 HTML 超过 300 KB，或者超过 `site.yaml` 里 `page_kilobytes` 写的数。
//!
//! The HTML of a page is over 300 KB, or over what `page_kilobytes` in `site.yaml` says.
//!
//! ## 为什么 · Why
//!
//! 旧手机打不开，流量也费。
//!
//! Old telephones cannot open it, and it costs data.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! page_kilobytes: 1
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! page_kilobytes: 50
//! ````

use crate::check::page::Page;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Page(check) };

const CODE: Code =
    Code { id: "GB0717", name: "page-too-heavy", severity: Severity::Warning, page: include_str!("page_too_heavy.rs") };

/// Kilobytes of HTML, where the bulletin sets none.
const LIMIT: u32 = 300;

fn check(page: &Page<'_>) -> Vec<Finding> {
    let limit = page.config().page_kilobytes.unwrap_or(LIMIT);
    let n = page.bytes.div_ceil(1000);
    if !page.is_html || u32::try_from(n).is_ok_and(|n| n <= limit) {
        return Vec::new();
    }
    let message = Text::new(
        format!("页面的 HTML 有 {n} KB，上限是 {limit} KB"),
        format!("the page's HTML is {n} KB, the limit is {limit} KB"),
    );
    let help = "divide the content among several records; page_kilobytes in site.yaml sets the limit";
    vec![page.finding(CODE, message).help("把内容分到几条记录；上限由 site.yaml 的 page_kilobytes 设定", help)]
}
