//! Working days 工作日: Monday to Friday, without public holidays, with the make-up days 调休 that holidays are paid with.
//!
//! The holidays of 2020 to 2026 are those of the State Council's yearly notices (国务院办公厅关于部分节假日安排的通知; for 2020
//! with the spring festival prolonged to 2 February). A bulletin adds or replaces years in `site.yaml`. Of a year
//! nobody gave, the working days are not known, and nothing is counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Included};

use chrono::{Datelike, Weekday};

use super::{Day, Period};

/// Per year: weekdays off, weekend days worked, as `MM-DD`.
const SHIPPED: &[(i32, &str, &str)] = &[
    (
        2020,
        "01-01 01-24 01-27 01-28 01-29 01-30 01-31 04-06 05-01 05-04 05-05 06-25 06-26 10-01 10-02 10-05 10-06 10-07 10-08",
        "01-19 04-26 05-09 06-28 09-27 10-10",
    ),
    (
        2021,
        "01-01 02-11 02-12 02-15 02-16 02-17 04-05 05-03 05-04 05-05 06-14 09-20 09-21 10-01 10-04 10-05 10-06 10-07",
        "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    ),
    (
        2022,
        "01-03 01-31 02-01 02-02 02-03 02-04 04-04 04-05 05-02 05-03 05-04 06-03 09-12 10-03 10-04 10-05 10-06 10-07",
        "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    ),
    (
        2023,
        "01-02 01-23 01-24 01-25 01-26 01-27 04-05 05-01 05-02 05-03 06-22 06-23 09-29 10-02 10-03 10-04 10-05 10-06",
        "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    ),
    (
        2024,
        "01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 10-01 10-02 10-03 10-04 10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    (
        2025,
        "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    (
        2026,
        "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
];

/// A year's days that differ from plain weeks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Year {
    off: BTreeSet<Day>,
    worked: BTreeSet<Day>,
}

/// The working-day calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingDays {
    years: BTreeMap<i32, Year>,
}

impl Default for WorkingDays {
    fn default() -> Self {
        let days = |year: i32, days: &str| {
            days.split(' ').filter_map(|day| format!("{year}-{day}").parse::<Day>().ok()).collect()
        };
        let year = |(year, off, worked): &(i32, &str, &str)| {
            (*year, Year { off: days(*year, off), worked: days(*year, worked) })
        };
        Self { years: SHIPPED.iter().map(year).collect() }
    }
}

impl WorkingDays {
    /// Gives a year its days off and its weekend days worked, instead of those shipped.
    pub fn set(&mut self, year: i32, off: &[Period], worked: &[Day]) {
        let days = |period: &Period| {
            let last = period.last();
            period.first().iter_days().take_while(move |day| *day <= last).filter(move |day| day.year() == year)
        };
        let off = off.iter().flat_map(days).collect();
        self.years.insert(year, Year { off, worked: worked.iter().copied().collect() });
    }

    /// Whether a day is worked. `None` for years that are not known.
    pub fn is_working(&self, day: Day) -> Option<bool> {
        let year = self.years.get(&day.year())?;
        Some(year.worked.contains(&day) || (!is_weekend(day) && !year.off.contains(&day)))
    }

    /// The `n`th working day after `day`. `None` when a year on the way is not known.
    pub fn after(&self, day: Day, n: u32) -> Option<Day> {
        let mut left = n;
        let mut at = day;
        while left > 0 {
            at = at.succ_opt()?;
            left -= u32::from(self.is_working(at)?);
        }
        Some(at)
    }

    /// The working days after the earlier of two days, up to and with the later: 0 from Friday to Sunday, 1 from Friday
    /// to Monday. `None` when a year between them is not known.
    pub fn between(&self, one: Day, other: Day) -> Option<i64> {
        let (from, to) = (one.min(other), one.max(other));
        if (from.year()..=to.year()).any(|year| !self.years.contains_key(&year)) {
            return None;
        }
        // Weekdays of plain weeks first, then the days that differ from these.
        let plain = weekdays(to) - weekdays(from);
        let between = (Excluded(from), Included(to));
        let differs = |year: &Year| {
            let worked = year.worked.range(between).filter(|day| is_weekend(**day)).count();
            let off = year.off.range(between).filter(|day| !is_weekend(**day) && !year.worked.contains(day)).count();
            i64::try_from(worked).unwrap_or(0) - i64::try_from(off).unwrap_or(0)
        };
        let years = self.years.range(from.year()..=to.year());
        Some(plain + if from < to { years.map(|(_, year)| differs(year)).sum() } else { 0 })
    }
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Weekdays from the first of all Mondays, 1 January of the year 1, up to and with a day.
fn weekdays(day: Day) -> i64 {
    let days = i64::from(day.num_days_from_ce());
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn every_shipped_day_is_a_day_and_differs_from_the_plain_week() {
        let shipped = WorkingDays::default();
        for (year, off, worked) in SHIPPED {
            let known = &shipped.years[year];
            assert_eq!(known.off.len(), off.split(' ').count(), "{year}");
            assert_eq!(known.worked.len(), worked.split(' ').count(), "{year}");
            let weekend = |day: &Day| is_weekend(*day);
            assert!(known.off.iter().all(|day| !weekend(day)) && known.worked.iter().all(weekend), "{year}");
        }
    }

    #[test]
    fn a_term_ends_on_a_working_day() {
        let days = WorkingDays::default();
        assert_eq!(days.after(day("2023-09-28"), 0), Some(day("2023-09-28")));
        assert_eq!(
            days.after(day("2023-09-28"), 1),
            Some(day("2023-10-07")),
            "the holiday is over, the Saturday is worked"
        );
        assert_eq!(days.after(day("2023-10-09"), 20), Some(day("2023-11-06")));
        assert_eq!(days.after(day("2099-01-01"), 1), None);
    }

    #[test]
    fn holidays_and_make_up_days_are_counted_as_worked_or_not() {
        let days = WorkingDays::default();
        for (from, to, expected) in [
            ("2024-01-05", "2024-01-07", 0),
            ("2024-01-05", "2024-01-08", 1),
            ("2024-02-09", "2024-02-18", 1), // spring festival, then a make-up Sunday
            ("2024-09-30", "2024-10-08", 1),
            ("2023-12-29", "2024-01-02", 1),
            ("2020-01-23", "2020-02-03", 1),
            ("2026-02-13", "2026-02-24", 2), // a make-up Saturday before the festival
        ] {
            assert_eq!(days.between(day(from), day(to)), Some(expected), "{from} {to}");
            assert_eq!(days.between(day(to), day(from)), Some(expected), "{to} {from}");
        }
        assert_eq!(days.between(day("2026-12-31"), day("2027-01-04")), None);
    }

    #[test]
    fn working_days_are_those_that_are_worked() {
        let mut days = WorkingDays::default();
        // Days off at a weekend, and a day that is both off and worked.
        let off = ["2027-01-01..2027-01-10".parse().expect("a period"), "2027-12-31".parse().expect("a period")];
        days.set(2027, &off, &[day("2027-01-09"), day("2027-01-05"), day("2027-01-06")]);
        let all = || day("2020-01-01").iter_days().take_while(|day| day.year() < 2028);
        let ends = all().filter(|day| day.ordinal() % 97 < 9 || day.year() == 2027 && day.ordinal() < 12);
        let ends: Vec<Day> = ends.collect();
        for from in &ends {
            let mut counted = 0;
            let mut at = *from;
            for to in ends.iter().filter(|to| *to >= from) {
                while at < *to {
                    at = at.succ_opt().expect("a day");
                    counted += i64::from(days.is_working(at) == Some(true));
                }
                assert_eq!(days.between(*from, *to), Some(counted), "{from} {to}");
                assert_eq!(days.between(*to, *from), Some(counted), "{to} {from}");
            }
        }
    }

    #[test]
    fn a_bulletin_can_add_a_year() {
        let mut days = WorkingDays::default();
        days.set(2027, &["2027-01-01..2027-01-03".parse().expect("a period")], &[day("2027-01-09")]);
        assert_eq!(days.between(day("2026-12-31"), day("2027-01-09")), Some(6));
    }
}
