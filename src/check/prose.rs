//! A record's texts, read once for all rules that look at them.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;
use serde_json::Value;

use super::Looked;
use crate::diagnostic::{At, Place};
use crate::figures::{Quote, QuoteError, quote};
use crate::record::Entry;
use crate::record::tree::{Leaf, at_path};
use crate::record::walk::leaves;
use crate::source::Format;
use crate::source::Placed;
use crate::source::html::Told;
use crate::source::markdown::{self, Headings, Line};
use crate::source::yaml::Step;

/// A Markdown text of a record.
pub(in crate::check) struct Prose<'a> {
    /// Everything else.
    pub(in crate::check) looked: &'a Looked<'a>,
    /// The record.
    pub(in crate::check) entry: &'a Entry,
    /// Its events, with where they stand in the text.
    pub(in crate::check) events: Vec<Placed<'a>>,
    /// Its headings.
    pub(in crate::check) headings: Headings,
    /// Its images: file, text that stands for it, place.
    pub(in crate::check) images: Vec<(String, String, Range<usize>)>,
    /// The lines of its paragraphs and items, as they were typed.
    pub(in crate::check) lines: Vec<Vec<Line>>,
    /// What it has of HTML.
    pub(in crate::check) html: Told,
    /// The text.
    pub(in crate::check) text: &'a str,
    /// Where words stand in it, from left to right.
    words: OnceCell<Vec<Range<usize>>>,
    path: Vec<Step>,
    /// Whether all values of keys with a name end on their lines, as [`Prose::is_on_a_line`] found for the record.
    keys_on_lines: Rc<RefCell<BTreeMap<String, bool>>>,
}

impl Prose<'_> {
    /// The place of a range of the text.
    pub(in crate::check) fn at(&self, range: &Range<usize>) -> Place {
        place_of(self.looked, self.entry, &self.path, self.text, range.clone())
    }

    /// Whether it is a text of its own after a head.
    pub(in crate::check) fn is_body(&self) -> bool {
        body_start(self.looked, self.entry, &self.path, self.text).is_some()
    }

    /// The key that holds the text, where that is no text of its own after a head.
    pub(in crate::check) fn field(&self) -> Option<Place> {
        (!self.is_body()).then(|| self.looked.source.place(&self.entry.file, &self.path))
    }

    /// Whether the values of all keys with the name of the text's own end on the line they begin on, so that YAML joins no
    /// lines of it: a look that tells without a parse.
    pub(in crate::check) fn is_on_a_line(&self) -> bool {
        let Some((Step::Key(key), file)) = self.path.last().zip(self.looked.source.file(&self.entry.file)) else {
            return false;
        };
        let find = || {
            let mut places = file.text.match_indices(&**key).map(|(at, _)| at).peekable();
            places.peek().is_some() && places.all(|at| ends_on_its_line(&file.text, at, key))
        };
        // A record may have thousands of texts under one name.
        *self.keys_on_lines.borrow_mut().entry(key.to_string()).or_insert_with(find)
    }

    /// Whether words stand at an offset of the text, and not code or a reference.
    pub(in crate::check) fn is_words(&self, at: usize) -> bool {
        let words = self.words.get_or_init(|| words(&self.events));
        let after = words.partition_point(|range| range.start <= at);
        after.checked_sub(1).and_then(|last| words.get(last)).is_some_and(|range| at < range.end)
    }

    /// What a reference in the text stands for.
    pub(in crate::check) fn quoted(&self, expression: &str) -> Result<Quote<'_>, QuoteError> {
        let this = self.looked.on_day.entry(&self.entry.id).unwrap_or(self.entry);
        quote(self.looked.on_day, self.looked.figures, this, expression)
    }

    /// Whether a reference that stands for nothing would stand for something on a later day.
    pub(in crate::check) fn is_known_later(&self, expression: &str) -> bool {
        quote(self.looked.bulletin, self.looked.figures, self.entry, expression).is_ok()
    }
}

/// Whether a key begins at a place of a file, on a line of its own, and its value ends on that line: in quotes, or because the
/// next line is no further in.
fn ends_on_its_line(file: &str, at: usize, key: &str) -> bool {
    let (before, rest) = (file.get(..at).unwrap_or_default(), file.get(at + key.len()..).unwrap_or_default());
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let lead = before.get(start..).unwrap_or_default();
    let Some(value) = line.strip_prefix(':').map(str::trim) else { return false };
    let is_key = lead.bytes().all(|byte| matches!(byte, b' ' | b'-'));
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut below = below.lines().filter(|line| !line.trim().is_empty());
    let ends = match value.chars().next() {
        Some('"') => value.len() > 1 && value.ends_with('"') && !value.ends_with("\\\""),
        Some('\'') => value.len() > 1 && value.ends_with('\'') && !value.ends_with("''"),
        _ => below.next().is_none_or(|next| indent(next) <= lead.len()),
    };
    is_key && ends
}

/// Where words stand in a text, and not code or references: from left to right, joined where they touch.
fn words(events: &[Placed<'_>]) -> Vec<Range<usize>> {
    let mut in_code = false;
    let mut all: Vec<Range<usize>> = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => all.push(range.clone()),
            _ => {}
        }
    }
    // Words beside the cells of a table of HTML are read before it.
    all.sort_by_key(|range| range.start);
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in all {
        match found.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => found.push(range),
        }
    }
    found
}

/// Calls `look` with every text of a record.
pub(in crate::check) fn each(looked: &Looked<'_>, entry: &Entry, look: &mut dyn FnMut(&Prose<'_>)) {
    let keys_on_lines = Rc::default();
    leaves(&entry.record, &mut |path, leaf| {
        let Leaf::Prose(text) = leaf else { return };
        let path = path.to_vec();
        let markdown::Read { events, html, lines } = markdown::Read::of(text);
        let images = markdown::images(&events);
        let mut prose = Prose {
            looked,
            entry,
            events,
            headings: Headings::default(),
            images,
            lines,
            html,
            text,
            words: OnceCell::new(),
            path,
            keys_on_lines: Rc::clone(&keys_on_lines),
        };
        let words = |expression: &str| {
            prose.quoted(expression).map_or_else(|_| markdown::as_written(expression), |quote| quote.text)
        };
        let headings = markdown::headings(&prose.events, &words);
        prose.headings = Headings::new(headings);
        look(&prose);
    });
}

/// The place of a range of a text of a record, Markdown or not.
pub(in crate::check) fn place_of(
    looked: &Looked<'_>,
    entry: &Entry,
    path: &[Step],
    text: &str,
    range: Range<usize>,
) -> Place {
    let (text, range) = typed(entry, path, text, range);
    match body_start(looked, entry, path, text) {
        Some(start) => Place::span(entry.file.clone(), range.start + start..range.end + start),
        None => place_in_field(looked, &looked.source.place(&entry.file, path), text, &range),
    }
}

/// Where the text begins in its file, for the body of a Markdown file. A text in Traditional characters is as long as its
/// copy in Simplified ones, or cannot be found in the file.
/// The text at `path` as it was typed, and where `range` is in it: a record in Traditional characters is read in
/// Simplified ones, which are as many.
fn typed<'a>(entry: &'a Entry, path: &[Step], text: &'a str, range: Range<usize>) -> (&'a str, Range<usize>) {
    let Some(written) = &entry.written else { return (text, range) };
    let Some(typed) = text_at(written.tree(), path).filter(|typed| !std::ptr::eq(*typed, text)) else {
        return (text, range);
    };
    let laid = written.laid(path, text, typed);
    if laid.is_same {
        return (text, range);
    }
    (typed, laid.typed(range.start)..laid.typed(range.end))
}

/// The text at a path of a record, Markdown or not.
fn text_at<'a>(tree: &'a Value, path: &[Step]) -> Option<&'a str> {
    let found = at_path(tree, path)?;
    found.as_str().or_else(|| found.get("markdown")?.as_str())
}

/// Where the text begins in its file, for the body of a Markdown file.
fn body_start(looked: &Looked<'_>, entry: &Entry, path: &[Step], text: &str) -> Option<usize> {
    let is_body = matches!(path, [Step::Key(key)] if key == "body");
    let file = looked.source.file(&entry.file).filter(|file| is_body && file.format == Format::Markdown)?;
    let (_, body) = file.parts()?;
    (body.len() == text.len()).then_some(body.start)
}

/// The place in a YAML field of what stands at `range` of its text: the whole field where it cannot be told.
fn place_in_field(looked: &Looked<'_>, field: &Place, text: &str, range: &Range<usize>) -> Place {
    let found = || {
        let At::Span(start, end) = field.at else { return None };
        looked.source.file(&field.file)?.written(start..end, text, range)
    };
    found().map_or_else(|| field.clone(), |range| Place::span(field.file.clone(), range))
}

/// Parts of a text that nobody reads as words: code, and where links lead.
pub(in crate::check) fn unread(text: &str) -> Vec<Range<usize>> {
    static UNREAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?s)```.*?(?:```|$)|`[^`\n]+`|\]\([^)\n]*\)|https?://(?:[\p{Han}A-Za-z0-9-]+\.)*(?:中国|公司|网络|政务|公益)?[^\s\p{Han}]*").ok()
    });
    UNREAD.iter().flat_map(|unread| unread.find_iter(text)).map(|found| found.range()).collect()
}

/// Whether a place lies in one of the parts that [`unread`] gives.
pub(in crate::check) fn is_hidden(unread: &[Range<usize>], at: usize) -> bool {
    let before = unread.partition_point(|range| range.start <= at);
    before.checked_sub(1).and_then(|last| unread.get(last)).is_some_and(|range| range.contains(&at))
}
