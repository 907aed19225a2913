//! YAML with places: a second, span-keeping parse, made only when a finding must point at something.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde::de::DeserializeOwned;

/// Lists and maps may be nested this deep.
const MAX_DEPTH: usize = 64;

/// A YAML value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Byte range in the parsed text.
    pub span: Range<usize>,
    /// What it is.
    pub value: NodeValue,
}

/// What a [`Node`] is.
#[derive(Clone, Debug)]
pub enum NodeValue {
    /// A scalar: its text, and whether it was written without quotes.
    Scalar(String, bool),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order written, repeated keys kept.
    Map(Entries),
    /// An alias `*name`.
    Alias,
}

/// The entries of a map.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    all: Vec<(Node, Node)>,
    /// Their places, by key, and those of one key in the order written: put in order when many are first looked through, as
    /// a thousand findings may each look for their own.
    by_key: OnceLock<Vec<usize>>,
}

/// So many entries are looked through one by one.
const FEW_ENTRIES: usize = 16;

impl Entries {
    /// The first entry with this key.
    pub fn entry(&self, key: &str) -> Option<&(Node, Node)> {
        if self.all.len() <= FEW_ENTRIES {
            return self.all.iter().find(|(name, _)| name.text() == Some(key));
        }
        let by_key = self.by_key.get_or_init(|| {
            let mut places: Vec<usize> = (0..self.all.len()).collect();
            places.sort_by_key(|place| self.key_at(*place));
            places
        });
        let first = by_key.partition_point(|place| self.key_at(*place) < Some(key));
        self.all.get(*by_key.get(first)?).filter(|(name, _)| name.text() == Some(key))
    }

    fn key_at(&self, place: usize) -> Option<&str> {
        self.all.get(place).and_then(|(name, _)| name.text())
    }
}

impl From<Vec<(Node, Node)>> for Entries {
    fn from(all: Vec<(Node, Node)>) -> Self {
        Self { all, by_key: OnceLock::new() }
    }
}

impl std::ops::Deref for Entries {
    type Target = [(Node, Node)];

    fn deref(&self) -> &[(Node, Node)] {
        &self.all
    }
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Scalar(text, _) => Some(text),
            _ => None,
        }
    }
}

/// Why YAML could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// The parser's word.
    pub message: String,
    /// Byte offset.
    pub offset: usize,
}

/// Parses one document. An empty one gives `Ok(None)`.
///
/// # Errors
/// Syntax errors, more than one document, and values nested deeper than 64.
pub fn parse(text: &str) -> Result<Option<Node>, YamlError> {
    let offsets = Offsets::new(text);
    let mut events = Vec::new();
    each_event(text, &offsets, &mut |event, span| events.push((event, span)))?;
    let mut builder = Builder { events: events.into_iter(), offsets };
    builder.document()
}

/// Calls `take` with every event of a text, and goes no further than where it is nested too deep: parsers take the square
/// of the depth to find its end.
fn each_event<'t>(text: &'t str, offsets: &Offsets, take: &mut dyn FnMut(Event<'t>, Span)) -> Result<(), YamlError> {
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let offset = offsets.byte(error.marker().index());
            // The parser looks ahead, and has a limit of its own.
            let is_deep = error.info() == "recursion limit exceeded";
            YamlError { message: if is_deep { too_deep() } else { error.info().to_owned() }, offset }
        })?;
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(YamlError { message: too_deep(), offset: offsets.range(span).start });
        }
        take(event, span);
    }
    Ok(())
}

fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH}")
}

/// Reads a value of a type. What may be nested too deep is looked through before: the parser that reads records would
/// only find out at its end.
///
/// # Errors
/// Syntax errors, what is not of the type, and values nested deeper than 64.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, serde_yaml::Error> {
    if may_be_deep(text)
        && let Err(error) = each_event(text, &Offsets::new(text), &mut |_, _| {})
        && (error.message == too_deep() || brackets(text) > MANY_BRACKETS)
    {
        return Err(serde::de::Error::custom(error.message));
    }
    serde_yaml::from_str(text)
}

/// With more opening brackets than this, what the parser with places refuses is not given to the other: how deep it is
/// nested is not known, and the other takes the square of it.
const MANY_BRACKETS: usize = 4096;

/// Whether a text may be nested deeper than 64: no deeper than it has brackets, and a line is indented.
fn may_be_deep(text: &str) -> bool {
    let indent = |line: &str| line.bytes().take_while(|byte| matches!(byte, b' ' | b'-' | b'?' | b':')).count();
    brackets(text) + text.lines().map(indent).max().unwrap_or(0) >= MAX_DEPTH
}

fn brackets(text: &str) -> usize {
    text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count()
}

/// Why a text is no YAML, by the parser with places, and then by the one that reads records: each is stricter somewhere.
pub fn fault(text: &str) -> Option<YamlError> {
    if let Err(error) = parse(text) {
        return Some(error);
    }
    let error = serde_yaml::from_str::<serde::de::IgnoredAny>(text).err()?;
    let offset = error.location().map_or(0, |location| location.index());
    Some(YamlError { message: error.to_string(), offset: text.floor_char_boundary(offset.min(text.len())) })
}

/// The comment that is all that follows a key or a dash, for an empty value: `place: #3号楼`.
pub fn comment_for_value(text: &str, node: &Node) -> Option<Range<usize>> {
    if !matches!(&node.value, NodeValue::Scalar(value, true) if value.is_empty()) {
        return None;
    }
    // Nothing is said to stand before the colon, behind it, or behind the comments and empty lines below it.
    let before = text.get(..node.span.start)?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let rest = text.get(node.span.start..)?;
    let mut end = match before.get(line..)?.trim().is_empty() {
        true => line,
        false => node.span.start + rest.find('\n').unwrap_or(rest.len()),
    };
    loop {
        let before = text.get(..end)?;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.get(start..)?;
        let head = line.trim_start();
        if head.is_empty() || head.starts_with('#') {
            end = start.checked_sub(1)?;
            continue;
        }
        let hash = line.find(" #")? + 1;
        let is_all = line.get(..hash)?.trim_end().ends_with([':', '-']);
        return is_all.then(|| start + hash..start + line.trim_end().len());
    }
}

/// A text as a value is written: plain where YAML reads it as it stands, or else in quotes. `in_flow`: within braces or
/// brackets, where commas and brackets end a plain value.
pub fn scalar(text: &str, in_flow: bool) -> String {
    let line = if in_flow { format!("{{k: {text}}}") } else { format!("k: {text}") };
    let reads = || {
        let root = parse(&line).ok().flatten()?;
        let NodeValue::Map(entries) = &root.value else { return None };
        let [(_, Node { value: NodeValue::Scalar(read, true), .. })] = &**entries else { return None };
        (read == text && fault(&line).is_none()).then_some(())
    };
    if text.is_empty() || text.contains(is_unwritable) || reads().is_none() { quoted(text) } else { text.to_owned() }
}

/// Whether a character ends a line, for some readers of YAML, or may not stand in a file: it is written as its number.
fn is_unwritable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A text in quotes, of the kind that leaves it as it is.
pub fn quoted(text: &str) -> String {
    if text.contains(is_unwritable) {
        let written = serde_json::Value::from(text).to_string();
        let escaped = |c: char| if is_unwritable(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
        return written.chars().map(escaped).collect();
    }
    match (text.contains('"') || text.contains('\\'), text.contains('\'')) {
        (false, _) => format!("\"{text}\""),
        (true, false) => format!("'{text}'"),
        (true, true) => format!("'{}'", text.replace('\'', "''")),
    }
}

/// Byte offsets of characters: the parser counts characters.
struct Offsets(Vec<usize>);

impl Offsets {
    fn new(text: &str) -> Self {
        Self(text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect())
    }

    fn byte(&self, character: usize) -> usize {
        self.0.get(character).or(self.0.last()).copied().unwrap_or(0)
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.byte(span.start.index())..self.byte(span.end.index())
    }
}

struct Builder<'a> {
    events: std::vec::IntoIter<(Event<'a>, Span)>,
    offsets: Offsets,
}

impl Builder<'_> {
    fn document(&mut self) -> Result<Option<Node>, YamlError> {
        let mut root = None;
        while let Some((event, span)) = self.events.next() {
            match event {
                Event::StreamStart | Event::StreamEnd | Event::DocumentEnd | Event::Nothing => {}
                Event::DocumentStart(_) if root.is_some() => {
                    let offset = self.offsets.byte(span.start.index());
                    return Err(YamlError { message: "more than one document in the file".into(), offset });
                }
                Event::DocumentStart(_) => {}
                event => root = Some(self.node(event, span)),
            }
        }
        Ok(root)
    }

    fn node(&mut self, event: Event<'_>, span: Span) -> Node {
        let range = self.offsets.range(span);
        let value = match event {
            Event::Scalar(text, style, ..) => NodeValue::Scalar(text.into_owned(), style == ScalarStyle::Plain),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                while let Some((event, span)) = self.events.next() {
                    if matches!(event, Event::SequenceEnd) {
                        break;
                    }
                    items.push(self.node(event, span));
                }
                NodeValue::List(items)
            }
            Event::MappingStart(..) => {
                let mut entries = Vec::new();
                while let Some((event, span)) = self.events.next() {
                    if matches!(event, Event::MappingEnd) {
                        break;
                    }
                    let key = self.node(event, span);
                    let Some((event, span)) = self.events.next() else { break };
                    entries.push((key, self.node(event, span)));
                }
                NodeValue::Map(entries.into())
            }
            _ => NodeValue::Alias,
        };
        let end = match &value {
            NodeValue::List(items) => items.last().map_or(range.end, |item| item.span.end),
            NodeValue::Map(entries) => entries.last().map_or(range.end, |(_, value)| value.span.end),
            _ => range.end,
        };
        Node { span: range.start..end.max(range.end), value }
    }
}

/// One step of a path into a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(Cow<'static, str>),
    /// The n-th item of a list, from 0.
    Item(usize),
}

impl Node {
    /// The value of a key of a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let NodeValue::Map(entries) = &self.value else { return None };
        entries.entry(key).map(|(_, value)| value)
    }

    /// A key of a map, as it stands there.
    pub fn key(&self, key: &str) -> Option<&Node> {
        let NodeValue::Map(entries) = &self.value else { return None };
        entries.entry(key).map(|(name, _)| name)
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        if let NodeValue::List(items) = &self.value { items } else { &[] }
    }

    /// The place of the value at `path`, or of the nearest value above it.
    pub fn locate(&self, path: &[Step]) -> Range<usize> {
        let mut node = self;
        for step in path {
            let next = match (step, &node.value) {
                (Step::Key(key), _) => node.get(key),
                (Step::Item(index), NodeValue::List(items)) => items.get(*index),
                _ => None,
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        node.span.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_of_nested_values_are_found() {
        let text = "title: 甲\nstages:\n  - stage: 签约\n    date: 2023\n";
        let path = [Step::Key("stages".into()), Step::Item(0), Step::Key("date".into())];
        let root = parse(text).expect("YAML").expect("a value");
        assert_eq!(&text[root.locate(&path)], "2023");
        assert_eq!(&text[root.locate(&[Step::Key("title".into())])], "甲");
    }

    #[test]
    fn of_many_keys_each_is_found() {
        let lines: String = (0..40).map(|n| format!("k{}: {n}\n", n * 7 % 40)).collect();
        for text in [
            lines.clone(),
            lines.clone() + "k3: again\n? [a]\n: b\n",
            lines.lines().take(9).collect::<Vec<_>>().join("\n"),
        ] {
            let root = parse(&text).expect("YAML").expect("a value");
            let NodeValue::Map(entries) = &root.value else { panic!("a map") };
            for key in (0..41).map(|n| format!("k{n}")).chain(["".to_owned(), "z".to_owned()]) {
                let scanned =
                    entries.iter().find(|(name, _)| name.text() == Some(&key)).map(|(_, value)| value.span.clone());
                assert_eq!(root.get(&key).map(|value| value.span.clone()), scanned, "{key}");
            }
        }
    }

    #[test]
    fn values_are_quoted_where_they_must_be() {
        for (text, block, flow) in [
            (">500块", "\">500块\"", "\">500块\""),
            ("≥30个", "≥30个", "≥30个"),
            ("甲, 乙", "甲, 乙", "\"甲, 乙\""),
            ("说明: 一", "\"说明: 一\"", "\"说明: 一\""),
            ("a: \"b\"", "'a: \"b\"'", "'a: \"b\"'"),
            ("", "\"\"", "\"\""),
            ("2023-03", "2023-03", "2023-03"),
        ] {
            assert_eq!(scalar(text, false), block);
            assert_eq!(scalar(text, true), flow);
        }
    }

    #[test]
    fn too_deep_is_an_error() {
        assert!(parse(&"[".repeat(2000)).is_err());
        assert!(parse(&format!("{}{}", "[".repeat(100), "]".repeat(100))).is_err());
        let nested = |depth: usize| format!("a: {}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&nested(63)).is_ok() && read::<serde_json::Value>(&nested(63)).is_ok());
        for text in [nested(64), "- ".repeat(65) + "a", "? ".repeat(65) + "a", steps(65)] {
            assert_eq!(parse(&text).expect_err("too deep").message, too_deep());
            assert_eq!(read::<serde_json::Value>(&text).expect_err("too deep").to_string(), too_deep());
        }
    }

    /// Maps in maps, a space further in at each line.
    fn steps(depth: usize) -> String {
        (0..depth).map(|indent| format!("{}a:\n", " ".repeat(indent))).collect()
    }

    /// What is too deep is refused where it gets so: no event behind it is asked for.
    #[test]
    fn what_is_too_deep_is_read_no_further() {
        for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000)] {
            let mut events = 0;
            let error = each_event(&text, &Offsets::new(&text), &mut |_, _| events += 1).expect_err("too deep");
            assert!(events < 300 && error.offset < 1100, "{events} events, {error:?}");
            assert_eq!(error.message, too_deep());
            assert!(may_be_deep(&text));
        }
        let open = "a: \"b\" c\n".to_owned() + &"[".repeat(MANY_BRACKETS + 1);
        assert!(read::<serde_json::Value>(&open).is_err());
    }

    #[test]
    fn what_is_not_deep_is_not_looked_through() {
        assert!(!may_be_deep(&"title: 甲\nstages: [{stage: 开工}]\n".repeat(20)));
    }

    proptest! {
        #[test]
        fn a_written_value_is_read_again(text in "[ -~甲≥：\"'#]{0,12}", in_flow: bool) {
            let text = text.trim();
            let line = if in_flow { format!("{{k: {}}}", scalar(text, true)) } else { format!("k: {}", scalar(text, false)) };
            let root = parse(&line).expect("YAML").expect("a value");
            prop_assert_eq!(root.get("k").and_then(Node::text), Some(text));
        }

        #[test]
        fn any_text_parses_without_panic(text in "\\PC{0,80}") {
            let _ = parse(&text);
            let _ = parse(&text).map(|root| root.map(|root| root.locate(&[Step::Key("a".into()), Step::Item(1)])));
        }
    }
}
