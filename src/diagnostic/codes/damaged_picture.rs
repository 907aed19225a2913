//! # 图片损坏 · A damaged picture
//!
//! 图片的开头完好，后面的数据坏了，解不出整张图。
//!
//! The picture begins well, but its data is damaged and cannot be decoded to its end.
//!
//! ## 为什么 · Why
//!
//! 手机上看的小图做不出来，读者会看到半张图或者破图。
//!
//! The smaller pictures for telephones cannot be made, and readers would see half a picture or none.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::diagnostic::{Code, Severity};

/// `GB0140`.
pub const CODE: Code =
    Code { id: "GB0140", name: "damaged-picture", severity: Severity::Error, page: include_str!("damaged_picture.rs") };
