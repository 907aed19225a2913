//! # 发布清单读不懂 · A manifest that cannot be read
//!
//! 输出目录里的 `.gongbao-manifest.json`（或中断后留下的 `.gongbao/journal.json`）记着 gongbao 写过哪些文件；它坏了，或者不见了。
//!
//! `.gongbao-manifest.json` in the output folder (or `.gongbao/journal.json`, which an interrupted build leaves) says which files gongbao wrote there; it is damaged, or gone.
//!
//! ## 为什么 · Why
//!
//! 没有清单，撤下的页面会一直留在网上，或者别人的文件被当成自己的删掉。
//!
//! Without it a withdrawn page would stay on the web, or files of others would be removed.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::diagnostic::{Code, Severity};

/// `GB0141`.
pub const CODE: Code = Code {
    id: "GB0141",
    name: "unreadable-manifest",
    severity: Severity::Error,
    page: include_str!("unreadable_manifest.rs"),
};
