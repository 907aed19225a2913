//! What is overdue, by office.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Planned;
use crate::date::PartialDate;
use crate::figures::{Overdue, OverdueKind};
use crate::record::{Kind, PageKind, Record};
use crate::site::Plan;
use crate::site::view::{Head, Link};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The list.
    pub overdue: OverdueView,
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

pub(super) type Of = ();

const ADDRESS: &str = "/overdue/";

/// The link to the list, with the number of overdue items; there is one when anything has a due date, be it empty.
pub(in crate::site) fn link(plan: &Plan<'_>) -> Option<Link> {
    (plan.shows(PageKind::Overdue) && has_due_dates(plan))
        .then(|| Link { count: Some(plan.figures.overdue.len()), ..plan.link("ledger.overdue", ADDRESS) })
}

fn has_due_dates(plan: &Plan<'_>) -> bool {
    plan.bulletin.of_kind(Kind::Project).any(|entry| match &entry.record {
        Record::Project(project) => {
            project.procedures.iter().any(|procedure| procedure.due.is_some())
                || project.milestones.iter().any(|milestone| milestone.planned.is_some())
        }
        _ => false,
    })
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    link(plan).map(|_| Planned::at(ADDRESS, "overdue", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let mut by_office: BTreeMap<Option<&str>, Vec<OverdueRow>> = BTreeMap::new();
    for item in plan.figures.overdue.iter() {
        by_office.entry(item.office.as_deref()).or_default().extend(overdue_row(plan, item));
    }
    let office = |(office, items): (Option<&str>, Vec<OverdueRow>)| {
        let link = office.and_then(|id| plan.routes.id(id));
        let title = link.as_ref().map_or_else(|| plan.words.get("ledger.no_office"), |link| link.title.clone());
        OverdueOffice { title, url: link.map(|link| link.url), items }
    };
    let mut offices: Vec<OverdueOffice> = by_office.into_iter().map(office).collect();
    offices.sort_by_key(|office| std::cmp::Reverse(office.items.len()));
    let overdue = OverdueView { total: plan.figures.overdue.len(), offices };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    let head = plan.head("overdue", ADDRESS, &plan.words.get("ledger.overdue"), None, above);
    Some((head.of_day(plan, true), Parts { overdue }))
}

fn overdue_row(plan: &Plan<'_>, item: &Overdue) -> Option<OverdueRow> {
    Some(OverdueRow {
        project: plan.routes.id(&item.project)?,
        name: item.name.clone(),
        milestone: item.kind == OverdueKind::Milestone,
        due: item.due,
        days_late: item.days_late,
        working_days: plan.figures.working_days.between(item.due.last(), plan.figures.as_of),
        explanation: item.explanation.clone(),
    })
}
