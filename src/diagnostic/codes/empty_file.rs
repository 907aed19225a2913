//! # 文件是空的 · An empty file
//!
//! 文件没有内容，或只有空行和注释。
//!
//! A file without content, or with blank lines and comments only.
//!
//! ## 为什么 · Why
//!
//! 占了编号，却没有东西可发布；多半是存盘时丢了内容。
//!
//! It takes an id and has nothing to publish; mostly the content was lost when it was saved.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! # 只有注释
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0103`.
pub const CODE: Code =
    Code { id: "GB0103", name: "empty-file", severity: Severity::Error, page: include_str!("empty_file.rs") };
