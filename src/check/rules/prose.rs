//! Texts: links that lead nowhere or are not allowed, images that are missing or have no text, raw HTML, headings,
//! references to figures.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::check::Looked;
use crate::diagnostic::{At, Finding, Place, Text, codes};
use crate::figures::{QuoteError, quote};
use crate::record::tree::{Leaf, leaves};
use crate::record::{Bulletin, Entry};
use crate::site::LinkTarget;
use crate::source::yaml::Step;
use crate::source::{Format, front_matter, markdown};
use crate::text::nearest;

/// Everything that can be wrong in a record's texts.
pub(in crate::check) fn prose(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let mut findings = Vec::new();
    leaves(&entry.tree, &mut |path, leaf| {
        if let Leaf::Prose(text) = leaf {
            let body_start = body_start(looked, entry, path, text);
            let at = |range: Range<usize>| match body_start {
                Some(start) => Place::span(entry.file.clone(), range.start + start..range.end + start),
                None => place_in_field(looked, &looked.source.place(&entry.file, path), text, range),
            };
            findings.extend(of_text(looked, entry, text, &at));
        }
    });
    findings
}

/// Where the text begins in its file, for the body of a Markdown file.
fn body_start(looked: &Looked<'_>, entry: &Entry, path: &[Step], text: &str) -> Option<usize> {
    let is_body = matches!(path, [Step::Key(key)] if key == "body");
    let file = looked.source.file(&entry.file).filter(|file| is_body && file.format == Format::Markdown)?;
    let (_, body) = front_matter::split(&file.text)?;
    (file.text.get(body.clone()) == Some(text)).then_some(body.start)
}

/// The place in a YAML field of what stands at `range` of its text: where the same words are found again, as often as
/// before it in the text. The whole field where line breaks or quoting hide them.
fn place_in_field(looked: &Looked<'_>, field: &Place, text: &str, range: Range<usize>) -> Place {
    let found = || {
        let At::Span(start, end) = field.at else { return None };
        let written = looked.source.file(&field.file)?.text.get(start..end)?;
        let words = text.get(range.clone()).filter(|words| !words.is_empty())?;
        let before = text.get(..range.start)?.matches(words).count();
        let (at, _) = written.match_indices(words).nth(before)?;
        Some(Place::span(field.file.clone(), start + at..start + at + words.len()))
    };
    found().unwrap_or_else(|| field.clone())
}

fn of_text(looked: &Looked<'_>, entry: &Entry, text: &str, at: &dyn Fn(Range<usize>) -> Place) -> Vec<Finding> {
    let events = markdown::events(text);
    let this = looked.on_day.entry(&entry.id).unwrap_or(entry);
    let quoted = |expression: &str| quote(looked.on_day, looked.figures, this, expression);
    let words =
        |expression: &str| quoted(expression).map_or_else(|_| markdown::as_written(expression), |quote| quote.text);
    let headings = markdown::headings(&events, &words);
    let mut findings = Vec::new();
    for heading in headings.iter().filter(|heading| heading.level == 1) {
        let message = Text::new(
            "正文里不用一级标题，页面标题已经是一级",
            "the page's title is its first-level heading; a text has none",
        );
        findings.push(
            Finding::new(codes::HEADING_LEVEL, at(heading.place.clone()), message)
                .help(format!("改为：## {}", heading.title), format!("write: ## {}", heading.title)),
        );
    }
    for (event, range) in &events {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let message = Text::new("正文中的 HTML 不会发布", "raw HTML in a text is dropped");
                let tag = html.trim();
                findings.push(Finding::new(codes::RAW_HTML, at(range.clone()), message).help(
                    format!("改用 Markdown，或删去 {}", crate::text::shorten(tag, 40)),
                    format!("use Markdown, or delete {}", crate::text::shorten(tag, 40)),
                ));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let anchors = headings.iter().any(|heading| Some(heading.id.as_str()) == dest_url.strip_prefix('#'));
                findings.extend(link(looked, entry, dest_url, anchors).map(|fault| fault.at(at(range.clone()))));
            }
            Event::InlineMath(expression) => {
                if let Err(QuoteError::Fault(fault)) = quoted(expression) {
                    let finding = Finding::new(fault.code, at(range.clone()), fault.message);
                    findings.push(finding.help(fault.help.zh, fault.help.en));
                }
            }
            Event::DisplayMath(_) => {
                let message = Text::new("“{{”后面没有“}}”", "nothing closes this \"{{\"");
                findings.push(Finding::new(codes::UNCLOSED_QUOTE, at(range.clone()), message).help(
                    "在同一行里写成 {{ 编号.字段 }}；要显示花括号本身，写 \\{{",
                    "write {{ ID.KEY }} on one line; to show the braces themselves, write \\{{",
                ));
            }
            _ => {}
        }
    }
    for (name, alt, range) in markdown::images_in(text) {
        findings
            .extend(image(looked.bulletin, entry, &name, &alt).into_iter().map(|fault| fault.at(at(range.clone()))));
    }
    findings
}

struct Fault {
    code: crate::diagnostic::Code,
    message: Text,
    help: Text,
}

impl Fault {
    fn at(self, place: Place) -> Finding {
        let mut finding = Finding::new(self.code, place, self.message);
        finding.help = Some(self.help);
        finding
    }
}

fn link(looked: &Looked<'_>, entry: &Entry, link: &str, anchor_exists: bool) -> Option<Fault> {
    let bulletin = looked.bulletin;
    let broken =
        |zh: String, en: String, help: Text| Some(Fault { code: codes::BROKEN_LINK, message: Text::new(zh, en), help });
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
        LinkTarget::Unsafe => Some(Fault {
            code: codes::UNSAFE_LINK,
            message: Text::new(format!("不允许这种链接：{link}"), format!("this kind of link is not allowed: {link}")),
            help: Text::new(
                "可用 https、http、mailto、tel 或站内链接",
                "use https, http, mailto, tel, or a link inside the site",
            ),
        }),
    }
}

fn image(bulletin: &Bulletin, entry: &Entry, name: &str, alt: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if alt.trim().is_empty() {
        faults.push(Fault {
            code: codes::NO_ALT_TEXT,
            message: Text::new("图片缺少替代文字", "the image has no text that stands for it"),
            help: Text::new(format!("写成 ![图里有什么]({name})"), format!("write ![what is to be seen]({name})")),
        });
    }
    if bulletin.asset(&entry.file, name).is_none() {
        faults.push(Fault {
            code: codes::MISSING_FILE,
            message: Text::new(format!("找不到图片“{name}”"), format!("there is no image \"{name}\"")),
            help: Text::new(
                "放到记录旁边写文件名，或放到 content/images/ 写 /images/文件名",
                "put it beside the record, or into content/images/ and write /images/NAME",
            ),
        });
    }
    faults
}
