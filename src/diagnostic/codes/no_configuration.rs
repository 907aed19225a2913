//! # 没有 content/site.yaml · No content/site.yaml
//!
//! `content/` 里没有 `site.yaml`，不知道公报叫什么。
//!
//! There is no `site.yaml` in `content/`, and nothing says what the bulletin is called.
//!
//! ## 为什么 · Why
//!
//! 公报的名称、单位、来源文件都写在这里，没有它什么也发布不了。
//!
//! It holds the bulletin's name, its office and its sources; without it nothing can be published.
//!
//! ## 例 · Example
//!
//! ## 改为 · Instead

use crate::diagnostic::{Code, Severity};

/// `GB0150`.
pub const CODE: Code = Code {
    id: "GB0150",
    name: "no-configuration",
    severity: Severity::Error,
    page: include_str!("no_configuration.rs"),
};
