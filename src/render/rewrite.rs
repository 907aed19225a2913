//! A finished page, copied with other words and links in it: whatever is not changed stays as it was written.

use std::ops::Range;

use super::parts::{Attribute, Tag};

/// A copy of a text, with other text in some places. They are given in their order.
pub(super) struct Copied<'h> {
    html: &'h str,
    /// How much of it is copied or left out.
    done: usize,
    out: String,
}

impl<'h> Copied<'h> {
    pub(super) fn of(html: &'h str) -> Self {
        Self { html, done: 0, out: String::with_capacity(html.len() + html.len() / 16) }
    }

    /// Writes something in place of a part of the text.
    pub(super) fn put(&mut self, place: Range<usize>, text: &str) {
        debug_assert!(self.done <= place.start, "places come in their order");
        self.out.push_str(self.html.get(self.done..place.start).unwrap_or_default());
        self.out.push_str(text);
        self.done = place.end;
    }

    /// Sets the value of an attribute of a tag, which may not have it yet: then it is the last.
    pub(super) fn set(&mut self, tag: &Tag, name: &str, value: &str) {
        let value = value.replace('"', "&quot;");
        let there = tag.written().find(|one| one.name == name.as_bytes());
        match there.map(|one| (one, one.written.clone())) {
            Some((_, Some(written))) => self.put(self.quoted(written), &format!("\"{value}\"")),
            Some((one, None)) => self.put(one.after_name..one.after_name, &format!("=\"{value}\"")),
            None => {
                let end = self.after_attributes(tag);
                self.put(end..end, &format!(" {name}=\"{value}\""));
            }
        }
    }

    /// Leaves an attribute out.
    pub(super) fn leave_out(&mut self, tag: &Tag, name: &str) {
        let Some(one) = tag.written().find(|one| one.name == name.as_bytes()) else { return };
        let start = one.after_name - one.name.len();
        let before = self.html.get(..start).unwrap_or_default();
        self.put(before.trim_ascii_end().len()..self.end(one), "");
    }

    /// The text with what was put into it.
    pub(super) fn done(mut self) -> String {
        self.put(self.html.len()..self.html.len(), "");
        self.out
    }

    /// A value, with its quotes where it has any.
    fn quoted(&self, written: Range<usize>) -> Range<usize> {
        let bytes = self.html.as_bytes();
        let before = written.start.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        let is_quoted = matches!(before, Some(b'"' | b'\'')) && bytes.get(written.end).copied() == before;
        if is_quoted { written.start - 1..written.end + 1 } else { written }
    }

    fn end(&self, one: &Attribute) -> usize {
        one.written.clone().map_or(one.after_name, |written| self.quoted(written).end)
    }

    /// Where one more attribute of a tag is written.
    fn after_attributes(&self, tag: &Tag) -> usize {
        tag.written().last().map_or_else(
            || {
                let tag = self.html.get(..tag.end).unwrap_or_default();
                tag.trim_end_matches('>').trim_end_matches('/').trim_ascii_end().len()
            },
            |last| self.end(last),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::{Part, each_part};
    use super::*;

    #[test]
    fn attributes_are_set_and_left_out() {
        for (html, expected) in [
            ("a<p x=1 y='2' z>b</p>", "a<p x=\"&quot;\" y='2' z w=\"'\">b</p>"),
            ("<p\n x\n z='>'/>", "<p\n x=\"&quot;\"\n z='>' w=\"'\"/>"),
            ("<p y=\"\" x=\"\"> x=2", "<p y=\"\" x=\"&quot;\" w=\"'\"> x=2"),
            ("<P x=1 gone=\"a b\">", "<P x=\"&quot;\" w=\"'\">"),
            ("<p gone x w=''>", "<p x=\"&quot;\" w=\"'\">"),
        ] {
            let mut copied = Copied::of(html);
            each_part(html, |part| {
                if let Part::Open(tag) = part {
                    let gone_first = html.contains("gone x");
                    if gone_first {
                        copied.leave_out(tag, "gone");
                    }
                    copied.set(tag, "x", "\"");
                    if !gone_first && tag.get("gone").is_some() {
                        copied.leave_out(tag, "gone");
                    }
                    copied.set(tag, "w", "'");
                }
            });
            assert_eq!(copied.done(), expected, "{html}");
        }
    }
}
