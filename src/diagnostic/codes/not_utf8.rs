//! # 文件不是 UTF-8 编码 · A file is not UTF-8
//!
//! 文字文件里有不是 UTF-8 的字节。多半是用 GBK（GB18030）存的，帮助里给出转换命令。
//!
//! A text file holds bytes that are no UTF-8. Mostly it was saved as GBK (GB18030); the help gives the command that converts it.
//!
//! ## 为什么 · Why
//!
//! 按错的编码读出来是乱码，会照样发布。
//!
//! Read in the wrong encoding it would be published as garbage.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml gb18030
//! title: 甲项目
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0102`.
pub const CODE: Code =
    Code { id: "GB0102", name: "not-utf8", severity: Severity::Error, page: include_str!("not_utf8.rs") };
