//! # 重大项目信息公开超期 · A disclosure of a major project that is late
//!
//! `disclosures` 里的信息，从形成（`arose`）起20个工作日内应当公开（`disclosed`），过了期限的最后一天就是超期；天数可在 `site.yaml` 的 `disclosure_days` 改。期限算不出来的也说：没有写形成日期，公开早于形成，没有那一年的工作日历。
//!
//! What stands in `disclosures` is to be disclosed within 20 working days of its coming into being (`arose`), and is late from the day after; `disclosure_days` in `site.yaml` sets another number. Terms that cannot be counted are told as well: no day of coming into being, one after the disclosure, a year whose working days are not known.
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
use crate::record::{Disclosure, Entry};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0520",
    name: "disclosure-late",
    severity: Severity::Warning,
    page: include_str!("disclosure_late.rs"),
};

/// Why the term of a disclosure cannot be counted: the key, and what is wrong.
fn not_counted(looked: &Looked<'_>, stated: &Disclosure) -> Option<(&'static str, Text)> {
    if let Some((arose, disclosed)) = stated.arose.zip(stated.disclosed)
        && disclosed.is_before(arose.first())
    {
        let en = format!("disclosed on {disclosed}, before it came into being on {arose}");
        return Some(("disclosed", Text::new(format!("公开日期 {disclosed} 早于形成日期 {arose}"), en)));
    }
    if stated.arose.is_none() && stated.disclosed.is_none() {
        let message = Text::new("没有写形成日期，期限无从算起", "without the day it came into being there is no term");
        return Some(("title", message));
    }
    let arose = stated.arose.filter(|arose| arose.day().is_some() && arose.first() <= looked.figures.as_of)?;
    let year = arose.year();
    let known = looked.figures.working_days.is_working(arose.first()).is_some();
    (!known && stated.disclosed.is_none()).then(|| {
        let en = format!("the working days of {year} are not known, and the term of {arose} cannot be counted");
        ("arose", Text::new(format!("没有{year}年的工作日历，{arose} 起的期限算不出来"), en))
    })
}

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(project) = project(entry) else { return Vec::new() };
    let allowed = looked.bulletin.config.disclosure_days();
    let all = disclosures(project, &looked.figures.working_days, allowed, looked.figures.as_of);
    let mut findings = Vec::new();
    for one in all {
        let title = &one.title;
        let stated = project.disclosures.get(one.index);
        if let Some((key, message)) = stated.and_then(|stated| not_counted(looked, stated)) {
            let place = looked.source.place(&entry.file, &item("disclosures", one.index, key));
            findings.push(Finding::new(CODE, place, message).help(
                "补上或改正日期；缺的工作日历在 site.yaml 的 working_days 里补",
                "add or mend the date; add a missing calendar under working_days in site.yaml",
            ));
            continue;
        }
        let Some(days) = one.taken else { continue };
        let (message, key) = match one.state {
            DisclosureState::AfterTerm => {
                let en = format!("\"{title}\" was disclosed after {days} working days; {allowed} are allowed");
                (Text::new(format!("“{title}”过了{days}个工作日才公开，期限是{allowed}个工作日"), en), "disclosed")
            }
            DisclosureState::Late => {
                let due = one.due.map(|due| due.to_string()).unwrap_or_default();
                let en = format!(
                    "\"{title}\" is not disclosed after {days} working days; the term of {allowed} ended on {due}"
                );
                (
                    Text::new(format!("“{title}”形成{days}个工作日仍未公开，{allowed}个工作日的期限到 {due} 为止"), en),
                    "arose",
                )
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
