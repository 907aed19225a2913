//! # 链接的目标不存在 · A link that leads nowhere
//!
//! 站内链接、记录链接（`类别:编号`）、文件链接，以及“#”后面的标题（本页的，别的记录页面的）都要存在。
//!
//! Links inside the site, to records (`KIND:ID`), to files, and to headings of this page or of another record's, must lead somewhere.
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

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag};
use regex::Regex;

use crate::check::Looked;
use crate::check::prose::Prose;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::{Absent, Bulletin, Entry, Kind};
use crate::site::LinkTarget;
use crate::source::markdown::{Headings, RESERVED};
use crate::text::percent_decode_path;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Prose(check) };

const CODE: Code =
    Code { id: "GB0701", name: "broken-link", severity: Severity::Error, page: include_str!("broken_link.rs") };

fn check(prose: &Prose<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (event, range) in &prose.events {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        let fault = match LinkTarget::parse(dest_url) {
            LinkTarget::Anchor(anchor) => no_anchor(anchor, &prose.headings, None),
            _ => link(prose.looked, prose.entry, dest_url),
        };
        if let Some((message, help)) = fault {
            let finding = Finding::new(CODE, prose.at(range), message);
            findings.push(help.told(finding, prose, range, dest_url));
        }
    }
    findings
}

/// What is said of a link that leads nowhere.
pub(super) enum Help {
    /// Which was meant.
    Link(String),
    /// In words.
    Says(Text),
}

impl Help {
    /// A finding of a link with this help: what to type, where the link stands in its text as it is read.
    pub(super) fn told(self, finding: Finding, prose: &Prose<'_>, range: &Range<usize>, typed: &str) -> Finding {
        let link = match self {
            Help::Link(link) => link,
            Help::Says(help) => return finding.help(help.zh, help.en),
        };
        let instead = Text::new(format!("是不是 {link}？"), format!("did you mean {link}?"));
        let written = prose.text.get(range.clone()).unwrap_or_default();
        let Some(at) = written.rfind(&format!("]({typed}")).map(|at| range.start + at + 2) else {
            return finding.help(instead.zh, instead.en);
        };
        let exact = Finding { place: prose.at(&(at..at + typed.len())), ..finding.clone() };
        let told = prose.looked.write(exact, (typed, &link), ("", ""), instead);
        Finding { place: finding.place, ..told }
    }
}

/// What is to be said of an anchor that no heading of a page has: of this page, or of another record's.
fn no_anchor(anchor: &str, headings: &Headings, other: Option<&Entry>) -> Option<(Text, Help)> {
    let is_section = other.is_some() && RESERVED.contains(&anchor);
    if is_section || anchor.is_empty() || headings.has(anchor) {
        return None;
    }
    let message = match other {
        None => Text::new(format!("本页没有“#{anchor}”这个标题"), format!("this page has no heading \"#{anchor}\"")),
        Some(other) => Text::new(
            format!("“{}”的页面没有“#{anchor}”这个标题", other.id),
            format!("the page of \"{}\" has no heading \"#{anchor}\"", other.id),
        ),
    };
    let anchor = percent_decode_path(anchor);
    let meant = headings.meant(&anchor);
    let help = match meant {
        // On another page the address before it stays.
        Some(id) if other.is_none() => Help::Link(format!("#{id}")),
        Some(id) => Help::Says(Text::new(format!("是不是 #{id}？"), format!("did you mean #{id}?"))),
        None if headings.is_empty() => Help::Says(Text::new(
            "那里没有标题：去掉链接，只留文字，或者链接到一条记录，例如 (project:编号)",
            "there are no headings: keep the words without the link, or link to a record, as (project:ID)",
        )),
        None => {
            let ids: Vec<String> = headings.iter().take(8).map(|heading| format!("#{}", heading.id)).collect();
            let ids = ids.join(" ");
            Help::Says(Text::new(
                format!("有的是：{ids}；在标题后写 {{#名称}} 来指定"),
                format!("there are: {ids}; name a heading with {{#name}} behind it"),
            ))
        }
    };
    Some((message, help))
}

/// What is to be said of an anchor on another record's page, where all of its headings are known here: not those with
/// references in them, nor those of texts beside the body.
fn no_anchor_on(entry: &Entry, anchor: Option<&str>) -> Option<(Text, Help)> {
    let (headings, known) = entry.headings();
    no_anchor(anchor.filter(|anchor| !anchor.contains("note-"))?, headings, Some(entry)).filter(|_| *known)
}

/// What a link that is none was meant to be, where that can be told from how it is written.
pub(super) fn meant(bulletin: &Bulletin, link: &str) -> Option<Help> {
    static HOST: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)^(?:www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:cn|com|org|net)(?:/|$))").ok());
    let plain = link.trim().replace('：', ":").replace("%EF%BC%9A", ":");
    if link.trim().is_empty() {
        return Some(Help::Says(Text::new(
            "链接是空的：在括号里写地址，如 project:编号",
            "the link is empty: write an address between the brackets, as project:ID",
        )));
    }
    let is_of_disk = |scheme: &str| scheme.len() == 1 || scheme.eq_ignore_ascii_case("file");
    if plain.contains('\\') || plain.split_once(':').is_some_and(|(scheme, _)| is_of_disk(scheme)) {
        return Some(Help::Says(Text::new(
            "这是自己电脑上的文件：放到 content/files/，写 /files/文件名",
            "this is a file on your own computer: put it into content/files/ and write /files/NAME",
        )));
    }
    if let Some((scheme, rest)) = plain.split_once(':') {
        let scheme = percent_decode_path(scheme);
        let lower = scheme.to_lowercase();
        let kind = Kind::ALL.iter().find(|kind| kind.zh() == scheme || kind.folder() == lower || kind.name() == lower);
        let known = ["http", "https", "mailto", "tel"].contains(&lower.as_str()) && plain != link;
        return kind
            .map(|kind| Help::Link(format!("{}:{rest}", kind.name())))
            .or_else(|| known.then(|| Help::Link(plain.clone())));
    }
    if HOST.as_ref().is_some_and(|host| host.is_match(&plain)) {
        return Some(Help::Link(format!("https://{plain}")));
    }
    let page = plain.rsplit('/').next().unwrap_or(&plain);
    let id = page.strip_suffix(".html").or_else(|| page.strip_suffix(".md")).or_else(|| page.strip_suffix(".yaml"))?;
    bulletin.entry(id).map(|entry| Help::Link(format!("{}:{id}", entry.kind.name())))
}

fn link(looked: &Looked<'_>, entry: &Entry, link: &str) -> Option<(Text, Help)> {
    let bulletin = looked.bulletin;
    let broken = |zh: String, en: String, help: Help| Some((Text::new(zh, en), help));
    match LinkTarget::parse(link) {
        LinkTarget::Outside | LinkTarget::Anchor(_) => None,
        LinkTarget::Record(kind, id, anchor) => match bulletin.entry(id) {
            Some(target) if target.kind == kind => no_anchor_on(target, anchor),
            Some(target) => broken(
                format!("“{id}”不是{}", kind.zh()),
                format!("\"{id}\" is not a {}", kind.name()),
                match anchor {
                    None => Help::Link(format!("{}:{id}", target.kind.name())),
                    Some(anchor) => Help::Link(format!("{}:{id}#{anchor}", target.kind.name())),
                },
            ),
            None if bulletin.absent(id) == Some(Absent::Unread) => None,
            None if bulletin.absent(id).is_some() => broken(
                format!("“{id}”还是草稿，不会发布"),
                format!("\"{id}\" is a draft and not published"),
                Help::Says(Text::new(
                    "去掉这处链接，或发布那条记录（删去 draft: true）",
                    "drop the link, or publish that record (delete draft: true)",
                )),
            ),
            None => {
                let help = match bulletin.nearest_id(kind, id) {
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
                    Help::Says(help),
                )
            }
        },
        LinkTarget::Site(address) => {
            let path = address.split(['#', '?']).next().unwrap_or(address);
            let exists = looked.site.pages.binary_search_by(|page| page.address.as_str().cmp(path)).is_ok()
                || bulletin.linked_asset(&entry.file, address).is_some()
                || looked.source.refused(&entry.file, path)
                || bulletin.is_unread(path);
            if exists {
                let (_, anchor) = address.split_once('#')?;
                let origin = looked.site.origin(path)?;
                let target = bulletin.of_file(origin)?;
                return no_anchor_on(target, Some(anchor));
            }
            let help = match looked.site.nearest(path) {
                Some(near) => Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")),
                None => Text::new(
                    "链接记录时写 [文字](类别:编号)，如 project:ID",
                    "link records as [text](KIND:ID), as project:ID",
                ),
            };
            broken(format!("站内没有 {path} 这个地址"), format!("the site has no address {path}"), Help::Says(help))
        }
        LinkTarget::File(name) => {
            if bulletin.linked_asset(&entry.file, name).is_some() || looked.source.refused(&entry.file, name) {
                return None;
            }
            let help = meant(bulletin, name).unwrap_or_else(|| {
                Help::Says(Text::new(
                    "链接记录时写 [文字](类别:编号)，如 project:ID；链接文件时把文件放在记录旁边，或放到 content/files/",
                    "link records as [text](KIND:ID), as project:ID; put files to link beside the record, or into content/files/",
                ))
            });
            if name.trim().is_empty() {
                return broken("链接是空的".into(), "the link is empty".into(), help);
            }
            broken(format!("找不到“{name}”"), format!("there is no \"{name}\""), help)
        }
        LinkTarget::Unsafe => None,
    }
}
