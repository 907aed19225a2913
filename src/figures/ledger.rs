//! The problem ledger 问题台账 (S6; `shuangta-2022-projects:37` 上报一个、解决一个、销号一个): every problem of every project
//! as it stands on a day, with its age, and the rates and median days by office and by kind, always from the records.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::date::{Day, PartialDate};
use crate::record::{Bulletin, Kind, Problem, ProblemState, Record};

/// A problem as it stands on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// The project's record id.
    pub project: String,
    /// Its place in the project's `problems`.
    pub index: usize,
    /// How far it has come.
    pub state: ProblemState,
    /// Days from raising to the day, for problems not solved; `None` where the day of raising is not known.
    pub age_days: Option<i64>,
    /// Days from raising to solving, for solved ones with both days known.
    pub solved_in: Option<i64>,
}

/// Counts of a group of problems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerCount {
    /// Raised up to the day.
    pub raised: usize,
    /// Of those, solved (struck off included).
    pub solved: usize,
    /// Of those, struck off.
    pub struck_off: usize,
    /// Median of the days from raising to solving; the mean of the middle two for an even number.
    pub median_days: Option<Decimal>,
}

impl LedgerCount {
    /// Counts the entries of a group.
    pub(super) fn of<'a>(entries: impl Iterator<Item = &'a LedgerEntry>) -> Self {
        let mut count = Self::default();
        let mut days = Vec::new();
        for entry in entries {
            count.raised += 1;
            count.solved += usize::from(matches!(entry.state, ProblemState::Solved | ProblemState::StruckOff));
            count.struck_off += usize::from(entry.state == ProblemState::StruckOff);
            days.extend(entry.solved_in);
        }
        count.median_days = median(days);
        count
    }

    /// Solved of raised in percent, to one decimal. `None` when nothing was raised.
    pub fn rate(&self) -> Option<Decimal> {
        let raised = Decimal::from(self.raised);
        Decimal::from(self.solved * 100).checked_div(raised).map(|rate| rate.round_dp(1).normalize())
    }
}

/// The ledger of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Every problem raised up to the day: open ones first, the oldest first; then solved, the latest first.
    pub entries: Vec<LedgerEntry>,
    /// All together.
    pub total: LedgerCount,
    /// By responsible office (record id); `None` for problems that name none and whose project names none.
    pub by_office: BTreeMap<Option<String>, LedgerCount>,
    /// By kind of problem.
    pub by_kind: BTreeMap<Option<String>, LedgerCount>,
    /// By the year of raising; `None` where it is not known.
    pub by_year: BTreeMap<Option<i32>, LedgerCount>,
}

/// The ledger of `bulletin` on `day`.
pub(super) fn ledger(bulletin: &Bulletin, day: Day) -> Ledger {
    let mut entries = Vec::new();
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for entry in bulletin.of_kind(Kind::Project) {
        let Record::Project(project) = &entry.record else { continue };
        for (index, problem) in project.problems.iter().enumerate() {
            if problem.raised.is_some_and(|raised| raised.first() > day) {
                continue;
            }
            let state = state(problem, day);
            let solved = matches!(state, ProblemState::Solved | ProblemState::StruckOff);
            let solved_in = solved.then(|| between(problem.raised?, problem.solved?)).flatten();
            let age_days = (!solved).then(|| Some((day - exact(problem.raised?)?).num_days())).flatten();
            let office = problem.office.as_ref().or(project.office.as_ref()).map(|office| office.id.clone());
            let year = problem.raised.map(|raised| raised.year());
            for group in [Group::Office(office), Group::Kind(problem.kind.clone()), Group::Year(year)] {
                groups.entry(group).or_default().push(entries.len());
            }
            entries.push(LedgerEntry { project: entry.id.clone(), index, state, age_days, solved_in });
        }
    }
    let mut ledger = Ledger { total: LedgerCount::of(entries.iter()), ..Ledger::default() };
    for (group, indexes) in groups {
        let count = LedgerCount::of(indexes.iter().filter_map(|index| entries.get(*index)));
        match group {
            Group::Office(office) => _ = ledger.by_office.insert(office, count),
            Group::Kind(kind) => _ = ledger.by_kind.insert(kind, count),
            Group::Year(year) => _ = ledger.by_year.insert(year, count),
        }
    }
    let settled = |entry: &LedgerEntry| matches!(entry.state, ProblemState::Solved | ProblemState::StruckOff);
    entries.sort_by_key(|entry| (settled(entry), std::cmp::Reverse(entry.age_days)));
    ledger.entries = entries;
    ledger
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Office(Option<String>),
    Kind(Option<String>),
    Year(Option<i32>),
}

/// How far a problem has come by `day`: by its dates, and by the stated state where there are none.
fn state(problem: &Problem, day: Day) -> ProblemState {
    let by = |date: Option<PartialDate>| date.is_some_and(|date| date.first() <= day);
    if by(problem.struck_off) {
        ProblemState::StruckOff
    } else if by(problem.solved) {
        ProblemState::Solved
    } else if by(problem.assigned) {
        ProblemState::Assigned
    } else if problem.struck_off.or(problem.solved).or(problem.assigned).is_some() {
        ProblemState::Open
    } else {
        problem.state.unwrap_or(ProblemState::Open)
    }
}

fn exact(date: PartialDate) -> Option<Day> {
    date.day().map(|_| date.first())
}

/// Days from one day to another, where both are known to the day and in order.
fn between(from: PartialDate, to: PartialDate) -> Option<i64> {
    let days = (exact(to)? - exact(from)?).num_days();
    (days >= 0).then_some(days)
}

fn median(mut days: Vec<i64>) -> Option<Decimal> {
    days.sort_unstable();
    let middle = days.len() / 2;
    let upper = Decimal::from(*days.get(middle)?);
    if days.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = Decimal::from(*days.get(middle.checked_sub(1)?)?);
    Some(((lower + upper) / Decimal::TWO).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(yaml: &str) -> Problem {
        serde_yaml::from_str(&format!("what: 甲\n{yaml}")).expect("a problem")
    }

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_problem_is_what_its_dates_say_on_the_day() {
        let dated = problem("raised: 2024-01-01\nassigned: 2024-01-03\nsolved: 2024-01-10\nstruck_off: 2024-01-12\n");
        for (at, expected) in [
            ("2024-01-02", ProblemState::Open),
            ("2024-01-05", ProblemState::Assigned),
            ("2024-01-10", ProblemState::Solved),
            ("2024-02-01", ProblemState::StruckOff),
        ] {
            assert_eq!(state(&dated, day(at)), expected, "{at}");
        }
        assert_eq!(state(&problem("state: solved\n"), day("2024-01-01")), ProblemState::Solved);
        assert_eq!(state(&problem(""), day("2024-01-01")), ProblemState::Open);
    }

    #[test]
    fn medians_and_rates_are_exact_and_never_of_nothing() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![9, 1, 4]), Some(Decimal::from(4)));
        assert_eq!(median(vec![4, 1]), "2.5".parse().ok());
        assert_eq!(LedgerCount::default().rate(), None);
        let count = LedgerCount { raised: 3, solved: 2, ..LedgerCount::default() };
        assert_eq!(count.rate(), "66.7".parse().ok());
    }

    #[test]
    fn days_are_counted_only_between_days() {
        let date = |text: &str| text.parse::<PartialDate>().expect("a date");
        assert_eq!(between(date("2024-01-01"), date("2024-01-31")), Some(30));
        assert_eq!(between(date("2024-01"), date("2024-01-31")), None);
        assert_eq!(between(date("2024-02-01"), date("2024-01-31")), None);
    }
}
