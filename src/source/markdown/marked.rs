//! Marks in a text for the parser, and out of its events again.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Tag};

use crate::text::is_wide;

/// Counts as punctuation for CommonMark; a text that contains it itself is parsed as plain CommonMark.
pub(super) const FENCE: char = '\u{10B3F}';
/// Stands for a `~` that strikes nothing, while Markdown is read.
pub(super) const TILDE: char = '\u{10B3E}';

/// Whether a text holds one of these signs. Their first byte begins only rare characters, and is found at once.
fn has_signs(text: &str) -> bool {
    text.as_bytes().contains(&0xF0) && text.contains([FENCE, TILDE])
}

/// The extensions in use, beside CommonMark.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// A text with marks in it for the parser: a fence on each side of every run of `*`, `~~` or `__` that stands beside a
/// wide character, and behind braces that end a line and name no anchor, which would be attributes at the end of a
/// heading; and another sign for each single `~`.
pub(super) struct Marked<'t> {
    /// The text with its marks.
    pub(super) text: Cow<'t, str>,
    /// Where the marks stand in it, from left to right, each with how many bytes it and those before it add.
    marks: Vec<(usize, usize)>,
    /// Whether it has marks; a text that holds such signs itself is given none, and keeps its own.
    is_marked: bool,
}

impl<'t> Marked<'t> {
    /// Marks a text.
    pub(super) fn of(text: &'t str) -> Self {
        let is_marked = !has_signs(text);
        let next = |done: usize| {
            let rest = text.as_bytes().get(done..)?;
            rest.iter().position(|byte| matches!(byte, b'*' | b'~' | b'_' | b'}')).map(|found| done + found)
        };
        if !is_marked || next(0).is_none() {
            return Self { text: Cow::Borrowed(text), marks: Vec::new(), is_marked };
        }
        let mut marked =
            Marked { text: Cow::Owned(String::with_capacity(text.len() + 16)), marks: Vec::new(), is_marked };
        let mut done = 0;
        while let Some(found) = next(done) {
            let (head, rest) = text.split_at(found);
            let sign = rest.bytes().next().unwrap_or_default();
            let (run, after_run) = rest.split_at(rest.bytes().take_while(|byte| *byte == sign).count());
            marked.text.to_mut().push_str(head.get(done..).unwrap_or_default());
            done = head.len() + run.len();
            let is_delimiter = match sign {
                b'*' => true,
                b'~' | b'_' => run.len() == 2,
                _ => false,
            };
            let (before, after) = (head.chars().next_back(), after_run.chars().next());
            let is_escaped = || (head.len() - head.trim_end_matches('\\').len()) % 2 == 1;
            let beside_wide = || before.is_some_and(is_wide) || after.is_some_and(is_wide);
            let solid = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            if run == "~" && !is_escaped() {
                marked.put(TILDE, run.len());
            } else if is_delimiter && before != Some('\\') && beside_wide() {
                if solid(before) {
                    marked.put(FENCE, 0);
                }
                marked.text.to_mut().push_str(run);
                if solid(after) {
                    marked.put(FENCE, 0);
                }
            } else {
                marked.text.to_mut().push_str(run);
                let ends_line =
                    || after_run.trim_start_matches([' ', '\t', '\r']).chars().next().is_none_or(|c| c == '\n');
                if sign == b'}' && ends_line() && would_be_lost(text.get(..done).unwrap_or_default()) {
                    marked.put(FENCE, 0);
                }
            }
        }
        marked.text.to_mut().push_str(text.get(done..).unwrap_or_default());
        marked
    }

    /// Adds a mark that stands for `written` bytes of the text.
    fn put(&mut self, mark: char, written: usize) {
        let added = self.marks.last().map_or(0, |(_, added)| *added);
        self.marks.push((self.text.len(), added + mark.len_utf8() - written));
        self.text.to_mut().push(mark);
    }

    /// The extensions to read it with.
    pub(super) fn options(&self) -> Options {
        let options = options();
        let without = Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_STRIKETHROUGH;
        // Without marks, braces and single tildes could not be kept.
        if self.is_marked { options } else { options.difference(without) }
    }

    /// Maps a range of the marked text to the text as written.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        let back = |offset: usize| {
            let before = self.marks.partition_point(|(mark, _)| *mark < offset);
            let added = before.checked_sub(1).and_then(|last| self.marks.get(last)).map_or(0, |(_, added)| *added);
            offset - added
        };
        back(range.start)..back(range.end)
    }

    /// Words of it as they were written.
    pub(super) fn words<'w>(&self, words: &'w str) -> Cow<'w, str> {
        match !self.marks.is_empty() && has_signs(words) {
            true => Cow::Owned(words.replace(FENCE, "").replace(TILDE, "~")),
            false => Cow::Borrowed(words),
        }
    }

    /// An event of it without marks.
    pub(super) fn event(&self, event: Event<'_>) -> Event<'static> {
        let clean = |words: CowStr<'_>| -> CowStr<'static> {
            match self.words(&words) {
                Cow::Owned(words) => words.into(),
                Cow::Borrowed(_) => words.into_static(),
            }
        };
        match event {
            Event::Text(words) => Event::Text(clean(words)),
            Event::Code(words) => Event::Code(clean(words)),
            Event::Html(words) => Event::Html(clean(words)),
            Event::InlineHtml(words) => Event::InlineHtml(clean(words)),
            Event::FootnoteReference(name) => Event::FootnoteReference(clean(name)),
            Event::Start(Tag::FootnoteDefinition(name)) => Event::Start(Tag::FootnoteDefinition(clean(name))),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(clean(info))))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                Event::Start(Tag::Link { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                Event::Start(Tag::Image { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) })
            }
            event => event.into_static(),
        }
    }
}

/// Whether braces that end a text would vanish at the end of a heading without being the name of an anchor, as
/// `{单位：万元}` would.
fn would_be_lost(text: &str) -> bool {
    let Some(inside) = text.strip_suffix('}') else { return false };
    let Some(open) = inside.rfind(['{', '}', '<', '>', '\\', '\n', '\r']) else { return false };
    let (before, inside) = inside.split_at(open);
    let Some(inside) = inside.strip_prefix('{') else { return false };
    let is_escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
    let name = inside.trim_matches([' ', '\t']).strip_prefix('#');
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    is_escaped || name.is_none_or(|name| name.is_empty() || !name.chars().all(is_name))
}
