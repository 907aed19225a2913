//! # 值是空的 · A value is empty
//!
//! 写了键，却没有内容。可以不写的日期、引用等留空不要紧，文字写成 "" 不行。
//!
//! The key is there, with nothing after it. Dates, references and the like that may be left out may stay empty; a text
//! may not be "".
//!
//! ## 为什么 · Why
//!
//! 页面上会是空白，链接点不到。
//!
//! The page would be blank there, and links to it could not be followed.
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
