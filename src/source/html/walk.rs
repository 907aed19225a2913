//! The tree as events of Markdown.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::elements::Element;
use super::numbering::Numbers;
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

    fn list(&mut self, numbers: Option<&Numbers>, node: &Node) {
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

    fn table(&mut self, node: &Node) {
        self.boundary();
        let mut rows: Vec<&Node> = Vec::new();
        let mut others: Vec<usize> = Vec::new();
        let is = |index: &usize, what: fn(&Element) -> bool| {
            self.tree.node(*index).is_some_and(|node| matches!(&node.what, What::Element(element, _) if what(element)))
        };
        let is_row: fn(&Element) -> bool = |element| matches!(element, Element::Row);
        for child in &node.children {
            let (parts, section) = match self.tree.node(*child) {
                Some(part) if is(child, |element| matches!(element, Element::Section)) => {
                    (part.children.as_slice(), true)
                }
                _ => (std::slice::from_ref(child), false),
            };
            for part in parts {
                match self.tree.node(*part).filter(|_| is(part, is_row)) {
                    Some(row) => rows.push(row),
                    None if section && self.is_blank(*part) => {}
                    None => others.push(*part),
                }
            }
        }
        let is_cell: fn(&Element) -> bool = |element| matches!(element, Element::Cell(..));
        others.extend(rows.iter().flat_map(|row| &row.children).filter(|part| !is(part, is_cell)));
        let cells: Vec<Vec<usize>> =
            rows.iter().map(|row| row.children.iter().copied().filter(|part| is(part, is_cell)).collect()).collect();
        // Words beside the cells stand before the table in browsers too.
        self.all(&others);
        self.boundary();
        let is_layout = cells.iter().flatten().any(|cell| self.holds_parts(*cell));
        if self.context != Context::Flow || is_layout {
            self.in_turn(&cells);
            return;
        }
        let written: Vec<Vec<Cell>> = cells
            .iter()
            .map(|row| {
                let cell = |cell: &usize| {
                    let place = self.tree.node(*cell).map_or(0..0, |node| node.place.clone());
                    let what = self.tree.node(*cell).map(|node| &node.what);
                    let (columns, rows) = match what {
                        Some(What::Element(Element::Cell(columns, rows), _)) => (*columns, *rows),
                        _ => (1, 1),
                    };
                    let words = self.captured(Context::Cell, &mut |walk| walk.part(*cell));
                    Cell { place, columns, rows, words }
                };
                row.iter().map(cell).collect()
            })
            .collect();
        if written.iter().flatten().filter(|cell| !cell.words.is_empty()).count() < 2 {
            self.in_turn(&cells);
            return;
        }
        let Some(grid) = grid(written) else { return self.in_turn(&cells) };
        let Some((head, body)) = grid.split_first() else { return };
        self.push(Event::Start(Tag::Table(vec![Alignment::None; head.1.len()])), node.place.clone());
        self.row(Tag::TableHead, head);
        for row in body {
            self.row(Tag::TableRow, row);
        }
        self.push(Event::End(TagEnd::Table), node.place.clone());
    }

    fn row(&mut self, tag: Tag<'static>, (place, cells): &Row) {
        let end = tag.to_end();
        self.push(Event::Start(tag), place.clone());
        for (place, words) in cells {
            self.within(Tag::TableCell, place, words.clone());
        }
        self.push(Event::End(end), place.clone());
    }

    /// The cells of a table that only sets parts of a page beside each other, one after the other.
    fn in_turn(&mut self, cells: &[Vec<usize>]) {
        for row in cells {
            self.boundary();
            for cell in row {
                match self.context {
                    Context::Flow => self.boundary(),
                    Context::Cell | Context::Line => {
                        let here = self.end_of_words();
                        self.space.get_or_insert(Space::Plain(here));
                    }
                }
                let children = self.tree.children(*cell);
                self.all(children);
            }
        }
        self.boundary();
    }

    /// Whether a part holds what a cell of Markdown cannot: a table or a heading.
    fn holds_parts(&self, index: usize) -> bool {
        let Some(node) = self.tree.node(index) else { return false };
        let here = match &node.what {
            What::Element(element, _) => matches!(element, Element::Table | Element::Heading(_)),
            What::Markdown(tag) => {
                matches!(tag, Tag::Table(_) | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::FootnoteDefinition(_))
            }
            _ => false,
        };
        here || node.children.iter().any(|child| self.holds_parts(*child))
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

    fn is_blank(&self, index: usize) -> bool {
        let blank = |node: &Node| match &node.what {
            What::Words(words, _) => words.trim().is_empty(),
            _ => false,
        };
        self.tree.node(index).is_some_and(blank)
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

/// Whether the events of an item are one paragraph at most, and that the first.
fn is_tight(events: &[Placed<'static>]) -> bool {
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
fn tighten(events: &mut Vec<Placed<'static>>) {
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

/// A cell of a table of HTML.
struct Cell {
    place: Range<usize>,
    columns: usize,
    rows: usize,
    words: Vec<Placed<'static>>,
}

/// A row of a table of Markdown.
type Row = (Range<usize>, Vec<(Range<usize>, Vec<Placed<'static>>)>);

/// A table with more cells than this, most of them empty, is no table that people made.
const MAX_CELLS: usize = 200_000;

/// Every row with as many cells as the widest; a cell that spans others stands in the first place it spans. Rows and
/// columns without words are left out. `None` for what would be huge.
fn grid(rows: Vec<Vec<Cell>>) -> Option<Vec<Row>> {
    let mut taken: Vec<usize> = Vec::new();
    let mut grid: Vec<Row> = Vec::new();
    let mut all = 0;
    for row in rows {
        let place = row.first().map_or(0, |cell| cell.place.start)..row.last().map_or(0, |cell| cell.place.end);
        let mut cells: Vec<(Range<usize>, Vec<Placed<'static>>)> = Vec::new();
        let next = |taken: &mut Vec<usize>, cells: &mut Vec<(Range<usize>, Vec<Placed<'static>>)>, end: usize| {
            while let Some(rows) = taken.get_mut(cells.len()).filter(|rows| **rows > 0) {
                *rows = rows.saturating_sub(1);
                cells.push((end..end, Vec::new()));
            }
        };
        for cell in row {
            let end = cell.place.end;
            next(&mut taken, &mut cells, cell.place.start);
            for column in 0..cell.columns {
                let at = cells.len();
                let words = if column == 0 { cell.words.clone() } else { Vec::new() };
                cells.push((if column == 0 { cell.place.clone() } else { end..end }, words));
                if taken.len() <= at {
                    taken.resize(at + 1, 0);
                }
                if let Some(rows) = taken.get_mut(at) {
                    *rows = cell.rows.saturating_sub(1);
                }
            }
        }
        let end = place.end;
        while cells.len() < taken.len() {
            match taken.get_mut(cells.len()) {
                Some(rows) if *rows > 0 => *rows = rows.saturating_sub(1),
                _ => {}
            }
            cells.push((end..end, Vec::new()));
        }
        all += cells.len();
        if all > MAX_CELLS {
            return None;
        }
        grid.push((place, cells));
    }
    let width = grid.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    if width.saturating_mul(grid.len()) > MAX_CELLS {
        return None;
    }
    let mut used = vec![false; width];
    for (_, cells) in &grid {
        for (column, (_, words)) in cells.iter().enumerate() {
            if let Some(used) = used.get_mut(column) {
                *used |= !words.is_empty();
            }
        }
    }
    grid.retain(|(_, cells)| cells.iter().any(|(_, words)| !words.is_empty()));
    for (place, cells) in &mut grid {
        let end = place.end;
        cells.resize_with(width, || (end..end, Vec::new()));
        let mut column = 0;
        cells.retain(|_| {
            column += 1;
            used.get(column - 1).copied().unwrap_or(false)
        });
    }
    Some(grid)
}
