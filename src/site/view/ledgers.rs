//! The public ledgers: problems with their ages and rates, and what is overdue, by office.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

use super::{Content, Link, Shared, SiteView, View};
use crate::date::PartialDate;
use crate::figures::{LedgerCount, LedgerEntry, Overdue, OverdueKind};
use crate::record::{Kind, Record};
use crate::site::Plan;

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

/// The overdue list as its page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct OverdueView {
    /// How many items.
    pub total: usize,
    /// Offices with what they are late with, the most first.
    pub offices: Vec<OverdueOffice>,
}

/// An office and what it is late with.
#[derive(Clone, Debug, Serialize)]
pub struct OverdueOffice {
    /// The office.
    pub title: String,
    /// Its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What is late, the longest first.
    pub items: Vec<OverdueRow>,
}

/// One overdue item.
#[derive(Clone, Debug, Serialize)]
pub struct OverdueRow {
    /// The project.
    pub project: Link,
    /// What is late.
    pub name: String,
    /// Whether it is a milestone and not a procedure.
    pub milestone: bool,
    /// When it was due.
    pub due: PartialDate,
    /// Days late.
    pub days_late: i64,
    /// Working days late, where the calendar knows the years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_days: Option<i64>,
    /// The published explanation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

/// The page of the problem ledger.
pub(in crate::site) fn problems(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>) -> View {
    let ledger = &plan.figures.ledger;
    let office = |(office, count): (&Option<String>, &LedgerCount)| {
        let link = office.as_deref().and_then(|id| plan.record_link(id));
        let title = link.as_ref().map_or_else(|| plan.word("ledger.no_office"), |link| link.title.clone());
        count_row(title, link.map(|link| link.url), count)
    };
    let kind = |(kind, count): (&Option<String>, &LedgerCount)| {
        count_row(kind.clone().unwrap_or_else(|| plan.word("ledger.no_kind")), None, count)
    };
    let mut by_office: Vec<CountRow> = ledger.by_office.iter().map(office).collect();
    let mut by_kind: Vec<CountRow> = ledger.by_kind.iter().map(kind).collect();
    let year = |(year, count): (&Option<i32>, &LedgerCount)| {
        let title = year.map_or_else(|| plan.word("ledger.unknown"), |year| year.to_string());
        count_row(title, None, count)
    };
    let by_year = ledger.by_year.iter().rev().map(year).collect();
    by_office.sort_by_key(|row| std::cmp::Reverse(row.raised));
    by_kind.sort_by_key(|row| std::cmp::Reverse(row.raised));
    let view = ProblemsView {
        rows: ledger.entries.iter().filter_map(|entry| problem_row(plan, entry)).collect(),
        total: count_row(plan.word("ledger.total"), None, &ledger.total),
        by_office,
        by_kind,
        by_year,
    };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    let head = plan.head("problems", "/problems/", &plan.word("ledger.problems"), None, above);
    View { site: site.clone(), page: head, content: Content::Problems { problems: Box::new(view) } }
}

fn problem_row(plan: &Plan<'_>, entry: &LedgerEntry) -> Option<ProblemRow> {
    let project = plan.bulletin.entry(&entry.project)?;
    let Record::Project(record) = &project.record else { return None };
    let problem = record.problems.get(entry.index)?;
    let office = problem.office.as_ref().or(record.office.as_ref());
    let until = |date: Option<PartialDate>| date.filter(|date| date.first() <= plan.figures.as_of);
    Some(ProblemRow {
        project: plan.link(project),
        what: problem.what.clone(),
        kind: problem.kind.clone(),
        state: serde_json::to_value(entry.state).unwrap_or_default(),
        office: office.and_then(|office| plan.record_link(&office.id)),
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

/// The page of what is overdue.
pub(in crate::site) fn overdue(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>) -> View {
    let mut by_office: BTreeMap<Option<&str>, Vec<OverdueRow>> = BTreeMap::new();
    for item in &plan.figures.overdue {
        by_office.entry(item.office.as_deref()).or_default().extend(overdue_row(plan, item));
    }
    let office = |(office, items): (Option<&str>, Vec<OverdueRow>)| {
        let link = office.and_then(|id| plan.record_link(id));
        let title = link.as_ref().map_or_else(|| plan.word("ledger.no_office"), |link| link.title.clone());
        OverdueOffice { title, url: link.map(|link| link.url), items }
    };
    let mut offices: Vec<OverdueOffice> = by_office.into_iter().map(office).collect();
    offices.sort_by_key(|office| std::cmp::Reverse(office.items.len()));
    let view = OverdueView { total: plan.figures.overdue.len(), offices };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    let head = plan.head("overdue", "/overdue/", &plan.word("ledger.overdue"), None, above);
    View { site: site.clone(), page: head, content: Content::Overdue { overdue: Box::new(view) } }
}

fn overdue_row(plan: &Plan<'_>, item: &Overdue) -> Option<OverdueRow> {
    Some(OverdueRow {
        project: plan.record_link(&item.project)?,
        name: item.name.clone(),
        milestone: item.kind == OverdueKind::Milestone,
        due: item.due,
        days_late: item.days_late,
        working_days: plan.figures.working_days.between(item.due.last(), plan.figures.as_of),
        explanation: item.explanation.clone(),
    })
}

impl Plan<'_> {
    /// The link to a record by id.
    fn record_link(&self, id: &str) -> Option<Link> {
        self.bulletin.entry(id).map(|entry| self.link(entry))
    }

    /// Whether any problem was raised: then there is a ledger.
    pub(in crate::site) fn has_ledger(&self) -> bool {
        self.figures.ledger.total.raised > 0
    }

    /// Whether anything has a due date: then there is a list of what is overdue, be it empty.
    pub(in crate::site) fn has_due_dates(&self) -> bool {
        self.bulletin.of_kind(Kind::Project).any(|entry| match &entry.record {
            Record::Project(project) => {
                project.procedures.iter().any(|procedure| procedure.due.is_some())
                    || project.milestones.iter().any(|milestone| milestone.planned.is_some())
            }
            _ => false,
        })
    }

    /// Links to the ledgers there are and to the map, with the number of open and of overdue items and of marks.
    pub(super) fn ledger_links(&self) -> Vec<Link> {
        let total = &self.figures.ledger.total;
        let link = |word: &str, address: &str, count: usize| Link {
            count: Some(count),
            ..Link::new(self.word(word), self.settings.base.link(address))
        };
        let problems = self.has_ledger().then(|| link("ledger.open", "/problems/", total.raised - total.solved));
        let overdue = self.has_due_dates().then(|| link("ledger.overdue", "/overdue/", self.figures.overdue.len()));
        let map = self.has_map().then(|| link("map.marked", super::MAP_ADDRESS, self.marked().len()));
        problems.into_iter().chain(overdue).chain(map).collect()
    }
}
