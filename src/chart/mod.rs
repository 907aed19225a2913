//! Charts: figures to shapes. What comes out is a list of marks with their places; the theme draws them as SVG.
//!
//! Places along a chart are percent of its width, places down it are `em`. So a chart fills whatever width it gets while
//! its letters keep their size: at 320 px, in print, with large text. No mark carries a colour; it carries a class, and
//! the theme's variables colour it. Same figures, same marks.

mod bars;
mod curve;
mod gantt;
mod qr;
mod scale;
mod stack;

pub use bars::{Bar, bars, steps};
pub use curve::{Curve, curve, spark};
pub use gantt::{Row, Span, Strip, Strips, gantt, strips};
pub use qr::{Qr, qr};
pub use stack::{Layer, stack};

use serde::Serialize;

/// A chart, ready to draw.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chart {
    /// What sort it is, as `curve`.
    pub sort: &'static str,
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence, for those who do not see it.
    pub description: String,
    /// Its height in em.
    pub height: f64,
    /// Lines, areas and dots, drawn to the width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plot: Option<Plot>,
    /// Marks and letters, in the order they are drawn.
    pub marks: Vec<Mark>,
    /// What the classes mean.
    pub keys: Vec<Key>,
    /// Its figures.
    pub table: Table,
}

/// The title, description and figures of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence.
    pub description: String,
    /// Its figures.
    pub table: Table,
}

/// The figures of a chart as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Heads of the columns.
    pub head: Vec<String>,
    /// Rows; the first cell names the row.
    pub rows: Vec<Vec<String>>,
}

/// The part of a chart where lines, areas and dots are drawn. Its shapes are in a square of 100 by 100, 0 at the top left.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plot {
    /// Distance from the top in em.
    pub y: f64,
    /// Height in em.
    pub height: f64,
    /// What is drawn.
    pub shapes: Vec<Shape>,
}

/// A line, an area, or dots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shape {
    /// What it stands for.
    pub class: &'static str,
    /// How it is drawn.
    pub form: Form,
    /// Points as `x,y x,y`; of dots as the path `Mx,yh0Mx,yh0`, whose round ends are the dots.
    pub points: String,
}

/// How a shape is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A line through its points.
    Line,
    /// The area that its points go around.
    Area,
    /// A dot at each point.
    Dots,
}

#[allow(missing_docs, reason = "named by the doc of the type")]
/// A mark: `x` and `width` in percent, `y` and `height` in em.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "mark", rename_all = "snake_case")]
pub enum Mark {
    /// A bar.
    Bar { class: &'static str, x: f64, y: f64, width: f64, height: f64 },
    /// A line across.
    Across { class: &'static str, y: f64 },
    /// A line down.
    Down { class: &'static str, x: f64, y: f64, end: f64 },
    /// Letters; `anchor` is `start`, `middle` or `end`.
    Text { class: &'static str, x: f64, y: f64, anchor: &'static str, text: String },
}

/// What a class means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// The class.
    pub class: &'static str,
    /// Its meaning.
    pub label: String,
}

impl Key {
    /// A key.
    pub fn new(class: &'static str, label: impl Into<String>) -> Self {
        Self { class, label: label.into() }
    }
}

/// A small line without letters, for a table's cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spark {
    /// Points as `x,y x,y`, in a square of 100 by 100.
    pub points: String,
    /// What it shows, in words.
    pub label: String,
}

/// A number as it stands in a chart: two decimals, and 0 for what is no number.
pub fn place(number: f64) -> f64 {
    if number.is_finite() { (number * 100.0).round() / 100.0 + 0.0 } else { 0.0 }
}

/// Points as SVG writes them.
fn points(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    let pairs = points.into_iter().map(|(x, y)| format!("{},{}", place(x), place(y)));
    pairs.collect::<Vec<_>>().join(" ")
}

/// Where letters at `x` are held so that they stay inside.
fn anchor(x: f64) -> &'static str {
    match x {
        x if x < 8.0 => "start",
        x if x > 92.0 => "end",
        _ => "middle",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_never_drawn() {
        assert_eq!([place(f64::NAN), place(f64::INFINITY), place(-0.001), place(12.345)], [0.0, 0.0, 0.0, 12.35]);
        assert_eq!(points([(0.0, 1.0 / 3.0), (100.0, f64::NAN)]), "0,0.33 100,0");
    }
}
