//! Where HTML ends elements: at their end tags, and where what begins cannot stand in them.

use std::ops::Range;

use super::Builder;
use crate::source::html::elements::{Attributes, Element, OPAQUE, Use};
use crate::source::html::tree::What;

/// How far up the elements that are open are looked at.
const REACH: usize = 256;

impl Builder<'_> {
    /// Ends what HTML ends where an element begins.
    pub(super) fn imply(&mut self, name: &str, used: &Use) {
        match name {
            "li" => self.end_one(&["li"], &["ul", "ol", "menu", "dir", "td", "th", "caption", "table"]),
            "dt" | "dd" => {
                self.end_one(&["dt"], &["dl", "td", "th", "table"]);
                self.end_one(&["dd"], &["dl", "td", "th", "table"]);
            }
            "tr" => self.end_one(&["tr"], &["table"]),
            "td" | "th" => {
                self.end_one(&["td", "th"], &["table"]);
                self.end_one(&["caption"], &["table"]);
            }
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => {
                for part in [&["tr"][..], &["tbody", "thead", "tfoot"], &["caption"], &["colgroup"]] {
                    self.end_one(part, &["table"]);
                }
            }
            "a" => self.end_one(&["a"], &["td", "th", "caption", "table"]),
            _ => {}
        }
        if matches!(name, "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "caption") {
            self.end_in_table(name);
            return;
        }
        let begins = matches!(used, Use::Keep(element, ..) if element.is_block()) || matches!(used, Use::Words(_));
        if begins && self.paragraphs > 0 {
            self.end_one(&["p"], &["td", "th", "caption", "table", "button", "object"]);
        }
        if name.len() == 2 && name.starts_with('h') && self.open.last().is_some_and(|open| is_heading(&open.name)) {
            let end = self.end;
            self.pop_at(end);
        }
    }

    /// Ends what stands between a table and the part of it that begins, and begins the row of a cell.
    fn end_in_table(&mut self, name: &str) {
        let parts: &[&str] = match name {
            "td" | "th" => &["tr"],
            "tr" => &["tbody", "thead", "tfoot", "table"],
            _ => &["table"],
        };
        let Some(table) = self.find(&["table"], &[]) else { return };
        let Some(part) = self.find(parts, &[]).filter(|part| *part >= table) else {
            // A cell without a row.
            self.close_to(table + 1);
            let place = self.end..self.end;
            let node = self.element(Element::Row, Vec::new(), &place);
            self.push("tr".to_owned(), node, &Attributes::new(), &place);
            return;
        };
        self.close_to(part + 1);
    }

    /// Where the innermost element of these names is open, up to one of the others or to Markdown around.
    fn find(&self, names: &[&str], barriers: &[&str]) -> Option<usize> {
        for (index, open) in self.open.iter().enumerate().rev().take(REACH) {
            if open.markdown || open.left {
                return None;
            }
            if names.contains(&&*open.name) {
                return Some(index);
            }
            if barriers.contains(&&*open.name) {
                return None;
            }
        }
        None
    }

    fn end_one(&mut self, names: &[&str], barriers: &[&str]) {
        if let Some(index) = self.find(names, barriers) {
            self.close_to(index);
        }
    }

    fn close_to(&mut self, length: usize) {
        while self.open.len() > length.max(1) {
            let end = self.end;
            self.pop_at(end);
        }
    }

    /// Ends what an end tag ends.
    pub(super) fn close(&mut self, name: &str, place: &Range<usize>) {
        if self.is_left() {
            let mut inner =
                self.open.iter().enumerate().rev().take(REACH).take_while(|(_, open)| open.left && !open.markdown);
            let found = inner.find(|(_, open)| open.name == name).map(|(index, _)| index);
            if let Some(index) = found {
                self.end = self.end.max(place.end);
                while self.open.len() > index {
                    self.pop_at(place.end);
                }
            }
            return;
        }
        self.end = self.end.max(place.end);
        let in_table = matches!(name, "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption");
        let barriers: &[&str] = if in_table { &[] } else { &["td", "th", "caption", "table"] };
        let found = self.find(&[name], barriers).or_else(|| {
            // A heading ends with the end of any heading.
            self.open
                .len()
                .checked_sub(1)
                .filter(|_| is_heading(name) && self.open.last().is_some_and(|open| is_heading(&open.name)))
        });
        let Some(index) = found else {
            // `</br>` is a line break, and `</p>` an empty paragraph.
            self.tell(place, true);
            if name == "br" {
                self.add(What::Element(Element::Break, Vec::new()), place.clone(), 0..0);
            } else if !OPAQUE.contains(&name) {
                self.told.lone.push((name.to_owned(), place.clone()));
            }
            return;
        };
        let crosses = self.open.iter().skip(index + 1).any(|open| {
            self.tree
                .node(open.node)
                .is_some_and(|node| matches!(&node.what, What::Element(inner, _) if inner.is_block()))
        });
        let is_mark = self
            .open
            .get(index)
            .and_then(|open| self.tree.node(open.node))
            .is_some_and(|node| matches!(&node.what, What::Element(element, _) if !element.is_block()));
        // A mark that ends within a paragraph which began in it ends where the paragraph does.
        if !(crosses && is_mark) {
            self.close_to(index);
        }
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
