//! References to figures `{{ … }}`, which are texts and never Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::source::Placed;

/// Takes the references out of texts that follow each other, but not out of code.
pub(super) fn take_references(source: &str, events: Vec<Placed<'static>>) -> Vec<Placed<'static>> {
    let mut out = Vec::with_capacity(events.len());
    let mut run = Run::default();
    let mut in_code = false;
    for (event, range) in events {
        if let (Event::Text(words), false) = (&event, in_code) {
            run.push(source, words, range);
            continue;
        }
        std::mem::take(&mut run).split(source, &mut out);
        in_code = match event {
            Event::Start(Tag::CodeBlock(_)) => true,
            Event::End(TagEnd::CodeBlock) => false,
            _ => in_code,
        };
        out.push((event, range));
    }
    run.split(source, &mut out);
    out
}

/// Texts that follow each other, as one.
#[derive(Default)]
struct Run {
    words: String,
    /// Where each text begins: in `words`, and in the source.
    starts: Vec<(usize, usize)>,
    /// Where the source ends.
    end: usize,
    /// Braces in `words` that were written `\{` or as an entity.
    literal: Vec<usize>,
}

impl Run {
    fn push(&mut self, source: &str, words: &str, range: Range<usize>) {
        let start = range.end.saturating_sub(words.len());
        let before = start.checked_sub(1).and_then(|before| source.as_bytes().get(before));
        if words.starts_with('{') && (source.as_bytes().get(start) != Some(&b'{') || before == Some(&b'\\')) {
            self.literal.push(self.words.len());
        }
        self.starts.push((self.words.len(), start));
        self.words.push_str(words);
        self.end = range.end;
    }

    fn split(self, source: &str, out: &mut Vec<Placed<'static>>) {
        let mut done = 0;
        while let Some(open) = self.open(done) {
            let inside = open + 2;
            let rest = self.words.get(inside..).unwrap_or("");
            let rest = rest.get(..rest.find("{{").unwrap_or(rest.len())).unwrap_or("");
            self.text(source, done..open, out);
            let (event, end) = match rest.find("}}") {
                Some(close) => {
                    let expression = rest.get(..close).unwrap_or("").trim().to_owned();
                    (Event::InlineMath(expression.into()), inside + close + 2)
                }
                None => (Event::DisplayMath("{{".into()), inside),
            };
            out.push((event, self.place(source, open..end)));
            done = end;
        }
        self.text(source, done..self.words.len(), out);
    }

    fn text(&self, source: &str, span: Range<usize>, out: &mut Vec<Placed<'static>>) {
        if let Some(words) = self.words.get(span.clone()).filter(|words| !words.is_empty()) {
            out.push((Event::Text(words.to_owned().into()), self.place(source, span)));
        }
    }

    /// The first `{{` from `from` on, of which no brace is meant literally.
    fn open(&self, mut from: usize) -> Option<usize> {
        loop {
            let found = from + self.words.get(from..)?.find("{{")?;
            match [found + 1, found].into_iter().find(|brace| self.literal.binary_search(brace).is_ok()) {
                Some(literal) => from = literal + 1,
                None => return Some(found),
            }
        }
    }

    /// Where a span of `words`, not empty, stands in the source.
    fn place(&self, source: &str, span: Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let after = self.starts.partition_point(|(start, _)| *start <= offset);
            let part = after.checked_sub(1).and_then(|part| self.starts.get(part));
            part.map_or(0, |(start, place)| place + (offset - start))
        };
        let place = at(span.start)..at(span.end - 1) + 1;
        let whole = || self.starts.first().map_or(0, |(_, place)| *place)..self.end;
        if source.get(place.clone()).is_some() { place } else { whole() }
    }
}
