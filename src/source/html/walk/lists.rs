//! Lists of HTML as those of Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Context, Walk};
use crate::source::Placed;
use crate::source::html::elements::Element;
use crate::source::html::numbering::Numbers;
use crate::source::html::tree::{Node, What};

impl Walk<'_> {
    /// Writes a list, or its items one after the other where no list can stand.
    pub(super) fn list(&mut self, numbers: Option<&Numbers>, node: &Node) {
        self.boundary();
        let is_item = |child: &usize| match self.tree.node(*child).map(|node| &node.what) {
            Some(What::Element(Element::Item(number), _)) => Some(*number),
            _ => None,
        };
        let count = node.children.iter().filter(|child| is_item(child).is_some()).count();
        let mut number = numbers.map_or(0, |numbers| numbers.first(count));
        if self.context != Context::Flow {
            for child in &node.children {
                self.boundary();
                let Some(set) = is_item(child) else {
                    self.part(*child);
                    continue;
                };
                number = set.unwrap_or(number);
                if let Some(numbers) = numbers {
                    self.words(&numbers.mark(number), &node.place, false, true);
                    number = numbers.next(number);
                }
                let children = self.tree.children(*child);
                self.all(children);
            }
            self.boundary();
            return;
        }
        let mut items: Vec<(Range<usize>, Option<i64>, Vec<usize>)> = Vec::new();
        for child in &node.children {
            let Some(part) = self.tree.node(*child) else { continue };
            match &part.what {
                What::Element(Element::Item(number), _) => items.push((part.place.clone(), *number, vec![*child])),
                // A list right in a list belongs to the item before.
                _ => match items.last_mut() {
                    Some((.., parts)) => parts.push(*child),
                    None => items.push((part.place.clone(), None, vec![*child])),
                },
            }
        }
        let mut written: Vec<(Range<usize>, Option<i64>, Vec<Placed<'static>>)> = Vec::new();
        for (place, number, parts) in items {
            let words = self.captured(Context::Flow, &mut |walk| walk.all(&parts));
            if !words.is_empty() {
                written.push((place, number, words));
            }
        }
        let is_heading =
            |words: &[Placed<'static>]| matches!(words.first(), Some((Event::Start(Tag::Heading { .. }), _)));
        if written.iter().all(|(.., words)| is_heading(words)) {
            // LibreOffice sets the headings of a document in lists.
            written.into_iter().for_each(|(.., words)| self.out.extend(words));
            return;
        }
        if let Some(numbers) = numbers.filter(|numbers| !numbers.are_markdown(written.iter().filter_map(|item| item.1)))
        {
            for (place, set, words) in written {
                number = set.unwrap_or(number);
                self.out.extend(marked(words, numbers.mark(number), &place));
                number = numbers.next(number);
            }
            return;
        }
        if written.iter().all(|(.., words)| is_tight(words)) {
            written.iter_mut().for_each(|(.., words)| tighten(words));
        }
        let to_markdown = |number: i64| numbers.and_then(|_| u64::try_from(number).ok());
        for (index, (place, set, words)) in written.into_iter().enumerate() {
            let restarts = set.is_some_and(|set| numbers.is_some() && set != number);
            number = set.filter(|_| restarts).unwrap_or(number);
            if index == 0 || restarts {
                if index > 0 {
                    self.push(Event::End(TagEnd::List(true)), node.place.clone());
                }
                self.push(Event::Start(Tag::List(to_markdown(number))), node.place.clone());
            }
            self.within(Tag::Item, &place, words);
            number = number.saturating_add(1);
        }
        if self.out.last().is_some_and(|(event, _)| matches!(event, Event::End(TagEnd::Item))) {
            self.push(Event::End(TagEnd::List(numbers.is_some())), node.place.clone());
        }
    }
}

/// Whether the events of an item are one paragraph at most, and that the first.
pub(super) fn is_tight(events: &[Placed<'static>]) -> bool {
    let (mut depth, mut paragraphs) = (0_usize, 0_usize);
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                paragraphs += if index == 0 { 1 } else { 2 };
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    paragraphs <= 1
}

/// Takes the paragraph around the words of an item away.
pub(super) fn tighten(events: &mut Vec<Placed<'static>>) {
    if !matches!(events.first(), Some((Event::Start(Tag::Paragraph), _))) {
        return;
    }
    events.remove(0);
    if let Some(end) = events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph))) {
        events.remove(end);
    }
}

/// The words of an item with its mark typed before them.
fn marked(words: Vec<Placed<'static>>, mark: String, place: &Range<usize>) -> Vec<Placed<'static>> {
    let here = place.start..place.start;
    let mut out = words;
    if matches!(out.first(), Some((Event::Start(Tag::Paragraph), _))) {
        out.insert(1, (Event::Text(mark.into()), here));
        return out;
    }
    let mark = Event::Text(mark.trim_end().to_owned().into());
    let before = [Event::Start(Tag::Paragraph), mark, Event::End(TagEnd::Paragraph)];
    before.into_iter().map(|event| (event, here.clone())).chain(out).collect()
}
