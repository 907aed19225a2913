//! # 不是普通文件 · No regular file
//!
//! `content/` 里有管道、套接字或设备文件。
//!
//! There is a pipe, a socket or a device in `content/`.
//!
//! ## 为什么 · Why
//!
//! 读它会一直等下去，或者读不完；里面也没有可以发布的内容。
//!
//! Reading it would wait for ever or never end, and there is nothing in it to publish.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::diagnostic::{Code, Severity};

/// `GB0166`.
pub const CODE: Code =
    Code { id: "GB0166", name: "no-regular-file", severity: Severity::Error, page: include_str!("no_regular_file.rs") };
