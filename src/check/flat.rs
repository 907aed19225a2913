//! A text without its Markdown: what is read in a line, which links stand in it, and where each part was written.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::source::markdown;
use crate::text::raised;

/// A text without its Markdown.
pub(in crate::check) struct Flat {
    /// The words; paragraphs, items and cells end with a line break, and code and references are one character each.
    pub(in crate::check) words: String,
    /// Its links: where, and where to.
    pub(in crate::check) links: Vec<(Range<usize>, String)>,
    /// Where each part begins in `words`, and where it was written.
    parts: Vec<(usize, Range<usize>)>,
}

/// Stands for what is not read as words.
const OTHER: char = '\u{fffc}';

impl Flat {
    pub(in crate::check) fn of(text: &str) -> Self {
        let mut flat = Self { words: String::with_capacity(text.len()), links: Vec::new(), parts: Vec::new() };
        let (mut in_code, mut link) = (false, None);
        // Where what is raised or lowered begins.
        let mut starts: Vec<usize> = Vec::new();
        for (event, range) in markdown::events(text) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Start(Tag::Link { dest_url, .. }) => link = Some((flat.words.len(), dest_url.into_string())),
                Event::End(TagEnd::Link) => {
                    let end = flat.words.len();
                    flat.links.extend(link.take().map(|(start, to)| (start..end, to)));
                }
                Event::Text(words) if !in_code => {
                    flat.parts.push((flat.words.len(), range));
                    flat.words.push_str(&words);
                }
                Event::Start(Tag::Superscript | Tag::Subscript) => starts.push(flat.words.len()),
                Event::End(end @ (TagEnd::Superscript | TagEnd::Subscript)) => {
                    let start = starts.pop().unwrap_or(flat.words.len());
                    let words = raised(flat.words.get(start..).unwrap_or_default(), end == TagEnd::Superscript);
                    flat.words.truncate(start);
                    flat.words.push_str(&words);
                }
                Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => flat.words.push(OTHER),
                Event::SoftBreak => flat.words.push(' '),
                Event::HardBreak
                | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                    flat.words.push('\n');
                }
                _ => {}
            }
        }
        flat
    }

    /// Where a range of the words was written.
    pub(in crate::check) fn written(&self, range: &Range<usize>) -> Range<usize> {
        let after = self.parts.partition_point(|(start, _)| *start <= range.start);
        let Some((start, written)) = after.checked_sub(1).and_then(|part| self.parts.get(part)) else { return 0..0 };
        let from = written.start + range.start.saturating_sub(*start);
        let whole = from + range.len() <= written.end;
        if whole { from..from + range.len() } else { written.clone() }
    }
}
