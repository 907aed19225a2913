//! Sheets: pages and parts of pages that are computed figures, as sections of notes, a chart, a table and links.

use serde::Serialize;
use serde_json::Value;

use super::{Head, Link};
use crate::chart::{Chart, Spark};
use crate::date::PartialDate;
use crate::record::Colour;
use crate::site::Plan;

/// A page of computed figures.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SheetView {
    /// What the page shows and by which rule, one paragraph each.
    pub notes: Vec<String>,
    /// Its parts.
    pub sections: Vec<SheetSection>,
    /// The sheet before this one in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<Link>,
    /// The sheet after this one in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}

/// What the page of a sheet has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct SheetParts {
    /// The sheet.
    pub sheet: SheetView,
}

impl SheetView {
    /// The page at an address that is this sheet, of figures as of the day.
    pub(in crate::site) fn at(
        self,
        plan: &Plan<'_>,
        address: &str,
        title: &str,
        above: Vec<Link>,
    ) -> (Head, SheetParts) {
        let description = self.notes.first().cloned();
        let head = plan.head("sheet", address, title, description.as_deref(), above);
        (head.cited().of_day(plan, true), SheetParts { sheet: self })
    }
}

/// A part of a sheet.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SheetSection {
    /// Its anchor, unique on the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it shows and by which rule, one paragraph each.
    pub notes: Vec<String>,
    /// A chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chart: Option<Chart>,
    /// A table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<TableView>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

impl SheetSection {
    /// A part that is a table.
    pub(in crate::site) fn of(id: impl Into<String>, title: String, table: TableView) -> Self {
        Self { id: id.into(), title, table: Some(table), ..Self::default() }
    }
}

/// A table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TableView {
    /// Its caption.
    pub caption: String,
    /// Heads of its columns.
    pub head: Vec<HeadCell>,
    /// Its rows; the first cell names the row.
    pub rows: Vec<Vec<Cell>>,
    /// Its last row: totals.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub foot: Vec<Cell>,
}

/// The head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct HeadCell {
    /// Its words.
    pub text: String,
    /// Whether the column holds numbers.
    pub number: bool,
}

/// A cell: words, perhaps linked, or a label, a colour, a date, a small line; and a remark below.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// Its words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Where they lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A label, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<Value>,
    /// A project's colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// A date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// A small line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spark: Option<Spark>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Cell {
    /// A cell of words or a number.
    #[allow(clippy::needless_pass_by_value, reason = "numbers and texts alike")]
    pub(in crate::site) fn text(text: impl ToString) -> Self {
        Self { text: text.to_string(), ..Self::default() }
    }

    /// A cell that leads somewhere.
    pub(in crate::site) fn link(link: Link) -> Self {
        Self { text: link.title, url: Some(link.url), ..Self::default() }
    }

    /// A cell with a label.
    pub(in crate::site) fn badge(choice: impl Serialize) -> Self {
        Self { badge: serde_json::to_value(choice).ok(), ..Self::default() }
    }

    /// The same cell with a remark.
    pub(in crate::site) fn note(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }
}

impl TableView {
    /// A table with these columns: name, and whether it holds numbers.
    pub(in crate::site) fn new(
        caption: String,
        head: impl IntoIterator<Item = (String, bool)>,
        rows: Vec<Vec<Cell>>,
    ) -> Self {
        let head = head.into_iter().map(|(text, number)| HeadCell { text, number }).collect();
        Self { caption, head, rows, foot: Vec::new() }
    }
}
