//! # 没有用到的文件 · A file that nothing names
//!
//! `content/` 里的图片或附件，没有一条发布的记录、`site.yaml` 或一个页面（包括自己的模板）用到它。这样的文件不发布。草稿用到的等草稿发布时一起发布，不提醒。
//!
//! An image or attachment in `content/` that no published record, `site.yaml` or page (own templates included) names. It is not published. What a draft names is published with the draft, and not told.
//!
//! ## 为什么 · Why
//!
//! 内部表格和旧稿常常和记录放在一起，没有人看见它们上了网；要公开的，读者也要有一处能点到。
//!
//! Internal tables and old versions lie beside records, and nobody sees that they are on the web; and what is public needs a place where readers find it.
//!
//! ## 例 · Example
//!
//! ````txt content/files/memo.txt
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
//! ````txt content/files/memo.txt
//! 草稿
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! 开工了，见[说明](/files/memo.txt)。
//! ````

use crate::check::Looked;
use crate::check::rules::files::not_for_readers::is_for_readers;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::CONFIG;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code =
    Code { id: "GB0115", name: "stray-file", severity: Severity::Warning, page: include_str!("stray_file.rs") };

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    // It may belong to a record that cannot be read.
    if looked.bulletin.has_unread() || !looked.source.unread.is_empty() {
        return Vec::new();
    }
    let named = looked.named;
    let is_stray =
        |path: &&str| is_for_readers(path) && !named.published.contains(*path) && !named.drafts.contains(*path);
    let paths = looked.source.assets.iter().map(|asset| asset.path.as_str());
    paths.filter(is_stray).map(|path| finding(looked, path)).collect()
}

fn finding(looked: &Looked<'_>, path: &str) -> Finding {
    let message = Text::new(
        format!("没有记录、页面用到 {path}，它不会发布"),
        format!("no record and no page names {path}; it is not published"),
    );
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    let written = if path.chars().all(is_plain) {
        path.to_owned()
    } else {
        format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
    };
    let (zh, en) = if looked.bulletin.config.keep.is_empty() {
        (format!("在 {CONFIG} 里加一行 keep: [{written}]"), format!("add this line to {CONFIG}: keep: [{written}]"))
    } else {
        (format!("在 {CONFIG} 的 keep 里加上 {written}"), format!("add {written} to keep in {CONFIG}"))
    };
    let link = if path.contains([' ', '(', ')']) { format!("</{path}>") } else { format!("/{path}") };
    Finding::new(CODE, Place::file(format!("content/{path}")), message).help(
        format!("要公开的，在记录里写 attachments，或在正文里写 [文字]({link})；只给别处链接的，{zh}；不公开的，移到 content/ 之外"),
        format!("where it is public, name it under attachments of a record, or in a text as [WORDS]({link}); where only others link to it, {en}; where it is not public, move it out of content/"),
    )
}
