//! # 正文引用的不是一个值 · A text refers to what is not one value
//!
//! 引用的是一组内容，写到其中一项。
//!
//! The reference is to several values; name one.
//!
//! ## 为什么 · Why
//!
//! 一段文字里只能放一个值。
//!
//! A sentence holds one value.
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
//! 投资{{ a.investment }}。
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

/// `GB0404`.
pub const CODE: Code =
    Code { id: "GB0404", name: "not-a-figure", severity: Severity::Error, page: include_str!("not_a_figure.rs") };
