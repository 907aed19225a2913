//! # 比率与其分子分母不符 · A stated rate does not follow from its counts
//!
//! `rate`、`cut`、`yoy` 写明了关系的，用原数重算，与写的比较，四舍五入或去尾的差不算。`yoy` 与同一记录里上年同期的数比较；生产总值、增加值、总产值按可比价算，不比。
//!
//! Where `rate`, `cut` or `yoy` states the relation, it is recomputed from the counts; differences of rounding and cutting off do not count. `yoy` is held against the figure a year before in the same record, but not for output (生产总值, 增加值, 总产值), which grows at constant prices.
//!
//! ## 为什么 · Why
//!
//! 来源里就有与自己的件数对不上的比率（grid，`figures.md`）。两个数都发布，并加标记。
//!
//! The sources themselves print rates that their own counts contradict (`figures.md`). Both are published, marked.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: all, what: 上报, value: 27775件}
//!   - {key: done, what: 办结, value: 26603件}
//!   - {what: 办结率, value: 99.89%, rate: {part: done, whole: all}}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: all, what: 上报, value: 27775件}
//!   - {key: done, what: 办结, value: 26603件}
//!   - {what: 办结率, value: 95.78%, rate: {part: done, whole: all}}
//! ````

use crate::check::Looked;
use crate::check::rules::stated;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity};
use crate::figures::{Relation, RelationKind};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Relation(check) };

const CODE: Code = Code {
    id: "GB0401",
    name: "rate-does-not-hold",
    severity: Severity::Warning,
    page: include_str!("rate_does_not_hold.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry, relation: &Relation) -> Option<Finding> {
    let is_rate = matches!(relation.kind, RelationKind::Rate | RelationKind::Cut | RelationKind::Growth);
    is_rate.then(|| stated(CODE, looked, entry, relation))
}
