//! The index of period bulletins.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Planned;
use crate::date::Period;
use crate::record::show;
use crate::site::Plan;
use crate::site::view::{Head, Link, period_link, year_and_sort};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The years, the latest first.
    pub reports: Vec<ReportYear>,
}

/// A year in the index of period bulletins.
#[derive(Clone, Debug, Serialize)]
pub struct ReportYear {
    /// The year, and its own bulletin where it has one.
    pub year: String,
    /// Its bulletins by sort: year, half-years, quarters, months, weeks.
    pub groups: Vec<Vec<Link>>,
}

pub(super) type Of = ();

const ADDRESS: &str = "/reports/";

/// The link to the index, when there are any.
pub(in crate::site) fn link(plan: &Plan<'_>) -> Option<Link> {
    (!plan.figures.reports.is_empty()).then(|| plan.link("report.title", ADDRESS))
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    link(plan).map(|_| Planned::at(ADDRESS, "reports", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let mut years: BTreeMap<std::cmp::Reverse<i32>, BTreeMap<u8, Vec<Period>>> = BTreeMap::new();
    for report in &plan.figures.reports {
        let (year, sort) = year_and_sort(report.period);
        years.entry(std::cmp::Reverse(year)).or_default().entry(sort).or_default().push(report.period);
    }
    let link = |period: &Period| period_link(plan, *period);
    let year = |(year, sorts): (std::cmp::Reverse<i32>, BTreeMap<u8, Vec<Period>>)| ReportYear {
        year: show(&Value::from(year.0), plan.words.ui()),
        groups: sorts.into_values().map(|periods| periods.iter().rev().filter_map(link).collect()).collect(),
    };
    let reports = years.into_iter().map(year).collect();
    let head = plan.head("reports", ADDRESS, &plan.words.get("report.title"), None, Vec::new());
    Some((head, Parts { reports }))
}
