//! # 公报是按较早的版本写的 · The bulletin is written for an earlier version
//!
//! `site.yaml` 的 `gongbao` 写的版本比程序的旧。
//!
//! `gongbao` in `site.yaml` states an earlier version than that of the program.
//!
//! ## 为什么 · Why
//!
//! 有的写法可能变了。`gongbao migrate` 先显示要改什么，`--write` 才改，注释和顺序不动。
//!
//! What is written may have changed since. `gongbao migrate` shows what is to be changed, `--write` changes it; comments and order stay.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! gongbao: 0.1
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

/// `GB0153`.
pub const CODE: Code =
    Code { id: "GB0153", name: "older-version", severity: Severity::Warning, page: include_str!("older_version.rs") };
