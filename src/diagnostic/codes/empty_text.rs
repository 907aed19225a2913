//! # 必填的文字是空的 · A required text is empty
//!
//! 标题或名称写了键，却没有内容。
//!
//! The key of a title or name is there, without words.
//!
//! ## 为什么 · Why
//!
//! 链接到它的地方会是空白，点不到。
//!
//! Links to it would be blank.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: ''
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0209`.
pub const CODE: Code =
    Code { id: "GB0209", name: "empty-text", severity: Severity::Error, page: include_str!("empty_text.rs") };
