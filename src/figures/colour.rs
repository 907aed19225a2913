//! Four-colour management 红黄蓝绿四色管理 (S1; `shuangta-2022-projects:33-35`, `shuangta-2023-investment:40-50`).
//!
//! The sources' rule: red, filing (备案) just done and under 1/3 of the procedures; yellow, 2/3 done; blue, all done and
//! in construction; green, in production. Their wording leaves gaps, decided here and shown in the legend:
//!
//! * A project keeps its colour until it meets the next one's condition in full: between 1/3 and 2/3 it stays red, with
//!   everything done but no start it stays yellow, started with papers missing it stays where it was.
//! * Filing alone makes red, whatever share it is of a short list.
//! * Procedures that do not apply are not counted; all others weigh the same. Shares are compared as whole numbers.
//! * Before filing, and once cancelled, there is no colour. Stopped and slowed projects keep theirs.
//! * Where no procedures are published, the colour follows the stage and says so: landed is red, in construction blue,
//!   in production green.

use crate::date::{Day, PartialDate};
use crate::quantity::Fraction;
use crate::record::leaf::choices;
use crate::record::{Colour, ColourRules, Procedure, Project, Stage};

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
    /// Every change of colour with its date, in order, up to the day.
    pub history: Vec<(PartialDate, Colour)>,
}

/// The colour of `project` on `day`.
pub fn colour(project: &Project, day: Day, rules: &ColourRules) -> ColourState {
    let applicable: Vec<&Procedure> =
        project.procedures.iter().filter(|procedure| procedure.not_applicable.is_none()).collect();
    let basis = if applicable.is_empty() { Basis::Stage } else { Basis::Procedures };
    let computed = at(project, &applicable, day, rules);
    let history = history(project, &applicable, day, rules);
    let done = done_on(&applicable, day);
    let share_of = |mark: Fraction| mark.reached(done, applicable.len());
    let state = ColourState {
        colour: computed,
        basis,
        since: history.last().filter(|(_, colour)| Some(*colour) == computed).map(|(date, _)| *date),
        done,
        of: applicable.len(),
        kept: computed == Some(Colour::Red) && basis == Basis::Procedures && share_of(rules.red_below()),
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

/// How many of the procedures are done by the end of `day`.
fn done_on(applicable: &[&Procedure], day: Day) -> usize {
    applicable.iter().filter(|procedure| procedure.done.is_some_and(|done| done.first() <= day)).count()
}

/// The colour by the end of `day`. What is reported as done in a month or year counts from its first day, what is
/// reported without a date counts as done.
fn at(project: &Project, applicable: &[&Procedure], day: Day, rules: &ColourRules) -> Option<Colour> {
    let by = |date: Option<PartialDate>| date.is_none_or(|date| date.first() <= day);
    let reached = |wanted: &dyn Fn(Stage) -> bool| {
        let mut entries = project.stages.iter().filter(|entry| !entry.planned && entry.scope.is_none());
        entries.any(|entry| wanted(entry.stage) && by(entry.date))
    };
    let building = |stage: Stage| (Stage::Started..=Stage::Completed).contains(&stage);
    if reached(&|stage| stage == Stage::Cancelled) {
        return None;
    }
    if reached(&|stage| matches!(stage, Stage::Production | Stage::Capacity)) {
        return Some(Colour::Green);
    }
    if applicable.is_empty() {
        let landed = reached(&|stage| stage == Stage::Landed).then_some(Colour::Red);
        return if reached(&building) { Some(Colour::Blue) } else { landed };
    }
    let done = done_on(applicable, day);
    let mut filings = applicable.iter().filter(|procedure| procedure.name.contains(rules.filing()));
    let filed = filings.any(|procedure| procedure.done.is_some_and(|date| by(Some(date))));
    if done == applicable.len() && reached(&building) {
        Some(Colour::Blue)
    } else if rules.yellow_from().reached(done, applicable.len()) {
        Some(Colour::Yellow)
    } else {
        filed.then_some(Colour::Red)
    }
}

/// The changes of colour that have a date.
fn history(project: &Project, applicable: &[&Procedure], day: Day, rules: &ColourRules) -> Vec<(PartialDate, Colour)> {
    let mut dated = project.clone();
    dated.stages.retain(|entry| entry.date.is_some() && !entry.planned && entry.scope.is_none());
    let stages = dated.stages.iter().filter_map(|entry| entry.date);
    let dates = applicable.iter().filter_map(|procedure| procedure.done).chain(stages);
    let mut dates: Vec<PartialDate> = dates.filter(|date| date.first() <= day).collect();
    dates.sort_unstable();
    dates.dedup();
    let mut changes: Vec<(PartialDate, Colour)> = Vec::new();
    for date in dates {
        let colour = at(&dated, applicable, date.first(), rules);
        if let Some(colour) = colour.filter(|colour| changes.last().map(|(_, last)| last) != Some(colour)) {
            changes.push((date, colour));
        }
    }
    changes
}

#[cfg(test)]
mod tests {
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
    fn a_colour_set_by_hand_is_shown_as_such() {
        let state = state(&format!("{SIX}colour: {{colour: red, reason: 资金未落实}}\n"), "2023-07-01");
        assert_eq!(
            (state.colour, state.basis, state.reason.as_deref()),
            (Some(Colour::Red), Basis::Typed, Some("资金未落实"))
        );
    }
}
