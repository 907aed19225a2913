//! # 更新早于发布 · Updated before it was published
//!
//! `updated` 早于 `published`。
//!
//! `updated` is before `published`.
//!
//! ## 为什么 · Why
//!
//! 两个日期有一个打错了。
//!
//! One of the two is a slip.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! published: 2023-05-06
//! updated: 2023-04-01
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! published: 2023-05-06
//! updated: 2023-06-01
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0522",
    name: "updated-before-published",
    severity: Severity::Warning,
    page: include_str!("updated_before_published.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let common = entry.record.common();
    let pair = common.published.zip(common.updated).filter(|(published, updated)| updated.is_before(published.first()));
    let Some((published, updated)) = pair else { return Vec::new() };
    let message = Text::new(
        format!("更新日期 {updated} 早于发布日期 {published}"),
        format!("it was updated on {updated}, before it was published on {published}"),
    );
    let place = looked.source.place(&entry.file, &[Step::Key("updated".into())]);
    vec![Finding::new(CODE, place, message).help("改正其中一个日期", "mend one of the two dates")]
}
