//! # 界面文字无法读取 · The UI strings cannot be read
//!
//! 主题自己的 `strings/*.yaml` 不是合法的 YAML，或模板用了没有的文字。
//!
//! A theme's own `strings/*.yaml` is not YAML, or a template asks for a string that is not there.
//!
//! ## 为什么 · Why
//!
//! 按钮、标题会是空的。
//!
//! Buttons and headings would be blank.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: own
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml themes/own/strings/zh-Hans.yaml
//! project: [
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! theme: own
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml themes/own/strings/zh-Hans.yaml
//! project:
//!   investor: 建设单位
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0903`.
pub const CODE: Code =
    Code { id: "GB0903", name: "missing-string", severity: Severity::Error, page: include_str!("missing_string.rs") };
