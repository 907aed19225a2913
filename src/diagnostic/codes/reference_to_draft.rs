//! # 引用了草稿 · A published record refers to a draft
//!
//! 发布的记录引用了写着 `draft: true` 的记录。
//!
//! A record that is published refers to one with `draft: true`.
//!
//! ## 为什么 · Why
//!
//! 草稿不发布，链接会断。
//!
//! Drafts are not published; the link would break.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! related: [b]
//! ````
//!
//! ````yaml content/projects/b.yaml
//! title: 乙项目
//! draft: true
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! related: [b]
//! ````
//!
//! ````yaml content/projects/b.yaml
//! title: 乙项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0304`.
pub const CODE: Code = Code {
    id: "GB0304",
    name: "reference-to-draft",
    severity: Severity::Error,
    page: include_str!("reference_to_draft.rs"),
};
