//! # 不该发布的文件 · A file that is not for readers
//!
//! 系统藏起了扩展名、其实是记录的文件（`a.md.txt`、`a.yaml.txt`）。
//!
//! A record whose extension the system hid (`a.md.txt`, `a.yaml.txt`).
//!
//! ## 为什么 · Why
//!
//! 它会成为下载的附件，而那条记录不会出现。
//!
//! It would become a file to download, and the record would not appear.
//!
//! ## 例 · Example
//!
//! ````txt content/news/n.md.txt
//! ---
//! title: 新闻
//! ````
//!
//! ## 改为 · Instead
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 开工了。
//! ````

use crate::check::attached::Attached;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Attached(check) };

const CODE: Code =
    Code { id: "GB0116", name: "not-for-readers", severity: Severity::Error, page: include_str!("not_for_readers.rs") };

/// Whether a file may be meant for readers.
pub(in crate::check::rules) fn is_for_readers(path: &str) -> bool {
    record(path).is_none()
}

/// The record that a file is; its name without what was added.
fn record(path: &str) -> Option<&str> {
    let record = path.rsplit('/').next().unwrap_or(path).strip_suffix(".txt")?;
    let is_record = [".md", ".yaml", ".yml"].iter().any(|extension| record.to_ascii_lowercase().ends_with(extension));
    is_record.then_some(record)
}

fn check(attached: &Attached<'_>) -> Vec<Finding> {
    let path = &attached.asset.path;
    let Some(name) = record(path) else { return Vec::new() };
    let message = Text::new(
        format!("{path} 的扩展名是 .txt，不会当作记录读"),
        format!("{path} ends in .txt, and is not read as a record"),
    );
    let finding = Finding::new(CODE, Place::file(format!("content/{path}")), message);
    vec![finding.help(format!("改名为 {name}"), format!("call it {name}"))]
}
