//! # 编号重复 · Two records with the same id
//!
//! 两个文件的编号相同，可能在不同目录里。
//!
//! Two files have the same id, perhaps in different folders.
//!
//! ## 为什么 · Why
//!
//! 引用这个编号时不知道指哪一个。
//!
//! A reference to it could mean either.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml content/parks/a.yaml
//! title: 园
//! kind: 园区
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml content/parks/b.yaml
//! title: 园
//! kind: 园区
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0301`.
pub const CODE: Code =
    Code { id: "GB0301", name: "duplicate-id", severity: Severity::Error, page: include_str!("duplicate_id.rs") };
