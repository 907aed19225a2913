//! # 链接的目标不存在 · A link that leads nowhere
//!
//! 站内链接、记录链接（`类别:编号`）、文件链接和本页标题都要存在。
//!
//! Links inside the site, to records (`KIND:ID`), to files and to headings must lead somewhere.
//!
//! ## 为什么 · Why
//!
//! 读者点开是 404。
//!
//! Readers would find a 404.
//!
//! ## 例 · Example
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 见[甲](project:b)。
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
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
//! 见[甲](project:a)。
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! ````

use pulldown_cmark::{Event, Tag};

use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::check::Looked;
use crate::record::{Absent, Entry};
use crate::site::LinkTarget;
use crate::text::nearest;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule {
    code: CODE,
    looks: Looks::Prose(check),
};

const CODE: Code =
    Code { id: "GB0701", name: "broken-link", severity: Severity::Error, page: include_str!("broken_link.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (event, range) in &prose.events {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        let ids = prose.headings.iter().map(|heading| Some(heading.id.as_str()));
        let anchor_exists = ids.into_iter().any(|id| id == dest_url.strip_prefix('#'));
        if let Some((message, help)) = link(prose.looked, prose.entry, dest_url, anchor_exists) {
            findings.push(Finding::new(CODE, prose.at(range), message).help(help.zh, help.en));
        }
    }
    findings
}

fn link(looked: &Looked<'_>, entry: &Entry, link: &str, anchor_exists: bool) -> Option<(Text, Text)> {
    let bulletin = looked.bulletin;
    let broken =
        |zh: String, en: String, help: Text| Some((Text::new(zh, en), help));
    match LinkTarget::parse(link) {
        LinkTarget::Outside => None,
        LinkTarget::Anchor(_) if anchor_exists => None,
        LinkTarget::Anchor(anchor) => broken(
            format!("本页没有“#{anchor}”这个标题"),
            format!("this text has no heading \"#{anchor}\""),
            Text::new("在标题后写 {#名称} 来指定", "name a heading with {#name} behind it"),
        ),
        LinkTarget::Record(kind, id, _) => match bulletin.entry(id) {
            Some(target) if target.kind == kind => None,
            Some(target) => broken(
                format!("“{id}”不是{}", kind.zh()),
                format!("\"{id}\" is not a {}", kind.name()),
                Text::new(format!("写成 {}:{id}", target.kind.name()), format!("write {}:{id}", target.kind.name())),
            ),
            None if bulletin.absent(id) == Some(Absent::Unread) => None,
            None if bulletin.absent(id).is_some() => broken(
                format!("“{id}”还是草稿，不会发布"),
                format!("\"{id}\" is a draft and not published"),
                Text::new("去掉这处链接，或发布那条记录（删去 draft: true）", "drop the link, or publish that record (delete draft: true)"),
            ),
            None => {
                let ids = bulletin.of_kind(kind).map(|entry| entry.id.as_str());
                let help = match nearest(id, ids) {
                    Some(near) => Text::new(
                        format!("是不是 {}:{near}？", kind.name()),
                        format!("did you mean {}:{near}?", kind.name()),
                    ),
                    None => Text::new(
                        format!("用 gongbao list {} 列出编号", kind.name()),
                        format!("gongbao list {} shows the ids", kind.name()),
                    ),
                };
                broken(
                    format!("没有编号为“{id}”的{}", kind.zh()),
                    format!("there is no {} \"{id}\"", kind.name()),
                    help,
                )
            }
        },
        LinkTarget::Site(address) => {
            let path = address.split(['#', '?']).next().unwrap_or(address);
            let exists = looked.site.pages.binary_search_by(|page| page.address.as_str().cmp(path)).is_ok()
                || bulletin.assets.contains_key(path.trim_start_matches('/'));
            if exists {
                return None;
            }
            let near = nearest(path, looked.site.pages.iter().map(|page| page.address.as_str()));
            let help = match near {
                Some(near) => Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")),
                None => Text::new(
                    "链接记录时写 [文字](类别:编号)，如 project:ID",
                    "link records as [text](KIND:ID), as project:ID",
                ),
            };
            broken(format!("站内没有 {path} 这个地址"), format!("the site has no address {path}"), help)
        }
        LinkTarget::File(name) => {
            if bulletin.asset(&entry.file, name).is_some() {
                return None;
            }
            let help = Text::new(
                "链接记录时写 [文字](类别:编号)，如 project:ID；链接文件时把文件放在记录旁边",
                "link records as [text](KIND:ID), as project:ID; put files to link beside the record",
            );
            broken(format!("找不到“{name}”"), format!("there is no \"{name}\""), help)
        }
        LinkTarget::Unsafe => None,
    }
}
