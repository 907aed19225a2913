//! The lines of a text: as they were typed, and joined as Chinese is written.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::source::Placed;
use crate::text::is_wide;

/// A line of a paragraph, without the signs of lists and quotations before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub place: Range<usize>,
    /// Whether the next line of the paragraph is joined to it.
    pub runs_on: bool,
}

/// The lines of every paragraph and item of a text.
pub(super) fn lines(parsed: &[Placed<'_>]) -> Vec<Vec<Line>> {
    let (mut blocks, mut block) = (Vec::new(), Vec::new());
    let mut line: Option<Range<usize>> = None;
    let mut apart = 0_usize;
    for (event, range) in parsed {
        let end = |line: &mut Option<Range<usize>>, block: &mut Vec<Line>, runs_on: bool| {
            block.extend(line.take().map(|place| Line { place, runs_on }));
        };
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Table(_) | Tag::Heading { .. }) => apart += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Table | TagEnd::Heading(_)) => {
                apart = apart.saturating_sub(1);
                continue;
            }
            _ if apart > 0 => continue,
            Event::SoftBreak | Event::HardBreak => {
                end(&mut line, &mut block, matches!(event, Event::SoftBreak));
                continue;
            }
            // An element may go on over several lines.
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) => {
                line.get_or_insert(range.start..range.start);
                continue;
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {
                line.get_or_insert(range.end..range.end).end = range.end;
                continue;
            }
            Event::Start(_) | Event::End(_) | Event::Rule | Event::Html(_) => {}
            _ => {
                line.get_or_insert(range.clone()).end = range.end;
                continue;
            }
        }
        end(&mut line, &mut block, false);
        if !block.is_empty() {
            blocks.push(std::mem::take(&mut block));
        }
    }
    blocks
}

/// Drops soft breaks between wide characters, and full-width spaces at the start of a line.
pub(super) fn join_lines(events: &mut Vec<Placed<'static>>) {
    let first_char = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) => text.trim_start_matches('\u{3000}').chars().next(),
        _ => None,
    };
    let next_chars: Vec<Option<char>> = {
        let mut next = None;
        let mut chars: Vec<_> = events
            .iter()
            .rev()
            .map(|(event, _)| {
                let here = next;
                next = first_char(event).or(next);
                here
            })
            .collect();
        chars.reverse();
        chars
    };
    let mut last: Option<char> = None;
    let mut line_start = true;
    let mut in_code = false;
    let mut index = 0;
    events.retain_mut(|(event, _)| {
        let next = next_chars.get(index).copied().flatten();
        index += 1;
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Paragraph) => line_start = true,
            Event::Text(text) if !in_code => {
                if line_start && text.starts_with('\u{3000}') {
                    *text = text.trim_start_matches('\u{3000}').to_owned().into();
                }
                line_start = false;
                last = text.chars().next_back().or(last);
            }
            Event::Code(text) => {
                line_start = false;
                last = text.chars().next_back();
            }
            Event::SoftBreak => {
                line_start = true;
                return !(last.is_some_and(is_wide) && next.is_some_and(is_wide));
            }
            Event::HardBreak => line_start = true,
            _ => {}
        }
        true
    });
}
