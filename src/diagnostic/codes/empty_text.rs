//! # 值是空的 · A value is empty
//!
//! 写了键，冒号后面却没有内容，或者只有引号 ""：标题、名称、日期、数值、选项等必须写的值。可以不写的日期、引用等留空
//! 不要紧，文字写成 "" 不行。从表格带过来的出错标记（#N/A、#REF!、#####）不是值，YAML 还会把它当作注释。
//!
//! A key is there without a value, or with quotes around nothing: a title, a name, a date, a number, a choice that has to
//! be told. Dates, references and the like that may be left out may stay empty; a text may not be "". What a table shows
//! where it could not reckon (#N/A, #REF!, #####) is no value, and YAML takes it for a comment.
//!
//! ## 为什么 · Why
//!
//! 页面上会是空白。
//!
//! The page would show a blank.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: ''
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0209`.
pub const CODE: Code =
    Code { id: "GB0209", name: "empty-text", severity: Severity::Error, page: include_str!("empty_text.rs") };
