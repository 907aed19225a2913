//! # 重大项目信息公开超期 · A disclosure of a major project that is late
//!
//! `disclosures` 里的信息，从形成（`arose`）起20个工作日内应当公开（`disclosed`）；天数可在 `site.yaml` 的 `disclosure_days` 改。
//!
//! What stands in `disclosures` is to be disclosed within 20 working days of its coming into being (`arose`); `disclosure_days` in `site.yaml` sets another number.
//!
//! ## 为什么 · Why
//!
//! 国办发〔2017〕94号：重大建设项目八类信息自形成或变更之日起20个工作日内公开。
//!
//! State Council office 2017 no. 94: eight classes of information on major projects, within 20 working days.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! disclosures:
//!   - {class: 竣工有关信息, title: 竣工验收备案, arose: 2023-10-09}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! disclosures:
//!   - {class: 竣工有关信息, title: 竣工验收备案, arose: 2023-10-09, disclosed: 2023-10-20}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::figures::{DisclosureState, disclosures};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code =
    Code { id: "GB0520", name: "disclosure-late", severity: Severity::Warning, page: include_str!("disclosure_late.rs") };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let allowed = looked.bulletin.config.disclosure_days();
    let all = disclosures(project, &looked.figures.working_days, allowed, looked.figures.as_of);
    let mut findings = Vec::new();
    for one in all {
        let (title, Some(days)) = (&one.title, one.taken) else { continue };
        let (message, key) = match one.state {
            DisclosureState::AfterTerm => {
                let en = format!("\"{title}\" was disclosed after {days} working days; {allowed} are allowed");
                (Text::new(format!("“{title}”过了{days}个工作日才公开，期限是{allowed}个工作日"), en), "disclosed")
            }
            DisclosureState::Late => {
                let en = format!("\"{title}\" is not disclosed after {days} working days; {allowed} are allowed");
                (Text::new(format!("“{title}”形成{days}个工作日仍未公开，期限是{allowed}个工作日"), en), "arose")
            }
            _ => continue,
        };
        let place = looked.source.place(&entry.file, &item("disclosures", one.index, key));
        findings.push(Finding::new(CODE, place, message).help(
            "公开后写上 disclosed: 公开日期；已经超期的照实写，用 allow: 说明",
            "write disclosed: DATE when it is; where it was late, say so with allow:",
        ));
    }
    findings
}
