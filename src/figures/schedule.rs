//! Schedules 倒排工期 (S5; `shuangta-2022-projects:25+37`): milestones and procedures planned against actual, days early
//! or late, and what is due next.
//!
//! Two dates are early or late to each other only when one is certainly before the other: a month is neither early nor
//! late to a day in it. Days are counted between dates known to the day: in the calendar, and as working days where the
//! working-day calendar knows the years.

use crate::date::{Day, PartialDate, WorkingDays};
use crate::record::Project;
use crate::record::leaf::choices;

choices! {
    /// Where an item of a schedule stands on a day.
    ScheduleState {
        DoneEarly = "done_early", "提前完成", "Done early";
        DoneOnTime = "done_on_time", "按期完成", "Done on time";
        DoneLate = "done_late", "延后完成", "Done late";
        Done = "done", "已完成", "Done";
        Due = "due", "未到期", "Not due yet";
        Late = "late", "逾期", "Overdue";
        Unplanned = "unplanned", "未定日期", "No date set";
    }
}

/// An item of a schedule on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduleItem {
    /// Where it stands.
    pub state: ScheduleState,
    /// How many calendar days early, late, overdue, or still to go; where both dates are known to the day.
    pub days: Option<i64>,
    /// The same in working days, where the calendar knows the years.
    pub working_days: Option<i64>,
}

/// What a project has to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextDue {
    /// The milestone's or procedure's name.
    pub name: String,
    /// When it is due.
    pub date: PartialDate,
}

/// A project's schedule on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Its milestones, in the record's order.
    pub milestones: Vec<ScheduleItem>,
    /// Its procedures, in the record's order; `None` for those that do not apply.
    pub procedures: Vec<Option<ScheduleItem>>,
    /// What is due next, on the day or after it.
    pub next: Option<NextDue>,
}

/// The schedule of `project` on `day`.
pub fn schedule(project: &Project, day: Day, working: &WorkingDays) -> Schedule {
    let milestones = project.milestones.iter().map(|milestone| item(milestone.planned, milestone.actual, day, working));
    let procedures = project.procedures.iter().map(|procedure| match procedure.not_applicable {
        Some(_) => None,
        None => Some(item(procedure.due, procedure.done, day, working)),
    });
    let open_milestones =
        project.milestones.iter().map(|milestone| (&milestone.name, milestone.planned, milestone.actual));
    let applicable = project.procedures.iter().filter(|procedure| procedure.not_applicable.is_none());
    let open_procedures = applicable.map(|procedure| (&procedure.name, procedure.due, procedure.done));
    let open = open_milestones.chain(open_procedures).filter_map(|(name, due, done)| {
        let due = due.filter(|due| !due.is_before(day))?;
        done.is_none_or(|done| done.first() > day).then(|| NextDue { name: name.clone(), date: due })
    });
    let next = open.min_by(|a, b| a.date.cmp(&b.date));
    Schedule { milestones: milestones.collect(), procedures: procedures.collect(), next }
}

fn item(planned: Option<PartialDate>, actual: Option<PartialDate>, day: Day, working: &WorkingDays) -> ScheduleItem {
    let exact = |date: PartialDate| date.day().map(|_| date.first());
    let actual = actual.filter(|actual| actual.first() <= day);
    let (state, from, to) = match (planned, actual) {
        (None, None) => (ScheduleState::Unplanned, None, None),
        (None, Some(_)) => (ScheduleState::Done, None, None),
        (Some(planned), Some(actual)) if actual.is_before(planned.first()) => {
            (ScheduleState::DoneEarly, exact(planned), exact(actual))
        }
        (Some(planned), Some(actual)) if planned.is_before(actual.first()) => {
            (ScheduleState::DoneLate, exact(planned), exact(actual))
        }
        (Some(_), Some(_)) => (ScheduleState::DoneOnTime, None, None),
        (Some(planned), None) if planned.is_before(day) => (ScheduleState::Late, Some(planned.last()), Some(day)),
        (Some(planned), None) => (ScheduleState::Due, exact(planned), Some(day)),
    };
    let between = from.zip(to);
    ScheduleItem {
        state,
        days: between.map(|(from, to)| (to - from).num_days().abs()),
        working_days: between.and_then(|(from, to)| working.between(from, to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(planned: &str, actual: &str, day: &str) -> (ScheduleState, Option<i64>) {
        let date = |text: &str| (!text.is_empty()).then(|| text.parse().expect("a date"));
        let found = item(date(planned), date(actual), day.parse().expect("a day"), &WorkingDays::default());
        (found.state, found.days)
    }

    #[test]
    fn items_stand_where_their_dates_say() {
        for (planned, actual, day, expected) in [
            ("2024-01-10", "2024-01-07", "2024-02-01", (ScheduleState::DoneEarly, Some(3))),
            ("2024-01-10", "2024-01-10", "2024-02-01", (ScheduleState::DoneOnTime, None)),
            ("2024-01-10", "2024-01-15", "2024-02-01", (ScheduleState::DoneLate, Some(5))),
            ("2024-01-10", "2024-01-15", "2024-01-12", (ScheduleState::Late, Some(2))),
            ("2024-01-10", "", "2024-01-10", (ScheduleState::Due, Some(0))),
            ("2024-01", "2024-01-20", "2024-02-01", (ScheduleState::DoneOnTime, None)),
            ("2024-01", "2024-03", "2024-04-01", (ScheduleState::DoneLate, None)),
            ("2024-01", "", "2024-02-02", (ScheduleState::Late, Some(2))),
            ("", "2024-01-01", "2024-02-01", (ScheduleState::Done, None)),
            ("", "", "2024-02-01", (ScheduleState::Unplanned, None)),
        ] {
            assert_eq!(at(planned, actual, day), expected, "{planned} {actual} {day}");
        }
    }

    #[test]
    fn what_is_due_next_is_the_earliest_not_done_and_not_past() {
        let yaml = "title: 甲\nmilestones: [{name: 开工, planned: 2024-03-01}, {name: 竣工, planned: 2024-12-01}]\n\
                    procedures: [{name: 用地, due: 2024-01-01}, {name: 环评, due: 2024-02-20, not_applicable: 豁免}]\n";
        let project: Project = serde_yaml::from_str(yaml).expect("a project");
        let next = |day: &str| {
            schedule(&project, day.parse().expect("a day"), &WorkingDays::default()).next.map(|next| next.name)
        };
        assert_eq!(next("2023-12-01").as_deref(), Some("用地"));
        assert_eq!(next("2024-02-01").as_deref(), Some("开工"));
        assert_eq!(next("2025-01-01"), None);
    }
}
