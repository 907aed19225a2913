//! # 正文引用了不能引用的字段 · A text refers to a field that must not be lifted
//!
//! 电话、联系方式、备注、来源、更正不放进正文。
//!
//! Telephones, contacts, notes, sources and corrections do not go into texts.
//!
//! ## 为什么 · Why
//!
//! 它们离开原处会被误解，也更难更正。
//!
//! Out of their place they mislead, and are harder to correct.
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
//! 电话{{ a.steward.phone }}。
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
//! {{ a.milestones.1.planned }}竣工。
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0801`.
pub const CODE: Code = Code {
    id: "GB0801",
    name: "private-field-in-text",
    severity: Severity::Error,
    page: include_str!("private_field_in_text.rs"),
};
