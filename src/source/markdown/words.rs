//! The words of events.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::source::Placed;
use crate::text::raised;

/// What a reference stands for, as words.
pub type Quoted<'a> = &'a dyn Fn(&str) -> String;

/// A reference as it is written.
pub fn as_written(expression: &str) -> String {
    format!("{{{{ {expression} }}}}")
}

/// The words of an event: of a text, of code, or what a reference stands for.
fn words<'e>(event: &'e Event<'_>, quoted: Quoted<'_>) -> Option<Cow<'e, str>> {
    match event {
        Event::Text(words) | Event::Code(words) | Event::DisplayMath(words) => Some(Cow::Borrowed(words)),
        Event::InlineMath(expression) => Some(Cow::Owned(quoted(expression))),
        _ => None,
    }
}

/// The words of events one after the other: what is raised or lowered stays apart as `10⁴`.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) text: String,
    /// Where what is raised or lowered begins.
    starts: Vec<usize>,
}

impl Words {
    /// Adds the words of an event.
    pub(super) fn add(&mut self, event: &Event<'_>, quoted: Quoted<'_>) {
        match event {
            Event::Start(Tag::Superscript | Tag::Subscript) => self.starts.push(self.text.len()),
            Event::End(end @ (TagEnd::Superscript | TagEnd::Subscript)) => {
                let start = self.starts.pop().unwrap_or(self.text.len());
                let words = raised(self.text.get(start..).unwrap_or_default(), *end == TagEnd::Superscript);
                self.text.truncate(start);
                self.text.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            event => self.text.extend(words(event, quoted)),
        }
    }
}

/// The words of events without their marks.
pub(super) fn plain(events: Vec<Placed<'_>>, quoted: Quoted<'_>) -> String {
    let mut out = Words::default();
    for (event, _) in events {
        match event {
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::DefinitionListTitle,
            ) => out.text.push(' '),
            event => out.add(&event, quoted),
        }
    }
    out.text.trim_end().to_owned()
}
