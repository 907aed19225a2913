//! # 正文里的 {{ 没有用 }} 结束 · A {{ that no }} closes
//!
//! 正文引用数据要写在一行里：`{{ 编号.字段 }}`。
//!
//! A reference in a text stands on one line: `{{ ID.KEY }}`.
//!
//! ## 为什么 · Why
//!
//! 读者会看到花括号，而不是数。
//!
//! Readers would see braces instead of a figure.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 投资{{ a.investment.total。
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
//! 投资见\{{ 说明。
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0113`.
pub const CODE: Code = Code {
    id: "GB0113",
    name: "unclosed-reference-in-text",
    severity: Severity::Error,
    page: include_str!("unclosed_reference_in_text.rs"),
};
