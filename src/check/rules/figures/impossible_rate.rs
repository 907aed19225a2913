//! # 没有任何整数件数能得出这个比率 · A rate that no whole number of cases can give
//!
//! 只知道总数和比率时，看有没有一个整数件数能得出它。
//!
//! Where only the whole and the rate are known, some whole number of cases must give it.
//!
//! ## 为什么 · Why
//!
//! 件数是整数，读者一算就知道不对。31件里办结99%做不到：30件是96.77%，31件是100%。
//!
//! Cases are whole numbers, and readers can see that it is wrong. 99% of 31 cannot be: 30 are 96.77%, 31 are 100%.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: all, what: 上报, value: 31件}
//!   - {what: 办结率, value: 99%, rate: {whole: all}}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures:
//!   - {key: all, what: 上报, value: 31件}
//!   - {what: 办结率, value: 97%, rate: {whole: all}}
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
    id: "GB0403",
    name: "impossible-rate",
    severity: Severity::Warning,
    page: include_str!("impossible_rate.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry, relation: &Relation) -> Option<Finding> {
    (relation.kind == RelationKind::WholeOnly).then(|| stated(CODE, looked, entry, relation))
}
