//! # 两个页面的地址相同 · Two pages with the same address
//!
//! 记录的地址已经被列表、首页或别的记录用了。
//!
//! The address of a record is that of a list, the front page or another record.
//!
//! ## 为什么 · Why
//!
//! 后写的会盖掉先写的。
//!
//! One page would overwrite the other.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````md content/pages/projects.md
//! ---
//! title: 项目
//! ---
//! 正文。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````md content/pages/about.md
//! ---
//! title: 项目
//! ---
//! 正文。
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0306`.
pub const CODE: Code =
    Code { id: "GB0306", name: "same-address", severity: Severity::Error, page: include_str!("same_address.rs") };
