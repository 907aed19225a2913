//! # 文件无法读取 · A file cannot be read
//!
//! `content/` 里的文件，程序没有权限读，或者磁盘读不出来。
//!
//! A file in `content/` that may not be read, or that the disk does not give.
//!
//! ## 为什么 · Why
//!
//! 读不到的文件等于没有发布，而且没有人知道。
//!
//! What cannot be read would be left out, and nobody would know.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::diagnostic::{Code, Severity};

/// `GB0101`.
pub const CODE: Code =
    Code { id: "GB0101", name: "unreadable-file", severity: Severity::Error, page: include_str!("unreadable_file.rs") };
