//! # 图片或文件不存在 · An image or file that is not there
//!
//! 记录或正文里写的图片、附件找不到。
//!
//! An image or attachment that a record or text names cannot be found.
//!
//! ## 为什么 · Why
//!
//! 读者看到的是破图，点开是 404。
//!
//! Readers would see a broken picture or a 404.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! photos:
//!   - {file: a.png, alt: 工地}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0702`.
pub const CODE: Code =
    Code { id: "GB0702", name: "missing-file", severity: Severity::Error, page: include_str!("missing_file.rs") };
