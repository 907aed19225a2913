//! What is overdue 逾期 (S8; `shuangta-2023-investment:63-71` 清单式督查): procedures past their due day and milestones past
//! their planned day, not done, by office, with since when.
//!
//! The rule for getting on and off the list: an item is on it from the day after its due date until the day it is done.
//! A due month or year is over with its last day. Procedures that do not apply are not on it, and neither is anything
//! of a project that is stopped, slowed or cancelled: that is told on the project's own page, with the reason.

use crate::date::{Day, PartialDate};
use crate::record::{Bulletin, Kind, Project, Record, Stage, StageEntry};

/// What is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OverdueKind {
    /// A procedure 手续.
    Procedure,
    /// A milestone 节点.
    Milestone,
}

/// One overdue item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// The project's record id.
    pub project: String,
    /// What is late.
    pub kind: OverdueKind,
    /// Its name.
    pub name: String,
    /// The office it waits for: the authority of a procedure, the project's office of a milestone. A record id.
    pub office: Option<String>,
    /// When it was due.
    pub due: PartialDate,
    /// Calendar days late on the day, at least 1.
    pub days_late: i64,
    /// The published explanation.
    pub explanation: Option<String>,
}

/// What is overdue on `day`, the longest first.
pub(super) fn overdue(bulletin: &Bulletin, day: Day) -> Vec<Overdue> {
    let mut items = Vec::new();
    for entry in bulletin.of_kind(Kind::Project) {
        let Record::Project(project) = &entry.record else { continue };
        items.extend(overdue_of(&entry.id, project, day));
    }
    items.sort_by(|a, b| {
        b.days_late.cmp(&a.days_late).then_with(|| (&a.project, a.kind, &a.name).cmp(&(&b.project, b.kind, &b.name)))
    });
    items
}

/// How many items were overdue on each day there was: from each of these days on so many.
pub(super) struct Counts(Vec<(Day, usize)>);

impl Counts {
    /// The counts of all projects of a bulletin, made in one walk over its dates: every period asks for its own day.
    pub(super) fn of(bulletin: &Bulletin) -> Self {
        let mut changes: Vec<(Day, isize)> = Vec::new();
        for entry in bulletin.of_kind(Kind::Project) {
            if let Record::Project(project) = &entry.record {
                changes_of(project, &mut changes);
            }
        }
        changes.sort_unstable_by_key(|(day, _)| *day);
        let mut counts: Vec<(Day, usize)> = Vec::new();
        let mut count = 0_usize;
        for (day, change) in changes {
            count = count.saturating_add_signed(change);
            match counts.last_mut().filter(|(last, _)| *last == day) {
                Some((_, last)) => *last = count,
                None => counts.push((day, count)),
            }
        }
        Self(counts)
    }

    /// How many items were overdue on `day`.
    pub(super) fn on(&self, day: Day) -> usize {
        let after = self.0.partition_point(|(from, _)| *from <= day);
        after.checked_sub(1).and_then(|last| self.0.get(last)).map_or(0, |(_, count)| *count)
    }
}

/// The days on which more or fewer items of a project are overdue than on the day before, and how many more.
fn changes_of(project: &Project, changes: &mut Vec<(Day, isize)>) {
    /// What happens on a day.
    enum Change {
        /// So many items more are due and not done.
        Late(isize),
        /// The stage at this place of the list is reached.
        Stage(usize),
    }
    let mut days: Vec<(Day, Change)> = Vec::new();
    for (due, done) in due_dates(project) {
        let Some(from) = due.last().succ_opt() else { continue };
        if done.is_none_or(|done| done.first() > from) {
            days.push((from, Change::Late(1)));
            days.extend(done.map(|done| (done.first(), Change::Late(-1))));
        }
    }
    if days.is_empty() {
        return;
    }
    let actual = |(_, entry): &(usize, &StageEntry)| is_actual(entry);
    for (place, entry) in project.stages.iter().enumerate().filter(actual) {
        days.push((entry.date.map_or(Day::MIN, PartialDate::first), Change::Stage(place)));
    }
    days.sort_by_key(|(day, _)| *day);
    let (mut late, mut last_stage, mut shown) = (0, None, 0);
    for same_day in days.chunk_by(|(a, _), (b, _)| a == b) {
        for (_, change) in same_day {
            match change {
                Change::Late(more) => late += more,
                Change::Stage(place) => last_stage = last_stage.max(Some(*place)),
            }
        }
        let halted = last_stage.and_then(|place| project.stages.get(place)).is_some_and(halts);
        let now = if halted { 0 } else { late };
        if let Some((day, _)) = same_day.first().filter(|_| now != shown) {
            changes.push((*day, now - shown));
        }
        shown = now;
    }
}

/// Of all that is due in a project when it is, and when it was done.
fn due_dates(project: &Project) -> impl Iterator<Item = (PartialDate, Option<PartialDate>)> {
    let procedures = project.procedures.iter().filter(|procedure| procedure.not_applicable.is_none());
    let procedures = procedures.filter_map(|procedure| Some((procedure.due?, procedure.done)));
    let milestones = project.milestones.iter().filter_map(|milestone| Some((milestone.planned?, milestone.actual)));
    procedures.chain(milestones)
}

/// Whether a stage is one that the whole project reached.
fn is_actual(entry: &StageEntry) -> bool {
    !entry.planned && entry.scope.is_none()
}

/// Whether nothing of a project is overdue from a stage on.
fn halts(entry: &StageEntry) -> bool {
    matches!(entry.stage, Stage::Stopped | Stage::Slowed | Stage::Cancelled)
}

/// What of one project is overdue on `day`.
pub(super) fn overdue_of(id: &str, project: &Project, day: Day) -> Vec<Overdue> {
    if halted(project, day) { Vec::new() } else { of_project(id, project, day) }
}

/// Whether the project is stopped, slowed or cancelled on the day.
pub(super) fn halted(project: &Project, day: Day) -> bool {
    let reached = |date: Option<PartialDate>| date.is_none_or(|date| date.first() <= day);
    let mut actual = project.stages.iter().rev().filter(|entry| is_actual(entry));
    actual.find(|entry| reached(entry.date)).is_some_and(halts)
}

fn of_project(id: &str, project: &Project, day: Day) -> Vec<Overdue> {
    let late = |due: Option<PartialDate>, done: Option<PartialDate>| {
        let due = due.filter(|due| due.is_before(day))?;
        let open = done.is_none_or(|done| done.first() > day);
        open.then(|| (due, (day - due.last()).num_days()))
    };
    let procedures = project.procedures.iter().filter(|procedure| procedure.not_applicable.is_none());
    let procedures = procedures.filter_map(|procedure| {
        let (due, days_late) = late(procedure.due, procedure.done)?;
        let office = procedure.authority.as_ref().or(project.office.as_ref()).map(|office| office.id.clone());
        let (project, name) = (id.to_owned(), procedure.name.clone());
        Some(Overdue { project, kind: OverdueKind::Procedure, name, office, due, days_late, explanation: None })
    });
    let milestones = project.milestones.iter().filter_map(|milestone| {
        let (due, days_late) = late(milestone.planned, milestone.actual)?;
        let office = project.office.as_ref().map(|office| office.id.clone());
        let (project, name, explanation) = (id.to_owned(), milestone.name.clone(), milestone.note.clone());
        Some(Overdue { project, kind: OverdueKind::Milestone, name, office, due, days_late, explanation })
    });
    procedures.chain(milestones).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The counts are those of the list of each day.
        #[test]
        fn counts_are_those_of_the_lists(
            items in prop::collection::vec((0..40_u64, prop::option::of(0..40_u64), any::<bool>()), 0..6),
            stages in prop::collection::vec((0..3_usize, prop::option::of(0..40_u64), any::<bool>()), 0..5),
        ) {
            let day = |n: u64| "2024-01-20".parse::<Day>().expect("a day") + chrono::Days::new(n);
            let date = |n: u64, is_month: bool| {
                let day = day(n).to_string();
                if is_month { day[..7].to_owned() } else { day }
            };
            let mut yaml = "title: 甲\nmilestones:\n".to_owned();
            for (planned, actual, is_month) in items {
                yaml += &format!(" - {{name: 乙, planned: {}", date(planned, is_month));
                yaml += &actual.map(|actual| format!(", actual: {}", date(actual, is_month))).unwrap_or_default();
                yaml += "}\n";
            }
            yaml += "stages:\n";
            for (stage, reached, planned) in stages {
                let stage = ["stopped", "resumed", "started"][stage];
                yaml += &format!(" - {{stage: {stage}, planned: {planned}, reason: 丙");
                yaml += &reached.map(|reached| format!(", date: {}", date(reached, false))).unwrap_or_default();
                yaml += "}\n";
            }
            let yaml = yaml.replace("milestones:\nstages", "stages").replace("stages:\n\n", "");
            let yaml = yaml.strip_suffix("stages:\n").unwrap_or(&yaml);
            let project: Project = serde_yaml::from_str(yaml).expect("a project");
            let mut changes = Vec::new();
            changes_of(&project, &mut changes);
            for n in 0..80 {
                let day = day(n) - chrono::Days::new(30);
                let count: isize = changes.iter().filter(|(from, _)| *from <= day).map(|(_, more)| more).sum();
                prop_assert_eq!(count as usize, overdue_of("a", &project, day).len(), "{} in {}", day, yaml);
            }
        }
    }

    fn late(yaml: &str, day: &str) -> Vec<(String, i64)> {
        let project: Project = serde_yaml::from_str(&format!("title: 甲\n{yaml}")).expect("a project");
        let items = overdue_of("a", &project, day.parse().expect("a day"));
        items.into_iter().map(|item| (item.name, item.days_late)).collect()
    }

    #[test]
    fn an_item_is_late_from_the_day_after_until_it_is_done() {
        let yaml = "procedures: [{name: 用地, due: 2024-01-10, done: 2024-01-20}]\n";
        assert!(late(yaml, "2024-01-10").is_empty());
        assert_eq!(late(yaml, "2024-01-11"), [("用地".to_owned(), 1)]);
        assert_eq!(late(yaml, "2024-01-19"), [("用地".to_owned(), 9)]);
        assert!(late(yaml, "2024-01-20").is_empty());
    }

    #[test]
    fn months_end_with_their_last_day_and_what_does_not_apply_is_never_late() {
        let yaml = "milestones: [{name: 开工, planned: 2024-01}, {name: 竣工}]\nprocedures: [{name: 环评, due: 2023, not_applicable: 豁免}]\n";
        assert!(late(yaml, "2024-01-31").is_empty());
        assert_eq!(late(yaml, "2024-02-02"), [("开工".to_owned(), 2)]);
    }

    #[test]
    fn halted_projects_are_not_on_the_list() {
        let yaml = "milestones: [{name: 开工, planned: 2024-01-01}]\nstages: [{stage: 停滞, date: 2024-02-01, reason: 资金}]\n";
        assert_eq!(late(yaml, "2024-01-31").len(), 1);
        assert!(late(yaml, "2024-02-01").is_empty());
    }
}
