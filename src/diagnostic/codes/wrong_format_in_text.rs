//! # 正文引用数据的格式不对 · A format that a value in a text does not have
//!
//! `{{ 编号.字段, 格式 }}` 里的格式不存在，或不适合这个值。
//!
//! The format in `{{ ID.KEY, FORMAT }}` does not exist, or does not fit the value.
//!
//! ## 为什么 · Why
//!
//! 换不成的单位不能硬换。
//!
//! A unit that cannot be changed is not changed.
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
//! 投资{{ a.investment.total, 吨 }}。
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
//! 投资{{ a.investment.total, 万元 }}。
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0211`.
pub const CODE: Code = Code {
    id: "GB0211",
    name: "wrong-format-in-text",
    severity: Severity::Error,
    page: include_str!("wrong_format_in_text.rs"),
};
