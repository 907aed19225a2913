//! Markdown as events with places, read the way Chinese is written.
//!
//! CommonMark knows words only by spaces, so `**重点。**其次` keeps its stars. Until pulldown-cmark's own option for
//! this is released, delimiter runs beside Chinese text are fenced with a mark that the parser takes for punctuation,
//! and the marks are taken out of every event again ([`events`]). In the same way braces at the end of a heading stay
//! words unless they name an anchor, and a single `~` is one: only `~~` strikes. Soft line breaks between Chinese
//! characters leave no space, and the full-width spaces editors type at the start of a paragraph are dropped.
//!
//! References to figures `{{ … }}` are read here too, so that what stands for them is a text and never Markdown: in the
//! events a reference is an `InlineMath` with what stands between the braces, and a `{{` that nothing closes is a
//! `DisplayMath`. Mathematics itself is not among the extensions, so neither comes otherwise.

mod addresses;
mod headings;
mod lines;
mod marked;
mod references;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use self::addresses::{link_addresses, with_scheme};
pub use self::headings::{Heading, Headings, RESERVED, headings};
pub use self::lines::Line;
use self::lines::{join_lines, lines};
use self::marked::Marked;
use self::references::take_references;
use self::words::Words;
pub use self::words::{Quoted, as_written};
use super::Placed;
use super::html::{self, Cleaned, Told};
use super::structure::too_much;

/// The events of a text, with Chinese emphasis, line joining and bare addresses as links, and its HTML as Markdown.
pub fn events(text: &str) -> Vec<Placed<'static>> {
    finished(text, parsed(text)).0
}

/// A text as it was read, once for all who look at it.
pub struct Read {
    /// Its events.
    pub events: Vec<Placed<'static>>,
    /// What it has of HTML.
    pub html: Told,
    /// The lines of its paragraphs and items, as they were typed: what the events join is apart here.
    pub lines: Vec<Vec<Line>>,
}

impl Read {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let parsed = parsed(text);
        let lines = if text.contains('\n') { lines(&parsed) } else { Vec::new() };
        let (events, html) = finished(text, parsed);
        Self { events, html, lines }
    }
}

/// The events of a text from those that Markdown has, and what it has of HTML.
fn finished(text: &str, parsed: Vec<Placed<'static>>) -> (Vec<Placed<'static>>, Told) {
    let (mut events, told) = html::kept(text, parsed, &self::parsed);
    join_lines(&mut events);
    if text.contains("{{") {
        events = take_references(text, events);
    }
    (link_addresses(events), told)
}

/// The parts of a text that are written in HTML, with what to type instead; `None` where no Markdown means the same.
pub fn cleaned(text: &str) -> Option<Vec<Cleaned>> {
    html::cleaned(text, &parsed)
}

/// The events of a text as Markdown has them, with Chinese emphasis.
fn parsed(text: &str) -> Vec<Placed<'static>> {
    if too_much(text).is_some() {
        let words = (Event::Text(text.to_owned().into()), 0..text.len());
        let (start, end) = (Event::Start(Tag::Paragraph), Event::End(TagEnd::Paragraph));
        return vec![(start, 0..text.len()), words, (end, 0..text.len())];
    }
    let marked = Marked::of(text);
    Parser::new_ext(&marked.text, marked.options())
        .into_offset_iter()
        .map(|(event, range)| (with_scheme(marked.event(event)), marked.place(range)))
        .filter(|(event, _)| !matches!(event, Event::Text(text) if text.is_empty()))
        .collect()
}

/// Whether a text may hold links or images, a cheap look before it is read.
pub fn may_link(text: &str) -> bool {
    text.contains("](") || text.contains("]:") || text.contains('<')
}

/// A line `[label]: address` that no link of the text refers to, so that no page shows it: label, address and place.
pub fn unused_definitions(text: &str) -> Vec<(String, String, Range<usize>)> {
    if !text.contains("]:") {
        return Vec::new();
    }
    let marked = Marked::of(text);
    let same = |label: &str| marked.words(label).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut parser = Parser::new_ext(&marked.text, marked.options());
    let used: BTreeSet<String> = (&mut parser)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) if !id.is_empty() => Some(same(&id)),
            _ => None,
        })
        .collect();
    let all = parser.reference_definitions().iter();
    let unused = all.filter(|(label, _)| !used.contains(&same(label)));
    let mut unused: Vec<_> = unused
        .map(|(label, definition)| {
            let words = |marked_words: &str| marked.words(marked_words).into_owned();
            (words(label), words(&definition.dest), marked.place(definition.span.clone()))
        })
        .collect();
    unused.sort_by_key(|(_, _, place)| place.start);
    unused
}

/// The cells of a row of a table, as Markdown parts them: at every `|` without a `\` before it, also within code.
pub fn cells(row: &str) -> Vec<Range<usize>> {
    let row = row.trim_end();
    let mut cells = Vec::new();
    let lead = row.len() - row.trim_start().len();
    let mut start = lead + usize::from(row.get(lead..).is_some_and(|row| row.starts_with('|')));
    let mut bytes = row.bytes().enumerate().skip(start).peekable();
    while let Some((at, byte)) = bytes.next() {
        let next = bytes.peek().map(|(_, byte)| *byte);
        match byte {
            b'\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => {
                bytes.next();
                // A `|` after two is none, either.
                if next == Some(b'\\') && bytes.peek().is_some_and(|(_, byte)| *byte == b'|') {
                    bytes.next();
                }
            }
            b'|' => {
                cells.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    if row.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        cells.push(start..row.len());
    }
    cells
}

/// The references of a text: what stands between the braces.
pub fn references(text: &str) -> Vec<String> {
    if !text.contains("{{") {
        return Vec::new();
    }
    let reference = |(event, _)| match event {
        Event::InlineMath(expression) => Some(expression.into_string()),
        _ => None,
    };
    events(text).into_iter().filter_map(reference).collect()
}

/// The words of a text without their marks.
pub fn plain(text: &str, quoted: Quoted<'_>) -> String {
    words::plain(events(text), quoted)
}

/// The images of a text: file as written, alternative text, place.
pub fn images_in(text: &str) -> Vec<(String, String, Range<usize>)> {
    if text.contains("![") || text.contains('<') { images(&events(text)) } else { Vec::new() }
}

/// The images of a text that was read.
pub fn images(events: &[Placed<'_>]) -> Vec<(String, String, Range<usize>)> {
    let mut found = Vec::new();
    let mut open: Option<(&str, Words, &Range<usize>)> = None;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => open = Some((dest_url, Words::default(), range)),
            Event::End(TagEnd::Image) => {
                found.extend(open.take().map(|(name, alt, range)| (name.to_owned(), alt.text, range.clone())));
            }
            event => {
                if let Some((_, alt, _)) = &mut open {
                    alt.add(event, &as_written);
                }
            }
        }
    }
    found
}
