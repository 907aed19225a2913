//! # 模板出错 · A template cannot be read or rendered
//!
//! 主题的模板有语法错误，或用了页面没有的值。
//!
//! A template of the theme is not well-formed, or uses what the page does not have.
//!
//! ## 为什么 · Why
//!
//! 出错的页面不能发布。
//!
//! A page that fails cannot be published.
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
//! ````html themes/own/templates/project.html
//! <h1>{{ record.title }</h1>
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
//! ````html themes/own/templates/project.html
//! <h1>{{ record.title }}</h1>
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0901`.
pub const CODE: Code =
    Code { id: "GB0901", name: "template-error", severity: Severity::Error, page: include_str!("template_error.rs") };
