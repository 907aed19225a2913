//! # 键名后用了全角冒号 · A full-width colon follows a key
//!
//! 键和值之间要用半角冒号加一个空格。
//!
//! Between key and value stands a half-width colon and a space.
//!
//! ## 为什么 · Why
//!
//! 中文输入法默认打出全角冒号，YAML 不认，整行会变成一段文字。
//!
//! Chinese input methods type a full-width colon, which YAML does not know: the line becomes a text.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title：甲项目
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0108`.
pub const CODE: Code = Code {
    id: "GB0108",
    name: "full-width-colon",
    severity: Severity::Error,
    page: include_str!("full_width_colon.rs"),
};
