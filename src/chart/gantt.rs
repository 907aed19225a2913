//! Gantt chart 甘特图: a row an item, planned against actual, and today.

use serde::Serialize;

use super::scale::TimeScale;
use super::{Chart, Key, Mark, Words, place};
use crate::date::Day;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name, short enough for one line.
    pub label: String,
    /// Its state, at the end of the line.
    pub state: String,
    /// Bars, in the order they are drawn.
    pub spans: Vec<Span>,
}

/// A bar from day to day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it stands for: `plan` is drawn as the ground, anything else on it.
    pub class: &'static str,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// Height of a row, and where its letters and bars are in it, in em.
const ROW: f64 = 2.7;
const LETTERS: f64 = 1.1;
const PLAN: (f64, f64) = (1.45, 0.8);
const ACTUAL: (f64, f64) = (1.65, 0.4);
/// Length of the shortest bar, in percent; and of the shortest in a table's cell, which is narrower.
const LEAST: f64 = 0.6;
const LEAST_OF_CELL: f64 = 2.0;

/// The rows under each other. `None` where there are not two days.
pub fn gantt(words: Words, rows: &[Row], today: Option<Day>, keys: Vec<Key>) -> Option<Chart> {
    let spans = rows.iter().flat_map(|row| row.spans.iter().flat_map(|span| [span.from, span.to]));
    let scale = TimeScale::holding(spans.chain(today))?;
    let bottom = place(rows.len() as f64 * ROW);
    let mut marks = scale.axis(0.0, bottom);
    marks.extend(today.map(|day| Mark::Down { class: "today", x: scale.x(day), y: 0.0, end: bottom }));
    for (index, row) in rows.iter().enumerate() {
        let top = index as f64 * ROW;
        let text = |class, x, anchor, text: &str| Mark::Text {
            class,
            x,
            y: place(top + LETTERS),
            anchor,
            text: text.to_owned(),
        };
        marks.push(text("label", 0.0, "start", &row.label));
        marks.push(text("note", 100.0, "end", &row.state));
        for span in &row.spans {
            let (y, height) = if span.class == "plan" { PLAN } else { ACTUAL };
            let (x, width) = scale.bar(span);
            marks.push(Mark::Bar { class: span.class, x, y: place(top + y), width, height });
        }
    }
    Some(words.chart("gantt", bottom + 1.6, None, marks, keys))
}

/// The bars of a table's rows, on one scale of days.
#[derive(Clone, Debug, PartialEq)]
pub struct Strips {
    /// First and last day of the scale.
    pub ends: (Day, Day),
    /// Where today is, in percent; `None` at the end, where it would only be a border.
    pub today: Option<f64>,
    /// The bars of each row.
    pub rows: Vec<Vec<Strip>>,
}

/// A bar without letters: the row's cells say the same. Places in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Strip {
    /// What it stands for.
    pub class: &'static str,
    /// Where it begins.
    pub x: f64,
    /// How long it is.
    pub width: f64,
}

/// Bars for the rows of a table, and today where it is to be seen. `None` where there are not two days.
pub fn strips(rows: &[Vec<Span>], today: Option<Day>) -> Option<Strips> {
    let days = rows.iter().flatten().flat_map(|span| [span.from, span.to]);
    let scale = TimeScale::holding(days.chain(today))?;
    let strip = |span: &Span| {
        let (x, width) = scale.bar(span);
        let width = width.max(LEAST_OF_CELL);
        Strip { class: span.class, x: tenth(x.min(100.0 - width)), width: tenth(width) }
    };
    let rows = rows.iter().map(|spans| spans.iter().map(strip).collect()).collect();
    let today = today.map(|today| scale.x(today)).filter(|x| *x < 100.0).map(tenth);
    Some(Strips { ends: scale.ends(), today, rows })
}

/// As exact as a cell is wide.
fn tenth(percent: f64) -> f64 {
    (percent * 10.0).round() / 10.0
}

impl TimeScale {
    /// Where a bar begins and how long it is, in percent; never too short to see.
    fn bar(&self, span: &Span) -> (f64, f64) {
        let (x, end) = (self.x(span.from), self.x(span.to));
        (x, place((end - x).max(LEAST)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_where_their_days_are() {
        let day = |text: &str| text.parse().expect("a day");
        let span = Span { class: "plan", from: day("2024-01-01"), to: day("2024-07-01") };
        let row = Row { label: "甲".into(), state: String::new(), spans: vec![span] };
        let chart = gantt(Words::default(), &[row], Some(day("2024-12-31")), Vec::new()).expect("a chart");
        let bar = chart.marks.iter().find_map(|mark| match mark {
            Mark::Bar { x, width, .. } => Some((*x, *width)),
            _ => None,
        });
        assert_eq!(bar, Some((0.0, 49.86)));
        assert!(gantt(Words::default(), &[], None, Vec::new()).is_none());
    }

    #[test]
    fn rows_of_a_table_share_a_scale() {
        let day = |text: &str| text.parse().expect("a day");
        let span = |from: &str, to: &str| vec![Span { class: "plan", from: day(from), to: day(to) }];
        let rows = [span("2024-01-01", "2024-01-11"), Vec::new(), span("2024-01-11", "2024-01-11")];
        let strips = strips(&rows, Some(day("2024-01-06"))).expect("a scale");
        assert_eq!(strips.ends, (day("2024-01-01"), day("2024-01-11")));
        assert_eq!(strips.today, Some(50.0));
        let places: Vec<_> = strips.rows.iter().map(|row| row.first().map(|one| (one.x, one.width))).collect();
        assert_eq!(places, [Some((0.0, 100.0)), None, Some((98.0, 2.0))]);
        assert_eq!(super::strips(&rows[..1], Some(day("2024-01-11"))).and_then(|strips| strips.today), None);
    }
}
