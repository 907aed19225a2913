//! # 看不见的控制字符 · A control character
//!
//! 文字里有控制字符，或者改变文字方向的字符（U+202A 到 U+202E，U+2066 到 U+2069），直接写的，或写成 `"\u202e"`、`&#x202e;`。
//!
//! A text holds control characters, or characters that turn the direction of what follows (U+202A to U+202E, U+2066 to U+2069), as they are or written as `"\u202e"` or `&#x202e;`.
//!
//! ## 为什么 · Why
//!
//! 它们能让读者看到的文字和写的不一样，有的还使网页无效。
//!
//! They can make readers see other words than were written, and some make a page invalid.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: "甲项目\u202e"
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: "甲项目"
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0151`.
pub const CODE: Code = Code {
    id: "GB0151",
    name: "hidden-character",
    severity: Severity::Error,
    page: include_str!("hidden_character.rs"),
};
