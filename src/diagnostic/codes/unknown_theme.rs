//! # 主题不存在 · The theme does not exist
//!
//! `site.yaml` 的 `theme` 要是 `default`，或 `themes/` 下的目录名。
//!
//! `theme` in `site.yaml` is `default` or a folder in `themes/`.
//!
//! ## 为什么 · Why
//!
//! 不知道用哪个样子。
//!
//! There is nothing to show the pages with.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: owm
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: default
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0902`.
pub const CODE: Code =
    Code { id: "GB0902", name: "unknown-theme", severity: Severity::Error, page: include_str!("unknown_theme.rs") };
