//! # 发布后改了内容，没有说明 · A published fact was changed without a word
//!
//! 发布记录（`content/published.yaml`）记着的标题、发文字号、计划日期、预算或数据，记录里现在不同了或没有了，却没有新加的 `corrections`（项目节点也可以写 `note`，公告也可以由另一件公告 `amends`）。
//!
//! A title, document number, planned date, budget or figure that stands in the record of publication (`content/published.yaml`) is another now, or is not stated any more, and no new `corrections` say so (nor the `note` of a milestone, nor another notice that `amends` it).
//!
//! ## 为什么 · Why
//!
//! 公开过的数字和日期有人引用；改了要说明原来是什么、为什么改。
//!
//! What was published is cited: who changes it says what it was, and why.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! finish: 2024-06
//! ````
//!
//! ````yaml content/published.yaml
//! /projects/a/:
//!   title: 甲项目
//!   first: 2023-01-01
//!   dates:
//!     finish: 2024-03
//!   words: 702cdc3892cc39f0
//!   seal: 70adec05ee16
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! finish: 2024-06
//! corrections: [{date: 2023-05-08, what: 计划竣工日期, was: 2024年3月, now: 2024年6月}]
//! ````
//!
//! ````yaml content/published.yaml
//! /projects/a/:
//!   title: 甲项目
//!   first: 2023-01-01
//!   dates:
//!     finish: 2024-03
//!   words: 702cdc3892cc39f0
//!   seal: 70adec05ee16
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, key_of};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::{FactChange, PUBLISHED};
use crate::site::Held;
use crate::source::yaml::scalar;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0320",
    name: "fact-changed-silently",
    severity: Severity::Warning,
    page: include_str!("fact_changed_silently.rs"),
};

/// Facts that a message names; of more it says how many.
const NAMED: usize = 3;

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let held = Held::of(looked.on_day, looked.figures.as_of);
    held.iter().filter_map(|held| finding(looked, held)).collect()
}

/// What is said of a page that states something else than when it was published.
fn finding(looked: &Looked<'_>, held: &Held<'_>) -> Option<Finding> {
    if held.is_said() {
        return None;
    }
    let changes = held.page.changes(&held.stated);
    let first = changes.first()?;
    let said: (Vec<String>, Vec<String>) = changes.iter().take(NAMED).map(in_words).unzip();
    let more = changes.len().saturating_sub(NAMED);
    let (zh, en) = match more {
        0 => (String::new(), String::new()),
        more => (format!("，另有 {more} 项"), format!(", and {more} more")),
    };
    let message = Text::new(
        format!("发布后改了，没有说明：{}{zh}", said.0.join("；")),
        format!("changed after it was published, without a word: {}{en}", said.1.join("; ")),
    );
    let file = &held.entry.file;
    let place = first.path.map_or_else(|| Place::file(file.clone()), |path| looked.source.place(file, path));
    let recorded = key_of(looked, PUBLISHED, &held.address);
    let (was, now) = (scalar(first.was, true), scalar(first.now.unwrap_or_default(), true));
    Some(Finding::new(CODE, place, message).related(recorded, Text::new("发布时", "when it was published")).help(
        format!("加上 corrections: [{{date: 日期, what: 改了什么, was: {was}, now: {now}}}]；改错了的，改回来"),
        format!(
            "add corrections: [{{date: DATE, what: WHAT, was: {was}, now: {now}}}], or put it back where it is a slip"
        ),
    ))
}

fn in_words(change: &FactChange<'_>) -> (String, String) {
    let (zh, en) = match change.of {
        "title" => ("标题".to_owned(), "the title".to_owned()),
        "number" => ("发文字号".to_owned(), "the number".to_owned()),
        _ => (format!("“{}”", change.name), format!("\"{}\"", change.name)),
    };
    let was = change.was;
    match change.now {
        Some(now) => (format!("{zh}原为 {was}，现为 {now}"), format!("{en} was {was} and is {now}")),
        None => (format!("{zh}原为 {was}，现在没有了"), format!("{en} was {was} and is not stated any more")),
    }
}
