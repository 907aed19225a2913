//! Whether what a record's page says depends on the day, so that the page has to say of which day it speaks.

use crate::date::PartialDate;
use crate::figures::{finished, quote};
use crate::record::tree::Leaf;
use crate::record::walk::{Part, Walk};
use crate::record::{Colour, Entry, Indicator, Project, Record};
use crate::site::Plan;
use crate::source::markdown::references;

/// Whether something that is computed for the page of a record depends on the day.
pub(in crate::site) fn depends_on_day(plan: &Plan<'_>, entry: &Entry) -> bool {
    let is_computed = match &entry.record {
        Record::Project(project) => !is_settled(plan, entry, project),
        Record::Indicator(indicator) => has_running_target(plan, entry, indicator),
        Record::Park(_) | Record::Office(_) | Record::Event(_) => plan.figures.groups.contains_key(&entry.id),
        _ => false,
    };
    is_computed || quotes_figures(plan, entry)
}

/// Whether a project's page stays as it is from one day to the next: it has no colour but the last, which is for good,
/// nothing that is planned is still to be done, and what it reports is finished or nothing.
pub(in crate::site) fn is_settled(plan: &Plan<'_>, entry: &Entry, project: &Project) -> bool {
    let colour = plan.figures.colours.get(&entry.id).and_then(|state| state.colour);
    let milestones = project.milestones.iter().map(|one| (one.planned, one.actual));
    let applies = project.procedures.iter().filter(|one| one.not_applicable.is_none());
    let mut items = milestones.chain(applies.map(|one| (one.due, one.done)));
    let is_pending = |(due, done): (Option<PartialDate>, Option<PartialDate>)| match done {
        Some(done) => goes_on(plan, done),
        None => due.is_some(),
    };
    let is_reported = || finished(project).is_some() && !project.updates.iter().any(|one| goes_on(plan, one.date));
    colour.is_none_or(|colour| colour == Colour::Green)
        && !items.any(is_pending)
        && (project.updates.is_empty() || is_reported())
}

/// Whether a month or year is not over yet: what happened in it is drawn up to the day.
fn goes_on(plan: &Plan<'_>, date: PartialDate) -> bool {
    date.last() > plan.figures.as_of
}

/// Whether the time of one of an indicator's targets is not over yet.
fn has_running_target(plan: &Plan<'_>, entry: &Entry, indicator: &Indicator) -> bool {
    let standings = plan.figures.targets.get(&entry.id).map_or(&[][..], Vec::as_slice);
    let mut standings = indicator.targets.iter().zip(standings);
    standings.any(|(target, standing)| {
        standing.is_some() && target.period.is_some_and(|period| period.last() >= plan.figures.as_of)
    })
}

/// Whether a text of a record has figures in it that are computed.
fn quotes_figures(plan: &Plan<'_>, entry: &Entry) -> bool {
    let is_computed = |reference: &String| {
        quote(plan.bulletin, plan.figures, entry, reference).is_ok_and(|quote| quote.is_computed())
    };
    let mut found = false;
    entry.record.walk(&mut Vec::new(), &mut |_, part| {
        if let Part::Leaf(Leaf::Prose(text)) = part {
            found = found || references(text).iter().any(is_computed);
        }
    });
    found
}
