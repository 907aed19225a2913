//! # 几个标签写成了一个 · Several tags in one
//!
//! 一个标签里有逗号、顿号或分号：多半是几个标签，用全角标点隔开了。
//!
//! A tag has a comma or semicolon in it: mostly these are several, parted by full-width signs.
//!
//! ## 为什么 · Why
//!
//! 网站会把它们当成一个标签，按标签找不到这条记录。
//!
//! The site takes them for one tag, and nobody finds the record by any of them.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! tags: [食品，农产品]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! tags: [食品, 农产品]
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0215",
    name: "several-tags-in-one",
    severity: Severity::Warning,
    page: include_str!("several_in_one_item.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let is_sign = |c: char| matches!(c, '，' | '、' | ',' | '；' | ';');
    let tags = entry.record.common().tags.iter().enumerate().filter(|(_, tag)| tag.contains(is_sign));
    tags.map(|(index, tag)| {
        let parts: Vec<&str> = tag.split(is_sign).map(str::trim).filter(|part| !part.is_empty()).collect();
        let list = parts.join(", ");
        let place = looked.source.place(&entry.file, &[Step::Key("tags".into()), Step::Item(index)]);
        let message = Text::new(format!("“{tag}”是一个标签"), format!("\"{tag}\" is one tag"));
        Finding::new(CODE, place, message).help(
            format!("几个标签用半角逗号加空格隔开：[{list}]"),
            format!("part several tags by a half-width comma and a space: [{list}]"),
        )
    })
    .collect()
}
