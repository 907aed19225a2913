//! # Markdown 文件缺少文件头 · Markdown without front matter
//!
//! `.md` 文件的开头要有两行 `---`，之间写各项。
//!
//! A `.md` file begins with its keys between two lines of `---`.
//!
//! ## 为什么 · Why
//!
//! 文件头不完整，程序读不出标题、日期和栏目。
//!
//! Without a whole head the program finds no title, date and section.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! # 新闻
//!
//! 正文。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 正文。
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0110`.
pub const CODE: Code =
    Code { id: "GB0110", name: "no-front-matter", severity: Severity::Error, page: include_str!("no_front_matter.rs") };
