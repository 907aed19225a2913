//! # 引用的记录类别不对 · A reference to a record of another kind
//!
//! 例如 `office` 要写单位的编号。
//!
//! `office`, say, takes the id of an office.
//!
//! ## 为什么 · Why
//!
//! 链接会通向不相干的页面，汇总会漏。
//!
//! The link would lead to the wrong page, and totals would miss it.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! office: b
//! ````
//!
//! ````yaml content/projects/b.yaml
//! title: 乙项目
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! office: b
//! ````
//!
//! ````yaml content/offices/b.yaml
//! title: 乙局
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0303`.
pub const CODE: Code = Code {
    id: "GB0303",
    name: "wrong-kind-of-reference",
    severity: Severity::Error,
    page: include_str!("wrong_kind_of_reference.rs"),
};
