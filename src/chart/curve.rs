//! Lines over time: what was reported against plan, and where it leads; how a figure went; and the small line for a
//! table's cell.

use super::scale::TimeScale;
use super::{Chart, Form, Key, Mark, Plot, Shape, Spark, Words, place, points};
use crate::date::Day;

/// A line over days.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What it stands for.
    pub class: &'static str,
    /// Its name in the key.
    pub label: String,
    /// Its points, by day.
    pub points: Vec<(Day, f64)>,
    /// Whether its points are marked.
    pub dots: bool,
}

/// Top of the lines, their height, and the height of the whole, in em.
const TOP: f64 = 1.2;
const PLOT: f64 = 11.0;
const WHOLE: f64 = 14.0;

/// Lines, with a level at each of `levels`, and today. They reach from nothing, or the lowest value, to the highest level
/// or value. `None` where no line has two days.
pub fn curve(words: Words, curves: &[Curve], levels: &[(f64, String)], today: Option<(Day, &str)>) -> Option<Chart> {
    let days = curves.iter().flat_map(|curve| curve.points.iter().map(|(day, _)| *day));
    let scale = TimeScale::holding(days.chain(today.map(|(day, _)| day)))?;
    let curves: Vec<&Curve> = curves.iter().filter(|curve| !curve.points.is_empty()).collect();
    let values = || curves.iter().flat_map(|curve| &curve.points).map(|(_, value)| *value);
    let high = values().chain(levels.iter().map(|(level, _)| *level)).fold(f64::MIN_POSITIVE, f64::max);
    let low = values().fold(0.0, f64::min);
    let y = |value: f64| place((high - value) / (high - low) * 100.0);
    let em = |value: f64| place(TOP + PLOT * y(value) / 100.0);
    let mut marks = scale.axis(TOP, TOP + PLOT);
    for (level, text) in levels {
        marks.push(Mark::Across { class: "grid", y: em(*level) });
        marks.push(Mark::Text {
            class: "axis",
            x: 0.0,
            y: place(em(*level) - 0.25),
            anchor: "start",
            text: text.clone(),
        });
    }
    if let Some((day, _)) = today {
        marks.push(Mark::Down { class: "today", x: scale.x(day), y: TOP, end: TOP + PLOT });
    }
    let shape = |curve: &&Curve| {
        let points = points(curve.points.iter().map(|(day, value)| (scale.x(*day), y(*value))));
        Shape { class: curve.class, form: Form::Line, points }
    };
    let dots = |curve: &&Curve| {
        let dot = |(day, value): &(Day, f64)| format!("M{},{}h0", scale.x(*day), y(*value));
        Shape { class: curve.class, form: Form::Dots, points: curve.points.iter().map(dot).collect() }
    };
    let lines = curves.iter().filter(|curve| curve.points.len() > 1).map(shape);
    let dotted = curves.iter().filter(|curve| curve.dots || curve.points.len() == 1).map(dots);
    let shapes = lines.chain(dotted).collect();
    let keys = curves.iter().map(|curve| Key::new(curve.class, &*curve.label));
    let keys = keys.chain(today.map(|(_, label)| Key::new("today", label))).collect();
    let plot = Some(Plot { y: TOP, height: PLOT, shapes });
    Some(words.chart("curve", WHOLE, plot, marks, keys))
}

/// A small line over days, from its lowest to its highest value. `None` with fewer than two days.
pub fn spark(values: &[(Day, f64)], label: String) -> Option<Spark> {
    let scale = TimeScale::holding(values.iter().map(|(day, _)| *day))?;
    let (low, high) =
        values.iter().fold((f64::MAX, f64::MIN), |(low, high), (_, value)| (low.min(*value), high.max(*value)));
    let span = if high > low { high - low } else { 1.0 };
    let points = points(values.iter().map(|(day, value)| (scale.x(*day), 95.0 - (value - low) / span * 90.0)));
    Some(Spark { points, label })
}

impl Words {
    /// A chart with these words.
    pub(super) fn chart(
        self,
        sort: &'static str,
        height: f64,
        plot: Option<Plot>,
        marks: Vec<Mark>,
        keys: Vec<Key>,
    ) -> Chart {
        let Words { title, description, table } = self;
        Chart { sort, title, description, height: place(height), plot, marks, keys, table }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(days: &[(&str, f64)]) -> Curve {
        let points = days.iter().map(|(day, share)| (day.parse().expect("a day"), *share)).collect();
        Curve { class: "actual", label: "甲".into(), points, dots: true }
    }

    fn percent() -> [(f64, String); 2] {
        [(0.0, "0%".into()), (100.0, "100%".into())]
    }

    #[test]
    fn lines_run_from_corner_to_corner() {
        let whole = line(&[("2024-01-01", 0.0), ("2024-12-31", 100.0)]);
        let chart = curve(Words::default(), &[whole], &percent(), None).expect("a chart");
        let plot = chart.plot.expect("a plot");
        assert_eq!(plot.shapes.first().map(|shape| shape.points.as_str()), Some("0,100 100,0"));
        assert_eq!(plot.shapes.last().map(|shape| shape.points.as_str()), Some("M0,100h0M100,0h0"));
    }

    #[test]
    fn nothing_is_drawn_of_nothing_and_more_than_all_stays_inside() {
        assert!(curve(Words::default(), &[], &percent(), None).is_none());
        assert!(curve(Words::default(), &[line(&[("2024-01-01", 5.0)])], &percent(), None).is_none());
        let over = line(&[("2024-01-01", 50.0), ("2024-02-01", 200.0)]);
        let over = curve(Words::default(), &[over], &percent(), None).expect("a chart");
        assert_eq!(
            over.plot.and_then(|plot| plot.shapes.into_iter().next()).map(|shape| shape.points).as_deref(),
            Some("0,75 100,0")
        );
    }

    #[test]
    fn a_flat_small_line_is_drawn() {
        let day = |text: &str| text.parse().expect("a day");
        let values = [(day("2024-01-01"), 3.0), (day("2024-02-01"), 3.0)];
        assert_eq!(spark(&values, "甲".into()).map(|spark| spark.points).as_deref(), Some("0,95 100,95"));
    }
}
