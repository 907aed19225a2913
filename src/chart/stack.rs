//! Layers on each other over time.

use super::scale::TimeScale;
use super::{Chart, Form, Key, Mark, Plot, Shape, Words, place, points};
use crate::date::Day;

/// A layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// What it stands for.
    pub class: &'static str,
    /// Its name in the key.
    pub label: String,
    /// Its count on each day.
    pub counts: Vec<usize>,
}

/// Top of the layers, their height, and the height of the whole, in em.
const TOP: f64 = 1.2;
const PLOT: f64 = 11.0;
const WHOLE: f64 = 14.0;

/// The layers, the first at the bottom. `None` with fewer than two days, or where there is nothing to count.
pub fn stack(words: Words, days: &[Day], layers: &[Layer]) -> Option<Chart> {
    let scale = TimeScale::holding(days.iter().copied())?;
    let count = |layer: &Layer, index: usize| layer.counts.get(index).copied().unwrap_or(0);
    let total = |index: usize| layers.iter().map(|layer| count(layer, index)).sum::<usize>();
    let most = (0..days.len()).map(total).max().filter(|most| *most > 0)?;
    let y = |height: usize| place(100.0 - height as f64 / most as f64 * 100.0);
    let mut ground = vec![0_usize; days.len()];
    let mut shapes = Vec::new();
    for layer in layers {
        let top: Vec<usize> = ground.iter().enumerate().map(|(index, below)| below + count(layer, index)).collect();
        let edge = |heights: &[usize]| -> Vec<(f64, f64)> {
            days.iter().zip(heights).map(|(day, height)| (scale.x(*day), y(*height))).collect()
        };
        let outline = edge(&top).into_iter().chain(edge(&ground).into_iter().rev());
        shapes.push(Shape { class: layer.class, form: Form::Area, points: points(outline) });
        ground = top;
    }
    let mut marks = scale.axis(TOP, TOP + PLOT);
    for (height, text) in [(most, most.to_string()), (0, "0".to_owned())] {
        let at = TOP + PLOT * y(height) / 100.0;
        marks.push(Mark::Across { class: "grid", y: place(at) });
        marks.push(Mark::Text { class: "axis", x: 0.0, y: place(at - 0.25), anchor: "start", text });
    }
    let keys = layers.iter().map(|layer| Key::new(layer.class, &*layer.label)).collect();
    let plot = Some(Plot { y: TOP, height: PLOT, shapes });
    Some(words.chart("stack", WHOLE, plot, marks, keys))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_stand_on_each_other() {
        let days: Vec<Day> = ["2024-01-31", "2024-02-29"].iter().map(|day| day.parse().expect("a day")).collect();
        let layer = |class, counts: &[usize]| Layer { class, label: class.into(), counts: counts.to_vec() };
        let chart = stack(Words::default(), &days, &[layer("red", &[1, 2]), layer("blue", &[0, 2])]).expect("a chart");
        let shapes = chart.plot.expect("a plot").shapes;
        let points: Vec<&str> = shapes.iter().map(|shape| shape.points.as_str()).collect();
        assert_eq!(points, ["0,75 100,50 100,100 0,100", "0,75 100,0 100,50 0,75"]);
        assert!(stack(Words::default(), &days, &[layer("red", &[0, 0])]).is_none());
        assert!(stack(Words::default(), &days[..1], &[layer("red", &[1])]).is_none());
    }
}
