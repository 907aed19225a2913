//! # 没有这条规则 · There is no such rule
//!
//! `allow` 或 `site.yaml` 的 `rules` 里写的规则代码或名称不存在。
//!
//! A code or name in `allow`, or in `rules` of `site.yaml`, that no rule has.
//!
//! ## 为什么 · Why
//!
//! 写错的规则名不起作用，还会让人以为起了作用。
//!
//! A misspelt rule does nothing, and looks as if it did.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 1亿元, paid: 5000万元}
//! allow: [{rule: paid-over-totl, because: 追加投资}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 1亿元, paid: 2亿元}
//! allow: [{rule: paid-over-total, because: 追加投资}]
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0309`.
pub const CODE: Code =
    Code { id: "GB0309", name: "unknown-rule", severity: Severity::Error, page: include_str!("unknown_rule.rs") };
