//! # YAML 语法错误 · The YAML cannot be read
//!
//! 引号、括号没有成对，缩进没有对齐，值里有没加引号的冒号或井号。
//!
//! Quotes or brackets that do not close, indentation that does not line up, a colon or hash in a value without quotes.
//!
//! ## 为什么 · Why
//!
//! 程序读不了这样的文件，整条记录发布不了。
//!
//! The program cannot read such a file, and the whole record is not published.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目: 二期
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: "甲项目: 二期"
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0107`.
pub const CODE: Code =
    Code { id: "GB0107", name: "yaml-syntax", severity: Severity::Error, page: include_str!("yaml_syntax.rs") };
