//! Geometry of the wall map: from degrees to drawing units, the grid, the scale bar, and marks that keep apart.
//!
//! Pure. The drawing is [`WIDTH`] units wide, y points down, lengths are rounded to a tenth of a unit.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use serde::Serialize;

use crate::record::Coordinates;

/// Width of the drawing, in units.
pub(in crate::site) const WIDTH: f64 = 400.0;
/// Least distance of what is drawn from the frame, in units.
const MARGIN: f64 = 22.0;
/// Least height and width shown, in degrees of latitude: 5.6 km.
const LEAST_SPAN: f64 = 0.05;
/// Height of the frame by its width, at least and at most.
const SHAPE: (f64, f64) = (0.5, 1.2);
/// Kilometres in a degree of latitude, on a sphere of 6371.0088 km.
const KM_PER_DEGREE: f64 = 111.195;
/// Meridians with a label each; of more, every second has one.
const MERIDIANS_LABELLED: usize = 4;
/// Rings of places tried around a spot that is taken.
const RINGS: u32 = 24;

/// A point of the drawing, in units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
}

/// A line of the grid.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GridLine {
    /// Where it stands: x of a meridian, y of a parallel.
    pub at: f64,
    /// Its degrees, as `119.2°E`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Which end of the label stands at the line, so that it stays in the drawing: `start`, `middle`, `end`.
    pub anchor: &'static str,
}

/// The scale bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScaleBar {
    /// Its length in units.
    pub length: f64,
    /// Its length in kilometres, as `5` or `0.5`.
    pub km: String,
}

/// What part of the earth is drawn, and how large: equirectangular, true to scale along the middle parallel.
#[derive(Clone, Debug)]
pub(in crate::site) struct Frame {
    middle: Coordinates,
    /// Degrees of latitude as long as a degree of longitude on the middle parallel.
    squeeze: f64,
    /// Units in a degree of latitude.
    scale: f64,
    /// Height in units.
    pub(in crate::site) height: f64,
}

impl Frame {
    /// The frame around valid points; none without points.
    pub(in crate::site) fn around(points: impl IntoIterator<Item = Coordinates>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        let (low, high) = points.fold((first, first), |(low, high), at| {
            (
                Coordinates { lon: low.lon.min(at.lon), lat: low.lat.min(at.lat) },
                Coordinates { lon: high.lon.max(at.lon), lat: high.lat.max(at.lat) },
            )
        });
        let middle = Coordinates { lon: f64::midpoint(low.lon, high.lon), lat: f64::midpoint(low.lat, high.lat) };
        let squeeze = middle.lat.to_radians().cos().max(0.01);
        let inner = WIDTH - 2.0 * MARGIN;
        let height = (high.lat - low.lat).max(LEAST_SPAN);
        let width = ((high.lon - low.lon) * squeeze).max(LEAST_SPAN).max(height / SHAPE.1);
        let scale = inner / width;
        let height = tenth(height.max(width * SHAPE.0) * scale + 2.0 * MARGIN);
        Some(Self { middle, squeeze, scale, height })
    }

    /// Where a place is drawn.
    pub(in crate::site) fn point(&self, at: Coordinates) -> Point {
        Point {
            x: tenth(WIDTH / 2.0 + (at.lon - self.middle.lon) * self.squeeze * self.scale),
            y: tenth(self.height / 2.0 - (at.lat - self.middle.lat) * self.scale),
        }
    }

    /// An SVG path along lines, each closed where it is a ring of an area. Points that fall together are one.
    pub(in crate::site) fn path(&self, lines: &[Vec<Coordinates>], closed: bool) -> String {
        let mut path = String::new();
        for line in lines {
            let mut points: Vec<Point> = line.iter().map(|at| self.point(*at)).collect();
            points.dedup();
            for (index, Point { x, y }) in points.iter().enumerate() {
                path.push_str(&format!("{}{x} {y}", if index == 0 { 'M' } else { 'L' }));
            }
            path.push_str(if closed { "Z" } else { "" });
        }
        path
    }

    /// The meridians, from west to east.
    pub(in crate::site) fn meridians(&self) -> Vec<GridLine> {
        let half = WIDTH / 2.0 / (self.scale * self.squeeze);
        let (values, decimals) = grid(self.middle.lon - half, self.middle.lon + half, 180.0);
        let every = if values.len() > MERIDIANS_LABELLED { 2 } else { 1 };
        let line = |(index, lon): (usize, f64)| {
            let at = self.point(Coordinates { lon, ..self.middle }).x;
            let anchor = match at {
                ..30.0 => "start",
                370.0.. => "end",
                _ => "middle",
            };
            GridLine { at, label: (index % every == 0).then(|| degrees(lon, decimals, ["E", "W"])), anchor }
        };
        values.into_iter().enumerate().map(line).collect()
    }

    /// The parallels, from south to north.
    pub(in crate::site) fn parallels(&self) -> Vec<GridLine> {
        let half = self.height / 2.0 / self.scale;
        let (values, decimals) = grid(self.middle.lat - half, self.middle.lat + half, 90.0);
        let line = |lat: f64| GridLine {
            at: self.point(Coordinates { lat, ..self.middle }).y,
            label: Some(degrees(lat, decimals, ["N", "S"])),
            anchor: "start",
        };
        values.into_iter().map(line).collect()
    }

    /// The longest round length that fits in a quarter of the width.
    pub(in crate::site) fn scale_bar(&self) -> ScaleBar {
        let units_per_km = self.scale / KM_PER_DEGREE;
        let longest = WIDTH / 4.0 / units_per_km;
        let (km, decimals) = steps().find(|(step, _)| *step <= longest).unwrap_or((longest, 3));
        ScaleBar { length: tenth(km * units_per_km), km: format!("{km:.decimals$}") }
    }
}

/// Round lengths 1, 2, 5 × 10^n with the decimals they need, the longest first: 50000 down to 0.0001.
fn steps() -> impl Iterator<Item = (f64, usize)> {
    (-4..=4_i32).rev().flat_map(|exponent| {
        let decimals = usize::try_from(-exponent).unwrap_or(0);
        [5.0, 2.0, 1.0].map(|digit| (digit * 10_f64.powi(exponent), decimals))
    })
}

/// Round values between `from` and `to`, with the decimals they need. The largest step that gives three gives seven at
/// most. Values beyond ±`limit` are left out.
fn grid(from: f64, to: f64, limit: f64) -> (Vec<f64>, usize) {
    let count = |step: f64| (to / step).floor() - (from / step).ceil() + 1.0;
    let Some((step, decimals)) = steps().find(|(step, _)| count(*step) >= 3.0) else { return (Vec::new(), 0) };
    let first = (from / step).ceil();
    let values = (0..7).map(|n| (first + f64::from(n)) * step).take_while(|value| *value <= to);
    (values.filter(|value| value.abs() <= limit + step / 1000.0).collect(), decimals)
}

/// Degrees for readers: `119.2°E`.
fn degrees(value: f64, decimals: usize, [positive, negative]: [&str; 2]) -> String {
    let number = format!("{:.decimals$}°", value.abs());
    let side = match value {
        0.0 => "",
        0.0.. => positive,
        _ => negative,
    };
    number + side
}

/// Where each mark stands, so that any two are `distance` apart and none hides another: at its own spot, unless an
/// earlier mark took it; those that gave way stand at the nearest free place on rings around theirs, in order.
/// Around one spot there is room for some 500; further ones stay on it.
pub(in crate::site) fn apart(spots: &[Point], distance: f64, height: f64) -> Vec<Point> {
    let mut taken = Taken { distance, cells: BTreeMap::new() };
    let own: Vec<bool> = spots.iter().map(|spot| taken.take(*spot)).collect();
    let edge = distance / 2.0;
    let inside = |at: &Point| (edge..=WIDTH - edge).contains(&at.x) && (edge..=height - edge).contains(&at.y);
    let place = |(spot, own): (&Point, bool)| {
        let found = if own { None } else { rings(*spot, distance).filter(inside).find(|at| taken.take(*at)) };
        found.unwrap_or(*spot)
    };
    spots.iter().zip(own).map(place).collect()
}

/// Places around a spot, the nearest first, from the top clockwise.
fn rings(spot: Point, distance: f64) -> impl Iterator<Item = Point> {
    (2..RINGS + 2).flat_map(move |ring| {
        let radius = f64::from(ring) * distance / 2.0;
        let places = ring * 6;
        (0..places).map(move |n| {
            let (sin, cos) = (f64::from(n) / f64::from(places) * TAU).sin_cos();
            Point { x: tenth(spot.x + radius * sin), y: tenth(spot.y - radius * cos) }
        })
    })
}

/// Places taken, by square cells as wide as marks must be apart.
struct Taken {
    distance: f64,
    cells: BTreeMap<(i64, i64), Vec<Point>>,
}

impl Taken {
    /// Takes a place if it is free. Whether it was.
    fn take(&mut self, at: Point) -> bool {
        let cell = |along: f64| (along / self.distance).floor() as i64;
        let (x, y) = (cell(at.x), cell(at.y));
        let near = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        let mut near = near.filter_map(|cell| self.cells.get(&cell)).flatten();
        let least = self.distance - 0.2;
        let free = near.all(|other| (other.x - at.x).hypot(other.y - at.y) >= least);
        if free {
            self.cells.entry((x, y)).or_default().push(at);
        }
        free
    }
}

/// Rounded to a tenth; never −0.
pub(in crate::site) fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> Coordinates {
        Coordinates { lon, lat }
    }

    #[test]
    fn east_is_right_north_is_up_and_kilometres_are_the_same_both_ways() {
        let frame = Frame::around([at(119.0, 41.0), at(119.4, 41.3)]).expect("a frame");
        let (low, high) = (frame.point(at(119.0, 41.0)), frame.point(at(119.4, 41.3)));
        assert_eq!((low.x, high.x, high.y), (22.0, 378.0, 22.0));
        // 0.4° of longitude at 41.15° are 0.3012° of latitude.
        assert!(((high.x - low.x) / (low.y - high.y) - 0.3012 / 0.3).abs() < 0.001);
        assert_eq!(frame.scale_bar().km, "5");
        assert_eq!(frame.point(at(119.2, 41.15)), Point { x: 200.0, y: tenth(frame.height / 2.0) });
    }

    #[test]
    fn one_place_stands_in_the_middle_of_some_kilometres() {
        let frame = Frame::around([at(119.2, 41.15)]).expect("a frame");
        assert_eq!(frame.point(at(119.2, 41.15)), Point { x: 200.0, y: 200.0 });
        let labels: Vec<_> = frame.meridians().into_iter().filter_map(|line| line.label).collect();
        assert_eq!(labels, ["119.18°E", "119.20°E", "119.22°E"]);
        assert_eq!(frame.scale_bar(), ScaleBar { length: 64.0, km: "1".into() });
        assert!(Frame::around([]).is_none());
    }

    #[test]
    fn points_that_fall_together_are_written_once() {
        let frame = Frame::around([at(119.0, 41.0), at(119.4, 41.3)]).expect("a frame");
        let ring = vec![at(119.0, 41.0), at(119.00001, 41.0), at(119.4, 41.0), at(119.2, 41.3)];
        assert_eq!(frame.path(&[ring], true), "M22 376.6L378 376.6L200 22Z");
    }

    #[test]
    fn degrees_name_their_side() {
        assert_eq!(degrees(0.0, 0, ["E", "W"]), "0°");
        assert_eq!(degrees(-0.5, 1, ["E", "W"]), "0.5°W");
    }

    proptest! {
        #[test]
        fn three_to_seven_lines_fall_in_each_direction(from in -89.0..80.0_f64, span in 0.02..9.0_f64) {
            let (values, decimals) = grid(from, from + span, 180.0);
            prop_assert!((3..=7).contains(&values.len()), "{values:?}");
            let labels: Vec<String> = values.iter().map(|value| degrees(*value, decimals, ["E", "W"])).collect();
            let mut different = labels.clone();
            different.dedup();
            prop_assert_eq!(labels, different);
        }

        #[test]
        fn everything_is_finite_and_inside(points in proptest::collection::vec((-180.0..=180.0_f64, -90.0..=90.0_f64), 1..9)) {
            let points: Vec<Coordinates> = points.into_iter().map(|(lon, lat)| at(lon, lat)).collect();
            let frame = Frame::around(points.clone()).expect("a frame");
            prop_assert!((0.0..=1000.0).contains(&frame.height), "{}", frame.height);
            for point in points.iter().map(|at| frame.point(*at)) {
                prop_assert!((0.0..=WIDTH).contains(&point.x) && (0.0..=frame.height).contains(&point.y), "{point:?}");
            }
            let bar = frame.scale_bar().length;
            prop_assert!((WIDTH / 10.0..=WIDTH / 4.0).contains(&bar), "{bar}");
        }

        #[test]
        fn marks_keep_apart(spots in proptest::collection::vec((30.0..60.0_f64, 30.0..60.0_f64), 0..40)) {
            let spots: Vec<Point> = spots.into_iter().map(|(x, y)| Point { x: tenth(x), y: tenth(y) }).collect();
            let places = apart(&spots, 24.0, 400.0);
            prop_assert_eq!(places.len(), spots.len());
            prop_assert!(spots.first() == places.first());
            for (index, one) in places.iter().enumerate() {
                for other in &places[..index] {
                    prop_assert!((one.x - other.x).hypot(one.y - other.y) > 23.7, "{one:?} {other:?}");
                }
            }
        }
    }
}
