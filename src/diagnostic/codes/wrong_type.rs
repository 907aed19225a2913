//! # 值的类型不对 · A value of the wrong type
//!
//! 该是列表的写成了一个值，或者反过来；该写 true、false 的写了别的。
//!
//! A list is wanted and one value stands there, or the reverse; or something else than true or false.
//!
//! ## 为什么 · Why
//!
//! 这样写，这一项发布不了。
//!
//! Written so, it cannot be published.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! tags: 招商
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! tags: [招商]
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0203`.
pub const CODE: Code =
    Code { id: "GB0203", name: "wrong-type", severity: Severity::Error, page: include_str!("wrong_type.rs") };
