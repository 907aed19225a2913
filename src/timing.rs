//! How long steps, kinds of pages and rules took, where somebody asks. Times of several threads are added up, but for steps,
//! which follow each other.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What is timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timed {
    /// A step of a build.
    Step,
    /// Pages of a kind.
    Page,
    /// A rule.
    Rule,
}

impl Timed {
    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Timed::Step => "step",
            Timed::Page => "page",
            Timed::Rule => "rule",
        }
    }
}

/// The time that something took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// How often it was done.
    pub count: usize,
    /// How long it took in all.
    pub time: Duration,
}

/// Times, where they were asked for.
#[derive(Debug, Default)]
pub struct Timings {
    rows: Option<Mutex<BTreeMap<(Timed, &'static str), Row>>>,
}

impl Timings {
    /// Nobody asks: nothing is timed.
    pub const NONE: Self = Self { rows: None };

    /// Somebody asks.
    pub fn asked() -> Self {
        Self { rows: Some(Mutex::default()) }
    }

    /// Does something, and notes how long it took.
    pub fn time<T>(&self, what: Timed, name: &'static str, work: impl FnOnce() -> T) -> T {
        let Some(rows) = &self.rows else { return work() };
        let start = Instant::now();
        let done = work();
        let time = start.elapsed();
        let mut rows = rows.lock().unwrap_or_else(PoisonError::into_inner);
        let row = rows.entry((what, name)).or_default();
        row.count += 1;
        row.time += time;
        done
    }

    /// What took how long: steps, pages, rules, of each what took longest first.
    pub fn rows(&self) -> Vec<(Timed, &'static str, Row)> {
        let rows = self.rows.iter().flat_map(|rows| rows.lock().unwrap_or_else(PoisonError::into_inner).clone());
        let mut rows: Vec<_> = rows.map(|((what, name), row)| (what, name, row)).collect();
        rows.sort_by_key(|(what, name, row)| (*what, std::cmp::Reverse(row.time), *name));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_is_counted_where_somebody_asks() {
        let asked = Timings::asked();
        for timings in [&Timings::NONE, &asked] {
            assert_eq!(timings.time(Timed::Rule, "a", || 5), 5);
            timings.time(Timed::Rule, "a", || timings.time(Timed::Step, "b", || ()));
        }
        let counts: Vec<_> = asked.rows().iter().map(|(what, name, row)| (*what, *name, row.count)).collect();
        assert_eq!(counts, [(Timed::Step, "b", 1), (Timed::Rule, "a", 2)]);
        assert!(Timings::NONE.rows().is_empty());
    }
}
