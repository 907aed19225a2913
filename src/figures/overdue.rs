//! What is overdue 逾期 (S8; `shuangta-2023-investment:63-71` 清单式督查): procedures past their due day and milestones past
//! their planned day, not done, by office, with since when.
//!
//! The rule for getting on and off the list: an item is on it from the day after its due date until the day it is done.
//! A due month or year is over with its last day. Procedures that do not apply are not on it, and neither is anything
//! of a project that is stopped, slowed or cancelled: that is told on the project's own page, with the reason.

use crate::date::{Day, PartialDate};
use crate::record::{Bulletin, Kind, Project, Record, Stage};

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

/// What of one project is overdue on `day`.
pub(super) fn overdue_of(id: &str, project: &Project, day: Day) -> Vec<Overdue> {
    if halted(project, day) { Vec::new() } else { of_project(id, project, day) }
}

/// Whether the project is stopped, slowed or cancelled on the day.
pub(super) fn halted(project: &Project, day: Day) -> bool {
    let reached = |date: Option<PartialDate>| date.is_none_or(|date| date.first() <= day);
    let mut actual = project.stages.iter().rev().filter(|entry| !entry.planned && entry.scope.is_none());
    let last = actual.find(|entry| reached(entry.date));
    last.is_some_and(|entry| matches!(entry.stage, Stage::Stopped | Stage::Slowed | Stage::Cancelled))
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
