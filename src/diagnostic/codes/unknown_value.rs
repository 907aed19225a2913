//! # 值不在允许的范围内 · A value that is not one of those allowed
//!
//! 选项只能用列出的词，中文英文都行。
//!
//! Choices take the listed words, in Chinese or English.
//!
//! ## 为什么 · Why
//!
//! 写错的值会让页面和统计漏掉它。
//!
//! A misspelt value would drop out of pages and counts.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 签约了}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 签约}]
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0205`.
pub const CODE: Code =
    Code { id: "GB0205", name: "unknown-value", severity: Severity::Error, page: include_str!("unknown_value.rs") };
