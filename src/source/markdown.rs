//! Markdown as events with places, read the way Chinese is written.
//!
//! CommonMark knows words only by spaces, so `**重点。**其次` keeps its stars. Until pulldown-cmark's own option for
//! this is released, delimiter runs beside Chinese text are fenced with a mark that the parser takes for punctuation,
//! and the marks are taken out of every event again ([`events`]). In the same way braces at the end of a heading stay
//! words unless they name an anchor, and a single `~` is one: only `~~` strikes. Soft line breaks between Chinese
//! characters leave no space, and the full-width spaces editors type at the start of a paragraph are dropped.
//!
//! References to figures `{{ … }}` are read here too, so that what stands for them is a text and never Markdown: in the
//! events a reference is an `InlineMath` with what stands between the braces, and a `{{` that nothing closes is a
//! `DisplayMath`. Mathematics itself is not among the extensions, so neither comes otherwise.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::Placed;
use super::html::{self, Cleaned, Told};
use super::structure::too_much;
use crate::text::{is_han, is_wide, nearest_sorted, raised, slug};

/// Counts as punctuation for CommonMark; a text that contains it itself is parsed as plain CommonMark.
const FENCE: char = '\u{10B3F}';
/// Stands for a `~` that strikes nothing, while Markdown is read.
const TILDE: char = '\u{10B3E}';

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

/// The events of a text, with Chinese emphasis, line joining and bare addresses as links, and its HTML as Markdown.
pub fn events(text: &str) -> Vec<Placed<'static>> {
    finished(text, parsed(text)).0
}

/// A text as it was read, once for all who look at it.
pub struct Read {
    /// Its events.
    pub events: Vec<Placed<'static>>,
    /// What it has of HTML.
    pub html: Told,
    /// The lines of its paragraphs and items, as they were typed: what the events join is apart here.
    pub lines: Vec<Vec<Line>>,
}

impl Read {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let parsed = parsed(text);
        let lines = if text.contains('\n') { lines(&parsed) } else { Vec::new() };
        let (events, html) = finished(text, parsed);
        Self { events, html, lines }
    }
}

/// The events of a text from those that Markdown has, and what it has of HTML.
fn finished(text: &str, parsed: Vec<Placed<'static>>) -> (Vec<Placed<'static>>, Told) {
    let (mut events, told) = html::kept(text, parsed, &self::parsed);
    join_lines(&mut events);
    if text.contains("{{") {
        events = take_references(text, events);
    }
    (link_addresses(events), told)
}

/// The parts of a text that are written in HTML, with what to type instead; `None` where no Markdown means the same.
pub fn cleaned(text: &str) -> Option<Vec<Cleaned>> {
    html::cleaned(text, &parsed)
}

/// The events of a text as Markdown has them, with Chinese emphasis.
fn parsed(text: &str) -> Vec<Placed<'static>> {
    if too_much(text).is_some() {
        let words = (Event::Text(text.to_owned().into()), 0..text.len());
        let (start, end) = (Event::Start(Tag::Paragraph), Event::End(TagEnd::Paragraph));
        return vec![(start, 0..text.len()), words, (end, 0..text.len())];
    }
    let marked = Marked::of(text);
    Parser::new_ext(&marked.text, marked.options())
        .into_offset_iter()
        .map(|(event, range)| (with_scheme(marked.event(event)), marked.place(range)))
        .filter(|(event, _)| !matches!(event, Event::Text(text) if text.is_empty()))
        .collect()
}

/// Whether a text may hold links or images, a cheap look before it is read.
pub fn may_link(text: &str) -> bool {
    text.contains("](") || text.contains("]:") || text.contains('<')
}

/// A line of a paragraph, without the signs of lists and quotations before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub place: Range<usize>,
    /// Whether the next line of the paragraph is joined to it.
    pub runs_on: bool,
}

/// The lines of every paragraph and item of a text.
fn lines(parsed: &[Placed<'_>]) -> Vec<Vec<Line>> {
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

/// A line `[label]: address` that no link of the text refers to, so that no page shows it: label, address and place.
pub fn unused_definitions(text: &str) -> Vec<(String, String, Range<usize>)> {
    if !text.contains("]:") {
        return Vec::new();
    }
    let marked = Marked::of(text);
    let same = |label: &str| marked.words(label).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut parser = Parser::new_ext(&marked.text, marked.options());
    let used: BTreeSet<String> = (&mut parser)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) if !id.is_empty() => Some(same(&id)),
            _ => None,
        })
        .collect();
    let all = parser.reference_definitions().iter();
    let unused = all.filter(|(label, _)| !used.contains(&same(label)));
    let mut unused: Vec<_> = unused
        .map(|(label, definition)| {
            let words = |marked_words: &str| marked.words(marked_words).into_owned();
            (words(label), words(&definition.dest), marked.place(definition.span.clone()))
        })
        .collect();
    unused.sort_by_key(|(_, _, place)| place.start);
    unused
}

/// The cells of a row of a table, as Markdown parts them: at every `|` without a `\` before it, also within code.
pub fn cells(row: &str) -> Vec<Range<usize>> {
    let row = row.trim_end();
    let mut cells = Vec::new();
    let lead = row.len() - row.trim_start().len();
    let mut start = lead + usize::from(row.get(lead..).is_some_and(|row| row.starts_with('|')));
    let mut bytes = row.bytes().enumerate().skip(start).peekable();
    while let Some((at, byte)) = bytes.next() {
        let next = bytes.peek().map(|(_, byte)| *byte);
        match byte {
            b'\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => {
                bytes.next();
                // A `|` after two is none, either.
                if next == Some(b'\\') && bytes.peek().is_some_and(|(_, byte)| *byte == b'|') {
                    bytes.next();
                }
            }
            b'|' => {
                cells.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    if row.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        cells.push(start..row.len());
    }
    cells
}

/// Takes the references out of texts that follow each other, but not out of code.
fn take_references(source: &str, events: Vec<Placed<'static>>) -> Vec<Placed<'static>> {
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

/// A text with marks in it for the parser: a fence on each side of every run of `*`, `~~` or `__` that stands beside a
/// wide character, and behind braces that end a line and name no anchor, which would be attributes at the end of a
/// heading; and another sign for each single `~`.
struct Marked<'t> {
    text: Cow<'t, str>,
    /// Where the marks stand in it, from left to right, each with how many bytes it and those before it add.
    marks: Vec<(usize, usize)>,
    /// Whether it has marks; a text that holds such signs itself is given none, and keeps its own.
    is_marked: bool,
}

impl<'t> Marked<'t> {
    fn of(text: &'t str) -> Self {
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
    fn options(&self) -> Options {
        let options = options();
        let without = Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_STRIKETHROUGH;
        // Without marks, braces and single tildes could not be kept.
        if self.is_marked { options } else { options.difference(without) }
    }

    /// Maps a range of the marked text to the text as written.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        let back = |offset: usize| {
            let before = self.marks.partition_point(|(mark, _)| *mark < offset);
            let added = before.checked_sub(1).and_then(|last| self.marks.get(last)).map_or(0, |(_, added)| *added);
            offset - added
        };
        back(range.start)..back(range.end)
    }

    /// Words of it as they were written.
    fn words<'w>(&self, words: &'w str) -> Cow<'w, str> {
        match !self.marks.is_empty() && has_signs(words) {
            true => Cow::Owned(words.replace(FENCE, "").replace(TILDE, "~")),
            false => Cow::Borrowed(words),
        }
    }

    /// An event of it without marks.
    fn event(&self, event: Event<'_>) -> Event<'static> {
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

/// `<office@example.org>` as the link that it is.
fn with_scheme(event: Event<'static>) -> Event<'static> {
    match event {
        Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id }) => {
            let dest_url = format!("mailto:{dest_url}").into();
            Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, title, id })
        }
        event => event,
    }
}

/// Drops soft breaks between wide characters, and full-width spaces at the start of a line.
fn join_lines(events: &mut Vec<Placed<'static>>) {
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

/// Makes links of bare `http://` and `https://` addresses, ending them where Chinese text begins.
fn link_addresses(events: Vec<Placed<'static>>) -> Vec<Placed<'static>> {
    let mut out = Vec::with_capacity(events.len());
    let mut inside = 0_usize;
    for (event, range) in merge_texts(events) {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => inside = inside.saturating_sub(1),
            _ => {}
        }
        let Event::Text(text) = &event else {
            out.push((event, range));
            continue;
        };
        if inside > 0 || !text.contains("://") {
            out.push((event, range));
            continue;
        }
        let mut rest: &str = text;
        while let Some((start, end)) = find_address(rest) {
            let (before, address) = (rest.get(..start).unwrap_or(""), rest.get(start..end).unwrap_or(""));
            if !before.is_empty() {
                out.push((Event::Text(before.to_owned().into()), range.clone()));
            }
            let address: CowStr<'static> = address.to_owned().into();
            let link =
                Tag::Link { link_type: LinkType::Autolink, dest_url: address.clone(), title: "".into(), id: "".into() };
            out.push((Event::Start(link), range.clone()));
            out.push((Event::Text(address), range.clone()));
            out.push((Event::End(TagEnd::Link), range.clone()));
            rest = rest.get(end..).unwrap_or("");
        }
        if !rest.is_empty() {
            out.push((Event::Text(rest.to_owned().into()), range));
        }
    }
    out
}

/// Joins texts that follow each other.
fn merge_texts(events: Vec<Placed<'static>>) -> Vec<Placed<'static>> {
    let mut out: Vec<Placed<'static>> = Vec::with_capacity(events.len());
    let mut run: Option<(String, Range<usize>)> = None;
    let close = |run: &mut Option<(String, Range<usize>)>, out: &mut Vec<Placed<'static>>| {
        out.extend(run.take().map(|(text, range)| (Event::Text(text.into()), range)));
    };
    for (event, range) in events {
        match (event, &mut run) {
            (Event::Text(text), Some((words, whole))) => {
                words.push_str(&text);
                whole.end = range.end;
            }
            (Event::Text(text), None) => run = Some((text.into_string(), range)),
            (event, _) => {
                close(&mut run, &mut out);
                out.push((event, range));
            }
        }
    }
    close(&mut run, &mut out);
    out
}

/// The first bare address of a text: where it begins and ends.
fn find_address(text: &str) -> Option<(usize, usize)> {
    text.match_indices("http").find_map(|(start, _)| {
        let tail = text.get(start..)?;
        let rest = tail.strip_prefix("https://").or_else(|| tail.strip_prefix("http://"))?;
        let host = wide_host(rest);
        let stops = |c: char| c.is_whitespace() || is_wide(c) || matches!(c, '<' | '>' | '"' | '\'' | '`');
        let path = rest.get(host..)?;
        let length = host + path.find(stops).unwrap_or(path.len());
        let address = without_closing(rest.get(..length)?);
        (!address.is_empty()).then(|| (start, start + tail.len() - rest.len() + address.len()))
    })
}

/// A name of the domain name system has at most so many characters (RFC 1035 allows 255 bytes, two of which are none of the
/// name). No more are looked at: otherwise each `http://` of a long text would look through all that follows it.
const MAX_HOST: usize = 253;

/// The length of a host that has Chinese in it, as `例子.中国`; 0 of any other.
fn wide_host(rest: &str) -> usize {
    static HOST: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let ends = "中国|中國|公司|网络|網絡|政务|公益|集团|在线|网址|商城|香港|台湾|台灣|新加坡";
        Regex::new(&format!(r"^(?:[\p{{Han}}A-Za-z0-9-]+\.)+?(?:{ends})")).ok()
    });
    let is_of_host = |c: &char| is_han(*c) || c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let length = rest.chars().take_while(is_of_host).take(MAX_HOST).map(char::len_utf8).sum();
    let rest = rest.get(..length).unwrap_or("");
    let wide = rest.find(is_wide).unwrap_or(rest.len());
    let before = rest.get(..wide).unwrap_or("");
    let is_host = wide < rest.len() && (before.is_empty() || before.ends_with('.'));
    let found = HOST.as_ref().filter(|_| is_host).and_then(|host| host.find(rest));
    found.map_or(0, |found| found.end())
}

/// An address without the marks that follow it, and without closing brackets that are not opened in it.
fn without_closing(address: &str) -> &str {
    let count = |sign: char| address.matches(sign).count();
    let mut surplus = [('(', ')'), ('[', ']')].map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    let mut end = address.len();
    for (at, c) in address.char_indices().rev() {
        let is_mark = matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '*' | '_');
        let closes = surplus.iter_mut().find(|(close, n)| *close == c && *n > 0).map(|(_, n)| *n -= 1);
        if !is_mark && closes.is_none() {
            break;
        }
        end = at;
    }
    address.get(..end).unwrap_or("")
}

/// What a reference stands for, as words.
pub type Quoted<'a> = &'a dyn Fn(&str) -> String;

/// A reference as it is written.
pub fn as_written(expression: &str) -> String {
    format!("{{{{ {expression} }}}}")
}

/// The references of a text: what stands between the braces.
pub fn references(text: &str) -> Vec<String> {
    if !text.contains("{{") {
        return Vec::new();
    }
    let reference = |(event, _)| match event {
        Event::InlineMath(expression) => Some(expression.into_string()),
        _ => None,
    };
    events(text).into_iter().filter_map(reference).collect()
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
struct Words {
    text: String,
    /// Where what is raised or lowered begins.
    starts: Vec<usize>,
}

impl Words {
    fn add(&mut self, event: &Event<'_>, quoted: Quoted<'_>) {
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

/// The words of a text without their marks.
pub fn plain(text: &str, quoted: Quoted<'_>) -> String {
    let mut out = Words::default();
    for (event, _) in events(text) {
        match event {
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::DefinitionListTitle,
            ) => out.text.push(' '),
            event => out.add(&event, quoted),
        }
    }
    out.text.trim_end().to_owned()
}

/// The images of a text: file as written, alternative text, place.
pub fn images_in(text: &str) -> Vec<(String, String, Range<usize>)> {
    if text.contains("![") || text.contains('<') { images(&events(text)) } else { Vec::new() }
}

/// The images of a text that was read.
pub fn images(events: &[Placed<'_>]) -> Vec<(String, String, Range<usize>)> {
    let mut found = Vec::new();
    let mut open: Option<(&str, Words, &Range<usize>)> = None;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => open = Some((dest_url, Words::default(), range)),
            Event::End(TagEnd::Image) => {
                found.extend(open.take().map(|(name, alt, range)| (name.to_owned(), alt.text, range.clone())));
            }
            event => {
                if let Some((_, alt, _)) = &mut open {
                    alt.add(event, &as_written);
                }
            }
        }
    }
    found
}

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor: the editor's `{#id}`, else from pinyin; unique in the text.
    pub id: String,
    /// Its words.
    pub title: String,
    /// Where it stands.
    pub place: Range<usize>,
}

/// The headings of a text, found by their anchors and words.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    all: Vec<Heading>,
    /// The anchors in order, each with the place of its heading.
    by_id: Vec<(String, usize)>,
    /// The first heading of each wording.
    by_title: BTreeMap<String, usize>,
}

impl Headings {
    /// These headings.
    pub fn new(all: Vec<Heading>) -> Self {
        let mut by_id: Vec<(String, usize)> =
            all.iter().enumerate().map(|(place, heading)| (heading.id.clone(), place)).collect();
        by_id.sort();
        let mut by_title = BTreeMap::new();
        for (place, heading) in all.iter().enumerate() {
            by_title.entry(heading.title.clone()).or_insert(place);
        }
        Self { all, by_id, by_title }
    }

    /// The place of the heading with this anchor.
    fn place(&self, id: &str) -> Option<usize> {
        let found = self.by_id.binary_search_by(|(other, _)| other.as_str().cmp(id)).ok()?;
        self.by_id.get(found).map(|(_, place)| *place)
    }

    /// Whether a heading has this anchor.
    pub fn has(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    /// The anchor that was meant by one that is not there: of the heading with these words, or the nearest.
    pub fn meant(&self, anchor: &str) -> Option<&str> {
        let named = [self.by_title.get(anchor).copied(), self.place(&slug(anchor))].into_iter().flatten().min();
        let named = named.and_then(|place| self.all.get(place)).map(|heading| heading.id.as_str());
        let at = |place: usize| self.by_id.get(place).map(|(id, _)| id.as_str());
        named.or_else(|| nearest_sorted(anchor, self.by_id.len(), &at))
    }
}

impl std::ops::Deref for Headings {
    type Target = [Heading];

    fn deref(&self) -> &[Heading] {
        &self.all
    }
}

/// The headings of a text, with unique anchors.
pub fn headings(events: &[Placed<'_>], quoted: Quoted<'_>) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut anchors = Anchors::default();
    let mut open: Option<(Heading, Words)> = None;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let id = id.as_deref().unwrap_or("").to_owned();
                let heading = Heading { level: *level as u8, id, title: String::new(), place: range.clone() };
                open = Some((heading, Words::default()));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((mut heading, words)) = open.take() {
                    heading.title = words.text;
                    heading.id = anchors.unique(&heading);
                    found.push(heading);
                }
            }
            event => {
                if let Some((_, words)) = &mut open {
                    words.add(event, quoted);
                }
            }
        }
    }
    found
}

/// Ids of the sections and marks of pages, which no heading of a text may have.
pub const RESERVED: &[&str] = &[
    "about",
    "all",
    "apply",
    "attachments",
    "backlinks",
    "benefits",
    "citation",
    "colours",
    "composed",
    "conditions",
    "contacts",
    "corrections",
    "counts",
    "dates",
    "disclosures",
    "documents",
    "duties",
    "elsewhere",
    "enclaves",
    "events",
    "facts",
    "figures",
    "forms",
    "found",
    "funnel",
    "gantt",
    "group",
    "halted",
    "hint",
    "history",
    "hits",
    "inside",
    "latest",
    "main",
    "map-desc",
    "map-title",
    "mark-blue",
    "mark-green",
    "mark-none",
    "mark-red",
    "mark-yellow",
    "marked",
    "materials",
    "milestones",
    "more",
    "news",
    "note",
    "notices",
    "now",
    "offices",
    "outcome",
    "parks",
    "photos",
    "places",
    "positions",
    "problems",
    "procedures",
    "progress",
    "quarters",
    "related",
    "requirements",
    "respond",
    "search",
    "series",
    "share",
    "sources",
    "stages",
    "standing",
    "steps",
    "stewards",
    "still",
    "tags",
    "targets",
    "tools",
    "top",
    "updates",
];

/// The anchors of a text so far, and which number each of them was last given.
#[derive(Default)]
struct Anchors {
    taken: BTreeSet<String>,
    numbers: BTreeMap<String, usize>,
}

impl Anchors {
    fn unique(&mut self, heading: &Heading) -> String {
        let base = match (slug(&heading.id), slug(&heading.title)) {
            (id, _) if !id.is_empty() => id,
            (_, title) if !title.is_empty() => title,
            _ => "section".to_owned(),
        };
        let mut id = base.clone();
        // No number is tried twice: among thousands of equal headings each would try those of all before it.
        while RESERVED.contains(&id.as_str()) || self.taken.contains(&id) {
            let number = self.numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            id = format!("{base}-{number}");
        }
        self.taken.insert(id.clone());
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn html(text: &str) -> String {
        let mut out = String::new();
        pulldown_cmark::html::push_html(&mut out, events(text).into_iter().map(|(event, _)| event));
        out.trim().to_owned()
    }

    #[test]
    fn a_text_that_holds_the_fence_keeps_it() {
        let text = format!("##{FENCE}\n\n{{{{ a.b }}}}");
        assert!(html(&text).contains(FENCE));
        assert!(events(&text).iter().all(|(_, range)| text.get(range.clone()).is_some()));
    }

    /// What CommonMark leaves as stars beside Chinese punctuation, case by case.
    #[test]
    fn emphasis_beside_chinese_punctuation() {
        for (text, expected) in [
            ("**“双塔”**是", "<p><strong>“双塔”</strong>是</p>"),
            ("**《办法》**施行", "<p><strong>《办法》</strong>施行</p>"),
            ("全国**“双减”**政策", "<p>全国<strong>“双减”</strong>政策</p>"),
            ("这是**重点。**其次", "<p>这是<strong>重点。</strong>其次</p>"),
            ("**注意：**请看**重点**吧", "<p><strong>注意：</strong>请看<strong>重点</strong>吧</p>"),
            ("**粗、**后", "<p><strong>粗、</strong>后</p>"),
            ("**项目（一期）**已开工", "<p><strong>项目（一期）</strong>已开工</p>"),
            ("**100%**完成", "<p><strong>100%</strong>完成</p>"),
            ("~~删除（旧）~~新", "<p><del>删除（旧）</del>新</p>"),
            ("*斜体（注）*后", "<p><em>斜体（注）</em>后</p>"),
            ("中**a**文", "<p>中<strong>a</strong>文</p>"),
            ("**粗**（注）", "<p><strong>粗</strong>（注）</p>"),
            ("**a**：", "<p><strong>a</strong>：</p>"),
            ("__“双塔”__是", "<p><strong>“双塔”</strong>是</p>"),
            (r"\**不是粗体*\*", "<p>*<em>不是粗体</em>*</p>"),
            ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
            ("`**代码**`中", "<p><code>**代码**</code>中</p>"),
            ("变量a_b_c中", "<p>变量a_b_c中</p>"),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_join_without_a_space_between_chinese() {
        assert_eq!(html("第一行\n第二行"), "<p>第一行第二行</p>");
        assert_eq!(html("English\n中文"), "<p>English\n中文</p>");
        assert_eq!(html("**粗**\n中文"), "<p><strong>粗</strong>中文</p>");
        assert_eq!(html("\u{3000}\u{3000}首行缩进"), "<p>首行缩进</p>");
    }

    #[test]
    fn lines_of_a_paragraph_are_as_they_were_typed() {
        let text = "**甲**：\n一、乙[丙\n丁](a)  \n戊\n\n> - 己\n>   庚\\\n>   辛\n\n```\n壬\n癸\n```\n";
        let found = Read::of(text).lines;
        let found: Vec<Vec<(&str, bool)>> = found
            .iter()
            .map(|block| block.iter().map(|line| (&text[line.place.clone()], line.runs_on)).collect())
            .collect();
        let first = vec![("**甲**：", true), ("一、乙[丙", true), ("丁](a)", false), ("戊", false)];
        assert_eq!(found, [first, vec![("己", true), ("庚", false), ("辛", false)]]);
    }

    #[test]
    fn bare_addresses_end_at_chinese() {
        let link = "<a href=\"https://example.gov.cn/a\">https://example.gov.cn/a</a>";
        assert_eq!(html("访问https://example.gov.cn/a。更多"), format!("<p>访问{link}。更多</p>"));
        assert_eq!(html("`https://example.gov.cn/a`"), "<p><code>https://example.gov.cn/a</code></p>");
    }

    #[test]
    fn addresses_are_linked_as_far_as_they_go() {
        for (text, address) in [
            ("（https://a.cn/x_(y)）", "https://a.cn/x_(y)"),
            ("(https://a.cn/x)", "https://a.cn/x"),
            ("(见 https://a.cn/x_(y).)", "https://a.cn/x_(y)"),
            ("https://a.cn/x)))", "https://a.cn/x"),
            ("https://例子.中国/", "https://例子.中国/"),
            ("见https://www.例子.公司/a?b=1。", "https://www.例子.公司/a?b=1"),
            ("https://例子.中国上的", "https://例子.中国"),
            ("https://汉字，http://a.cn/", "http://a.cn/"),
            ("http https://a.cn", "https://a.cn"),
            ("<office@example.org>", "mailto:office@example.org"),
        ] {
            let links: Vec<String> = events(text)
                .into_iter()
                .filter_map(|(event, _)| match event {
                    Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
                    _ => None,
                })
                .collect();
            assert_eq!(links, [address], "{text}");
        }
        assert_eq!(html("https://汉字"), "<p>https://汉字</p>");
        let long = |n: usize| html(&format!("https://{}中国", "甲.".repeat(n)));
        assert!(long(MAX_HOST / 2 - 1).contains("<a ") && !long(MAX_HOST).contains("<a "));
        assert_eq!(html("<a@example.org>"), "<p><a href=\"mailto:a@example.org\">a@example.org</a></p>");
    }

    #[test]
    fn what_is_no_list_and_no_heading_stays_text() {
        assert_eq!(html("1、第一"), "<p>1、第一</p>");
        assert_eq!(html("##标题"), "<p>##标题</p>");
    }

    #[test]
    fn headings_have_unique_anchors() {
        let events = events("## 项目\n\n## 项目\n\n### 其他 {#qi-ta}\n\n## ——\n");
        let ids: Vec<_> = headings(&events, &as_written).into_iter().map(|heading| heading.id).collect();
        assert_eq!(ids, ["xiang-mu", "xiang-mu-2", "qi-ta", "section"]);
    }

    #[test]
    fn braces_in_a_heading_are_words_unless_they_name_an_anchor() {
        let found = |text: &str| -> Vec<(String, String)> {
            let found = headings(&events(text), &as_written);
            found.into_iter().map(|heading| (heading.title, heading.id)).collect()
        };
        let one = |title: &str, id: &str| vec![(title.to_owned(), id.to_owned())];
        for (text, expected) in [
            ("## 收入{单位：万元}", one("收入{单位：万元}", "shou-ru-dan-wei-wan-yuan")),
            ("## 名单 {第3批}", one("名单 {第3批}", "ming-dan-di-3-pi")),
            ("## 目标{ 2023 }  \r\n", one("目标{ 2023 }", "mu-biao-2023")),
            ("目标{.x #a}\n===\n", one("目标{.x #a}", "mu-biao-x-a")),
            ("甲\n乙{3}\n---\n", one("甲乙{3}", "jia-yi-3")),
            ("> ## 甲{1}", one("甲{1}", "jia-1")),
            ("- ## 甲{1}", one("甲{1}", "jia-1")),
            ("## 甲{#}", one("甲{#}", "jia")),
            ("## 甲{#a b}", one("甲{#a b}", "jia-a-b")),
            ("## 甲{{1}", one("甲{{1}", "jia-1")),
            ("## 甲{}", one("甲{}", "jia")),
            ("## 甲 {1} ##", one("甲 {1}", "jia-1")),
            ("## 其他 {#qi-ta}", one("其他", "qi-ta")),
            ("其他 { #qi-ta }\n---", one("其他", "qi-ta")),
            (r"## 其他 \{#qi-ta}", one("其他 {#qi-ta}", "qi-ta-qi-ta")),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        let text = format!("## 甲{{1}}{FENCE}\n\n## 乙{{2}}\n\n~丙~{FENCE}");
        assert!(found(&text).iter().any(|(title, _)| title == "乙{2}"), "{:?}", found(&text));
        assert!(html(&text).contains("~丙~"));
        let code = "```{.yaml}\na: {1}\n```\n\n<div style=\"{1}\n{2}\">甲</div>\n\n[乙]: /a/{1}\n\n[乙][]";
        assert!(!html(code).contains([FENCE, TILDE]), "{}", html(code));
        assert!(html(code).contains("{.yaml}") && html(code).contains("/a/%7B1%7D"), "{}", html(code));
    }

    #[test]
    fn a_single_tilde_is_one() {
        for (text, expected) in [
            ("时间：~3月5日；~3月6日~。", "<p>时间：~3月5日；~3月6日~。</p>"),
            ("（~5年）的3元，（10年~）", "<p>（~5年）的3元，（10年~）</p>"),
            ("~~删~5~去~~", "<p><del>删~5~去</del></p>"),
            ("约~5年的**30~40**元", "<p>约~5年的<strong>30~40</strong>元</p>"),
            (r"\~甲~\\~乙~", r"<p>~甲~\~乙~</p>"),
            ("`~a~`\n\n~~~\n~b~\n~~~", "<p><code>~a~</code></p>\n<pre><code>~b~\n</code></pre>"),
            ("[~甲~](/~a/b~ \"~\")", "<p><a href=\"/~a/b~\" title=\"~\">~甲~</a></p>"),
            ("https://a.cn/~b/~c", "<p><a href=\"https://a.cn/~b/~c\">https://a.cn/~b/~c</a></p>"),
        ] {
            assert_eq!(html(text), expected, "{text}");
            let places = events(text).into_iter().filter_map(|(event, place)| match event {
                Event::Text(words) if !words.contains("://") => Some((words.into_string(), text[place].to_owned())),
                _ => None,
            });
            for (words, written) in places.filter(|(words, _)| !words.contains('\\') && words.starts_with('~')) {
                assert!(written.contains(&words), "{text}: {words} {written}");
            }
        }
        let notes = html("甲[^a~b]乙~\n\n[^a~b]: 丙~");
        assert!(!notes.contains(TILDE), "{notes}");
    }

    /// What the references of a text are, each with the source it came from; `!` for one that is not closed.
    fn found(text: &str) -> Vec<(String, &str)> {
        let reference = |(event, range): Placed<'static>| match event {
            Event::InlineMath(expression) => Some((expression.into_string(), &text[range])),
            Event::DisplayMath(_) => Some(("!".to_owned(), &text[range])),
            _ => None,
        };
        events(text).into_iter().filter_map(reference).collect()
    }

    #[test]
    fn references_are_taken_out_with_their_places() {
        for (text, expected) in [
            ("投资{{ a.b_c_d }}。", vec![("a.b_c_d", "{{ a.b_c_d }}")]),
            ("\u{3000}\u{3000}{{a.b,万元}}、{{ all.x }}", vec![("a.b,万元", "{{a.b,万元}}"), ("all.x", "{{ all.x }}")]),
            ("&amp;**共{{ a.b }}**项", vec![("a.b", "{{ a.b }}")]),
            ("|甲|\n|-|\n|{{ a.b }}|\n", vec![("a.b", "{{ a.b }}")]),
            ("## 共{{ a.b }}\n", vec![("a.b", "{{ a.b }}")]),
            ("[共{{ a.b }}](x)![{{ a.c }}](y)", vec![("a.b", "{{ a.b }}"), ("a.c", "{{ a.c }}")]),
            ("{{ a.b {{ a.c }}", vec![("!", "{{"), ("a.c", "{{ a.c }}")]),
            ("{{ a.b\n\n}}", vec![("!", "{{")]),
            (r"\{{ a.b }} {\{ a.b }} &#123;{ a.b }} {{ a.c }}", vec![("a.c", "{{ a.c }}")]),
            (r"\\{{ a.b }}", vec![("a.b", "{{ a.b }}")]),
            ("`{{ a.b }}`\n\n```\n{{ a.b }}\n```\n\n    {{ a.b }}\n", vec![]),
            ("<b>{{ a.b }}</b>", vec![("a.b", "{{ a.b }}")]),
        ] {
            let found = found(text);
            assert_eq!(found.iter().map(|(a, b)| (a.as_str(), *b)).collect::<Vec<_>>(), expected, "{text}");
        }
        assert_eq!(html(r"甲\{{ a.b }}"), "<p>甲{{ a.b }}</p>");
    }

    #[test]
    fn headings_and_plain_texts_have_the_words_of_references() {
        let quoted = |expression: &str| format!("<{expression}>");
        assert_eq!(plain("共**{{ a.b }}**项 `{{`", &quoted), "共<a.b>项 {{");
        let headings = headings(&events("## 共{{ a.b }}项"), &|_| "12".to_owned());
        assert_eq!((headings[0].title.as_str(), headings[0].id.as_str()), ("共12项", "gong-12-xiang"));
    }

    proptest! {
        #[test]
        fn places_lie_in_the_text(text in "[*_~a一。“ \\n#|{}&;<?>\\\\-]{0,40}") {
            for (event, range) in events(&text) {
                prop_assert!(text.get(range.clone()).is_some(), "{range:?}");
                prop_assert!(!format!("{event:?}").contains([FENCE, TILDE, '\u{1}']), "{event:?}");
            }
            for line in Read::of(&text).lines.into_iter().flatten() {
                prop_assert!(text.get(line.place.clone()).is_some(), "{line:?}");
            }
        }

        #[test]
        fn cells_are_those_of_markdown(row in "[a|`\\\\ *\"甲]{0,24}") {
            let text = format!("|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n| {row}\n");
            let mut rows = Vec::new();
            for (event, range) in events(&text) {
                match event {
                    Event::Start(Tag::TableRow) => rows.push((range, 0)),
                    // Missing cells are filled in at the row's end.
                    Event::Start(Tag::TableCell) => {
                        if let Some((place, n)) = rows.last_mut().filter(|(place, _)| range.start < place.end) {
                            let _ = place;
                            *n += 1;
                        }
                    }
                    _ => {}
                }
            }
            for (place, n) in rows {
                prop_assert_eq!(cells(&text[place.clone()]).len().min(6), n, "{:?}", &text[place]);
            }
        }

        #[test]
        fn any_text_parses_without_panic(text in "\\PC{0,80}") {
            let _ = headings(&events(&text), &as_written);
        }
    }
}
