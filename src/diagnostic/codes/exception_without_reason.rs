//! # 例外没有写原因 · An exception without a reason
//!
//! `because` 不能是空的。
//!
//! `because` is not blank.
//!
//! ## 为什么 · Why
//!
//! 下一个编辑要知道为什么放行。
//!
//! The next editor must know why it was let through.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 1亿元}
//! allow: [{rule: paid-over-total, because: ''}]
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

/// `GB0312`.
pub const CODE: Code = Code {
    id: "GB0312",
    name: "exception-without-reason",
    severity: Severity::Error,
    page: include_str!("exception_without_reason.rs"),
};
