//! # 合计与其分项不符 · A stated total is not the sum of its parts
//!
//! `sum` 或指标的 `parts` 写明由哪些相加，相加的结果与写的不同。
//!
//! `sum`, or an indicator's `parts`, say what is added up, and the sum is another.
//!
//! ## 为什么 · Why
//!
//! 漏了一项，或多算了一项，读者自己也会加。
//!
//! Something is missing or counted twice, and readers can add too.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: all, what: 上报, value: 27775件}
//!   - {key: done, what: 办结, value: 26603件}
//!   - {what: 合计, value: 54300件, sum: [all, done]}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: all, what: 上报, value: 27775件}
//!   - {key: done, what: 办结, value: 26603件}
//!   - {what: 合计, value: 54378件, sum: [all, done]}
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
    id: "GB0402",
    name: "sum-does-not-hold",
    severity: Severity::Warning,
    page: include_str!("sum_does_not_hold.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry, relation: &Relation) -> Option<Finding> {
    (relation.kind == RelationKind::Sum).then(|| stated(CODE, looked, entry, relation))
}
