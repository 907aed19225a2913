//! # 主题里有不起作用的文件或键 · A file or key of a theme has no effect
//!
//! 自己的主题里，有没有模板、页面用到的文件，`strings/*.yaml` 里有没有模板用到的文字，或 `theme.yaml` 里有不认识的键。
//!
//! A theme of a bulletin's own has a file that no template or page uses, a string in `strings/*.yaml` that no template uses, or a
//! key in `theme.yaml` that nobody knows.
//!
//! ## 为什么 · Why
//!
//! 文件名、键名错一个字，就什么也不发生，还以为已经换上了。
//!
//! With one letter wrong in the name of a file or key nothing happens, and one believes that it was replaced.
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
//! ````css themes/own/styles/mine.css
//! .gb-own { color: var(--color-text); }
//! ````
//!
//! ````yaml themes/own/strings/zh-Hans.yaml
//! project:
//!   invester: 建设单位
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
//! ````css themes/own/components/mine/mine.css
//! .gb-own { color: var(--color-text); }
//! ````
//!
//! ````yaml themes/own/strings/zh-Hans.yaml
//! project:
//!   investor: 建设单位
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0904`.
pub const CODE: Code = Code {
    id: "GB0904",
    name: "theme-part-without-effect",
    severity: Severity::Warning,
    page: include_str!("theme_part_without_effect.rs"),
};
