//! # 同一个数在两条记录里不同 · One quantity, stated differently in two records
//!
//! 两条记录写的是同一个对象（项目、园区、单位、统计范围）、同一个指标、同一时间、同一性质的数，数却不同。约数不比。项目的“总投资”与 `investment.total` 也这样比。
//!
//! Two records state a figure of the same thing (project, park, office, scope), by the same name, for the same time, of the same sort, and the numbers differ. Approximate ones are not compared. A 总投资 is compared with `investment.total` of the project too.
//!
//! ## 为什么 · Why
//!
//! 同一个数写在两处，改的时候常常漏掉一处；读者不知道信哪个。
//!
//! A figure typed twice is mended in one place only, and readers do not know which to believe.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures: [{what: 就业岗位, value: 200个, kind: plan}]
//! ````
//!
//! ````yaml content/events/e.yaml
//! title: 甲项目签约
//! kind: 集中签约
//! date: 2023-05-06
//! projects: [a]
//! figures: [{what: 就业岗位, value: 300个, kind: plan}]
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! figures: [{what: 就业岗位, value: 200个, kind: plan}]
//! ````
//!
//! ````yaml content/events/e.yaml
//! title: 甲项目签约
//! kind: 集中签约
//! date: 2023-05-06
//! projects: [a]
//! figures: [{what: 就业岗位, value: 200个, kind: plan}]
//! ````

use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::Quantity;
use crate::record::tree::{Leaf, leaves};
use crate::record::{Entry, Indicator, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code =
    Code { id: "GB0412", name: "stated-differently", severity: Severity::Warning, page: include_str!("stated_differently.rs") };

/// What a figure is of: the thing, the name, the time, the sort.
type Subject = (String, String, String, &'static str);

/// A figure, where it is stated.
struct Stated<'a> {
    entry: &'a Entry,
    path: Vec<Step>,
    value: &'a Quantity,
}

fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<Subject, Stated<'_>> = BTreeMap::new();
    let mut findings = Vec::new();
    for entry in &looked.bulletin.entries {
        for (subject, stated) in stated(entry) {
            let Some(whole) = stated.value.whole().filter(|_| stated.value.is_exact()) else { continue };
            let Some(other) = first.get(&subject) else {
                first.insert(subject, stated);
                continue;
            };
            let same = other.value.unit != stated.value.unit || other.value.whole() == Some(whole);
            // Within one record the same name may stand for several things: the record says which.
            if same || other.entry.id == stated.entry.id {
                continue;
            }
            let place = |stated: &Stated<'_>| looked.source.place(&stated.entry.file, &stated.path);
            let (name, value, before) = (&subject.1, stated.value, other.value);
            let message = Text::new(
                format!("“{name}”这里是 {value}，{} 里是 {before}", other.entry.file),
                format!("\"{name}\" is {value} here and {before} in {}", other.entry.file),
            );
            let finding = Finding::new(CODE, place(&stated), message).help(
                "核对后改成一样的数；确实是两个数的，写明时间或换一个名称，或用 allow: 说明",
                "make them the same; where they are two figures, give their times or other names, or say so with allow:",
            );
            findings.push(finding.related(place(other), Text::new("另一处", "the other one")));
        }
    }
    findings
}

/// The figures of a record whose thing is known.
fn stated(entry: &Entry) -> Vec<(Subject, Stated<'_>)> {
    let value_of = |list: &str, index| vec![Step::Key(list.into()), Step::Item(index), Step::Key("value".into())];
    let mut all = Vec::new();
    if let Record::Indicator(indicator) = &entry.record {
        for (index, point) in indicator.series.iter().enumerate().filter(|(_, point)| !point.forecast) {
            let time = time(point.period.map(|period| period.to_string()), point.date.map(|date| date.to_string()));
            if let (Some(value), Some(time)) = (&point.value, time) {
                let subject = (thing(indicator), indicator.title.clone(), time, "actual");
                all.push((subject, Stated { entry, path: value_of("series", index), value }));
            }
        }
    }
    let Some(project_id) = only_project(entry) else { return all };
    if let Some(total) = project(entry).and_then(|project| project.investment.as_ref()?.total.as_ref()) {
        let path = vec![Step::Key("investment".into()), Step::Key("total".into())];
        let subject = (project_id.to_owned(), "总投资".to_owned(), String::new(), "actual");
        all.push((subject, Stated { entry, path, value: &total.0 }));
    }
    for (index, figure) in entry.record.common().figures.iter().enumerate() {
        let Some(value) = &figure.value else { continue };
        let kind = figure.kind.map_or("actual", |kind| kind.key());
        let time = time(figure.period.map(|period| period.to_string()), figure.date.map(|date| date.to_string()));
        let (time, kind) = if figure.what == "总投资" { (None, "actual") } else { (time, kind) };
        let subject = (project_id.to_owned(), figure.what.clone(), time.unwrap_or_default(), kind);
        all.push((subject, Stated { entry, path: value_of("figures", index), value }));
    }
    all
}

fn time(period: Option<String>, date: Option<String>) -> Option<String> {
    period.or(date)
}

/// What an indicator is of.
fn thing(indicator: &Indicator) -> String {
    let park = indicator.park.as_ref().map(|park| park.id.as_str());
    let office = indicator.office.as_ref().map(|office| office.id.as_str());
    let project = indicator.project.as_ref().map(|project| project.id.as_str());
    [park, office, project, indicator.scope.as_deref(), indicator.group.as_deref()].map(Option::unwrap_or_default).join("|")
}

/// The project that a record is, or the only one it names.
fn only_project(entry: &Entry) -> Option<&str> {
    if project(entry).is_some() {
        return Some(&entry.id);
    }
    let mut named = Vec::new();
    leaves(&entry.tree, &mut |_, leaf| {
        if let Leaf::Ref(id, "project") = leaf {
            named.push(id);
        }
    });
    named.dedup();
    if let [one] = named.as_slice() { Some(one) } else { None }
}
