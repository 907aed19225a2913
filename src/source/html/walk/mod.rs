//! The tree as events of Markdown.

mod lists;
mod tables;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use self::lists::{is_tight, tighten};
use super::elements::Element;
use super::tree::{Node, Tree, What, is_block};
use crate::source::Placed;
use crate::text::is_wide;

/// Where words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    /// Paragraphs, lists, tables.
    Flow,
    /// A cell: lines, but no paragraphs.
    Cell,
    /// A heading: one line.
    Line,
}

/// A space that is written when words follow.
#[derive(Clone, Debug)]
enum Space {
    /// With where it stands.
    Plain(Range<usize>),
    /// A line break of HTML: none between Chinese characters.
    Line(Range<usize>),
    /// A line break of Markdown.
    Soft(Range<usize>),
}

/// A mark of words, written when words follow.
struct Mark {
    tag: Tag<'static>,
    place: Range<usize>,
    open: bool,
}

/// Writes events.
pub(super) struct Walk<'t> {
    tree: &'t Tree,
    out: Vec<Placed<'static>>,
    context: Context,
    /// The event that began the paragraph, where one is open.
    paragraph: Option<usize>,
    started: bool,
    space: Option<Space>,
    breaks: usize,
    last: Option<char>,
    marks: Vec<Mark>,
}

/// The events of parts of a tree.
pub(super) fn events(tree: &Tree, parts: &[usize]) -> Vec<Placed<'static>> {
    let mut walk = Walk {
        tree,
        out: Vec::new(),
        context: Context::Flow,
        paragraph: None,
        started: false,
        space: None,
        breaks: 0,
        last: None,
        marks: Vec::new(),
    };
    walk.all(parts);
    walk.end();
    walk.out
}

/// What HTML takes for a space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c' | '\u{a0}')
}

/// What nobody sees, and pasted texts are full of.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')
}

impl Walk<'_> {
    fn all(&mut self, parts: &[usize]) {
        parts.iter().for_each(|part| self.part(*part));
    }

    fn part(&mut self, index: usize) {
        let Some(node) = self.tree.node(index) else { return };
        match &node.what {
            What::Whole => self.all(&node.children),
            What::Words(words, same) => self.words(words, &node.place, *same, true),
            What::Event(event) => self.event(event, &node.place),
            What::Element(element, marks) => {
                let before = self.marks.len();
                for tag in marks {
                    self.mark(tag, &node.place);
                }
                self.element(element, node);
                while self.marks.len() > before {
                    self.end_mark();
                }
            }
            What::Markdown(tag) => self.markdown(tag, node),
        }
    }

    // ---- words

    fn words(&mut self, words: &str, place: &Range<usize>, same: bool, html: bool) {
        let space = |c: char| if html { is_space(c) } else { matches!(c, ' ' | '\t' | '\n') };
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let begins_blank = rest.starts_with(space);
            let length = rest.find(|c| space(c) != begins_blank).unwrap_or(rest.len());
            let run = rest.get(..length).unwrap_or_default();
            let here = if same { place.start + at..place.start + at + length } else { place.clone() };
            at += length;
            if begins_blank {
                let space = if run.contains('\n') { Space::Line(here) } else { Space::Plain(here) };
                if self.space.is_none() {
                    self.space = Some(space);
                }
            } else if html && run.contains(is_unseen) {
                self.run(&run.replace(is_unseen, ""), &here);
            } else {
                self.run(run, &here);
            }
        }
    }

    fn run(&mut self, run: &str, place: &Range<usize>) {
        let mut place = place.clone();
        let mut run = run;
        if !self.started && self.context != Context::Flow {
            // In paragraphs they are taken away for Markdown as well.
            let trimmed = run.trim_start_matches('\u{3000}');
            if place.len() == run.len() {
                place.start += run.len() - trimmed.len();
            }
            run = trimmed;
        }
        let Some(first) = run.chars().next() else { return };
        self.content(Some(first), &place);
        self.last = run.chars().next_back();
        self.push(Event::Text(run.to_owned().into()), place);
    }

    /// Something that is read follows: begins the paragraph, writes what comes before, opens the marks.
    fn content(&mut self, first: Option<char>, place: &Range<usize>) {
        if self.started && self.breaks > 1 && self.context == Context::Flow {
            self.end();
        }
        let breaks = std::mem::take(&mut self.breaks);
        let space = self.space.take();
        if !self.started {
            if self.context == Context::Flow {
                self.paragraph = Some(self.out.len());
                self.push(Event::Start(Tag::Paragraph), place.clone());
            }
            self.started = true;
        } else if breaks > 0 {
            self.push(Event::HardBreak, place.start..place.start);
        } else {
            let wide = || self.last.is_some_and(is_wide) && first.is_some_and(is_wide);
            match space {
                Some(Space::Line(_)) if wide() => {}
                Some(Space::Soft(place)) => self.push(Event::SoftBreak, place),
                // At its own place: what stands between it and the words that follow are no words.
                Some(Space::Plain(place) | Space::Line(place)) => self.push(Event::Text(" ".into()), place),
                None => {}
            }
        }
        for index in 0..self.marks.len() {
            let Some(mark) = self.marks.get_mut(index).filter(|mark| !mark.open) else { continue };
            mark.open = true;
            let (tag, place) = (mark.tag.clone(), mark.place.clone());
            self.push(Event::Start(tag), place);
        }
    }

    fn push(&mut self, event: Event<'static>, place: Range<usize>) {
        self.out.push((event, place));
    }

    /// Ends the paragraph; marks go on in the next.
    fn end(&mut self) {
        if !self.started {
            self.space = None;
            self.breaks = 0;
            return;
        }
        let end = self.out.last().map_or(0, |(_, place)| place.end);
        for index in (0..self.marks.len()).rev() {
            let Some(mark) = self.marks.get_mut(index).filter(|mark| mark.open) else { continue };
            mark.open = false;
            let (tag, place) = (mark.tag.to_end(), mark.place.clone());
            self.push(Event::End(tag), place);
        }
        if let Some(start) = self.paragraph.take() {
            let place = self.out.get_mut(start).map_or(end..end, |(_, place)| {
                place.end = place.end.max(end);
                place.clone()
            });
            self.push(Event::End(TagEnd::Paragraph), place);
        }
        (self.started, self.space, self.breaks, self.last) = (false, None, 0, None);
    }

    /// A part of the page begins or ends here.
    fn boundary(&mut self) {
        match self.context {
            Context::Flow => self.end(),
            Context::Cell => self.breaks = self.breaks.max(1),
            Context::Line => self.space = Some(Space::Plain(self.end_of_words())),
        }
    }

    /// The place right behind what was written last.
    fn end_of_words(&self) -> Range<usize> {
        let end = self.out.last().map_or(0, |(_, place)| place.end);
        end..end
    }

    fn mark(&mut self, tag: &Tag<'static>, place: &Range<usize>) {
        let is_set = self.marks.iter().any(|mark| std::mem::discriminant(&mark.tag) == std::mem::discriminant(tag));
        if !is_set {
            self.marks.push(Mark { tag: tag.clone(), place: place.clone(), open: false });
        }
    }

    fn end_mark(&mut self) {
        if let Some(mark) = self.marks.pop()
            && mark.open
        {
            self.push(Event::End(mark.tag.to_end()), mark.place);
        }
    }

    /// What `write` gives, as events of their own.
    fn captured(&mut self, context: Context, write: &mut dyn FnMut(&mut Self)) -> Vec<Placed<'static>> {
        self.end();
        let out = std::mem::take(&mut self.out);
        let around = std::mem::replace(&mut self.context, context);
        write(self);
        self.end();
        self.context = around;
        std::mem::replace(&mut self.out, out)
    }

    /// The events of parts between a beginning and its end.
    fn within(&mut self, tag: Tag<'static>, place: &Range<usize>, events: Vec<Placed<'static>>) {
        let end = tag.to_end();
        self.push(Event::Start(tag), place.clone());
        self.out.extend(events);
        self.push(Event::End(end), place.clone());
    }

    // ---- HTML

    fn element(&mut self, element: &Element, node: &Node) {
        let (children, place) = (&node.children, &node.place);
        let flow = self.context == Context::Flow;
        match element {
            Element::Inline => self.all(children),
            Element::Break => self.breaks += 1,
            Element::Code => {
                let code = self.raw(children, false);
                let code = code.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
                if children.iter().any(|child| self.holds_more(*child)) {
                    self.all(children);
                } else if !code.is_empty() {
                    self.content(code.chars().next(), place);
                    self.last = code.chars().next_back();
                    self.push(Event::Code(code.into()), place.clone());
                }
            }
            Element::Image { to, words, title } => {
                self.content(None, place);
                self.last = None;
                let title: CowStr<'static> = title.clone().into();
                let tag = Tag::Image { link_type: LinkType::Inline, dest_url: to.clone().into(), title, id: "".into() };
                let alt = Event::Text(words.clone().into());
                let alt = (!words.is_empty()).then(|| (alt, place.clone()));
                self.within(tag, place, alt.into_iter().collect());
            }
            Element::Rule => {
                self.boundary();
                if flow {
                    self.push(Event::Rule, place.clone());
                }
            }
            Element::Heading(level) if flow => {
                let tag = Tag::Heading { level: *level, id: None, classes: Vec::new(), attrs: Vec::new() };
                let words = self.captured(Context::Line, &mut |walk| walk.all(children));
                if !words.is_empty() {
                    self.within(tag, place, words);
                }
            }
            Element::Quote if flow => {
                let words = self.captured(Context::Flow, &mut |walk| walk.all(children));
                if !words.is_empty() {
                    self.within(Tag::BlockQuote(None), place, words);
                }
            }
            Element::List(numbers) => self.list(numbers.as_ref(), node),
            Element::Table => self.table(node),
            Element::Pre => self.pre(node),
            Element::Block
            | Element::Heading(_)
            | Element::Quote
            | Element::Item(_)
            | Element::Section
            | Element::Row
            | Element::Cell(..)
            | Element::Caption => {
                self.boundary();
                self.all(children);
                self.boundary();
            }
        }
    }

    /// Whether a part of code is more than words.
    fn holds_more(&self, index: usize) -> bool {
        let Some(node) = self.tree.node(index) else { return false };
        let here = match &node.what {
            What::Element(element, marks) => {
                !matches!(element, Element::Inline | Element::Block | Element::Break | Element::Code | Element::Item(_))
                    || marks.iter().any(|tag| matches!(tag, Tag::Link { .. } | Tag::Superscript | Tag::Subscript))
            }
            What::Event(event) => !matches!(event, Event::Text(_) | Event::SoftBreak | Event::HardBreak),
            What::Markdown(tag) => is_block(tag) && !matches!(tag, Tag::Paragraph),
            What::Whole | What::Words(..) => false,
        };
        here || node.children.iter().any(|child| self.holds_more(*child))
    }

    fn pre(&mut self, node: &Node) {
        self.boundary();
        let more = node.children.iter().any(|child| self.holds_more(*child));
        let text = self.raw(&node.children, true);
        let text = text.strip_prefix('\n').unwrap_or(&text).trim_end().to_owned();
        if more {
            self.all(&node.children);
        } else if text.trim().is_empty() {
            return;
        } else if self.context == Context::Flow {
            let text = Event::Text(format!("{text}\n").into());
            let tag = Tag::CodeBlock(CodeBlockKind::Fenced("".into()));
            self.within(tag, &node.place, vec![(text, node.place.clone())]);
        } else {
            for line in text.lines() {
                self.boundary();
                self.words(line, &node.place, false, true);
            }
        }
        self.boundary();
    }

    /// The words of parts as they are written, with their line breaks.
    fn raw(&self, parts: &[usize], lines: bool) -> String {
        let mut out = String::new();
        self.gather(parts, lines, &mut out);
        out
    }

    fn gather(&self, parts: &[usize], lines: bool, out: &mut String) {
        for node in parts.iter().filter_map(|part| self.tree.node(*part)) {
            let line = |out: &mut String| {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push(if lines { '\n' } else { ' ' });
                }
            };
            match &node.what {
                What::Words(words, _) => out.push_str(&words.replace('\u{a0}', " ")),
                What::Event(Event::Text(words)) => out.push_str(words),
                What::Event(_) | What::Element(Element::Break, _) => out.push(if lines { '\n' } else { ' ' }),
                What::Element(element, _) if element.is_block() => {
                    line(out);
                    self.gather(&node.children, lines, out);
                    line(out);
                }
                _ => self.gather(&node.children, lines, out),
            }
        }
    }

    // ---- Markdown

    fn event(&mut self, event: &Event<'static>, place: &Range<usize>) {
        match event {
            Event::Text(words) => self.words(words, place, place.len() == words.len(), false),
            Event::SoftBreak => self.space = Some(Space::Soft(place.clone())),
            Event::HardBreak => self.breaks += 1,
            Event::Rule => {
                self.boundary();
                if self.context == Context::Flow {
                    self.push(Event::Rule, place.clone());
                }
            }
            event => {
                let first = if let Event::Code(code) = event { code.chars().next() } else { None };
                self.content(first, place);
                self.last = if let Event::Code(code) = event { code.chars().next_back() } else { None };
                self.push(event.clone(), place.clone());
            }
        }
    }

    fn markdown(&mut self, tag: &Tag<'static>, node: &Node) {
        let (children, place) = (&node.children, &node.place);
        if !is_block(tag) {
            return self.marked(tag, node);
        }
        if self.context != Context::Flow {
            if let Tag::CodeBlock(_) = tag {
                return self.pre(node);
            }
            self.boundary();
            self.all(children);
            return self.boundary();
        }
        self.end();
        if !node.touched {
            self.out.extend(self.tree.events.get(node.events.clone()).unwrap_or_default().iter().cloned());
            return;
        }
        match tag {
            Tag::Paragraph => {
                self.all(children);
                self.end();
            }
            Tag::Heading { .. } | Tag::TableCell | Tag::DefinitionListTitle => {
                let context = if let Tag::TableCell = tag { Context::Cell } else { Context::Line };
                let words = self.captured(context, &mut |walk| walk.all(children));
                self.within(tag.clone(), place, words);
            }
            Tag::Item | Tag::DefinitionListDefinition => {
                let loose = self.tree.children_are_parts(node);
                let mut words = self.captured(Context::Flow, &mut |walk| walk.all(children));
                if !loose && is_tight(&words) {
                    tighten(&mut words);
                }
                self.within(tag.clone(), place, words);
            }
            Tag::HtmlBlock => {
                self.all(children);
                self.end();
            }
            tag => {
                let words = self.captured(Context::Flow, &mut |walk| walk.all(children));
                self.within(tag.clone(), place, words);
            }
        }
    }

    /// Words that Markdown marks.
    fn marked(&mut self, tag: &Tag<'static>, node: &Node) {
        match tag {
            Tag::Image { .. } => {
                self.content(None, &node.place);
                self.last = None;
                // Its words are plain, and stand in the line.
                let mut words = Vec::new();
                self.plain(&node.children, &mut words);
                self.within(tag.clone(), &node.place, words);
            }
            Tag::Link { .. } => {
                let before = self.marks.len();
                self.mark(tag, &node.place);
                self.all(&node.children);
                // A link without words is told, so it stays.
                let started = self.marks.get(before).is_none_or(|mark| mark.open);
                if !started && node.children.is_empty() {
                    self.content(None, &node.place);
                }
                if self.marks.len() > before {
                    self.end_mark();
                }
            }
            tag => {
                let before = self.marks.len();
                self.mark(tag, &node.place);
                self.all(&node.children);
                if self.marks.len() > before {
                    self.end_mark();
                }
            }
        }
    }

    fn plain(&self, parts: &[usize], out: &mut Vec<Placed<'static>>) {
        for node in parts.iter().filter_map(|part| self.tree.node(*part)) {
            match &node.what {
                What::Words(words, _) => out.push((Event::Text(words.clone().into()), node.place.clone())),
                What::Event(event) => out.push((event.clone(), node.place.clone())),
                _ => self.plain(&node.children, out),
            }
        }
    }
}

impl Tree {
    /// Whether the words of an item of Markdown stand in paragraphs of their own.
    fn children_are_parts(&self, node: &Node) -> bool {
        let is_paragraph = |node: &Node| matches!(node.what, What::Markdown(Tag::Paragraph));
        node.children.iter().filter_map(|child| self.node(*child)).any(is_paragraph)
    }
}
