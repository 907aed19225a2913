//! # 没有发布记录，或记录落后 · No record of publication, or one that is behind
//!
//! 公报有记录，却没有 `content/published.yaml`；或有些网页还没有记进去。
//!
//! The bulletin has records and no `content/published.yaml`, or some pages are not in it yet.
//!
//! ## 为什么 · Why
//!
//! 没有发布记录，删掉一页、改掉一个数字，检查都看不出来。
//!
//! Without a record of publication nothing tells that a page was deleted or a figure changed.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! base_url: https://www.example.gov.cn/
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! base_url: https://www.example.gov.cn/
//! ````
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

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::date::PartialDate;
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::{CONFIG, PUBLISHED, Published};
use crate::site::address;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0321",
    name: "publication-not-recorded",
    severity: Severity::Advice,
    page: include_str!("publication_not_recorded.rs"),
};

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let day = looked.figures.as_of;
    let file = looked.source.file(PUBLISHED);
    let has_record = file.is_some();
    // A bulletin at an address made for examples is published nowhere.
    if !has_record && looked.site.base().is_example() {
        return Vec::new();
    }
    let pages = &looked.bulletin.published.pages;
    // What of it cannot be read is told where it is read.
    let text = file.map_or("", |file| file.text.as_str());
    if pages.is_empty() && !Published::parse(text).is_ok_and(|read| read.pages.is_empty()) {
        return Vec::new();
    }
    let is_out = |published: Option<PartialDate>| published.is_none_or(|date| date.first() <= day);
    let entries = looked.bulletin.entries.iter().filter(|entry| {
        let common = entry.record.common();
        !common.draft && is_out(common.published)
    });
    let mut missing = entries.map(address).filter(|address| !pages.contains_key(address)).peekable();
    let Some(first) = missing.peek().cloned() else { return Vec::new() };
    let n = missing.count();
    let finding = if has_record {
        let message = Text::new(
            format!("{n} 个网页还没有记进发布记录，例如 {first}"),
            format!("the record of publication does not have all pages yet: {first} is not in it ({n} in all)"),
        );
        Finding::new(CODE, Place::file(PUBLISHED), message)
    } else {
        let message = Text::new(
            format!("没有发布记录：{n} 个网页删了、改了，检查看不出来"),
            format!("there is no record of publication: nothing tells when a page is deleted or changed ({n} in all)"),
        );
        Finding::new(CODE, Place::file(CONFIG), message)
    };
    vec![finding.help(
        "发布后运行 gongbao build --record，把 content/published.yaml 和 content/addresses.yaml 一起提交",
        "once it is published, run gongbao build --record, and commit content/published.yaml and content/addresses.yaml",
    )]
}
