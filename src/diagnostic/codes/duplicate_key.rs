//! # 重复的键名 · A key stands twice
//!
//! 同一层里同一个键写了两次。
//!
//! The same key twice on one level.
//!
//! ## 为什么 · Why
//!
//! 两个值只能用一个，另一个会悄悄丢失。
//!
//! One of the two values would be lost silently.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! summary: 一
//! summary: 二
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! summary: 二
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0204`.
pub const CODE: Code =
    Code { id: "GB0204", name: "duplicate-key", severity: Severity::Error, page: include_str!("duplicate_key.rs") };
