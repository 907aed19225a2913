//! # 样式有一处不发布 · A part of a stylesheet is not published
//!
//! 主题的 `*.css` 里有浏览器不认的规则，或用了 `@import`。
//!
//! A theme's own `*.css` has a rule that browsers pass over, or an `@import`.
//!
//! ## 为什么 · Why
//!
//! 样式解析后再发布，好让较旧的手机也能用。读不懂的规则浏览器本来也会略过；`@import` 在样式层里不起作用。
//!
//! Stylesheets are parsed and published for older telephones too. What cannot be read browsers would pass over anyway; an
//! `@import` has no effect within a layer.
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
//! ````css themes/own/components/own/own.css
//! .gb-own {
//! color var(--color-text);
//! }
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
//! ````css themes/own/components/own/own.css
//! .gb-own {
//! color: var(--color-text);
//! }
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0976`.
pub const CODE: Code = Code {
    id: "GB0976",
    name: "style-not-published",
    severity: Severity::Warning,
    page: include_str!("style_not_published.rs"),
};
