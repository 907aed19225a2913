//! # 文件不在任何栏目目录中 · A file outside the sections
//!
//! 记录要放在 `content/` 下对应类别的目录里，例如 `content/projects/`。
//!
//! Records stand in the folder of their kind below `content/`, as `content/projects/`.
//!
//! ## 为什么 · Why
//!
//! 目录决定类别和网址；放错地方的文件不会出现在任何页面上。
//!
//! The folder decides kind and address; a file elsewhere would appear nowhere.
//!
//! ## 例 · Example
//!
//! ````yaml content/project/a.yaml
//! title: 甲项目
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0111`.
pub const CODE: Code = Code {
    id: "GB0111",
    name: "file-outside-sections",
    severity: Severity::Error,
    page: include_str!("file_outside_sections.rs"),
};
