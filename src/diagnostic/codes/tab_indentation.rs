//! # 缩进用了制表符 · A tab in the indentation
//!
//! 缩进只用空格，每层两个。
//!
//! Indent with spaces, two a level.
//!
//! ## 为什么 · Why
//!
//! YAML 不允许用制表符缩进。
//!
//! YAML forbids tabs there.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml tabs
//! title: 甲项目
//! stages:
//! →- stage: 签约
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages:
//!   - stage: 签约
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0109`.
pub const CODE: Code =
    Code { id: "GB0109", name: "tab-indentation", severity: Severity::Error, page: include_str!("tab_indentation.rs") };
