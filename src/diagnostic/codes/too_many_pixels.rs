//! # 图片的像素太多 · An image of too many pixels
//!
//! 图片的宽乘高超过一亿像素。
//!
//! Width times height of the image is over a hundred million.
//!
//! ## 为什么 · Why
//!
//! 几百 KB 的文件展开后可能占几 GB 内存：手机打不开，发布的电脑也会卡住。
//!
//! A file of some hundred KB may unpack to gigabytes: telephones cannot show it, and the machine that publishes would stall.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::diagnostic::{Code, Severity};

/// `GB0165`.
pub const CODE: Code =
    Code { id: "GB0165", name: "too-many-pixels", severity: Severity::Error, page: include_str!("too_many_pixels.rs") };
