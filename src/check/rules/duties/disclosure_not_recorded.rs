//! # 竣工的项目没有登记信息公开 · A finished project without its disclosures
//!
//! 写了 `disclosures` 的项目，已经竣工或投产而没有登记“竣工有关信息”，或者手续办结了而没有登记“批准结果信息”。
//!
//! A project that has `disclosures` is finished and records none of completion, or its procedures are done and it records none of approval results.
//!
//! ## 为什么 · Why
//!
//! 国办发〔2017〕94号：竣工、批准结果都在八类信息之中。
//!
//! State Council office 2017 no. 94: completion and approval results are among the eight classes.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 竣工, date: 2023-10-01}]
//! disclosures:
//!   - {class: 招标投标信息, title: 中标结果, arose: 2023-03-01, disclosed: 2023-03-09}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! stages: [{stage: 竣工, date: 2023-10-01}]
//! disclosures:
//!   - {class: 招标投标信息, title: 中标结果, arose: 2023-03-01, disclosed: 2023-03-09}
//!   - {class: 竣工有关信息, title: 竣工验收, arose: 2023-10-09, disclosed: 2023-10-12}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, key, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::figures::finished;
use crate::record::{DisclosureClass, Entry};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0524",
    name: "disclosure-not-recorded",
    severity: Severity::Advice,
    page: include_str!("disclosure_not_recorded.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry).filter(|project| !project.disclosures.is_empty()) else { return Vec::new() };
    let recorded = |class: DisclosureClass| project.disclosures.iter().any(|one| one.class == class);
    let completed = finished(project).is_some() && !recorded(DisclosureClass::Completion);
    let approved = project.procedures.iter().any(|procedure| procedure.done.is_some());
    let approved = approved && !recorded(DisclosureClass::Approval);
    let missing = [(completed, DisclosureClass::Completion), (approved, DisclosureClass::Approval)];
    let missing = missing.into_iter().filter(|(is_missing, _)| *is_missing);
    missing
        .map(|(_, class)| {
            let message =
                Text::new(format!("没有登记“{}”", class.zh()), format!("nothing is recorded of \"{}\"", class.en()));
            Finding::new(CODE, looked.source.place(&entry.file, &key("disclosures")), message)
                .help("在 disclosures 里补上；没有的，不用补", "add it to disclosures; leave it where there is none")
        })
        .collect()
}
