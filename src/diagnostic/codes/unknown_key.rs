//! # 未知的键名 · An unknown key
//!
//! 记录里有这个类别没有的键。拼写相近的会提示。
//!
//! A key that this kind does not have. The nearest one is offered.
//!
//! ## 为什么 · Why
//!
//! 写错的键会被当作没写，内容悄悄消失。
//!
//! A misspelt key would count as absent, and its content would vanish silently.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! sumary: 一句话
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! summary: 一句话
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0201`.
pub const CODE: Code =
    Code { id: "GB0201", name: "unknown-key", severity: Severity::Error, page: include_str!("unknown_key.rs") };
