//! # 数值写法不对 · A number that cannot be read
//!
//! 数字连着单位，用半角数字，不用千位逗号；金额写 `元`、`万元`、`亿元`。
//!
//! A number with its unit, in half-width digits, without separators; money in `元`, `万元` or `亿元`.
//!
//! ## 为什么 · Why
//!
//! 写法统一，程序才能相加、比较。
//!
//! Only numbers written alike can be added and compared.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 4.37亿}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! investment: {total: 4.37亿元}
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0207`.
pub const CODE: Code =
    Code { id: "GB0207", name: "bad-quantity", severity: Severity::Error, page: include_str!("bad_quantity.rs") };
