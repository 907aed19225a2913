//! # 没有记录用到的文件 · A file that no record names
//!
//! 栏目目录里的图片或附件（`images/`、`files/` 之外），没有一条记录、一处正文用到它。
//!
//! An image or attachment among the records (outside `images/` and `files/`) that no record and no text names.
//!
//! ## 为什么 · Why
//!
//! `content/` 里的文件都会发布，草稿和内部表格也会。
//!
//! All files of `content/` are published, drafts and internal tables among them.
//!
//! ## 例 · Example
//!
//! ````txt content/news/memo.txt
//! 草稿
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 开工了。
//! ````
//!
//! ## 改为 · Instead
//!
//! ````txt content/news/memo.txt
//! 草稿
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 开工了，见[说明](memo.txt)。
//! ````

use std::collections::BTreeSet;

use crate::check::Looked;
use crate::check::rules::files::not_for_readers::is_for_readers;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::tree::{Leaf, leaves};
use crate::site::{LinkTarget, links_in};
use crate::source::markdown::{images_in, may_link};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code =
    Code { id: "GB0115", name: "stray-file", severity: Severity::Warning, page: include_str!("stray_file.rs") };

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let apart = |path: &&str| !path.starts_with("images/") && !path.starts_with("files/") && is_for_readers(path);
    let mut stray: BTreeSet<&str> =
        looked.source.assets.iter().map(|asset| asset.path.as_str()).filter(apart).collect();
    // What belongs to a record that is not read or not published is no stray.
    if stray.is_empty() || !looked.source.unread.is_empty() || looked.bulletin.has_unread() {
        return Vec::new();
    }
    let bulletin = looked.bulletin;
    for entry in &bulletin.entries {
        let mut used = |name: &str| {
            if let Some((asset, _)) = bulletin.linked_asset(&entry.file, name) {
                stray.remove(asset.path.as_str());
            }
        };
        leaves(&entry.tree, &mut |_, leaf| match leaf {
            Leaf::Image(name) | Leaf::File(name) => used(name),
            Leaf::Prose(text) if may_link(text) => {
                images_in(text).iter().for_each(|(name, ..)| used(name));
                for (link, _) in links_in(text) {
                    if let LinkTarget::File(name) | LinkTarget::Site(name) = LinkTarget::parse(&link) {
                        used(name);
                    }
                }
            }
            _ => {}
        });
    }
    let drafts =
        |path: &str| looked.source.files.iter().any(|file| is_draft(&file.text) && file.text.contains(name_of(path)));
    stray.into_iter().filter(|path| !drafts(path)).map(finding).collect()
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_draft(text: &str) -> bool {
    text.contains("draft: true")
}

fn finding(path: &str) -> Finding {
    let message = Text::new(
        format!("没有记录用到 {path}，它也会发布"),
        format!("no record names {path}, and it is published all the same"),
    );
    let name = name_of(path);
    Finding::new(CODE, Place::file(format!("content/{path}")), message).help(
        format!("不公开的，移到 content/ 之外；公开的，在记录里写 attachments，或在正文里写 [文字]({name})"),
        format!("move it out of content/ where it is not public; else name it under attachments, or in a text as [WORDS]({name})"),
    )
}
