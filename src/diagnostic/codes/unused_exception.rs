//! # 例外没有用处 · An exception that excuses nothing
//!
//! 记录写了例外，这条规则在这里却没有结果。
//!
//! A record states an exception, and the rule finds nothing there.
//!
//! ## 为什么 · Why
//!
//! 留着它，以后真出错时就看不见了。
//!
//! Left there it would hide the next fault.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! allow: [{rule: paid-over-total, because: 追加投资}]
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

/// `GB0311`.
pub const CODE: Code = Code {
    id: "GB0311",
    name: "unused-exception",
    severity: Severity::Warning,
    page: include_str!("unused_exception.rs"),
};
