//! # 脚本有语法错误 · A script cannot be read
//!
//! 主题的 `scripts/*.js` 不是合法的 JavaScript。
//!
//! A theme's own `scripts/*.js` is not JavaScript.
//!
//! ## 为什么 · Why
//!
//! 浏览器对有语法错误的脚本整个不执行：搜索、字号、筛选都没有了。
//!
//! Browsers run nothing of a script with a syntax error: search, text size and filters are gone.
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
//! ````js themes/own/scripts/reader.js
//! document.querySelector("h1".focus();
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
//! ````js themes/own/scripts/reader.js
//! document.querySelector("h1").focus();
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0975`.
pub const CODE: Code =
    Code { id: "GB0975", name: "script-error", severity: Severity::Error, page: include_str!("script_error.rs") };
