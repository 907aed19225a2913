//! Bars to the right: shares against target, and steps that grow fewer.

use super::{Chart, Key, Mark, Words, place};

/// A bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Its name, short enough for one line.
    pub label: String,
    /// Its figure in words, at the end of the line.
    pub figure: String,
    /// What it stands for.
    pub class: &'static str,
    /// Its length.
    pub value: f64,
    /// Where it should be by now, on the same scale.
    pub pace: Option<f64>,
}

/// Height of a row, and where its letters and bar are in it, in em.
const ROW: f64 = 2.7;
const LETTERS: f64 = 1.1;
const BAR: (f64, f64) = (1.45, 0.8);

/// Bars against a target of 100, with a line at the target and a mark where each should be. `None` without bars.
pub fn bars(words: Words, bars: &[Bar], keys: Vec<Key>) -> Option<Chart> {
    let most = bars.iter().map(|bar| bar.value).fold(100.0, f64::max);
    let mut chart = rows(words, "bars", bars, most, keys)?;
    let x = place(100.0 / most * 100.0);
    chart.marks.extend((0..bars.len()).map(|row| across("target", x, row)));
    Some(chart)
}

/// Bars of steps that grow fewer: a funnel. `None` without bars, or where all are of nothing.
pub fn steps(words: Words, bars: &[Bar]) -> Option<Chart> {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    if most > 0.0 { rows(words, "funnel", bars, most, Vec::new()) } else { None }
}

fn rows(words: Words, sort: &'static str, bars: &[Bar], most: f64, keys: Vec<Key>) -> Option<Chart> {
    if bars.is_empty() {
        return None;
    }
    let mut marks = Vec::new();
    for (index, bar) in bars.iter().enumerate() {
        let top = index as f64 * ROW;
        let text = |class, x, anchor, text: &str| Mark::Text {
            class,
            x,
            y: place(top + LETTERS),
            anchor,
            text: text.to_owned(),
        };
        marks.push(text("label", 0.0, "start", &bar.label));
        marks.push(text("note", 100.0, "end", &bar.figure));
        let y = place(top + BAR.0);
        let wide = |value: f64| place((value.max(0.0) / most * 100.0).min(100.0));
        marks.push(Mark::Bar { class: "ground", x: 0.0, y, width: 100.0, height: BAR.1 });
        marks.push(Mark::Bar { class: bar.class, x: 0.0, y, width: wide(bar.value), height: BAR.1 });
        marks.extend(bar.pace.map(|pace| across("pace", wide(pace), index)));
    }
    Some(words.chart(sort, bars.len() as f64 * ROW, None, marks, keys))
}

/// A mark across the bar of a row.
fn across(class: &'static str, x: f64, row: usize) -> Mark {
    let top = row as f64 * ROW + BAR.0;
    Mark::Down { class, x, y: place(top - 0.2), end: place(top + BAR.1 + 0.2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(value: f64) -> Bar {
        Bar { label: "甲".into(), figure: String::new(), class: "actual", value, pace: Some(50.0) }
    }

    fn widths(chart: &Chart) -> Vec<f64> {
        let width = |mark: &Mark| match mark {
            Mark::Bar { class: "actual", width, .. } => Some(*width),
            _ => None,
        };
        chart.marks.iter().filter_map(width).collect()
    }

    #[test]
    fn the_longest_bar_fills_the_width_and_nothing_is_no_bar() {
        let over = bars(Words::default(), &[bar(250.0), bar(25.0)], Vec::new()).expect("a chart");
        assert_eq!(widths(&over), [100.0, 10.0]);
        let under = bars(Words::default(), &[bar(25.0), bar(-3.0)], Vec::new()).expect("a chart");
        assert_eq!(widths(&under), [25.0, 0.0]);
        assert!(bars(Words::default(), &[], Vec::new()).is_none());
        assert!(steps(Words::default(), &[bar(0.0)]).is_none());
        assert_eq!(steps(Words::default(), &[bar(8.0), bar(2.0)]).map(|chart| widths(&chart)), Some(vec![100.0, 25.0]));
    }
}
