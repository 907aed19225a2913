//! # 正文引用的记录或字段不存在 · A text refers to what does not exist
//!
//! `{{ 编号.字段 }}` 里的编号或字段写错了。
//!
//! The id or the key in `{{ ID.KEY }}` is wrong.
//!
//! ## 为什么 · Why
//!
//! 不能用空白或 0 代替。
//!
//! Blank or 0 is no answer.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲
//! investment: {total: 4.37亿元}
//! steward: {role: 科长, phone: 0000-0000001}
//! milestones: [{name: 竣工, planned: 2024-06}]
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 投资{{ a.investment.totl }}。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲
//! investment: {total: 4.37亿元}
//! steward: {role: 科长, phone: 0000-0000001}
//! milestones: [{name: 竣工, planned: 2024-06}]
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 投资{{ a.investment.total }}。
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0308`.
pub const CODE: Code = Code {
    id: "GB0308",
    name: "unknown-reference-in-text",
    severity: Severity::Error,
    page: include_str!("unknown_reference_in_text.rs"),
};
