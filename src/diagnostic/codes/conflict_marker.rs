//! # 合并冲突标记没有清除 · Merge-conflict markers
//!
//! 文件里有 git 合并冲突留下的 `<<<<<<<`、`>>>>>>>`。
//!
//! The file holds `<<<<<<<` or `>>>>>>>` of a git merge.
//!
//! ## 为什么 · Why
//!
//! 两个人的改动没有定下来，发布哪一个都可能错。
//!
//! Two people's changes are undecided; either may be wrong.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! <<<<<<< HEAD
//! 一。
//! >>>>>>> other
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 二。
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0112`.
pub const CODE: Code =
    Code { id: "GB0112", name: "conflict-marker", severity: Severity::Error, page: include_str!("conflict_marker.rs") };
