//! The bulletin as it stood on a day: what projects and indicators tell of later days is left out. Plans are kept: they
//! were known before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Bulletin, Indicator, Point, Project, Record};
use crate::date::{Day, PartialDate};

impl Bulletin {
    /// The bulletin on `day`. Borrowed when nothing in it tells of later days. A month or year counts from its first
    /// day.
    pub fn on_day(&self, day: Day) -> Cow<'_, Bulletin> {
        let mut bulletin = Cow::Borrowed(self);
        for (index, entry) in self.entries.iter().enumerate() {
            let record = match &entry.record {
                Record::Project(project) => project_on(project, day).map(|project| Record::Project(project.into())),
                Record::Indicator(indicator) => {
                    indicator_on(indicator, day).map(|indicator| Record::Indicator(indicator.into()))
                }
                _ => None,
            };
            let Some(record) = record else { continue };
            // What the two have in common is shared: only the list of entries is copied.
            if let Some(place) = bulletin.to_mut().entries.get_mut(index) {
                *place = entry.with(record);
            }
        }
        bulletin
    }
}

/// Whether a date is after `day`.
fn later(date: Option<PartialDate>, day: Day) -> bool {
    date.is_some_and(|date| date.first() > day)
}

/// Takes a date away when it is after `day`; says whether it did.
fn forget(date: &mut Option<PartialDate>, day: Day) -> bool {
    let forgotten = later(*date, day);
    if forgotten {
        *date = None;
    }
    forgotten
}

/// The project on `day`; `None` when it tells of nothing later.
fn project_on(project: &Project, day: Day) -> Option<Project> {
    if !tells_of_later(project, day) {
        return None;
    }
    let mut project = project.clone();
    project.stages.retain(|entry| entry.planned || !later(entry.date, day));
    project.updates.retain(|update| update.date.first() <= day);
    project.procedures.retain(|procedure| !later(procedure.added, day));
    project.problems.retain(|problem| !later(problem.raised, day));
    project.disclosures.retain(|disclosure| !later(disclosure.arose, day));
    for procedure in &mut project.procedures {
        if forget(&mut procedure.done, day) {
            procedure.document = None;
        }
    }
    for milestone in &mut project.milestones {
        forget(&mut milestone.actual, day);
    }
    for problem in &mut project.problems {
        let dates = [&mut problem.assigned, &mut problem.solved, &mut problem.struck_off];
        let forgotten = dates.map(|date| forget(date, day));
        if forgotten.contains(&true) {
            problem.state = None;
        }
    }
    for disclosure in &mut project.disclosures {
        forget(&mut disclosure.disclosed, day);
    }
    if project.colour.as_ref().is_some_and(|typed| later(typed.since, day)) {
        project.colour = None;
    }
    Some(project)
}

/// The days after `day` that a record tells of: from each on the site says more.
pub fn later_days(record: &Record, day: Day) -> BTreeSet<Day> {
    let dates: Vec<Option<PartialDate>> = match record {
        Record::Project(project) => dates(project).collect(),
        Record::Indicator(indicator) => indicator.series.iter().map(known_from).collect(),
        record => vec![record.common().published, record.listed().date().filter(|_| matches!(record, Record::News(_)))],
    };
    dates.into_iter().flatten().map(PartialDate::first).filter(|first| *first > day).collect()
}

fn tells_of_later(project: &Project, day: Day) -> bool {
    dates(project).any(|date| later(date, day))
}

/// The dates of what a project says happened.
fn dates(project: &Project) -> impl Iterator<Item = Option<PartialDate>> {
    let stages = project.stages.iter().filter(|entry| !entry.planned).map(|entry| entry.date);
    let updates = project.updates.iter().map(|update| Some(update.date));
    let procedures = project.procedures.iter().flat_map(|procedure| [procedure.added, procedure.done]);
    let milestones = project.milestones.iter().map(|milestone| milestone.actual);
    let problems = project
        .problems
        .iter()
        .flat_map(|problem| [problem.raised, problem.assigned, problem.solved, problem.struck_off]);
    let disclosures = project.disclosures.iter().flat_map(|disclosure| [disclosure.arose, disclosure.disclosed]);
    let colour = project.colour.iter().map(|typed| typed.since);
    stages.chain(updates).chain(procedures).chain(milestones).chain(problems).chain(disclosures).chain(colour)
}

/// When a point is known: as it says, else when its period begins.
fn known_from(point: &Point) -> Option<PartialDate> {
    point.date.or_else(|| point.period.map(|period| PartialDate::from_day(period.first())))
}

/// The indicator on `day`; `None` when it has no point of a later time.
fn indicator_on(indicator: &Indicator, day: Day) -> Option<Indicator> {
    let known = |point: &Point| !later(known_from(point), day);
    if indicator.series.iter().all(known) {
        return None;
    }
    let mut indicator = indicator.clone();
    indicator.series.retain(known);
    Some(indicator)
}
