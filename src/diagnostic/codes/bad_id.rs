//! # 编号写法不对 · An id of the wrong form
//!
//! 编号（文件名）只用小写字母、数字和连字符。
//!
//! An id (the file's name) has lower-case letters, digits and hyphens only.
//!
//! ## 为什么 · Why
//!
//! 编号是网址的一部分，发布后不再变。
//!
//! The id is a part of the address, and that stays.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/East_Park.yaml
//! title: 甲项目
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/jia.yaml
//! title: 甲项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0208`.
pub const CODE: Code =
    Code { id: "GB0208", name: "bad-id", severity: Severity::Error, page: include_str!("bad_id.rs") };
