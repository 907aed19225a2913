//! Tables of HTML as those of Markdown, or what stands in them in turn.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::{Context, Space, Walk};
use crate::source::Placed;
use crate::source::html::elements::Element;
use crate::source::html::tree::{Node, What};

impl Walk<'_> {
    /// Writes a table, or its cells one after the other where it only sets parts of a page beside each other.
    pub(super) fn table(&mut self, node: &Node) {
        self.boundary();
        let mut rows: Vec<&Node> = Vec::new();
        let mut others: Vec<usize> = Vec::new();
        let is = |index: &usize, what: fn(&Element) -> bool| {
            self.tree.node(*index).is_some_and(|node| matches!(&node.what, What::Element(element, _) if what(element)))
        };
        let is_row: fn(&Element) -> bool = |element| matches!(element, Element::Row);
        for child in &node.children {
            let (parts, section) = match self.tree.node(*child) {
                Some(part) if is(child, |element| matches!(element, Element::Section)) => {
                    (part.children.as_slice(), true)
                }
                _ => (std::slice::from_ref(child), false),
            };
            for part in parts {
                match self.tree.node(*part).filter(|_| is(part, is_row)) {
                    Some(row) => rows.push(row),
                    None if section && self.is_blank(*part) => {}
                    None => others.push(*part),
                }
            }
        }
        let is_cell: fn(&Element) -> bool = |element| matches!(element, Element::Cell(..));
        others.extend(rows.iter().flat_map(|row| &row.children).filter(|part| !is(part, is_cell)));
        let cells: Vec<Vec<usize>> =
            rows.iter().map(|row| row.children.iter().copied().filter(|part| is(part, is_cell)).collect()).collect();
        // Words beside the cells stand before the table in browsers too.
        self.all(&others);
        self.boundary();
        let is_layout = cells.iter().flatten().any(|cell| self.holds_parts(*cell));
        if self.context != Context::Flow || is_layout {
            self.in_turn(&cells);
            return;
        }
        let written: Vec<Vec<Cell>> = cells
            .iter()
            .map(|row| {
                let cell = |cell: &usize| {
                    let place = self.tree.node(*cell).map_or(0..0, |node| node.place.clone());
                    let what = self.tree.node(*cell).map(|node| &node.what);
                    let (columns, rows) = match what {
                        Some(What::Element(Element::Cell(columns, rows), _)) => (*columns, *rows),
                        _ => (1, 1),
                    };
                    let words = self.captured(Context::Cell, &mut |walk| walk.part(*cell));
                    Cell { place, columns, rows, words }
                };
                row.iter().map(cell).collect()
            })
            .collect();
        if written.iter().flatten().filter(|cell| !cell.words.is_empty()).count() < 2 {
            self.in_turn(&cells);
            return;
        }
        let Some(grid) = grid(written) else { return self.in_turn(&cells) };
        let Some((head, body)) = grid.split_first() else { return };
        self.push(Event::Start(Tag::Table(vec![Alignment::None; head.1.len()])), node.place.clone());
        self.row(Tag::TableHead, head);
        for row in body {
            self.row(Tag::TableRow, row);
        }
        self.push(Event::End(TagEnd::Table), node.place.clone());
    }

    fn row(&mut self, tag: Tag<'static>, (place, cells): &Row) {
        let end = tag.to_end();
        self.push(Event::Start(tag), place.clone());
        for (place, words) in cells {
            self.within(Tag::TableCell, place, words.clone());
        }
        self.push(Event::End(end), place.clone());
    }

    /// The cells of a table that only sets parts of a page beside each other, one after the other.
    fn in_turn(&mut self, cells: &[Vec<usize>]) {
        for row in cells {
            self.boundary();
            for cell in row {
                match self.context {
                    Context::Flow => self.boundary(),
                    Context::Cell | Context::Line => {
                        let here = self.end_of_words();
                        self.space.get_or_insert(Space::Plain(here));
                    }
                }
                let children = self.tree.children(*cell);
                self.all(children);
            }
        }
        self.boundary();
    }

    /// Whether a part holds what a cell of Markdown cannot: a table or a heading.
    fn holds_parts(&self, index: usize) -> bool {
        let Some(node) = self.tree.node(index) else { return false };
        let here = match &node.what {
            What::Element(element, _) => matches!(element, Element::Table | Element::Heading(_)),
            What::Markdown(tag) => {
                matches!(tag, Tag::Table(_) | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::FootnoteDefinition(_))
            }
            _ => false,
        };
        here || node.children.iter().any(|child| self.holds_parts(*child))
    }

    fn is_blank(&self, index: usize) -> bool {
        let blank = |node: &Node| match &node.what {
            What::Words(words, _) => words.trim().is_empty(),
            _ => false,
        };
        self.tree.node(index).is_some_and(blank)
    }
}

/// A cell of a table of HTML.
struct Cell {
    place: Range<usize>,
    columns: usize,
    rows: usize,
    words: Vec<Placed<'static>>,
}

/// A row of a table of Markdown.
type Row = (Range<usize>, Vec<(Range<usize>, Vec<Placed<'static>>)>);

/// A table with more cells than this, most of them empty, is no table that people made.
const MAX_CELLS: usize = 200_000;

/// Every row with as many cells as the widest; a cell that spans others stands in the first place it spans. Rows and
/// columns without words are left out. `None` for what would be huge.
fn grid(rows: Vec<Vec<Cell>>) -> Option<Vec<Row>> {
    let mut taken: Vec<usize> = Vec::new();
    let mut grid: Vec<Row> = Vec::new();
    let mut all = 0;
    for row in rows {
        let place = row.first().map_or(0, |cell| cell.place.start)..row.last().map_or(0, |cell| cell.place.end);
        let mut cells: Vec<(Range<usize>, Vec<Placed<'static>>)> = Vec::new();
        let next = |taken: &mut Vec<usize>, cells: &mut Vec<(Range<usize>, Vec<Placed<'static>>)>, end: usize| {
            while let Some(rows) = taken.get_mut(cells.len()).filter(|rows| **rows > 0) {
                *rows = rows.saturating_sub(1);
                cells.push((end..end, Vec::new()));
            }
        };
        for cell in row {
            let end = cell.place.end;
            next(&mut taken, &mut cells, cell.place.start);
            for column in 0..cell.columns {
                let at = cells.len();
                let words = if column == 0 { cell.words.clone() } else { Vec::new() };
                cells.push((if column == 0 { cell.place.clone() } else { end..end }, words));
                if taken.len() <= at {
                    taken.resize(at + 1, 0);
                }
                if let Some(rows) = taken.get_mut(at) {
                    *rows = cell.rows.saturating_sub(1);
                }
            }
        }
        let end = place.end;
        while cells.len() < taken.len() {
            match taken.get_mut(cells.len()) {
                Some(rows) if *rows > 0 => *rows = rows.saturating_sub(1),
                _ => {}
            }
            cells.push((end..end, Vec::new()));
        }
        all += cells.len();
        if all > MAX_CELLS {
            return None;
        }
        grid.push((place, cells));
    }
    let width = grid.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    if width.saturating_mul(grid.len()) > MAX_CELLS {
        return None;
    }
    let mut used = vec![false; width];
    for (_, cells) in &grid {
        for (column, (_, words)) in cells.iter().enumerate() {
            if let Some(used) = used.get_mut(column) {
                *used |= !words.is_empty();
            }
        }
    }
    grid.retain(|(_, cells)| cells.iter().any(|(_, words)| !words.is_empty()));
    for (place, cells) in &mut grid {
        let end = place.end;
        cells.resize_with(width, || (end..end, Vec::new()));
        let mut column = 0;
        cells.retain(|_| {
            column += 1;
            used.get(column - 1).copied().unwrap_or(false)
        });
    }
    Some(grid)
}
