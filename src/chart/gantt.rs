//! Gantt chart 甘特图: a row an item, planned against actual, and today.

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
    /// Points.
    pub points: Vec<(&'static str, Day)>,
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

/// The rows under each other. `None` where there are not two days.
pub fn gantt(words: Words, rows: &[Row], today: Option<Day>, keys: Vec<Key>) -> Option<Chart> {
    let spans = rows.iter().flat_map(|row| row.spans.iter().flat_map(|span| [span.from, span.to]));
    let points = rows.iter().flat_map(|row| row.points.iter().map(|(_, day)| *day));
    let scale = TimeScale::holding(spans.chain(points).chain(today))?;
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
            let (x, end) = (scale.x(span.from), scale.x(span.to));
            marks.push(Mark::Bar { class: span.class, x, y: place(top + y), width: place((end - x).max(0.6)), height });
        }
        for (class, day) in &row.points {
            marks.push(Mark::Dot { class, x: scale.x(*day), y: place(top + PLAN.0 + PLAN.1 / 2.0) });
        }
    }
    Some(words.chart("gantt", bottom + 1.6, None, marks, keys))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_where_their_days_are() {
        let day = |text: &str| text.parse().expect("a day");
        let span = Span { class: "plan", from: day("2024-01-01"), to: day("2024-07-01") };
        let row = Row {
            label: "甲".into(),
            state: String::new(),
            spans: vec![span],
            points: vec![("actual", day("2024-12-31"))],
        };
        let chart = gantt(Words::default(), &[row], None, Vec::new()).expect("a chart");
        let bar = chart.marks.iter().find_map(|mark| match mark {
            Mark::Bar { x, width, .. } => Some((*x, *width)),
            _ => None,
        });
        assert_eq!(bar, Some((0.0, 49.86)));
        assert!(gantt(Words::default(), &[], None, Vec::new()).is_none());
    }
}
