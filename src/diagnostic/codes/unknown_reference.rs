//! # 引用的记录不存在 · A reference to a record that does not exist
//!
//! 写编号，不写名称；编号就是文件名。
//!
//! Write the id, not the name; the id is the file's name.
//!
//! ## 为什么 · Why
//!
//! 链接会断，汇总会漏。
//!
//! The link would break and the sums miss it.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! park: east-prak
//! ````
//!
//! ````yaml content/parks/east-park.yaml
//! title: 东园
//! kind: 园区
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! park: east-park
//! ````
//!
//! ````yaml content/parks/east-park.yaml
//! title: 东园
//! kind: 园区
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0302`.
pub const CODE: Code = Code {
    id: "GB0302",
    name: "unknown-reference",
    severity: Severity::Error,
    page: include_str!("unknown_reference.rs"),
};
