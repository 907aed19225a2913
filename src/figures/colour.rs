//! Four-colour management 红黄蓝绿四色管理 (S1; `shuangta-2022-projects:33-35`, `shuangta-2023-investment:40-50`).
//!
//! The sources' rule: red, filing (备案) just done and under 1/3 of the procedures; yellow, 2/3 done; blue, all done and
//! in construction; green, in production. Their wording leaves gaps, decided here and shown in the legend:
//!
//! * A project keeps its colour until it meets the next one's condition in full: between 1/3 and 2/3 it stays red, with
//!   everything done but no start it stays yellow, started with papers missing it stays where it was.
//! * Filing alone makes red, whatever share it is of a short list.
//! * Procedures that do not apply are not counted; all others weigh the same. Shares are compared as whole numbers. One
//!   that came onto the list later (`added`) counts from that day on and takes no colour back.
//! * Before filing, and once cancelled, there is no colour. Stopped and slowed projects keep theirs.
//! * Where no procedures are published, the colour follows the stage and says so: landed is red, in construction blue,
//!   in production green.

use std::collections::BTreeMap;

use chrono::{Datelike, Months};

use crate::date::{Day, PartialDate};
use crate::record::leaf::choices;
use crate::record::{Colour, ColourRules, Procedure, Project, Stage, StageEntry};

choices! {
    /// What a colour rests on.
    Basis {
        Procedures = "procedures", "按手续", "By procedures";
        Stage = "stage", "按阶段", "By stage";
        Typed = "typed", "人工指定", "Set by hand";
    }
}

/// A project's colour on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColourState {
    /// The colour. `None` before filing, when cancelled, or when nothing is known to tell it from.
    pub colour: Option<Colour>,
    /// What it rests on.
    pub basis: Basis,
    /// Since when, where the date is known.
    pub since: Option<PartialDate>,
    /// Procedures done.
    pub done: usize,
    /// Procedures that apply.
    pub of: usize,
    /// Whether the share is past the red mark and short of the yellow one, so that red is only kept.
    pub kept: bool,
    /// Why it was set by hand.
    pub reason: Option<String>,
    /// Every change of colour with its date, in order, up to the day; `None` when it was lost with the project's
    /// cancellation.
    pub history: Vec<(PartialDate, Option<Colour>)>,
}

/// The colour of `project` on `day`.
pub fn colour(project: &Project, day: Day, rules: &ColourRules) -> ColourState {
    let course = Course::of(project, rules, |_| true);
    let (done, of) = (count_by(&course.done, day), count_by(&course.listed, day));
    let basis = if of == 0 { Basis::Stage } else { Basis::Procedures };
    let history = history(project, day, rules);
    let reached = course.at(day, rules);
    let computed = course.kept(day, rules, last(&history));
    let past_red = || computed == Some(Colour::Red) && rules.red_below().reached(done, of);
    let state = ColourState {
        colour: computed,
        basis,
        since: history.last().filter(|(_, colour)| *colour == computed).map(|(date, _)| *date),
        done,
        of,
        kept: basis == Basis::Procedures && (computed != reached || past_red()),
        reason: None,
        history,
    };
    match &project.colour {
        Some(typed) => ColourState {
            colour: Some(typed.colour),
            basis: Basis::Typed,
            since: typed.since,
            reason: Some(typed.reason.clone()),
            kept: false,
            ..state
        },
        None => state,
    }
}

/// What decides a project's colour, by the days from which it holds. What is reported as done in a month or year counts from
/// its first day.
struct Course {
    /// From when it is cancelled, in production, in construction, landed; of the whole of the project.
    cancelled: Option<Day>,
    production: Option<Day>,
    building: Option<Day>,
    landed: Option<Day>,
    /// From when it has been filed.
    filed: Option<Day>,
    /// From when each procedure that applies is on the list, sorted.
    listed: Vec<Day>,
    /// From when each of them is on the list and done, sorted.
    done: Vec<Day>,
}

/// How many of some days, sorted, have come by the end of `day`.
fn count_by(days: &[Day], day: Day) -> usize {
    days.partition_point(|other| *other <= day)
}

impl Course {
    /// The course of a project by those stages that are `told`. A stage without a date was always reached.
    fn of(project: &Project, rules: &ColourRules, told: impl Fn(&StageEntry) -> bool) -> Self {
        let stages: Vec<(Stage, Day)> = project
            .stages
            .iter()
            .filter(|entry| !entry.planned && entry.scope.is_none() && told(entry))
            .map(|entry| (entry.stage, entry.date.map_or(Day::MIN, PartialDate::first)))
            .collect();
        let from = |wanted: &dyn Fn(Stage) -> bool| {
            stages.iter().filter(|(stage, _)| wanted(*stage)).map(|(_, first)| *first).min()
        };
        let applying = project.procedures.iter().filter(|procedure| procedure.not_applicable.is_none());
        let listed = |procedure: &Procedure| procedure.added.map_or(Day::MIN, PartialDate::first);
        let done = |procedure: &Procedure| Some(procedure.done?.first().max(listed(procedure)));
        let filings = applying.clone().filter(|procedure| procedure.name.contains(rules.filing()));
        let mut course = Self {
            cancelled: from(&|stage| stage == Stage::Cancelled),
            production: from(&|stage| matches!(stage, Stage::Production | Stage::Capacity)),
            building: from(&|stage| (Stage::Started..=Stage::Completed).contains(&stage)),
            landed: from(&|stage| stage == Stage::Landed),
            filed: filings.filter_map(done).min(),
            listed: applying.clone().map(listed).collect(),
            done: applying.filter_map(done).collect(),
        };
        course.listed.sort_unstable();
        course.done.sort_unstable();
        course
    }

    /// The colour whose condition is met in full by the end of `day`, whatever it was before.
    fn at(&self, day: Day, rules: &ColourRules) -> Option<Colour> {
        let by = |from: Option<Day>| from.is_some_and(|from| from <= day);
        if by(self.cancelled) {
            return None;
        }
        if by(self.production) {
            return Some(Colour::Green);
        }
        let (done, of) = (count_by(&self.done, day), count_by(&self.listed, day));
        if of == 0 {
            let landed = by(self.landed).then_some(Colour::Red);
            return if by(self.building) { Some(Colour::Blue) } else { landed };
        }
        if done == of && by(self.building) {
            Some(Colour::Blue)
        } else if rules.yellow_from().reached(done, of) {
            Some(Colour::Yellow)
        } else {
            by(self.filed).then_some(Colour::Red)
        }
    }

    /// The colour by the end of `day`, with the one of `before` kept: a procedure that comes onto the list later takes no
    /// colour back. Cancellation does, and a colour told by the stage gives way to one by procedures.
    fn kept(&self, day: Day, rules: &ColourRules, before: Option<(Day, Colour)>) -> Option<Colour> {
        let by_procedures = |day: Day| count_by(&self.listed, day) > 0;
        let before = before.filter(|(since, _)| by_procedures(*since) && by_procedures(day));
        let cancelled = self.cancelled.is_some_and(|from| from <= day);
        self.at(day, rules).max(before.filter(|_| !cancelled).map(|(_, colour)| colour))
    }
}

/// The changes of colour that have a date.
fn history(project: &Project, day: Day, rules: &ColourRules) -> Vec<(PartialDate, Option<Colour>)> {
    let course = Course::of(project, rules, |entry| entry.date.is_some());
    let stages = project.stages.iter().filter(|entry| !entry.planned && entry.scope.is_none());
    let stages = stages.filter_map(|entry| entry.date);
    let procedures = project.procedures.iter().filter(|procedure| procedure.not_applicable.is_none());
    let dates = procedures.flat_map(|procedure| [procedure.done, procedure.added]).flatten().chain(stages);
    let mut dates: Vec<PartialDate> = dates.filter(|date| date.first() <= day).collect();
    dates.sort_unstable();
    dates.dedup();
    let mut changes: Vec<(PartialDate, Option<Colour>)> = Vec::new();
    for date in dates {
        let colour = course.kept(date.first(), rules, last(&changes));
        if colour != changes.last().and_then(|(_, colour)| *colour) {
            changes.push((date, colour));
        }
    }
    changes
}

/// The last colour of a history, with the day it was reached.
fn last(history: &[(PartialDate, Option<Colour>)]) -> Option<(Day, Colour)> {
    history.last().and_then(|(date, colour)| Some((date.first(), (*colour)?)))
}

/// Projects by colour on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The last day of a month, or the day of the bulletin.
    pub day: Day,
    /// Projects of each colour, in the order of [`Colour::ALL`].
    pub counts: Vec<usize>,
}

/// Projects by colour at the end of every month since the first change, and on `day`. Changes without a date, and
/// colours set by hand, are not in it.
pub(super) fn spread(colours: &BTreeMap<String, ColourState>, day: Day) -> Vec<Spread> {
    let mut changes: Vec<(Day, Option<Colour>, Option<Colour>)> = Vec::new();
    for state in colours.values() {
        let mut before = None;
        for (date, colour) in &state.history {
            changes.push((date.first(), before, *colour));
            before = *colour;
        }
    }
    changes.sort();
    let Some((first, ..)) = changes.first() else { return Vec::new() };
    let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
    let mut changes_left = changes.iter().peekable();
    month_ends(*first, day)
        .map(|end| {
            while let Some((_, from, to)) = changes_left.next_if(|(date, ..)| *date <= end) {
                if let Some(count) = from.and_then(|from| counts.get_mut(&from)) {
                    *count = count.saturating_sub(1);
                }
                if let Some(to) = to {
                    *counts.entry(*to).or_default() += 1;
                }
            }
            let count = |colour: &Colour| counts.get(colour).copied().unwrap_or(0);
            Spread { day: end, counts: Colour::ALL.iter().map(count).collect() }
        })
        .collect()
}

/// The last day of every month from that of `first` on, and `day` for the last.
fn month_ends(first: Day, day: Day) -> impl Iterator<Item = Day> {
    let months = std::iter::successors(first.with_day(1), |month| month.checked_add_months(Months::new(1)));
    months.take_while(move |month| *month <= day).map(move |month| {
        let next = month.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
        next.map_or(day, |end| end.min(day))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn state(yaml: &str, day: &str) -> ColourState {
        let project: Project = serde_yaml::from_str(&format!("title: 甲\n{yaml}")).expect("a project");
        colour(&project, day.parse().expect("a day"), &ColourRules::default())
    }

    const SIX: &str = "procedures:\n  - {name: 项目备案, done: 2023-01-10}\n  - {name: 用地, done: 2023-02-10}\n  - {name: 环评, done: 2023-03-10}\n  - {name: 规划, done: 2023-04-10}\n  - {name: 消防, done: 2023-05-10}\n  - {name: 施工, done: 2023-06-10}\nstages:\n  - {stage: started, date: 2023-07-01}\n  - {stage: production, date: 2024-01-01}\n";

    #[test]
    fn a_colour_is_kept_until_the_next_is_reached_in_full() {
        for (day, colour, done) in [
            ("2023-01-09", None, 0),
            ("2023-01-10", Some(Colour::Red), 1),
            ("2023-03-31", Some(Colour::Red), 3),
            ("2023-04-10", Some(Colour::Yellow), 4),
            ("2023-06-30", Some(Colour::Yellow), 6),
            ("2023-07-01", Some(Colour::Blue), 6),
            ("2024-01-01", Some(Colour::Green), 6),
        ] {
            let state = state(SIX, day);
            assert_eq!((state.colour, state.done, state.of), (colour, done, 6), "{day}");
        }
        assert!(state(SIX, "2023-03-31").kept && !state(SIX, "2023-01-31").kept);
    }

    #[test]
    fn the_history_has_every_change_once() {
        let dates: Vec<String> = state(SIX, "2024-06-01").history.iter().map(|(date, _)| date.to_string()).collect();
        assert_eq!(dates, ["2023-01-10", "2023-04-10", "2023-07-01", "2024-01-01"]);
        assert_eq!(state(SIX, "2023-08-01").since.map(|date| date.to_string()).as_deref(), Some("2023-07-01"));
    }

    #[test]
    fn without_procedures_the_stage_tells_and_says_so() {
        let landed = state("stages: [{stage: landed}]", "2024-01-01");
        assert_eq!((landed.colour, landed.basis), (Some(Colour::Red), Basis::Stage));
        assert_eq!(state("stages: [{stage: building}]", "2024-01-01").colour, Some(Colour::Blue));
        assert_eq!(state("stages: [{stage: started, planned: true}]", "2024-01-01").colour, None);
        assert_eq!(state("", "2024-01-01").colour, None);
        assert_eq!(state("stages: [{stage: completed, scope: 一期}]", "2024-01-01").colour, None);
        assert_eq!(state("stages: [{stage: started}, {stage: cancelled, reason: 资金}]", "2024-01-01").colour, None);
    }

    #[test]
    fn short_lists_and_lists_that_do_not_apply() {
        let one_of_two = "procedures: [{name: 备案, done: 2023-01-10}, {name: 施工}]";
        assert_eq!(state(one_of_two, "2023-02-01").colour, Some(Colour::Red));
        let none_applies = "procedures: [{name: 备案, not_applicable: 免于备案}]\nstages: [{stage: started}]";
        assert_eq!(state(none_applies, "2023-02-01").basis, Basis::Stage);
        let vague = "procedures: [{name: 备案, done: 2023-01}, {name: 用地}, {name: 环评}]";
        assert_eq!(state(vague, "2023-01-15").colour, Some(Colour::Red));
    }

    #[test]
    fn a_procedure_added_later_takes_no_colour_back() {
        let later = "procedures: [{name: 备案, done: 2023-01-10}, {name: 用地, done: 2023-02-10}, {name: 消防, added: 2023-03-01}, {name: 环评, added: 2023-03-01}]\n";
        for (day, colour, kept, of) in [
            ("2023-02-01", Colour::Red, true, 2),
            ("2023-02-28", Colour::Yellow, false, 2),
            ("2023-03-02", Colour::Yellow, true, 4),
        ] {
            let state = state(later, day);
            assert_eq!((state.colour, state.kept, state.of), (Some(colour), kept, of), "{day}");
        }
        let by_stage = "stages: [{stage: 开工, date: 2023-01-01}]\nprocedures: [{name: 备案, done: 2023-03-01, added: 2023-02-01}, {name: 环评, added: 2023-02-01}]\n";
        assert_eq!(state(by_stage, "2023-01-15").colour, Some(Colour::Blue));
        assert_eq!(state(by_stage, "2023-03-15").colour, Some(Colour::Red));
    }

    #[test]
    fn a_colour_set_by_hand_is_shown_as_such() {
        let state = state(&format!("{SIX}colour: {{colour: red, reason: 资金未落实}}\n"), "2023-07-01");
        assert_eq!(
            (state.colour, state.basis, state.reason.as_deref()),
            (Some(Colour::Red), Basis::Typed, Some("资金未落实"))
        );
    }

    /// A project in which filing is followed by procedures done, or added, on days of 2023 counted from its first.
    fn with(procedures: &[(Option<u32>, Option<u32>)], started: Option<u32>) -> String {
        let date = |key: &str, day: Option<u32>| {
            let first = Day::from_ymd_opt(2023, 1, 1).expect("a day");
            day.map_or_else(String::new, |day| format!(", {key}: {}", first + chrono::Days::new(day.into())))
        };
        let procedure = |(index, (done, added)): (usize, &(Option<u32>, Option<u32>))| {
            format!("\n  - {{name: 手续{index}{}{}}}", date("done", *done), date("added", *added))
        };
        let list: String = procedures.iter().enumerate().map(procedure).collect();
        let stages = started
            .map_or_else(String::new, |day| format!("\nstages: [{{stage: started{}}}]", date("date", Some(day))));
        format!("procedures:\n  - {{name: 备案, done: 2023-01-01}}{list}{stages}\n")
    }

    /// The colour on each of some days.
    fn course(yaml: &str) -> Vec<Option<usize>> {
        let place = |colour: Colour| Colour::ALL.iter().position(|other| *other == colour);
        let days = (1..=12).map(|month| format!("2023-{month:02}-28"));
        days.map(|day| state(yaml, &day).colour.and_then(place)).collect()
    }

    proptest! {
        #[test]
        fn a_colour_never_falls(
            procedures in proptest::collection::vec((proptest::option::of(0_u32..360), proptest::option::of(0_u32..360)), 0..9),
            started in proptest::option::of(0_u32..360),
            more in proptest::collection::vec(0_u32..360, 0..4),
        ) {
            let before = course(&with(&procedures, started));
            prop_assert!(before.is_sorted(), "{before:?}");
            let mut done = procedures;
            for (procedure, day) in done.iter_mut().filter(|(done, _)| done.is_none()).zip(more) {
                procedure.0 = Some(day);
            }
            let after = course(&with(&done, started));
            prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after), "{before:?} {after:?}");
        }
    }
}
