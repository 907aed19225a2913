//! # 文件开头有字节顺序标记 · A byte-order mark
//!
//! 文件以看不见的 BOM 开头，旧版记事本存的 UTF-8 常有。
//!
//! The file begins with an invisible BOM, as older Windows Notepad writes it.
//!
//! ## 为什么 · Why
//!
//! 别的工具会把它当成第一个键的一部分。
//!
//! Other tools take it for a part of the first key.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml bom
//! title: 甲项目
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0105`.
pub const CODE: Code = Code {
    id: "GB0105",
    name: "byte-order-mark",
    severity: Severity::Warning,
    page: include_str!("byte_order_mark.rs"),
};
