//! # 公告发布后改了文字 · A notice was edited after it was published
//!
//! 公告的文字或附件和发布记录（`content/published.yaml`）里的校验码对不上，却没有新加的 `corrections`，也没有另一件公告写明修改它（`amends`）。标题、文号、日期改了的由 GB0320 报告。
//!
//! The words or files of a notice are others than when it was recorded in `content/published.yaml`, and neither a new one of its `corrections` nor another notice that `amends` it says so. Titles, numbers and dates are those of GB0320.
//!
//! ## 为什么 · Why
//!
//! 公告有效力；发布后要改，就另发一件，或写明更正。
//!
//! A notice has effect as it was published: it is changed by another notice, or the correction is stated.
//!
//! ## 例 · Example
//!
//! ````yaml content/notices/n.yaml
//! title: 关于停水的公告
//! kind: 其他公告
//! published: 2023-05-01
//! body: 停水两天。
//! ````
//!
//! ````yaml content/published.yaml
//! /notices/n/:
//!   title: 关于停水的公告
//!   first: 2023-05-01
//!   words: a336b4ca12eea387
//!   seal: 04f4a7967b41
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/notices/n.yaml
//! title: 关于停水的公告
//! kind: 其他公告
//! published: 2023-05-01
//! body: 停水两天。
//! corrections: [{date: 2023-05-02, what: 停水时间, was: 停水一天, now: 停水两天}]
//! ````
//!
//! ````yaml content/published.yaml
//! /notices/n/:
//!   title: 关于停水的公告
//!   first: 2023-05-01
//!   words: a336b4ca12eea387
//!   seal: 04f4a7967b41
//! ````

use std::sync::Arc;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::Kind;
use crate::site::Held;
use crate::source::Format;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0824",
    name: "edited-after-publication",
    severity: Severity::Warning,
    page: include_str!("edited_after_publication.rs"),
};

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let held = Held::of(looked.on_day, looked.figures.as_of);
    let notices = held.iter().filter(|held| held.entry.kind == Kind::Notice && !held.is_said());
    let edited = notices.filter(|held| held.is_edited() && held.page.changes(&held.stated).is_empty());
    edited
        .map(|held| {
            let since = held.page.changed.or(held.page.first).map(|day| day.to_string()).unwrap_or_default();
            let message = Text::new(
                format!("{since} 发布后改了文字或附件，没有说明"),
                format!("the words or files were changed after {since}, when it was recorded as published, without a word"),
            );
            let place = text_of(looked, &held.entry.file);
            Finding::new(CODE, place, message).help(
                "加上 corrections: [{date: 日期, what: 改了什么, was: 原来, now: 现在}]，或发布一件 amends 它的公告；不该改的，改回来",
                "add corrections: [{date: DATE, what: WHAT, was: BEFORE, now: NOW}], or a notice that amends it; put it back where it is a slip",
            )
        })
        .collect()
}

/// The first line of a notice's text.
fn text_of(looked: &Looked<'_>, path: &Arc<str>) -> Place {
    let file = looked.source.file(path);
    let text = file.and_then(|file| {
        let (_, body) = file.parts().filter(|_| file.format == Format::Markdown)?;
        let text = file.text.get(body.clone())?;
        let start = body.start + text.len() - text.trim_start().len();
        let line = text.trim_start().lines().next()?.trim_end();
        Some(Place::span(path.clone(), start..start + line.len()))
    });
    text.unwrap_or_else(|| looked.source.place(path, &[Step::Key("body".into())]))
}
