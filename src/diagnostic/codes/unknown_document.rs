//! # 来源文件未登记 · A source document that is not listed
//!
//! `sources` 里的文件先在 `site.yaml` 的 `documents` 登记。
//!
//! Documents named in `sources` are listed under `documents` in `site.yaml`.
//!
//! ## 为什么 · Why
//!
//! 来源要让读者找得到。
//!
//! Readers must be able to find the source.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! documents:
//!   - {id: paper, title: 某报}
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! sources: [{document: papr, lines: 3}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! documents:
//!   - {id: paper, title: 某报}
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! sources: [{document: paper, lines: 3}]
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0305`.
pub const CODE: Code = Code {
    id: "GB0305",
    name: "unknown-document",
    severity: Severity::Error,
    page: include_str!("unknown_document.rs"),
};
