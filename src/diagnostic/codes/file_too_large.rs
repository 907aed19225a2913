//! # 文件过大 · A file is too large
//!
//! 文字文件超过 2 MB，或图片、附件超过 20 MB。
//!
//! A text over 2 MB, or an image or attachment over 20 MB.
//!
//! ## 为什么 · Why
//!
//! 手机打不开这样的页面；误放进来的压缩包、视频也会被发布。
//!
//! Telephones cannot open such pages; archives and videos put there by mistake would be published.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::diagnostic::{Code, Severity};

/// `GB0104`.
pub const CODE: Code =
    Code { id: "GB0104", name: "file-too-large", severity: Severity::Error, page: include_str!("file_too_large.rs") };
