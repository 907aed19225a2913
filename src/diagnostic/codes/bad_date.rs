//! # 日期写法不对 · A date that cannot be read
//!
//! 日期写成 `2023`、`2023-03` 或 `2023-03-22`，用半角数字和连字符。
//!
//! Write `2023`, `2023-03` or `2023-03-22`, in half-width digits and hyphens.
//!
//! ## 为什么 · Why
//!
//! 颜色、工期、周报、同比都按日期和时期算。
//!
//! Colours, schedules, bulletins and growth follow from dates and periods.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! published: 2023年3月
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! published: 2023-03
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0206`.
pub const CODE: Code =
    Code { id: "GB0206", name: "bad-date", severity: Severity::Error, page: include_str!("bad_date.rs") };
