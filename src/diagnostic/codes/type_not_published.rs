//! # 这类文件不会发布 · A type of file that is not published
//!
//! 公开的文件只有图片、文档、表格、音像和压缩包；程序、脚本、SVG 和各种源文件不发布。
//!
//! What is published is images, documents, tables, sound, film and zip files; programs, scripts, SVG and sources are not.
//!
//! ## 为什么 · Why
//!
//! 读者打不开，或者打开有危险。
//!
//! Readers could not open it, or not safely.
//!
//! ## 例 · Example
//!
//! ````txt content/files/setup.exe
//! 程序
//! ````
//!
//! ## 改为 · Instead
//!
//! ````txt content/files/about.txt
//! 文字
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 见[说明](/files/about.txt)。
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0119`.
pub const CODE: Code = Code {
    id: "GB0119",
    name: "type-not-published",
    severity: Severity::Error,
    page: include_str!("type_not_published.rs"),
};
