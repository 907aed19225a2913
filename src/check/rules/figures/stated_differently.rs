//! # 同一个数在两条记录里不同 · One quantity, stated differently in two records
//!
//! 两条记录写的是同一个对象（项目、园区、单位、统计范围）、同一个指标、同一时间、同一性质的数，数却不同。约数不比。项目的“总投资”与 `investment.total` 也这样比；名称写成“甲项目总投资”的，算甲项目的。没有写时间的实际数，时间是新闻、活动、公告的日期。记录列出的指标，同名同期的也与它的 `series` 比。
//!
//! Two records state a figure of the same thing (project, park, office, scope), by the same name, for the same time, of the same sort, and the numbers differ. Approximate ones are not compared. A 总投资 is compared with `investment.total` of the project too; one called 甲项目总投资 is of 甲项目. An actual figure without a time has that of its news, event or notice. It is also held against the `series` of an indicator of that name that the record lists.
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

use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, item, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::quantity::Quantity;
use crate::record::tree::Leaf;
use crate::record::walk::leaves;
use crate::record::{Entry, Figure, FigureKind, Indicator, Kind, Record};
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Bulletin(check) };

const CODE: Code = Code {
    id: "GB0412",
    name: "stated-differently",
    severity: Severity::Warning,
    page: include_str!("stated_differently.rs"),
};

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
        for (subject, stated) in stated(looked, entry) {
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
fn stated<'a>(looked: &Looked<'a>, entry: &'a Entry) -> Vec<(Subject, Stated<'a>)> {
    let mut all = Vec::new();
    if let Record::Indicator(indicator) = &entry.record {
        all.extend(points(indicator).into_iter().map(|(index, time, value)| {
            let subject = (thing(indicator), indicator.title.clone(), time, "actual");
            (subject, Stated { entry, path: item("series", index, "value").to_vec(), value })
        }));
    }
    if let Some(total) = project(entry).and_then(|project| project.investment.as_ref()?.total.as_ref()) {
        let path = vec![Step::Key("investment".into()), Step::Key("total".into())];
        all.push((total_of(&entry.id), Stated { entry, path, value: &total.0 }));
    }
    let (own, listed) = (only_project(entry), listed_indicators(looked, entry));
    let others = LazyCell::new(|| of_others(entry));
    for (index, figure) in entry.record.common().figures.iter().enumerate() {
        let Some(value) = &figure.value else { continue };
        let subject = subject(looked, entry, figure, (own, &others), &listed);
        let path = item("figures", index, "value").to_vec();
        all.extend(subject.map(|subject| (subject, Stated { entry, path, value })));
    }
    all
}

/// The total of a project, which is of no time.
fn total_of(project: &str) -> Subject {
    (project.to_owned(), TOTAL.to_owned(), String::new(), "actual")
}

/// The name of a project's total.
const TOTAL: &str = "总投资";

/// What a figure of a record is of, where that is known.
fn subject(
    looked: &Looked<'_>,
    entry: &Entry,
    figure: &Figure,
    (own, others): (Option<&str>, &LazyCell<Option<String>, impl FnOnce() -> Option<String>>),
    listed: &[&Indicator],
) -> Option<Subject> {
    let kind = figure.kind.unwrap_or(FigureKind::Actual);
    let stated = figure.period.map(|period| period.to_string()).or_else(|| figure.date.map(|date| date.to_string()));
    let indicator = listed.iter().find(|indicator| indicator.title == figure.what && kind == FigureKind::Actual);
    if let (Some(indicator), Some(time)) = (indicator, &stated) {
        return Some((thing(indicator), figure.what.clone(), time.clone(), "actual"));
    }
    let (project, what) = match named(looked, &figure.what) {
        Some((project, what)) => (project, what),
        None => match own {
            Some(own) => (own, figure.what.as_str()),
            None => return Some(((**others).clone()?, figure.what.clone(), stated?, kind.key())),
        },
    };
    if what == TOTAL {
        return Some(total_of(project));
    }
    let told = || match entry.kind {
        Kind::News | Kind::Event | Kind::Notice => entry.record.listed().date().map(|date| date.to_string()),
        _ => None,
    };
    let time = stated.or_else(|| told().filter(|_| kind == FigureKind::Actual)).unwrap_or_default();
    Some((project.to_owned(), what.to_owned(), time, kind.key()))
}

/// What a record is of that is of no single project: the offices, parks, places and projects that it names.
fn of_others(entry: &Entry) -> Option<String> {
    let place = match &entry.record {
        Record::News(news) => news.place.as_deref(),
        Record::Event(event) => event.place.as_deref(),
        Record::Notice(_) => None,
        _ => return None,
    };
    let mut named = vec![place.unwrap_or_default()];
    leaves(&entry.record, &mut |_, leaf| {
        if let Leaf::Ref(id, "project" | "office" | "park") = leaf {
            named.push(id);
        }
    });
    Some(format!("of {}", named.join("|")))
}

/// The project whose name a figure's name begins with, and the rest.
fn named<'a>(looked: &Looked<'a>, what: &'a str) -> Option<(&'a str, &'a str)> {
    let (range, project) = looked.names.find(looked.bulletin, what).into_iter().next()?;
    let rest = what.get(range.end..)?.trim_start_matches(['的', ' ']);
    (range.start == 0 && !rest.is_empty()).then_some((project?.id.as_str(), rest))
}

/// The points of a series that were reported for a time.
fn points(indicator: &Indicator) -> Vec<(usize, String, &Quantity)> {
    let points = indicator.series.iter().enumerate().filter(|(_, point)| !point.forecast);
    points
        .filter_map(|(index, point)| {
            let time = point.period.map(|period| period.to_string()).or_else(|| Some(point.date?.to_string()));
            Some((index, time?, point.value.as_ref()?))
        })
        .collect()
}

/// The indicators that a record names.
fn listed_indicators<'a>(looked: &Looked<'a>, entry: &Entry) -> Vec<&'a Indicator> {
    let indicator = |id: &str| match &looked.bulletin.entry(id)?.record {
        Record::Indicator(indicator) => Some(&**indicator),
        _ => None,
    };
    match &entry.record {
        Record::News(news) => news.indicators.iter().filter_map(|listed| indicator(&listed.id)).collect(),
        _ => Vec::new(),
    }
}

/// What an indicator is of.
fn thing(indicator: &Indicator) -> String {
    let park = indicator.park.as_ref().map(|park| park.id.as_str());
    let office = indicator.office.as_ref().map(|office| office.id.as_str());
    let project = indicator.project.as_ref().map(|project| project.id.as_str());
    [park, office, project, indicator.scope.as_deref(), indicator.group.as_deref()]
        .map(Option::unwrap_or_default)
        .join("|")
}

/// The project that a record is, or the only one it names.
fn only_project(entry: &Entry) -> Option<&str> {
    if project(entry).is_some() {
        return Some(&entry.id);
    }
    let mut named = Vec::new();
    leaves(&entry.record, &mut |_, leaf| {
        if let Leaf::Ref(id, "project") = leaf {
            named.push(id);
        }
    });
    named.dedup();
    if let [one] = named.as_slice() { Some(one) } else { None }
}
