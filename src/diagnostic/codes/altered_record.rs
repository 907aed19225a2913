//! # 发布记录被改过 · The record of publication was altered
//!
//! `content/published.yaml` 读不懂、写了一半，或其中一段的校验码（`seal`）对不上：有人手工改过，或合并时混进了别的行。
//!
//! `content/published.yaml` cannot be read, was left half written, or the `seal` of a block does not fit: it was edited by hand, or a merge put lines of two versions together.
//!
//! ## 为什么 · Why
//!
//! 发布记录说明网页发布时写了什么；能随手改，就什么也证明不了。
//!
//! The record says what a page stated when it was published; one that is edited proves nothing.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml content/published.yaml
//! /projects/a/:
//!   title: 甲项目
//!   first: 2022-01-01
//!   words: 702cdc3892cc39f0
//!   seal: 86f6d2187b42
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ````yaml content/published.yaml
//! /projects/a/:
//!   title: 甲项目
//!   first: 2023-01-01
//!   words: 702cdc3892cc39f0
//!   seal: 86f6d2187b42
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0322`.
pub const CODE: Code =
    Code { id: "GB0322", name: "altered-record", severity: Severity::Error, page: include_str!("altered_record.rs") };
