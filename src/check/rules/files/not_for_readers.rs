//! # 不该发布的文件 · A file that is not for readers
//!
//! 临时文件（`~$表.xlsx`），或者系统藏起了扩展名、其实是记录的文件（`a.md.txt`、`a.yaml.txt`）。
//!
//! A temporary file (`~$table.xlsx`), or a record whose extension the system hid (`a.md.txt`, `a.yaml.txt`).
//!
//! ## 为什么 · Why
//!
//! 它们会成为下载的附件，而那条记录不会出现。
//!
//! They would become files to download, and the record would not appear.
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

/// What a file is that is not for readers.
enum Meant<'a> {
    /// Left over by a program.
    Temporary,
    /// A record; its name without what was added.
    Record(&'a str),
}

/// Whether a file may be meant for readers.
pub(in crate::check::rules) fn is_for_readers(path: &str) -> bool {
    meant(path).is_none()
}

fn meant(path: &str) -> Option<Meant<'_>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.starts_with("~$") {
        return Some(Meant::Temporary);
    }
    let record = name.strip_suffix(".txt")?;
    let is_record = [".md", ".yaml", ".yml"].iter().any(|extension| record.to_ascii_lowercase().ends_with(extension));
    is_record.then_some(Meant::Record(record))
}

fn check(attached: &Attached<'_>) -> Vec<Finding> {
    let path = &attached.asset.path;
    let Some(meant) = meant(path) else { return Vec::new() };
    let place = Place::file(format!("content/{path}"));
    vec![match meant {
        Meant::Temporary => {
            let message = Text::new(format!("{path} 是临时文件"), format!("{path} is a temporary file"));
            Finding::new(CODE, place, message)
                .help("关掉正在编辑它的程序，删去它", "close the program that edits it, and delete it")
        }
        Meant::Record(name) => {
            let message = Text::new(
                format!("{path} 的扩展名是 .txt，不会当作记录读"),
                format!("{path} ends in .txt, and is not read as a record"),
            );
            Finding::new(CODE, place, message).help(format!("改名为 {name}"), format!("call it {name}"))
        }
    }]
}
