//! # 占位文字没有改 · A placeholder that was left
//!
//! `gongbao new` 写下的“请填写”还在（错误），标题还是“标题”“名称”，别的键还是它自己的名称（例如 place: 所在地），或者文字里有 XXX、“XX亿元”“××公司”、待办的英文缩写、表格和文档留下的错误（#REF!、“错误！未找到引用源”），或整行是“待补充”。代码、注释里的不算，标题前的 # 也不算。
//!
//! The 请填写 of `gongbao new` is still there (an error), the title is still 标题 or 名称, another key still has its own name (place: 所在地), or a text has XXX, XX亿元, ××公司, a mark of what is to be done, an error of a table or document (#REF!), or a line that says 待补充. Code and comments do not count, nor do the # of a heading.
//!
//! ## 为什么 · Why
//!
//! 读者看到的是没有写完的公报。
//!
//! Readers would see a bulletin that is not finished.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 由XXX公司建设。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! note: 由甲公司建设。
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0605`.
pub const CODE: Code = Code {
    id: "GB0605",
    name: "placeholder-left",
    severity: Severity::Warning,
    page: include_str!("placeholder_left.rs"),
};
