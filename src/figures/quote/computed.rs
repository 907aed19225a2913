//! Names that a text may ask for and no record has as keys: they are computed as of the day.

use serde::Serialize;
use serde_json::Value;

use super::faults::{QuoteError, not_computed, unknown};
use crate::date::{PartialDate, Period};
use crate::figures::{Figures, LedgerEntry, schedule};
use crate::record::{Bulletin, Colour, Entry, Indicator, Kind, ProblemState, Project, Record, Update};

/// Names computed for a project. They go before the record's own keys.
pub(super) const OF_PROJECT: &[&str] = &[
    "colour",
    "procedures_done",
    "procedures_total",
    "stage",
    "percent",
    "paid",
    "next_due",
    "next_due_date",
    "problems_raised",
    "problems_solved",
    "problems_open",
];

/// Names computed for an indicator.
pub(super) const OF_INDICATOR: &[&str] = &["actual", "actual_date", "target"];

/// Names computed for the whole bulletin, beside the folders of the kinds, which count their records.
pub(super) const OF_ALL: &[&str] = &[
    "investment",
    "colour.red",
    "colour.yellow",
    "colour.blue",
    "colour.green",
    "overdue",
    "problems_raised",
    "problems_solved",
    "problems_open",
    "as_of",
];

/// The computed names of a kind.
pub(super) fn names_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Project => OF_PROJECT,
        Kind::Indicator => OF_INDICATOR,
        _ => &[],
    }
}

/// The leaf of something known.
fn known<T: Serialize>(value: Option<T>) -> Option<Value> {
    serde_json::to_value(value?).ok()
}

/// The value of a computed name. `None` where there is no such name, `Some(None)` where it is not known.
pub(super) fn computed(figures: &Figures, entry: &Entry, name: &str) -> Option<Option<Value>> {
    if !names_of(entry.kind).contains(&name) {
        return None;
    }
    match &entry.record {
        Record::Project(project) => Some(of_project(figures, &entry.id, project, name)),
        Record::Indicator(indicator) => Some(of_indicator(figures, indicator, name)),
        _ => None,
    }
}

fn of_project(figures: &Figures, id: &str, project: &Project, name: &str) -> Option<Value> {
    let colour = figures.colours.get(id);
    let procedures = colour.filter(|state| state.of > 0);
    let next = || schedule(project, figures.as_of, &figures.working_days).next;
    match name {
        "colour" => known(colour.and_then(|state| state.colour)),
        "procedures_done" => known(procedures.map(|state| state.done)),
        "procedures_total" => known(procedures.map(|state| state.of)),
        "stage" => known(project.listed_stage()),
        "percent" => latest(figures, project, |update| known(update.percent.as_ref())),
        "paid" => latest(figures, project, |update| known(update.invested.as_ref())),
        "next_due" => known(next().map(|next| next.name)),
        "next_due_date" => known(next().map(|next| next.date)),
        _ if project.problems.is_empty() => None,
        name => problems(figures, name, |entry| entry.project == id),
    }
}

/// What the latest report of progress that states it says, up to the day.
fn latest(figures: &Figures, project: &Project, stated: impl Fn(&Update) -> Option<Value>) -> Option<Value> {
    let known = project.updates.iter().filter(|update| update.date.first() <= figures.as_of);
    let stated = known.filter_map(|update| Some((update.date, stated(update)?)));
    stated.max_by_key(|(date, _)| *date).map(|(_, value)| value)
}

/// How many of some problems are raised, solved or open on the day.
fn problems(figures: &Figures, name: &str, of: impl Fn(&LedgerEntry) -> bool) -> Option<Value> {
    let solved = |entry: &LedgerEntry| matches!(entry.state, ProblemState::Solved | ProblemState::StruckOff);
    let wanted = |entry: &&LedgerEntry| match name {
        "problems_solved" => solved(entry),
        "problems_open" => !solved(entry),
        _ => true,
    };
    Some(figures.ledger.entries.iter().filter(|entry| of(entry)).filter(wanted).count().into())
}

fn of_indicator(figures: &Figures, indicator: &Indicator, name: &str) -> Option<Value> {
    if name == "target" {
        return known(indicator.targets.iter().rev().find_map(|target| target.value.as_ref()));
    }
    let reached = indicator.series.iter().filter(|point| point.value.is_some() && !point.forecast);
    let dated = reached.map(|point| (point, point.date.map(Period::Date).or(point.period)));
    let past = dated.filter(|(_, when)| when.is_none_or(|when| when.first() <= figures.as_of));
    let (point, when) = past.max_by_key(|(_, when)| when.map(|when| (when.last(), when.first())))?;
    if name == "actual_date" { known(when) } else { known(point.value.as_ref()) }
}

/// The value of a name computed for the whole bulletin.
pub(super) fn of_all(bulletin: &Bulletin, figures: &Figures, name: &str) -> Result<Value, QuoteError> {
    let coloured = |wanted: Colour| {
        let mut colours = figures.colours.values().filter_map(|state| state.colour).peekable();
        colours.peek().is_some().then(|| colours.filter(|colour| *colour == wanted).count().into())
    };
    let value = match name {
        "investment" => known(figures.investment.value.as_ref()),
        "colour.red" => coloured(Colour::Red),
        "colour.yellow" => coloured(Colour::Yellow),
        "colour.blue" => coloured(Colour::Blue),
        "colour.green" => coloured(Colour::Green),
        "overdue" => bulletin.of_kind(Kind::Project).any(has_due_dates).then(|| figures.overdue.len().into()),
        "problems_raised" | "problems_solved" | "problems_open" if figures.ledger.entries.is_empty() => None,
        "problems_raised" | "problems_solved" | "problems_open" => problems(figures, name, |_| true),
        "as_of" => known(Some(PartialDate::from_day(figures.as_of))),
        name => {
            let Some(kind) = Kind::from_folder(name) else {
                let folders = Kind::ALL.iter().map(|kind| kind.folder());
                let names: Vec<String> = folders.chain(OF_ALL.iter().copied()).map(str::to_owned).collect();
                return unknown("all", name, &names);
            };
            Some(bulletin.of_kind(kind).count().into())
        }
    };
    value.map_or_else(|| not_computed(&format!("all.{name}")), Ok)
}

/// Whether a project states a due date: without any, nothing is known of what is overdue.
fn has_due_dates(entry: &Entry) -> bool {
    let Record::Project(project) = &entry.record else { return false };
    project.procedures.iter().any(|procedure| procedure.due.is_some())
        || project.milestones.iter().any(|milestone| milestone.planned.is_some())
}
