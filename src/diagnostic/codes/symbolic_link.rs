//! # 符号链接不会被读取 · A symbolic link is not followed
//!
//! `content/` 里有符号链接。程序不跟过去，把文件本身放进来。
//!
//! There is a symbolic link in `content/`. It is not followed; put the file itself there.
//!
//! ## 为什么 · Why
//!
//! 链接可以指向公报之外的文件，那些文件不该被发布。
//!
//! A link can lead out of the bulletin, to what must not be published.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::diagnostic::{Code, Severity};

/// `GB0106`.
pub const CODE: Code =
    Code { id: "GB0106", name: "symbolic-link", severity: Severity::Error, page: include_str!("symbolic_link.rs") };
