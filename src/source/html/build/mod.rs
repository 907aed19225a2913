//! Makes the tree of a text: HTML closes where its end tags or its Markdown end.

mod ends;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use pulldown_cmark::{Event, Tag, TagEnd};

use super::elements::{self, Attributes, Element, Use, Without};
use super::pieces::{Pieces, after_cdata, block, instruction, original, paragraphs, says_something};
use super::tree::{Node, Tree, What, is_block};
use super::{Loss, Lost, Told};
use crate::source::Placed;

/// What stands deeper than this stands in what is around it.
const DEPTH: usize = 64;
/// What is open.
struct Open {
    name: Cow<'static, str>,
    node: usize,
    markdown: bool,
    /// Whether its content is left out.
    left: bool,
    /// Why, where it is the outermost that is.
    why: Option<Without>,
    /// Whether anything stands in it, where that is asked.
    holds: bool,
    without_size: bool,
    /// Deeper than is kept: it ends with a line of its own.
    breaks: bool,
    place: Range<usize>,
}

/// Makes the tree.
pub(super) struct Builder<'t> {
    text: &'t str,
    tree: Tree,
    open: Vec<Open>,
    told: &'t mut Told,
    /// How many paragraphs of HTML are open.
    paragraphs: usize,
    /// Where what was read last ends.
    end: usize,
}

/// Makes a tree of the events of a text. `stray` are the tags that Markdown does not know as such.
pub(super) fn build(text: &str, events: Vec<Placed<'static>>, stray: &[Range<usize>], told: &mut Told) -> Tree {
    let whole =
        Node { what: What::Whole, place: 0..text.len(), children: Vec::new(), touched: true, events: 0..events.len() };
    let tree = Tree { nodes: vec![whole], told: BTreeSet::new(), events: Vec::new() };
    let bottom = Open {
        name: Cow::Borrowed(""),
        node: 0,
        markdown: true,
        left: false,
        why: None,
        holds: false,
        without_size: false,
        breaks: false,
        place: 0..0,
    };
    let mut builder = Builder { text, tree, open: vec![bottom], told, paragraphs: 0, end: 0 };
    builder.all(&events, stray);
    let mut tree = builder.tree;
    tree.events = events;
    tree
}

impl Builder<'_> {
    fn all(&mut self, events: &[Placed<'static>], stray: &[Range<usize>]) {
        let mut index = 0;
        while let Some((event, place)) = events.get(index) {
            match event {
                Event::Start(Tag::HtmlBlock) | Event::Html(_) => {
                    let (html, pieces, after) = block(events, index);
                    self.html(&html, &pieces);
                    index = after;
                    continue;
                }
                Event::End(TagEnd::HtmlBlock) => {}
                Event::InlineHtml(html) => self.html(html, &vec![(0, place.clone())]),
                Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented)) if self.is_in_html() => {
                    // Lines of HTML that stand far to the right, after an empty line.
                    if let Some((html, pieces, after)) = self.indented(events, index) {
                        self.html(&html, &pieces);
                        index = after;
                        continue;
                    }
                    self.markdown(event, place, index);
                }
                event if is_within(stray, place) && !matches!(event, Event::Code(_)) => self.tell(place, true),
                Event::Text(words) if !self.is_in_code() => self.text(words, place, stray, index),
                event => self.markdown(event, place, index),
            }
            self.end = self.end.max(place.end);
            index += 1;
        }
        while self.open.len() > 1 {
            self.pop(events.len());
        }
    }

    /// Whether an element that holds others is open, as Markdown sees it.
    fn is_in_html(&self) -> bool {
        self.open.last().is_some_and(|open| !open.markdown)
    }

    fn is_in_code(&self) -> bool {
        let code = |node: &Node| matches!(node.what, What::Markdown(Tag::CodeBlock(_)));
        self.open.last().and_then(|open| self.tree.node(open.node)).is_some_and(code)
    }

    /// Code that is HTML which is indented: what it is, and the event after it.
    fn indented(&self, events: &[Placed<'static>], index: usize) -> Option<(String, Pieces, usize)> {
        let (mut html, mut pieces) = (String::new(), Pieces::new());
        let rest = events.iter().enumerate().skip(index + 1);
        for (at, (event, place)) in rest {
            match event {
                Event::Text(text) => {
                    pieces.push((html.len(), place.end.saturating_sub(text.len())..place.end));
                    html.push_str(text);
                }
                Event::End(TagEnd::CodeBlock) => {
                    let begins = html.trim_start();
                    let is_tag = begins.starts_with('<') && begins.get(1..2).is_some_and(|c| c != " ");
                    let in_a_part = self.open.iter().any(|open| {
                        matches!(&*open.name, "table" | "tr" | "td" | "th" | "ul" | "ol" | "li" | "section" | "p")
                    });
                    return (is_tag || in_a_part).then_some((html, pieces, at + 1));
                }
                _ => return None,
            }
        }
        None
    }

    // ---- Markdown

    fn markdown(&mut self, event: &Event<'static>, place: &Range<usize>, index: usize) {
        match event {
            Event::Start(tag) => {
                let left = self.is_left();
                let deep = self.open.len() > DEPTH;
                let node = if left || deep {
                    if is_block(tag) {
                        self.line_break(place);
                    }
                    self.top()
                } else {
                    self.add(What::Markdown(tag.clone()), place.clone(), index..index)
                };
                let without_size = self.open.last().is_some_and(|open| open.without_size);
                self.open.push(Open {
                    name: Cow::Borrowed(""),
                    node,
                    markdown: true,
                    left,
                    why: None,
                    holds: false,
                    without_size,
                    breaks: deep && is_block(tag),
                    place: place.clone(),
                });
            }
            Event::End(_) => {
                while self.open.last().is_some_and(|open| !open.markdown) {
                    self.pop(index);
                }
                if self.open.len() > 1 {
                    self.pop(index + 1);
                }
            }
            event => {
                let blank = match event {
                    Event::SoftBreak | Event::HardBreak => true,
                    Event::Text(words) => words.trim().is_empty(),
                    _ => false,
                };
                if !blank && !self.hold(place) {
                    return;
                }
                if !self.is_left() {
                    self.add(What::Event(event.clone()), place.clone(), index..index + 1);
                }
            }
        }
    }

    /// Text of Markdown, without the tags in it that Markdown took for text.
    fn text(&mut self, words: &str, place: &Range<usize>, stray: &[Range<usize>], index: usize) {
        let first = stray.partition_point(|stray| stray.end <= place.start);
        let within = stray.iter().skip(first).take_while(|stray| stray.start < place.end);
        let within: Vec<&Range<usize>> = within.collect();
        let start = place.end.saturating_sub(words.len());
        if within.is_empty() || self.text.get(start..place.end) != Some(words) {
            self.markdown(&Event::Text(words.to_owned().into()), place, index);
            return;
        }
        let mut at = start;
        for tag in within {
            self.tell(tag, true);
            self.part(at..tag.start, index);
            at = tag.end;
        }
        self.part(at..place.end, index);
    }

    fn part(&mut self, place: Range<usize>, index: usize) {
        if let Some(words) = self.text.get(place.clone()).filter(|words| !words.is_empty()) {
            let words = words.to_owned();
            self.markdown(&Event::Text(words.into()), &place, index);
        }
    }

    // ---- HTML

    fn html(&mut self, html: &str, pieces: &Pieces) {
        // Nothing of HTML is handed on as it is.
        self.touch();
        let mut emitter = DefaultEmitter::new_with_span();
        emitter.naively_switch_states(true);
        // Where what was read by other means than the tokens ends.
        let mut read = 0;
        for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
            match token {
                Token::StartTag(tag) if tag.span.start < read => {}
                Token::EndTag(tag) if tag.span.start < read => {}
                Token::String(words) if words.span.end <= read => {}
                Token::Comment(comment) if comment.span.start < read => {}
                Token::Doctype(doctype) if doctype.span.start < read => {}
                Token::StartTag(tag) => {
                    let place = original(pieces, tag.span.start..tag.span.end);
                    self.end = self.end.max(place.end);
                    self.start(&tag, &place);
                }
                Token::EndTag(tag) => {
                    let place = original(pieces, tag.span.start..tag.span.end);
                    let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
                    self.close(&name, &place);
                }
                Token::String(words) if words.span.start < read => {
                    let span = read..words.span.end;
                    self.words(html.get(span.clone()).unwrap_or_default(), html, span, pieces);
                }
                Token::String(words) => {
                    let span = words.span.start..words.span.end;
                    self.words(&String::from_utf8_lossy(&words), html, span, pieces);
                }
                Token::Comment(comment) => read = self.comment(html, comment.span.start..comment.span.end, pieces),
                Token::Doctype(doctype) => {
                    self.comment(html, doctype.span.start..doctype.span.end, pieces);
                }
                Token::Error(_) => {}
            }
        }
    }

    /// What HTML takes for a comment: a real one is no text; `<![CDATA[…]]>` holds words, and what stands in `<?…?>` or
    /// `<!…>` would be lost. Gives where it ends.
    fn comment(&mut self, html: &str, span: Range<usize>, pieces: &Pieces) -> usize {
        let rest = html.get(span.start..).unwrap_or_default();
        if rest.starts_with("<!--") {
            return span.end;
        }
        if let Some(inside) = after_cdata(rest) {
            let start = html.len() - inside.len();
            let length = inside.find("]]>").unwrap_or(inside.len());
            let end = (start + length + 3).min(html.len());
            if !self.is_left() {
                self.tell(&original(pieces, span.start..start), true);
            }
            for (index, part) in paragraphs(html, start..start + length).into_iter().enumerate() {
                if index > 0 {
                    let place = original(pieces, part.start..part.start);
                    self.line_break(&place);
                    self.line_break(&place);
                }
                self.words(html.get(part.clone()).unwrap_or_default(), html, part, pieces);
            }
            self.end = self.end.max(original(pieces, start..end).end);
            return end;
        }
        let ends = if rest.starts_with("<?") { instruction(rest) } else { rest.find('>').map(|at| at + 1) };
        let end = ends.map_or(html.len(), |length| span.start + length);
        let (written, place) = (html.get(span.start..end).unwrap_or_default(), original(pieces, span.start..end));
        self.end = self.end.max(place.end);
        if self.is_left() {
            if says_something(written) {
                self.note_held();
            }
            return end;
        }
        self.tell(&place, true);
        if ends.is_none() {
            self.lose(Loss::Unclosed(written.chars().take(2).collect()), &place);
        } else if says_something(written) {
            self.lose(Loss::Mark(written.to_owned()), &place);
        }
        end
    }

    fn words(&mut self, words: &str, html: &str, span: Range<usize>, pieces: &Pieces) {
        let place = original(pieces, span.clone());
        self.end = self.end.max(place.end);
        if !words.trim().is_empty() && !self.hold(&place) {
            return;
        }
        if self.is_left() {
            return;
        }
        let whole = html.get(span.clone()) == Some(words);
        let mut parts: Vec<(String, Range<usize>, bool)> = Vec::new();
        let first = pieces.partition_point(|(start, _)| *start <= span.start).saturating_sub(1);
        let mut at = span.start;
        while whole && at < span.end {
            let next = pieces.iter().skip(first).map(|(start, _)| *start).find(|start| *start > at);
            let end = next.unwrap_or(span.end).min(span.end);
            let place = original(pieces, at..end);
            let part = html.get(at..end).unwrap_or_default();
            parts.push((part.to_owned(), place.clone(), self.text.get(place) == Some(part)));
            at = end;
        }
        if !whole {
            parts.push((words.to_owned(), place, false));
        }
        for (words, place, same) in parts {
            // Words of a table that are in none of its cells stand where the table does.
            self.add(What::Words(words, same), place, 0..0);
        }
    }

    fn start(&mut self, tag: &StartTag<usize>, place: &Range<usize>) {
        let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
        let bare = tag.attributes.is_empty();
        let accepted = bare && matches!(name.as_str(), "br" | "sup" | "sub");
        let used = elements::of(&name, &tag.attributes);
        if self.is_left() {
            // A drawing holds what is drawn, and whatever is hidden a picture.
            if matches!(used, Use::Keep(Element::Image { .. }, ..)) || !elements::is_known(&name) {
                self.note_held();
            }
            if !matches!(used, Use::Keep(_, _, true) | Use::Leave(_, true)) && !tag.self_closing {
                self.push_left(name, place);
            }
            return;
        }
        if !accepted {
            // What is lost is told as such.
            self.tell(place, matches!(used, Use::Keep(..) | Use::Leave(Without::Text, _)));
            if !elements::is_known(&name) && !self.told.unknown.contains(&name) && self.told.unknown.len() < 8 {
                self.told.unknown.push(name.clone());
            }
        }
        if elements::has_other_marks(&name, &tag.attributes) {
            self.lose(Loss::Numbering, place);
        }
        self.imply(&name, &used);
        match used {
            Use::Keep(element, marks, void) => {
                let node = self.element(element, marks, place);
                if !void {
                    self.push(name, node, &tag.attributes, place);
                } else if let Some(node) = node.and_then(|node| self.tree.nodes.get_mut(node)) {
                    node.place = place.clone();
                }
            }
            Use::Words(void) => {
                self.lose(Loss::Element(name.clone()), place);
                let node = self.element(Element::Block, Vec::new(), place);
                if !void {
                    self.push(name, node, &tag.attributes, place);
                }
            }
            Use::Leave(why, void) => {
                let _ = self.element(Element::Inline, Vec::new(), place);
                match why {
                    Without::Likeness if void => self.lose(Loss::Element(name), place),
                    Without::Sight if void => self.told.html.push(place.clone()),
                    _ if void => {}
                    why => {
                        self.push_left(name, place);
                        if let Some(open) = self.open.last_mut() {
                            open.why = Some(why);
                        }
                    }
                }
            }
        }
    }

    /// Adds an element; `None` where everything stands too deep.
    fn element(&mut self, element: Element, marks: Vec<Tag<'static>>, place: &Range<usize>) -> Option<usize> {
        let is_void = matches!(element, Element::Break | Element::Rule | Element::Image { .. });
        if self.open.len() > DEPTH && !is_void {
            if element.is_block() {
                self.line_break(place);
            }
            return None;
        }
        Some(self.add(What::Element(element, marks), place.clone(), 0..0))
    }

    fn push(&mut self, name: String, node: Option<usize>, attributes: &Attributes, place: &Range<usize>) {
        self.paragraphs += usize::from(name == "p");
        let around = self.open.last().is_some_and(|open| open.without_size);
        let without_size = elements::without_size(attributes).unwrap_or(around);
        self.open.push(Open {
            name: Cow::Owned(name),
            node: node.unwrap_or_else(|| self.top()),
            markdown: false,
            left: false,
            why: None,
            holds: false,
            without_size,
            breaks: node.is_none(),
            place: place.clone(),
        });
    }

    fn push_left(&mut self, name: String, place: &Range<usize>) {
        let node = self.top();
        self.paragraphs += usize::from(name == "p");
        self.open.push(Open {
            name: Cow::Owned(name),
            node,
            markdown: false,
            left: true,
            why: None,
            holds: false,
            without_size: false,
            breaks: false,
            place: place.clone(),
        });
    }

    fn pop(&mut self, index: usize) {
        let end = self.end;
        if let Some(open) = self.open.last()
            && open.markdown
            && let Some(node) = self.tree.nodes.get_mut(open.node)
            && matches!(node.what, What::Markdown(_))
            && !open.breaks
            && !open.left
        {
            node.events.end = index;
        }
        self.pop_at(end);
    }

    fn pop_at(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        if open.name == "p" {
            self.paragraphs = self.paragraphs.saturating_sub(1);
        }
        if let Some(why) = open.why {
            let place = open.place.clone();
            match why {
                Without::Sight if open.holds => self.lose(Loss::Hidden, &place),
                Without::Sight => self.told.html.push(place),
                Without::Likeness if open.holds || !matches!(&*open.name, "svg" | "canvas") => {
                    self.lose(Loss::Element(open.name.clone().into_owned()), &place);
                }
                Without::Likeness => self.told.html.push(place),
                Without::Text => {}
            }
        }
        if open.breaks {
            self.line_break(&(end..end));
        } else if !open.markdown
            && !open.left
            && let Some(node) = self.tree.nodes.get_mut(open.node)
        {
            node.place.end = node.place.end.max(end);
        } else if open.left
            && let Some(node) = self.tree.nodes.get_mut(open.node).filter(|_| open.why.is_some())
            && let Some(last) = node.children.last().copied()
            && let Some(node) = self.tree.nodes.get_mut(last)
        {
            node.place.end = node.place.end.max(end);
        }
    }

    // ---- the tree

    fn top(&self) -> usize {
        self.open.last().map_or(0, |open| open.node)
    }

    fn is_left(&self) -> bool {
        self.open.last().is_some_and(|open| open.left)
    }

    /// Notes that something stands here; `false` where nobody would see it.
    fn hold(&mut self, place: &Range<usize>) -> bool {
        if self.is_left() {
            self.note_held();
            return true;
        }
        let unseen = self.open.last().is_some_and(|open| open.without_size);
        if unseen {
            self.tell(place, false);
            self.lose(Loss::Hidden, place);
        }
        !unseen
    }

    fn note_held(&mut self) {
        if let Some(open) = self.open.iter_mut().rev().take_while(|open| open.left).last() {
            open.holds = true;
        }
    }

    fn lose(&mut self, what: Loss, place: &Range<usize>) {
        self.told.lost.push(Lost { what, place: place.clone() });
    }

    fn line_break(&mut self, place: &Range<usize>) {
        if !self.is_left() {
            self.add(What::Element(Element::Break, Vec::new()), place.clone(), 0..0);
        }
    }

    fn add(&mut self, what: What, place: Range<usize>, events: Range<usize>) -> usize {
        let html = matches!(what, What::Element(..) | What::Words(..));
        let index = self.tree.nodes.len();
        let parent = self.top();
        self.tree.nodes.push(Node { what, place, children: Vec::new(), touched: html, events });
        if let Some(parent) = self.tree.nodes.get_mut(parent) {
            parent.children.push(index);
        }
        if html {
            self.touch();
        }
        // What stands in an element goes with it; words of a block of HTML go with the block.
        if html && self.open.len() == 1 {
            self.tree.told.insert(index);
        }
        index
    }

    fn touch(&mut self) {
        for open in self.open.iter().rev() {
            match self.tree.nodes.get_mut(open.node) {
                Some(node) if !node.touched => node.touched = true,
                // What is around it was touched with it.
                _ => break,
            }
        }
    }

    /// Notes HTML that should be Markdown.
    fn tell(&mut self, place: &Range<usize>, here: bool) {
        self.touch();
        if here {
            self.told.html.push(place.clone());
        }
        if let Some(outermost) = self.open.get(1) {
            self.tree.told.insert(outermost.node);
        } else {
            let index = self.tree.nodes.len();
            self.tree.nodes.push(Node {
                what: What::Element(Element::Inline, Vec::new()),
                place: place.clone(),
                children: Vec::new(),
                touched: true,
                events: 0..0,
            });
            if let Some(whole) = self.tree.nodes.first_mut() {
                whole.children.push(index);
            }
            self.tree.told.insert(index);
        }
    }
}

fn is_within(stray: &[Range<usize>], place: &Range<usize>) -> bool {
    let after = stray.partition_point(|stray| stray.start <= place.start);
    let last = after.checked_sub(1).and_then(|last| stray.get(last));
    !place.is_empty() && last.is_some_and(|stray| stray.end >= place.end)
}
