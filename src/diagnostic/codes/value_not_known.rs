//! # 正文引用的数据没有值 · A text refers to a value that is not known
//!
//! 字段存在，但这条记录没有写，或者还算不出来。
//!
//! The key exists, but the record does not state it, or nothing gives it yet.
//!
//! ## 为什么 · Why
//!
//! 未知就是未知，不能显示成 0。
//!
//! Unknown is not 0.
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
//! 已完成{{ a.investment.paid }}。
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

/// `GB0405`.
pub const CODE: Code =
    Code { id: "GB0405", name: "value-not-known", severity: Severity::Error, page: include_str!("value_not_known.rs") };
