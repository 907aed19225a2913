//! Period bulletins: a page for every week, month, quarter, half-year and year that has an entry.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

use super::rankings::ranking_of;
use super::{Planned, reports};
use crate::date::{PartialDate, Period};
use crate::figures::{Dated, Happening, Measure, Report, StageCount};
use crate::quantity::{Quantity, Scale};
use crate::record::{Entry, Record, Update};
use crate::site::Plan;
use crate::site::view::{
    Card, Cell, Head, Link, Shared, TableView, period_address, period_link, period_name, year_and_sort,
};
use crate::source::markdown::plain;
use crate::text::shorten;

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The bulletin.
    pub report: ReportView,
}

/// A period bulletin as its page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct ReportView {
    /// The period, as a leaf.
    pub period: Period,
    /// First day.
    pub from: PartialDate,
    /// Last day.
    pub to: PartialDate,
    /// Whether the day of the bulletin lies in it.
    pub open: bool,
    /// Its figures with their changes.
    pub rows: Vec<FigureRow>,
    /// Stages that projects reached, with number and money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stages: Option<TableView>,
    /// The quarter's ranking.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rankings: Vec<Link>,
    /// What happened to projects, by sort of happening.
    pub sections: Vec<ReportSection>,
    /// News of the period.
    pub news: Vec<Arc<Shared<Card>>>,
    /// Notices of the period.
    pub notices: Vec<Arc<Shared<Card>>>,
    /// Events of the period.
    pub events: Vec<Arc<Shared<Card>>>,
    /// The period before that has a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<Link>,
    /// The period after that has a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
    /// Periods inside this one that have a page, the first first.
    pub inside: Vec<Link>,
}

/// A figure with its changes.
#[derive(Clone, Debug, Serialize)]
pub struct FigureRow {
    /// What is counted.
    pub label: String,
    /// The figure.
    pub value: String,
    /// Change from the period before; none where there is nothing to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// Change from the same period a year before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_change: Option<String>,
}

/// Happenings of one sort.
#[derive(Clone, Debug, Serialize)]
pub struct ReportSection {
    /// Its heading.
    pub title: String,
    /// The happenings, by date.
    pub items: Vec<ReportItem>,
}

/// A happening.
#[derive(Clone, Debug, Serialize)]
pub struct ReportItem {
    /// The project.
    pub project: Link,
    /// When.
    pub date: PartialDate,
    /// The procedure or problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The colour or stage, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<Value>,
    /// Whether the choice is a colour.
    pub is_colour: bool,
}

/// Characters of a progress note shown in a period bulletin; the rest is on the project's page.
const NOTE_SHOWN: usize = 80;

/// By its place among the period bulletins.
pub(super) type Of = usize;

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let reports = plan.figures.reports.iter().enumerate();
    reports.map(|(index, report)| Planned::at(&period_address(report.period), "report", index)).collect()
}

pub(super) fn view(plan: &Plan<'_>, index: Of) -> Option<(Head, Parts)> {
    let report = plan.figures.reports.get(index)?;
    let title = plan.words.get("report.of").replace("{period}", &period_name(plan, report.period));
    let cards = |wanted: &Happening| {
        let of = report.happenings.iter().filter(|happening| happening.what == *wanted);
        of.filter_map(|happening| plan.cards.at(plan.bulletin.place_of(&happening.record)?)).collect()
    };
    let view = ReportView {
        period: report.period,
        from: PartialDate::from_day(report.period.first()),
        to: PartialDate::from_day(report.period.last()),
        open: report.open,
        rows: Measure::ALL.iter().map(|measure| figure_row(plan, report, *measure)).collect(),
        stages: stages(plan, report),
        rankings: ranking_of(plan, report.period).into_iter().collect(),
        sections: sections(plan, report),
        news: cards(&Happening::News),
        notices: cards(&Happening::Notice),
        events: cards(&Happening::Event),
        previous: nearest(plan, report.period, false),
        next: nearest(plan, report.period, true),
        inside: inside(plan, report.period),
    };
    let above = reports::link(plan).into_iter().chain(above(plan, report.period)).collect();
    let description = plan.words.get("report.description").replace("{period}", &title);
    let head = plan.head("report", &period_address(report.period), &title, Some(&description), above).cited();
    let head = head.of_day(plan, report.open);
    Some((head, Parts { report: view }))
}

fn inside(plan: &Plan<'_>, period: Period) -> Vec<Link> {
    let (_, sort) = year_and_sort(period);
    let within = |other: &&Report| {
        let (_, other_sort) = year_and_sort(other.period);
        other_sort > sort && other.period.first() >= period.first() && other.period.last() <= period.last()
    };
    let mut periods: Vec<Period> = plan.figures.reports.iter().filter(within).map(|report| report.period).collect();
    periods.sort_by_key(|other| (year_and_sort(*other).1, other.first()));
    periods.into_iter().filter_map(|period| period_link(plan, period)).collect()
}

/// Stages that projects reached in the period, with number and money.
fn stages(plan: &Plan<'_>, report: &Report) -> Option<TableView> {
    let row = |stage: &StageCount| vec![Cell::badge(stage.stage), Cell::text(stage.n), plan.words.money(&stage.money)];
    let head = [("facet.stage", false), ("group.projects", true), ("home.investment", true)];
    let head = head.map(|(key, number)| (plan.words.get(key), number));
    let rows = report.stages.iter().map(row).collect();
    (!report.stages.is_empty()).then(|| TableView::new(plan.words.get("report.stage_caption"), head, rows))
}

fn figure_row(plan: &Plan<'_>, report: &Report, measure: Measure) -> FigureRow {
    let value = report.figures.get(&measure).copied();
    let text = |value: Decimal| if measure.is_money() { money(value) } else { value.to_string() };
    let change = |other: &BTreeMap<Measure, Decimal>| {
        let change = value?.checked_sub(*other.get(&measure)?)?;
        Some(match change.cmp(&Decimal::ZERO) {
            std::cmp::Ordering::Equal => plan.words.get("report.same"),
            std::cmp::Ordering::Greater => format!("+{}", text(change)),
            std::cmp::Ordering::Less => format!("−{}", text(change.abs())),
        })
    };
    FigureRow {
        label: plan.words.get(&format!("report.{}", measure.key())),
        value: value.map_or_else(|| plan.words.get("ledger.unknown"), text),
        change: report.before.as_ref().and_then(change),
        year_change: report.year_before.as_ref().and_then(change),
    }
}

/// An amount of 元 in the largest unit that leaves at least one, to four decimals.
fn money(value: Decimal) -> String {
    let scale = [Scale::Yi, Scale::Wan].into_iter().find(|scale| value.abs() >= scale.factor()).unwrap_or_default();
    let exact = Quantity { comparator: Default::default(), value: Decimal::ZERO, to: None, scale, unit: "元".into() };
    let amount = exact.like(value);
    Quantity { value: amount.value.round_dp(4).normalize(), ..amount }.to_string()
}

/// Whether a happening is of a sort.
type Sort = fn(&Happening) -> bool;

fn sections(plan: &Plan<'_>, report: &Report) -> Vec<ReportSection> {
    let sorts: [(&str, Sort); 6] = [
        ("report.stages", |what| matches!(what, Happening::Stage(_))),
        ("report.colours", |what| matches!(what, Happening::Colour(_))),
        ("report.procedures_done", |what| matches!(what, Happening::Procedure(_))),
        ("report.updates", |what| matches!(what, Happening::Update(_))),
        ("report.problems_raised", |what| matches!(what, Happening::Raised(_))),
        ("report.problems_solved", |what| matches!(what, Happening::Solved(_))),
    ];
    let section = |(title, wanted): &(&str, Sort)| {
        let of = report.happenings.iter().filter(|happening| wanted(&happening.what));
        ReportSection {
            title: plan.words.get(title),
            items: of.filter_map(|happening| item(plan, happening)).collect(),
        }
    };
    sorts.iter().map(section).filter(|section| !section.items.is_empty()).collect()
}

fn item(plan: &Plan<'_>, happening: &Dated) -> Option<ReportItem> {
    let entry = plan.bulletin.entry(&happening.record)?;
    let Record::Project(project) = &entry.record else { return None };
    let leaf = |value: serde_json::Result<Value>| value.ok();
    let (text, choice) = match &happening.what {
        Happening::Stage(stage) => (None, leaf(serde_json::to_value(stage))),
        Happening::Colour(colour) => (None, leaf(serde_json::to_value(colour))),
        Happening::Procedure(index) => (project.procedures.get(*index).map(|procedure| procedure.name.clone()), None),
        Happening::Update(index) => (project.updates.get(*index).map(|update| update_text(plan, entry, update)), None),
        Happening::Raised(index) | Happening::Solved(index) => {
            (project.problems.get(*index).map(|problem| problem.what.clone()), None)
        }
        Happening::News | Happening::Notice | Happening::Event => (None, None),
    };
    let is_colour = matches!(happening.what, Happening::Colour(_));
    Some(ReportItem { project: plan.routes.record(entry), date: happening.date, text, choice, is_colour })
}

/// A progress report in a line: how far, and what happened.
fn update_text(plan: &Plan<'_>, entry: &Entry, update: &Update) -> String {
    let percent = update.percent.as_ref().map(|percent| percent.0.to_string());
    let quoted = |reference: &str| plan.leaves.quoted(entry, reference);
    let note = update.note.as_ref().map(|note| shorten(&plain(&note.0, &quoted), NOTE_SHOWN));
    [percent, note].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The nearest period of the same sort, before or after, that has a page.
fn nearest(plan: &Plan<'_>, period: Period, after: bool) -> Option<Link> {
    let (_, sort) = year_and_sort(period);
    let periods = plan.figures.reports.iter().map(|report| report.period);
    let same = periods.filter(|other| year_and_sort(*other).1 == sort && *other != period);
    let nearest = if after {
        same.filter(|other| other.first() > period.first()).min_by_key(|other| other.first())
    } else {
        same.filter(|other| other.first() < period.first()).max_by_key(|other| other.first())
    };
    nearest.and_then(|period| period_link(plan, period))
}

/// The pages of the periods that hold this one: for a month its year and quarter, for a week its year.
fn above(plan: &Plan<'_>, period: Period) -> Vec<Link> {
    let (year, sort) = year_and_sort(period);
    if sort == 0 {
        return Vec::new();
    }
    let year = format!("{year:04}").parse().ok().map(Period::Date);
    let quarter = match period {
        Period::Date(date) => date.month().map(|month| Period::Quarter(date.year(), month.div_ceil(3))),
        _ => None,
    };
    [year, quarter].into_iter().flatten().filter_map(|period| period_link(plan, period)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_told_in_the_unit_that_fits() {
        for (yuan, expected) in [(0, "0元"), (9_999, "9999元"), (2_080_000, "208万元"), (437_000_000, "4.37亿元")]
        {
            assert_eq!(money(Decimal::from(yuan)), expected);
        }
    }
}
