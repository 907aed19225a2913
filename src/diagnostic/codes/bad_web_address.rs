//! # 网址写法不对 · Not a web address
//!
//! 网址以 `https://` 或 `http://` 开头。
//!
//! A web address begins with `https://` or `http://`.
//!
//! ## 为什么 · Why
//!
//! 不完整的网址，读者点了打不开，分享出去也是错的。
//!
//! An incomplete address opens nothing, and is wrong wherever it is shared.
//!
//! ## 例 · Example
//!
//! ````yaml content/offices/o.yaml
//! title: 某局
//! website: www.example.org
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/offices/o.yaml
//! title: 某局
//! website: https://www.example.org
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0210`.
pub const CODE: Code =
    Code { id: "GB0210", name: "bad-web-address", severity: Severity::Error, page: include_str!("bad_web_address.rs") };
