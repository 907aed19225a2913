//! # 这条规则不能改级别，也没有例外 · A rule that can be neither set nor excused
//!
//! 读文件、读记录时的错误不能放行。
//!
//! Faults found while files and records are read cannot be excused.
//!
//! ## 为什么 · Why
//!
//! 有这种错，记录就读不懂、发布不了。
//!
//! With them nothing can be read or published.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! allow: [{rule: bad-date, because: 原文如此}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! published: 2023-03
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0310`.
pub const CODE: Code =
    Code { id: "GB0310", name: "fixed-rule", severity: Severity::Error, page: include_str!("fixed_rule.rs") };
