//! Quarterly ranking 季度排名 (S4; `shuangta-2023-investment:34-39` 季排名): offices, parks and townships by what happened to
//! their projects in a quarter, each happening times the weight that `site.yaml` gives it.
//!
//! * A unit's projects: for an office those it is responsible for, for a park those in it, for a township those it
//!   brought in as enclave projects, else those that stand there.
//! * Equal scores share a place, and the next place is as many further on (1, 2, 2, 4).
//! * Units with fewer projects than the rule asks for, counted at the end of the quarter, have no place. Nor has any
//!   unit where fewer than two are left to compare, or where nothing that counts happened to any of them.
//! * The change is that against the place in the quarter before; a unit without a place then has none.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Measure;
use super::overdue::overdue_of;
use super::reports::{Dated, measure_of, within};
use super::totals::projects;
use crate::date::{Day, PartialDate, Period};
use crate::record::{Bulletin, Project, RankingRules};

/// What sort of unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitSort {
    /// Responsible offices.
    Office,
    /// Parks.
    Park,
    /// Townships, streets, villages: places by name.
    Place,
}

impl UnitSort {
    /// All, in the order they are shown.
    pub const ALL: &'static [UnitSort] = &[UnitSort::Office, UnitSort::Park, UnitSort::Place];

    /// The unit of a project: a record id, or a place's name.
    fn of(self, project: &Project) -> Option<&str> {
        match self {
            UnitSort::Office => project.office.as_ref().map(|office| office.id.as_str()),
            UnitSort::Park => project.park.as_ref().map(|park| park.id.as_str()),
            UnitSort::Place => project.enclave_of.as_deref().or(project.place.as_deref()),
        }
    }
}

/// A unit's quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// A record id, or a place's name.
    pub unit: String,
    /// Its projects at the end of the quarter.
    pub projects: usize,
    /// What happened to them, for every measure that has a weight.
    pub inputs: BTreeMap<Measure, i64>,
    /// The sum of inputs times weights.
    pub score: i64,
    /// The place, from 1; `None` for those listed apart.
    pub place: Option<usize>,
    /// Places gained since the quarter before; negative when lost.
    pub gained: Option<i64>,
}

/// The rankings of a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// The quarter.
    pub period: Period,
    /// Whether the day of the bulletin lies in it, so that it is not over.
    pub open: bool,
    /// By sort of unit: units with a place by place, then those without; equal ones by id.
    pub units: BTreeMap<UnitSort, Vec<Standing>>,
}

/// The rankings of every quarter from the first happening to `day`, the latest first.
pub(super) fn rankings(bulletin: &Bulletin, rules: &RankingRules, happenings: &[Arc<Dated>], day: Day) -> Vec<Ranking> {
    let scored =
        |dated: &&Arc<Dated>| measure_of(&dated.what).is_some_and(|measure| rules.weights.of(measure).is_some());
    let Some(first) = happenings.iter().find(scored).map(|dated| dated.date.first()) else { return Vec::new() };
    let mut rankings: Vec<Ranking> = Vec::new();
    for period in quarters(first, day) {
        let before = rankings.last();
        let of_sort = |sort: &UnitSort| {
            let before = before.and_then(|ranking| ranking.units.get(sort)).map_or(&[][..], Vec::as_slice);
            let standings = standings(bulletin, rules, happenings, *sort, period, day, before);
            (!standings.is_empty()).then_some((*sort, standings))
        };
        let units = UnitSort::ALL.iter().filter_map(of_sort).collect();
        rankings.push(Ranking { period, open: period.last() > day, units });
    }
    rankings.retain(|ranking| !ranking.units.is_empty());
    rankings.reverse();
    rankings
}

/// The quarters from the one that holds `first` to the one that holds `last`.
fn quarters(first: Day, last: Day) -> impl Iterator<Item = Period> {
    let quarter = |day: Day| {
        let date = PartialDate::from_day(day);
        Period::Quarter(date.year(), date.month().unwrap_or(1).div_ceil(3))
    };
    std::iter::successors(Some(quarter(first)), move |period| Some(quarter(period.last().succ_opt()?)))
        .take_while(move |period| period.first() <= last)
}

fn standings(
    bulletin: &Bulletin,
    rules: &RankingRules,
    happenings: &[Arc<Dated>],
    sort: UnitSort,
    period: Period,
    day: Day,
    before: &[Standing],
) -> Vec<Standing> {
    let end = period.last().min(day);
    let mut units: BTreeMap<&str, Vec<(&str, &Project)>> = BTreeMap::new();
    for (entry, project) in projects(bulletin).filter(|(_, project)| known_by(project, end)) {
        if let Some(unit) = sort.of(project) {
            units.entry(unit).or_default().push((&entry.id, project));
        }
    }
    let mut happened: BTreeMap<(&str, Measure), i64> = BTreeMap::new();
    for dated in within(happenings, period.first(), period.last()) {
        if let Some(measure) = measure_of(&dated.what) {
            *happened.entry((&dated.record, measure)).or_default() += 1;
        }
    }
    let standing = |(unit, projects): (&str, Vec<(&str, &Project)>)| {
        let count = |measure: Measure| -> i64 {
            let of = |(id, project): &(&str, &Project)| match measure {
                Measure::Overdue => i64::try_from(overdue_of(id, project, end).len()).unwrap_or(i64::MAX),
                measure => happened.get(&(*id, measure)).copied().unwrap_or(0),
            };
            projects.iter().map(of).sum()
        };
        let weighted = Measure::ALL.iter().filter_map(|measure| Some((*measure, rules.weights.of(*measure)?)));
        let inputs: BTreeMap<Measure, i64> = weighted.clone().map(|(measure, _)| (measure, count(measure))).collect();
        let score =
            weighted.map(|(measure, weight)| inputs.get(&measure).copied().unwrap_or(0).saturating_mul(weight.into()));
        let score = score.fold(0_i64, i64::saturating_add);
        Standing { unit: unit.to_owned(), projects: projects.len(), inputs, score, place: None, gained: None }
    };
    let standings: Vec<Standing> = units.into_iter().map(standing).collect();
    placed(standings, rules.least_projects(), before)
}

/// Whether anything dated is told of the project by `day`, or nothing in it is dated.
fn known_by(project: &Project, day: Day) -> bool {
    let stages = project.stages.iter().filter(|entry| !entry.planned).filter_map(|entry| entry.date);
    let dates = stages
        .chain(project.procedures.iter().filter_map(|procedure| procedure.done))
        .chain(project.updates.iter().map(|update| update.date))
        .chain(project.problems.iter().filter_map(|problem| problem.raised))
        .chain(project.published);
    dates.min().is_none_or(|first| first.first() <= day)
}

/// Gives places, and the change against `before`.
fn placed(mut standings: Vec<Standing>, least: usize, before: &[Standing]) -> Vec<Standing> {
    let compared: Vec<&Standing> = standings.iter().filter(|standing| standing.projects >= least).collect();
    let happened = compared.iter().any(|standing| standing.inputs.values().any(|input| *input != 0));
    let scores: Vec<i64> = compared.iter().map(|standing| standing.score).collect();
    let least = if happened && scores.len() > 1 { least } else { usize::MAX };
    for standing in standings.iter_mut().filter(|standing| standing.projects >= least) {
        let place = scores.iter().filter(|score| **score > standing.score).count() + 1;
        let earlier = before.iter().find(|earlier| earlier.unit == standing.unit).and_then(|earlier| earlier.place);
        let number = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
        standing.place = Some(place);
        standing.gained = earlier.map(|earlier| number(earlier) - number(place));
    }
    standings.sort_by(|a, b| {
        let key = |standing: &Standing| (standing.place.is_none(), standing.place);
        key(a).cmp(&key(b)).then_with(|| a.unit.cmp(&b.unit))
    });
    standings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(unit: &str, projects: usize, score: i64) -> Standing {
        let inputs = BTreeMap::from([(Measure::Signed, score)]);
        Standing { unit: unit.into(), projects, inputs, score, place: None, gained: None }
    }

    fn places(standings: &[Standing]) -> Vec<(&str, Option<usize>, Option<i64>)> {
        standings.iter().map(|standing| (standing.unit.as_str(), standing.place, standing.gained)).collect()
    }

    #[test]
    fn ties_share_a_place_and_small_units_have_none() {
        let first = vec![standing("甲", 2, 5), standing("乙", 3, 9), standing("丙", 1, 99), standing("丁", 2, 5)];
        let first = placed(first, 2, &[]);
        assert_eq!(
            places(&first),
            [("乙", Some(1), None), ("丁", Some(2), None), ("甲", Some(2), None), ("丙", None, None)]
        );
        let second = vec![standing("甲", 2, 7), standing("乙", 3, 1), standing("丙", 2, 8), standing("丁", 2, 0)];
        assert_eq!(
            places(&placed(second, 2, &first)),
            [("丙", Some(1), None), ("甲", Some(2), Some(0)), ("乙", Some(3), Some(-2)), ("丁", Some(4), Some(-2))]
        );
    }

    #[test]
    fn nothing_to_compare_is_not_ranked() {
        let alone = placed(vec![standing("甲", 9, 5), standing("乙", 1, 9)], 2, &[]);
        let idle = placed(vec![standing("甲", 9, 0), standing("乙", 9, 0)], 2, &[]);
        assert!(alone.iter().chain(&idle).all(|standing| standing.place.is_none()));
    }

    #[test]
    fn quarters_run_over_the_turn_of_the_year() {
        let day = |text: &str| text.parse().expect("a day");
        let names: Vec<String> =
            quarters(day("2023-11-30"), day("2024-04-01")).map(|period| period.to_string()).collect();
        assert_eq!(names, ["2023-Q4", "2024-Q1", "2024-Q2"]);
    }
}
