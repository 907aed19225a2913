//! # 公报是按更新的版本写的 · The bulletin is written for a later version
//!
//! `site.yaml` 的 `gongbao` 写的版本比程序的新。
//!
//! `gongbao` in `site.yaml` states a later version than that of the program.
//!
//! ## 为什么 · Why
//!
//! 旧程序不认识新的写法，会把对的说成错，或者漏掉新的规定，所以不再往下看。
//!
//! An older program takes new keys for errors and knows no new duties, so it looks at nothing else.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! gongbao: 99.0
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! gongbao: 0.2
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0152`.
pub const CODE: Code =
    Code { id: "GB0152", name: "newer-version", severity: Severity::Error, page: include_str!("newer_version.rs") };
