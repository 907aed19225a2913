//! HTML in a text, as WPS, Word and WeChat paste it, kept as the Markdown it would be.
//!
//! `kept` takes the HTML out of the events of a text: words stand in paragraphs, lists and tables as if they had been
//! typed in Markdown, and links and images are those of Markdown, under the same rules. Nothing of HTML is left, so
//! nothing of it can reach a page. What cannot be kept is told in [`Told`], and `cleaned` gives the text to type instead.
//! [`to_markdown`] does the same for a piece of HTML that is no text yet.

mod build;
mod elements;
mod numbering;
mod pieces;
mod tree;
mod walk;
mod write;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, LinkType, Tag};
use regex::Regex;

use super::Placed;
use elements::OPAQUE;

/// What a text has of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Tags that should be Markdown.
    pub html: Vec<Range<usize>>,
    /// What is not published.
    pub lost: Vec<Lost>,
    /// End tags without a beginning.
    pub lone: Vec<(String, Range<usize>)>,
    /// Names of elements that HTML does not have: words in brackets, perhaps.
    pub unknown: Vec<String>,
}

/// Something that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// What.
    pub what: Loss,
    /// Where its tag stands.
    pub place: Range<usize>,
}

/// Sorts of what cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// An element that Markdown has nothing for, by its name.
    Element(String),
    /// Words or pictures that are marked as hidden.
    Hidden,
    /// A comment, script or style that does not end, so that all that follows belongs to it.
    Unclosed(String),
    /// Words in `<?…?>` or `<!…>`, which are for programs: as it is written.
    Mark(String),
    /// The marks of a list, which are of a sort that is not known here.
    Numbering,
}

/// A part of a text and what to type instead of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The part.
    pub place: Range<usize>,
    /// The same in Markdown.
    pub text: String,
}

/// How often comments and scripts that reach over empty lines are taken out before a text is given up.
const ROUNDS: usize = 8;

/// Markdown's reader of a text.
type Parse<'p> = &'p dyn Fn(&str) -> Vec<Placed<'static>>;

/// The events of a text without HTML, from those that Markdown's reader has of it, and what it had of it.
pub(super) fn kept(text: &str, parsed: Vec<Placed<'static>>, parse: Parse<'_>) -> (Vec<Placed<'static>>, Told) {
    let mut told = Told::default();
    match read(text, parsed, parse, &mut told) {
        Ok(tree) => (walk::events(&tree, &[0]), told),
        Err(events) => (events, told),
    }
}

/// The parts of a text that are written in HTML, with what to type instead; `None` where Markdown typed for them would
/// not mean the same.
pub(super) fn cleaned(text: &str, parse: Parse<'_>) -> Option<Vec<Cleaned>> {
    let tree = read(text, parse(text), parse, &mut Told::default()).ok()?;
    let same = |text: &str| walk_of(&kept(text, parse(text), parse).0);
    let expected = same(text);
    [false, true].into_iter().map(|other| parts_of(text, &tree, other)).find(|parts| {
        let whole = replaced(text, parts);
        let mut told = Told::default();
        let _ = read(&whole, parse(&whole), parse, &mut told);
        told.html.is_empty() && same(&whole) == expected
    })
}

/// The parts of a tree that are written in HTML, in Markdown.
fn parts_of(text: &str, tree: &tree::Tree, other: bool) -> Vec<Cleaned> {
    let roots = tree.children(0);
    let mut parts: Vec<Cleaned> = Vec::new();
    let mut at = 0;
    while let Some(root) = roots.get(at) {
        let run = roots.iter().skip(at).take_while(|root| tree.told.contains(root)).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let run = roots.get(at..at + run).unwrap_or_default();
        let start = tree.node(*root).map_or(0, |node| node.place.start);
        let end = run.iter().filter_map(|root| tree.node(*root)).map(|node| node.place.end).max().unwrap_or(start);
        let place = whole_lines(text, start..end);
        parts.push(Cleaned { place, text: write::markdown(&walk::events(tree, run), other) });
        at += run.len();
    }
    parts
}

/// A piece of HTML in Markdown, with what of it could not be kept.
pub fn to_markdown(html: &str) -> (String, Told) {
    let mut told = Told::default();
    let events = vec![(Event::Html(html.to_owned().into()), 0..html.len())];
    let tree = build::build(html, events, &[], &mut told);
    (write::markdown(&walk::events(&tree, &[0]), false), told)
}

/// The text with its parts replaced; what stands around them is a part of its own.
pub fn replaced(text: &str, parts: &[Cleaned]) -> String {
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for part in parts {
        out.push_str(text.get(done..part.place.start).unwrap_or_default());
        if !part.text.is_empty() {
            while !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
            out.push_str(&part.text);
            let rest = text.get(part.place.end..).unwrap_or_default();
            if !rest.trim_end_matches('\n').is_empty() {
                let breaks = rest.len() - rest.trim_start_matches('\n').len();
                out.push_str("\n\n".get(breaks.min(2)..).unwrap_or_default());
            }
        }
        done = part.place.end;
    }
    out + text.get(done..).unwrap_or_default()
}

/// The range with the spaces around it that belong to its lines, without its last line break.
fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\u{3000}');
    let before = text.get(..range.start).unwrap_or_default();
    let start = before.trim_end_matches(blank).len();
    let start = if start == 0 || before.get(..start).is_some_and(|before| before.ends_with('\n')) {
        start
    } else {
        range.start
    };
    let within = text.get(start..range.end).unwrap_or_default().trim_end().len();
    let end = start + within;
    let after = text.get(end..).unwrap_or_default();
    let spaces = after.len() - after.trim_start_matches(blank).len();
    let ends = after.get(spaces..).is_none_or(|rest| rest.is_empty() || rest.starts_with('\n'));
    start..if ends { end + spaces } else { end }
}

/// What readers get of events, to compare two texts.
fn walk_of(events: &[Placed<'static>]) -> Vec<Event<'static>> {
    let mut out: Vec<Event<'static>> = Vec::new();
    for (event, _) in events {
        let event = match event.clone() {
            Event::Text(words) => {
                if let Some(Event::Text(last)) = out.last_mut() {
                    *last = format!("{last}{words}").into();
                    continue;
                }
                Event::Text(words)
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id: "".into() })
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                Event::Start(Tag::Image { link_type: LinkType::Inline, dest_url, title, id: "".into() })
            }
            Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented)) => {
                Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced("".into())))
            }
            event => event,
        };
        out.push(event);
    }
    out
}

/// The tree of a text; its events where it has no HTML.
fn read(
    text: &str,
    mut events: Vec<Placed<'static>>,
    parse: Parse<'_>,
    told: &mut Told,
) -> Result<tree::Tree, Vec<Placed<'static>>> {
    let mut masked = Cow::Borrowed(text);
    if !text.contains('<') {
        return Err(events);
    }
    let mut instructions: Vec<Range<usize>> = Vec::new();
    for round in 0.. {
        if let Some((text, unclosed)) = mask(&masked, &events) {
            told.lost.extend(unclosed);
            masked = Cow::Owned(text);
        } else {
            let found = instructions_in(&masked, &events);
            if found.is_empty() {
                break;
            }
            masked = Cow::Owned(without(&masked, &found));
            instructions.extend(found);
        }
        events = parse(&masked);
        if round + 1 == ROUNDS {
            told.lost.push(Lost { what: Loss::Unclosed("<!--".to_owned()), place: 0..text_start(&masked) });
            break;
        }
    }
    for place in &instructions {
        let written = text.get(place.clone()).unwrap_or_default();
        if pieces::says_something(written) {
            told.lost.push(Lost { what: Loss::Mark(written.to_owned()), place: place.clone() });
        }
    }
    let mut stray = stray(&masked);
    stray.extend(instructions);
    stray.sort_by_key(|range| range.start);
    let is_html = |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    if stray.is_empty() && !events.iter().any(|(event, _)| is_html(event)) {
        return Err(events);
    }
    Ok(build::build(&masked, events, &stray, told))
}

/// Where the first line of a text ends.
fn text_start(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The text with spaces for the content of comments, scripts and the like that reach further than Markdown's HTML does,
/// so that none of it is read as Markdown. `None` where nothing does.
fn mask(text: &str, events: &[Placed<'static>]) -> Option<(String, Vec<Lost>)> {
    let mut out: Vec<u8> = Vec::new();
    let (mut done, mut copied, mut index) = (0, 0, 0);
    let mut unclosed = Vec::new();
    let lower = std::cell::OnceCell::new();
    while let Some((event, place)) = events.get(index) {
        let (html, pieces, after) = match event {
            Event::Start(Tag::HtmlBlock) | Event::Html(_) => pieces::block(events, index),
            Event::InlineHtml(html) => (html.to_string(), vec![(0, place.clone())], index + 1),
            _ => {
                index += 1;
                continue;
            }
        };
        index = after.max(index + 1);
        let Some((tag, end, name)) = left_open(&html) else { continue };
        let tag = pieces::original(&pieces, tag);
        let from = tag.start.max(if end == 0 { tag.end } else { tag.start + end });
        if from < done {
            continue;
        }
        let lower = lower.get_or_init(|| text.to_ascii_lowercase());
        let terminator = if name == "!--" { "-->".to_owned() } else { format!("</{name}") };
        let found = lower.get(from..).and_then(|rest| rest.find(&terminator));
        let to = found.map_or(text.len(), |at| from + at);
        let content = text.get(from..to).unwrap_or_default();
        if found.is_none() && !content.trim().is_empty() {
            let name = if name == "!--" { "<!--".to_owned() } else { format!("<{name}>") };
            unclosed.push(Lost { what: Loss::Unclosed(name), place: tag.start..tag.end.max(tag.start) });
        }
        done = to;
        if !content.bytes().all(|byte| byte == b' ') {
            out.extend(text.as_bytes().get(copied..from).unwrap_or_default());
            out.resize(out.len() + content.len(), b' ');
            copied = to;
        }
    }
    if copied == 0 {
        return None;
    }
    out.extend(text.as_bytes().get(copied..).unwrap_or_default());
    Some((String::from_utf8(out).ok()?, unclosed))
}

/// Stands for a byte of what is taken out of a line before Markdown is read: no space, so that the line begins there.
const GONE: &str = "\u{1}";

/// The `<?…>` at the beginning of blocks that Markdown lets go on behind it, to the next `?>` or the end of the text, as
/// `<?xml:namespace …/>` of Word: what follows is Markdown.
fn instructions_in(text: &str, events: &[Placed<'static>]) -> Vec<Range<usize>> {
    let (mut found, mut index) = (Vec::new(), 0);
    while let Some((event, _)) = events.get(index) {
        if !matches!(event, Event::Start(Tag::HtmlBlock) | Event::Html(_)) {
            index += 1;
            continue;
        }
        let (html, pieces, after) = pieces::block(events, index);
        index = after.max(index + 1);
        let mut here = Vec::new();
        let mut at = 0;
        while let Some(rest) = html.get(at..) {
            let begins = at + rest.len() - rest.trim_start().len();
            let Some(rest) = html.get(begins..).filter(|rest| rest.starts_with("<?")) else { break };
            let Some(length) = pieces::instruction(rest) else { break };
            here.push(begins..begins + length);
            at = begins + length;
        }
        // With nothing behind them they are read with the rest of the HTML.
        if here.is_empty() || html.get(at..).is_none_or(|rest| rest.trim().is_empty()) {
            continue;
        }
        // Where no code can be among what was swallowed, the others of Word are seen at once.
        static OTHERS: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"(?mi)^ {0,3}(<\?xml:namespace[^<>]*>)").ok());
        if !html.contains("```") && !html.contains("~~~") {
            let others = OTHERS.iter().flat_map(|others| others.captures_iter(&html));
            here.extend(
                others.filter_map(|parts| parts.get(1)).map(|part| part.range()).filter(|part| part.start >= at),
            );
        }
        found.extend(here.into_iter().map(|span| pieces::original(&pieces, span)));
    }
    found.retain(|place: &Range<usize>| text.get(place.clone()).is_some_and(|written| !written.is_empty()));
    found
}

/// A text with other signs for each byte of some of its parts.
fn without(text: &str, parts: &[Range<usize>]) -> String {
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for part in parts {
        out.push_str(text.get(done..part.start).unwrap_or_default());
        out.push_str(&GONE.repeat(part.len()));
        done = part.end;
    }
    out + text.get(done..).unwrap_or_default()
}

/// The tag in HTML after which all belongs to an element that does not end in it, how far into the tag its content
/// begins (0: behind it), and what ends it.
fn left_open(html: &str) -> Option<(Range<usize>, usize, String)> {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let mut open: Option<(Range<usize>, usize, String)> = None;
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
                if open.is_none() && OPAQUE.contains(&&*name) {
                    open = Some((tag.span.start..tag.span.end, 0, name));
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
                if open.as_ref().is_some_and(|(_, _, open)| *open == name) {
                    open = None;
                }
            }
            Token::Comment(comment) if open.is_none() && comment.span.end >= html.len() => {
                let start =
                    html.get(..comment.span.start.min(html.len()))?.rfind("<!--").or_else(|| html.rfind("<!--"))?;
                let inside = html.get(start + 4..)?;
                // `<!-->` is a whole comment.
                if !inside.contains("-->")
                    && !inside.starts_with('>')
                    && !inside.starts_with("->")
                    && !inside.contains("--!>")
                {
                    open = Some((start..start + 4, 4, "!--".to_owned()));
                }
            }
            _ => {}
        }
    }
    open
}

/// Tags of office suites whose names Markdown does not take for names: `<o:p>`, `<st1:place>`, `<![if !supportLists]>`.
fn stray(text: &str) -> Vec<Range<usize>> {
    static STRAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r#"(?i)</?(?:o|v|w|m|x|st1|wps|w10|wpsCustomData):[a-z][a-z0-9]*(?:\s[^<>]*)?/?>"#,
            r"|<!\[(?:if|endif)[^\]<>]*\]>|<\?xml:namespace[^<>]*>"
        ))
        .ok()
    });
    let found = STRAY.iter().flat_map(|stray| stray.find_iter(text));
    let escaped = |range: &Range<usize>| text.get(..range.start).is_some_and(|before| before.ends_with('\\'));
    found.map(|found| found.range()).filter(|range| !escaped(range)).collect()
}

#[cfg(test)]
mod tests;
