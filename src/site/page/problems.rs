//! The problem ledger: problems with their ages and rates.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

use super::Planned;
use crate::date::PartialDate;
use crate::figures::{LedgerCount, LedgerEntry};
use crate::record::{Kind, PageKind, Record};
use crate::site::Plan;
use crate::site::view::{Head, Link};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The ledger.
    pub problems: ProblemsView,
}

/// The problem ledger as its page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemsView {
    /// Every problem: open ones first, the oldest first; then solved ones.
    pub rows: Vec<ProblemRow>,
    /// All together.
    pub total: CountRow,
    /// By responsible office.
    pub by_office: Vec<CountRow>,
    /// By kind of problem.
    pub by_kind: Vec<CountRow>,
    /// By year of raising, the latest first.
    pub by_year: Vec<CountRow>,
}

/// A problem.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemRow {
    /// The project.
    pub project: Link,
    /// What is the matter.
    pub what: String,
    /// Kind of problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How far it has come, as a choice leaf.
    pub state: Value,
    /// Responsible office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<Link>,
    /// Day of raising.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raised: Option<PartialDate>,
    /// Day of solving.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solved: Option<PartialDate>,
    /// Days open, for problems not solved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_days: Option<i64>,
    /// Days from raising to solving.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solved_in: Option<i64>,
}

/// Counts of a group of problems.
#[derive(Clone, Debug, Serialize)]
pub struct CountRow {
    /// The group.
    pub title: String,
    /// The office's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Raised.
    pub raised: usize,
    /// Solved, struck off included.
    pub solved: usize,
    /// Struck off.
    pub struck_off: usize,
    /// Solved of raised, as `66.7%`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// Median days from raising to solving.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_days: Option<String>,
}

pub(super) type Of = ();

const ADDRESS: &str = "/problems/";

/// The link to the ledger, with the number of open problems; there is one when any problem was raised.
pub(in crate::site) fn link(plan: &Plan<'_>) -> Option<Link> {
    let total = &plan.figures.ledger.total;
    let is_there = total.raised > 0 && plan.shows(PageKind::Problems);
    is_there.then(|| Link { count: Some(total.raised - total.solved), ..plan.link("ledger.open", ADDRESS) })
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    link(plan).map(|_| Planned::at(ADDRESS, "problems", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let ledger = &plan.figures.ledger;
    let office = |(office, count): (&Option<String>, &LedgerCount)| {
        let link = office.as_deref().and_then(|id| plan.routes.id(id));
        let title = link.as_ref().map_or_else(|| plan.words.get("ledger.no_office"), |link| link.title.clone());
        count_row(title, link.map(|link| link.url), count)
    };
    let kind = |(kind, count): (&Option<String>, &LedgerCount)| {
        count_row(kind.clone().unwrap_or_else(|| plan.words.get("ledger.no_kind")), None, count)
    };
    let mut by_office: Vec<CountRow> = ledger.by_office.iter().map(office).collect();
    let mut by_kind: Vec<CountRow> = ledger.by_kind.iter().map(kind).collect();
    let year = |(year, count): (&Option<i32>, &LedgerCount)| {
        let title = year.map_or_else(|| plan.words.get("ledger.unknown"), |year| year.to_string());
        count_row(title, None, count)
    };
    let by_year = ledger.by_year.iter().rev().map(year).collect();
    by_office.sort_by_key(|row| std::cmp::Reverse(row.raised));
    by_kind.sort_by_key(|row| std::cmp::Reverse(row.raised));
    let problems = ProblemsView {
        rows: ledger.entries.iter().filter_map(|entry| problem_row(plan, entry)).collect(),
        total: count_row(plan.words.get("ledger.total"), None, &ledger.total),
        by_office,
        by_kind,
        by_year,
    };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    let head = plan.head("problems", ADDRESS, &plan.words.get("ledger.problems"), None, above);
    Some((head.of_day(plan, true), Parts { problems }))
}

fn problem_row(plan: &Plan<'_>, entry: &LedgerEntry) -> Option<ProblemRow> {
    let project = plan.bulletin.entry(&entry.project)?;
    let Record::Project(record) = &project.record else { return None };
    let problem = record.problems.get(entry.index)?;
    let office = problem.office.as_ref().or(record.office.as_ref());
    let until = |date: Option<PartialDate>| date.filter(|date| date.first() <= plan.figures.as_of);
    Some(ProblemRow {
        project: plan.routes.record(project),
        what: problem.what.clone(),
        kind: problem.kind.clone(),
        state: serde_json::to_value(entry.state).unwrap_or_default(),
        office: office.and_then(|office| plan.routes.id(&office.id)),
        raised: problem.raised,
        solved: until(problem.solved),
        age_days: entry.age_days,
        solved_in: entry.solved_in,
    })
}

fn count_row(title: String, url: Option<String>, count: &LedgerCount) -> CountRow {
    CountRow {
        title,
        url,
        raised: count.raised,
        solved: count.solved,
        struck_off: count.struck_off,
        rate: count.rate().map(|rate| format!("{rate}%")),
        median_days: count.median_days.as_ref().map(Decimal::to_string),
    }
}
