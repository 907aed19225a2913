//! # 缺少必填项 · A required key is missing
//!
//! 每个类别有几项必须写，见 records.md 里的粗体。
//!
//! Each kind has a few keys that must be there: bold in records.md.
//!
//! ## 为什么 · Why
//!
//! 缺了这一项，页面和统计都不完整。
//!
//! Without it the page and the counts are incomplete.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! summary: 一句话
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! summary: 一句话
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0202`.
pub const CODE: Code =
    Code { id: "GB0202", name: "missing-key", severity: Severity::Error, page: include_str!("missing_key.rs") };
