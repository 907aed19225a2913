//! Days along a chart.

use chrono::{Datelike, Months};

use super::{Mark, anchor, place};
use crate::date::Day;

/// Days from the left to the right of a chart.
pub(super) struct TimeScale {
    from: Day,
    to: Day,
}

/// Letters under the chart, at most.
const LABELS: usize = 5;

/// How wide letters are on the narrowest screen, in percent of the chart.
const LETTERS: f64 = 18.0;

/// Months between two letters: the first that gives few enough.
const STEPS: &[i32] = &[1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

impl TimeScale {
    /// The scale that holds all of `days`. `None` without two different days.
    pub(super) fn holding(days: impl Iterator<Item = Day>) -> Option<Self> {
        let (from, to) = days.fold(None, |ends: Option<(Day, Day)>, day| {
            Some(ends.map_or((day, day), |(from, to)| (from.min(day), to.max(day))))
        })?;
        (from < to).then_some(Self { from, to })
    }

    /// The first day and the last.
    pub(super) fn ends(&self) -> (Day, Day) {
        (self.from, self.to)
    }

    /// Where a day is, in percent.
    pub(super) fn x(&self, day: Day) -> f64 {
        let days = |from: Day, to: Day| (to - from).num_days() as f64;
        place(days(self.from, day) / days(self.from, self.to) * 100.0)
    }

    /// Lines and letters for months or years, from `top` to `bottom` in em.
    pub(super) fn axis(&self, top: f64, bottom: f64) -> Vec<Mark> {
        let ticks: Vec<(f64, String)> = self.ticks().into_iter().map(|(day, label)| (self.x(day), label)).collect();
        let starts: Vec<f64> = ticks.iter().map(|(x, _)| left(*x)).collect();
        let mut marks = Vec::new();
        for (index, (x, label)) in ticks.into_iter().enumerate() {
            marks.push(Mark::Down { class: "grid", x, y: top, end: bottom });
            let at_edge = index == 0 && starts.get(1).is_some_and(|next| left(x) + LETTERS > *next);
            let covered = index
                .checked_sub(1)
                .and_then(|before| starts.get(before))
                .is_some_and(|before| anchor(x) == "end" && before + LETTERS > left(x));
            if !at_edge && !covered {
                marks.push(Mark::Text { class: "axis", x, y: place(bottom + 1.1), anchor: anchor(x), text: label });
            }
        }
        marks
    }

    fn ticks(&self) -> Vec<(Day, String)> {
        let step = STEPS.iter().copied().find(|step| self.starts(*step).count() <= LABELS);
        let ticks: Vec<(Day, String)> = step
            .into_iter()
            .flat_map(|step| self.starts(step).map(move |day| (day, step)))
            .map(|(day, step)| (day, day.format(if step % 12 == 0 { "%Y" } else { "%Y-%m" }).to_string()))
            .collect();
        if ticks.len() > 1 { ticks } else { [self.from, self.to].map(|day| (day, day.to_string())).into() }
    }

    /// The first days of every `step`-th month inside, counted from January.
    fn starts(&self, step: i32) -> impl Iterator<Item = Day> {
        let months = std::iter::successors(self.from.with_day(1), |month| month.checked_add_months(Months::new(1)));
        let (from, to) = (self.from, self.to);
        let number = |day: &Day| day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
        months
            .take_while(move |month| *month <= to)
            .filter(move |month| *month >= from && number(month).rem_euclid(step) == 0)
    }
}

/// Where letters at `x` begin, in percent.
fn left(x: f64) -> f64 {
    match anchor(x) {
        "start" => x,
        "end" => x - LETTERS,
        _ => x - LETTERS / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_letters_at_round_months() {
        for (from, to, expected) in [
            ("2024-01-10", "2024-05-20", vec!["2024-02", "2024-03", "2024-04", "2024-05"]),
            ("2023-03-01", "2025-11-20", vec!["2023-07", "2024-01", "2024-07", "2025-01", "2025-07"]),
            ("2015-03-01", "2025-11-20", vec!["2016", "2018", "2020", "2022", "2024"]),
            ("2024-01-10", "2024-01-20", vec!["2024-01-10", "2024-01-20"]),
        ] {
            let days = [from, to].map(|day| day.parse().expect("a day"));
            let scale = TimeScale::holding(days.into_iter()).expect("a scale");
            assert_eq!(scale.ticks().into_iter().map(|(_, label)| label).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn letters_at_an_edge_give_way() {
        let letters = |from: &str, to: &str| {
            let days = [from, to].map(|day| day.parse().expect("a day"));
            let marks = TimeScale::holding(days.into_iter()).expect("a scale").axis(0.0, 10.0);
            let text = |mark: Mark| if let Mark::Text { text, .. } = mark { Some(text) } else { None };
            marks.into_iter().filter_map(text).collect::<Vec<_>>()
        };
        assert_eq!(letters("2023-06-20", "2025-11-20"), ["2024-01", "2024-07", "2025-01", "2025-07"]);
        assert_eq!(letters("2023-01-20", "2025-07-03"), ["2023-07", "2024-01", "2024-07", "2025-01"]);
    }

    #[test]
    fn one_day_is_no_scale() {
        let day: Day = "2024-01-01".parse().expect("a day");
        assert!(TimeScale::holding([day, day].into_iter()).is_none());
        assert!(TimeScale::holding(std::iter::empty()).is_none());
    }
}
