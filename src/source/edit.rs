//! Changes to YAML by place: a value is set, added, removed or moved, and every other byte stays as it was, so comments,
//! order, quotes and line ends do too.
//!
//! A change is made on the text, and the text is read again: where it does not hold exactly what was meant, it is refused.

use std::fmt;
use std::ops::Range;

use serde_json::Value;

use super::yaml::{Node, NodeValue, Step, YamlError, parse, quoted, scalar};

/// A change to a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The value at a path becomes another. Keys of the path that are not there are added behind the others.
    Set(Vec<Step>, Value),
    /// A value is added at the end of the list at a path, which is made where there is none.
    Add(Vec<Step>, Value),
    /// An entry of a map or an item of a list is removed, with the comment on its line; those above it stay.
    Remove(Vec<Step>),
    /// An entry or item takes another place in its map or list, counted from 0 without it. Comments above it come along.
    Move(Vec<Step>, usize),
}

/// Why a change was not made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text is no YAML.
    #[error("{}", .0.message)]
    Unreadable(YamlError),
    /// Nothing stands at the path, or something that has no parts.
    #[error("nothing stands at {0}")]
    NoSuchPlace(Shown),
    /// The change cannot be made without changing more: anchors, tags and keys of several lines.
    #[error("{0} cannot be changed without changing more")]
    Entangled(Shown),
}

/// A path as people write it: `stages.0.date`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown(Vec<Step>);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            f.write_str(if index > 0 { "." } else { "" })?;
            match step {
                Step::Key(key) => f.write_str(key)?,
                Step::Item(item) => write!(f, "{item}")?,
            }
        }
        Ok(())
    }
}

/// The text with a change made.
///
/// # Errors
/// When the text is no YAML, has nothing at the place, or cannot be changed there without changing more.
pub fn edit(text: &str, change: &Change) -> Result<String, EditError> {
    let root = parse(text).map_err(EditError::Unreadable)?;
    let path = match change {
        Change::Set(path, _) | Change::Add(path, _) | Change::Remove(path) | Change::Move(path, _) => path,
    };
    let mut meant = root.as_ref().map_or(Tree::empty(), Tree::of);
    if !meant.change(change) {
        return Err(EditError::NoSuchPlace(Shown(path.clone())));
    }
    let made = Editor { text, end: line_end_of(text) }.change(root.as_ref(), change);
    let reads = |made: &String| {
        let read = parse(made).ok().flatten();
        read.as_ref().map_or(Tree::empty(), Tree::of).is(&meant)
    };
    made.filter(reads).ok_or_else(|| EditError::Entangled(Shown(path.clone())))
}

/// A document without places.
#[derive(Clone, Debug)]
enum Tree {
    /// Its text, and whether it stands without quotes, where that matters.
    Scalar(String, Option<bool>),
    List(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
    Alias,
}

impl Tree {
    /// Of a document of nothing but comments.
    fn empty() -> Self {
        Self::Scalar(String::new(), Some(true))
    }

    fn of(node: &Node) -> Self {
        match &node.value {
            NodeValue::Scalar(text, plain) => Self::Scalar(text.clone(), Some(*plain)),
            NodeValue::List(items) => Self::List(items.iter().map(Self::of).collect()),
            NodeValue::Map(entries) => {
                Self::Map(entries.iter().map(|(key, value)| (Self::of(key), Self::of(value))).collect())
            }
            NodeValue::Alias => Self::Alias,
        }
    }

    fn to_be(value: &Value) -> Self {
        match value {
            Value::Null => Self::Scalar("null".into(), Some(true)),
            Value::Bool(_) | Value::Number(_) => Self::Scalar(value.to_string(), Some(true)),
            Value::String(text) => Self::Scalar(text.clone(), None),
            Value::Array(items) => Self::List(items.iter().map(Self::to_be).collect()),
            Value::Object(entries) => {
                let key = |key: &String| Self::Scalar(key.clone(), None);
                Self::Map(entries.iter().map(|(name, value)| (key(name), Self::to_be(value))).collect())
            }
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Scalar(a, is), Self::Scalar(b, was)) => a == b && (is == was || is.is_none() || was.is_none()),
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(b)),
            (Self::Map(a), Self::Map(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((ak, av), (bk, bv))| ak.is(bk) && av.is(bv))
            }
            (Self::Alias, Self::Alias) => true,
            _ => false,
        }
    }

    /// Whether nothing stands here: a key without a value.
    fn is_nothing(&self) -> bool {
        matches!(self, Self::Scalar(text, Some(true)) if text.is_empty() || text == "null" || text == "~")
    }

    fn at(&mut self, path: &[Step]) -> Option<&mut Self> {
        let Some((step, rest)) = path.split_first() else { return Some(self) };
        match (step, self) {
            (Step::Key(name), Self::Map(entries)) => {
                let is = |key: &Self| matches!(key, Self::Scalar(text, _) if text == name);
                entries.iter_mut().find(|(key, _)| is(key))?.1.at(rest)
            }
            (Step::Item(index), Self::List(items)) => items.get_mut(*index)?.at(rest),
            _ => None,
        }
    }

    /// Makes a change; `false` where it has no place.
    fn change(&mut self, change: &Change) -> bool {
        match change {
            Change::Set(path, value) => self.set(path, value),
            Change::Add(path, value) => match self.at(path) {
                Some(Self::List(items)) => {
                    items.push(Self::to_be(value));
                    true
                }
                Some(other) if !other.is_nothing() => false,
                _ => self.set(path, &Value::Array(vec![value.clone()])),
            },
            Change::Remove(path) => self.part(path).is_some_and(|(whole, at)| whole.take(at).is_some()),
            Change::Move(path, to) => self.part(path).is_some_and(|(whole, at)| {
                let length = whole.length();
                whole.take(at).is_some_and(|part| {
                    whole.put((*to).min(length - 1), part);
                    true
                })
            }),
        }
    }

    fn set(&mut self, path: &[Step], value: &Value) -> bool {
        let Some((step, rest)) = path.split_first() else {
            *self = Self::to_be(value);
            return true;
        };
        if self.at(std::slice::from_ref(step)).is_some() {
            return self.at(std::slice::from_ref(step)).is_some_and(|inner| inner.set(rest, value));
        }
        let Step::Key(name) = step else { return false };
        if self.is_nothing() {
            *self = Self::Map(Vec::new());
        }
        let (Self::Map(entries), Some(value)) = (self, nested(rest, value)) else { return false };
        entries.push((Self::Scalar(name.to_string(), None), Self::to_be(&value)));
        true
    }

    /// The map or list that holds the part at a path, and which part it is.
    fn part(&mut self, path: &[Step]) -> Option<(&mut Self, usize)> {
        let (last, above) = path.split_last()?;
        let whole = self.at(above)?;
        let at = match (last, &*whole) {
            (Step::Key(name), Self::Map(entries)) => {
                entries.iter().position(|(key, _)| matches!(key, Self::Scalar(text, _) if text == name))?
            }
            (Step::Item(index), Self::List(items)) if *index < items.len() => *index,
            _ => return None,
        };
        Some((whole, at))
    }

    fn length(&self) -> usize {
        match self {
            Self::Map(entries) => entries.len(),
            Self::List(items) => items.len(),
            _ => 0,
        }
    }

    /// Takes a part out: its key, where it has one, and its value.
    fn take(&mut self, at: usize) -> Option<(Option<Self>, Self)> {
        match self {
            Self::Map(entries) => Some(entries.remove(at)).map(|(key, value)| (Some(key), value)),
            Self::List(items) => Some((None, items.remove(at))),
            _ => None,
        }
    }

    fn put(&mut self, at: usize, (key, value): (Option<Self>, Self)) {
        match (self, key) {
            (Self::Map(entries), Some(key)) => entries.insert(at, (key, value)),
            (Self::List(items), None) => items.insert(at, value),
            _ => {}
        }
    }
}

/// A value within maps of the keys that lead to it; none where an item of a list does, which would have none before it.
fn nested(path: &[Step], value: &Value) -> Option<Value> {
    path.iter().rev().try_fold(value.clone(), |value, step| match step {
        Step::Key(key) => Some(Value::Object([(key.to_string(), value)].into_iter().collect())),
        Step::Item(_) => None,
    })
}

/// How lines end in a text.
fn line_end_of(text: &str) -> &'static str {
    if text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')) { "\r\n" } else { "\n" }
}

/// The most characters of a map or list that is written on one line.
const WIDE: usize = 90;

/// A value, as it is written: what follows the key, and lines below it, further in than the key by what they say.
struct Written {
    inline: String,
    lines: Vec<String>,
}

impl Written {
    fn inline(inline: String) -> Self {
        Self { inline, lines: Vec::new() }
    }

    /// In a block: maps and lists on a line where they are short, else on lines of their own.
    fn block(value: &Value) -> Self {
        match value {
            Value::String(text) => literal(text).unwrap_or_else(|| Self::inline(flow(value, false))),
            Value::Array(items) if !is_short(value) => {
                let lines = items.iter().flat_map(Self::item);
                Self { inline: String::new(), lines: lines.collect() }
            }
            Value::Object(entries) if !is_short(value) => {
                let lines = entries.iter().flat_map(|(key, value)| Self::entry(key, value));
                Self { inline: String::new(), lines: lines.collect() }
            }
            other => Self::inline(flow(other, false)),
        }
    }
}

impl Written {
    /// A key with its value.
    fn entry(key: &str, value: &Value) -> Vec<String> {
        Self::block(value).behind(&(text_of(key, false) + ":"))
    }

    /// An item of a list, on lines of its own.
    fn item(item: &Value) -> Vec<String> {
        if !item.is_object() || is_short(item) {
            return Self::block(item).behind("-");
        }
        let lines = Self::block(item).lines;
        let line = |(index, line): (usize, &String)| if index == 0 { format!("- {line}") } else { indented(line, 2) };
        lines.iter().enumerate().map(line).collect()
    }

    /// The lines of this behind a key or a dash.
    fn behind(self, first: &str) -> Vec<String> {
        let space = if self.inline.is_empty() { "" } else { " " };
        let first = format!("{first}{space}{}", self.inline);
        std::iter::once(first).chain(self.lines.iter().map(|line| indented(line, 2))).collect()
    }
}

fn indented(line: &str, by: usize) -> String {
    if line.is_empty() { String::new() } else { " ".repeat(by) + line }
}

/// Whether a value is written on one line in a block: no lists of maps, no texts of several lines, and not wide.
fn is_short(value: &Value) -> bool {
    let is_flat = |value: &Value| match value {
        Value::Array(items) => !items.iter().any(Value::is_object),
        _ => true,
    };
    let parts: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(entries) => entries.values().collect(),
        _ => Vec::new(),
    };
    let is_line = |value: &&Value| value.as_str().is_none_or(|text| !text.contains('\n'));
    let is_empty = parts.is_empty();
    is_empty
        || is_flat(value)
            && parts.iter().all(|part| is_flat(part) && is_line(part))
            && flow(value, false).chars().count() <= WIDE
}

/// A text of several lines after `|`; none where it would not be read as it is.
fn literal(text: &str) -> Option<Written> {
    let body = text.trim_end_matches('\n');
    let plain = body.contains('\n')
        && !body.starts_with([' ', '\n', '\t'])
        && !body.contains(|c: char| c != '\n' && c != '\t' && c.is_control() || c == '\u{feff}')
        && !body.lines().any(|line| line.trim().is_empty() && !line.is_empty());
    let sign = match text.len() - body.len() {
        0 => "|-",
        1 => "|",
        _ => return None,
    };
    plain.then(|| Written { inline: sign.into(), lines: body.lines().map(str::to_owned).collect() })
}

/// A value on one line.
fn flow(value: &Value, within: bool) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => text_of(text, within),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(item, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| format!("{}: {}", text_of(key, true), flow(value, true));
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// A text, in quotes where it would be read as something else.
pub fn text_of(text: &str, in_flow: bool) -> String {
    let written = scalar(text, in_flow);
    let is_text = || serde_yaml::from_str::<serde_yaml::Value>(&written).is_ok_and(|value| value.is_string());
    if written == text && !is_text() { quoted(text) } else { written }
}

/// A value with where it hangs.
#[derive(Clone, Copy)]
struct Hung<'n> {
    node: &'n Node,
    /// Behind the colon or the dash that it belongs to; none for the root, and for a key in braces without a colon.
    holder: Option<usize>,
    /// Where the key, dash or item begins.
    start: usize,
    /// Whether it stands within braces or brackets.
    in_flow: bool,
}

/// An entry of a map or an item of a list: from its key or dash to the end of its value.
struct Part<'n> {
    key: Option<&'n Node>,
    value: &'n Node,
    start: usize,
    holder: Option<usize>,
    end: usize,
}

/// What becomes of the text: what stands at each range.
type Edits = Vec<(Range<usize>, String)>;

struct Editor<'t> {
    text: &'t str,
    /// How lines end.
    end: &'static str,
}

impl Editor<'_> {
    fn change(&self, root: Option<&Node>, change: &Change) -> Option<String> {
        let edits = match change {
            Change::Set(path, value) => self.set(root, path, value)?,
            Change::Add(path, value) => match root.and_then(|root| self.hung(root, path)) {
                Some(hung) if matches!(hung.node.value, NodeValue::List(_)) => self.append(hung, None, value)?,
                _ => self.set(root, path, &Value::Array(vec![value.clone()]))?,
            },
            Change::Remove(path) => {
                let (whole, at) = self.part(root?, path)?;
                self.remove(whole, at)?
            }
            Change::Move(path, to) => {
                let (whole, at) = self.part(root?, path)?;
                self.reorder(whole, at, *to)?
            }
        };
        let mut text = self.text.to_owned();
        let mut edits = edits;
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, new) in edits {
            text.get(range.clone())?;
            text.replace_range(range, &new);
        }
        Some(text)
    }

    fn set(&self, root: Option<&Node>, path: &[Step], value: &Value) -> Option<Edits> {
        let Some(root) = root else {
            let (Step::Key(key), after) = path.split_first()? else { return None };
            let lines = Written::entry(key, &nested(after, value)?);
            let gap = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { self.end };
            let at = self.text.len();
            return Some(vec![(at..at, gap.to_owned() + &lines.join(self.end) + self.end)]);
        };
        // As far along the path as there is something.
        let (mut hung, mut rest) = (self.hung(root, &[])?, path);
        while let Some((step, after)) = rest.split_first() {
            match self.step(hung, step) {
                Some(next) => (hung, rest) = (next, after),
                None => break,
            }
        }
        let Some((Step::Key(key), after)) = rest.split_first() else { return self.replace(hung, value) };
        let value = nested(after, value)?;
        match hung.node.value {
            NodeValue::Map(_) => self.append(hung, Some(key), &value),
            _ => self.replace(hung, &nested(std::slice::from_ref(rest.first()?), &value)?),
        }
    }

    /// Puts another value in place of one.
    fn replace(&self, hung: Hung<'_>, value: &Value) -> Option<Edits> {
        let span = self.content(hung.node);
        if hung.in_flow {
            let new = flow(value, true);
            return Some(match (span, hung.holder) {
                (Some(span), _) => vec![(span, new)],
                (None, Some(holder)) => vec![(holder..holder, format!(" {new}"))],
                (None, None) => vec![(self.word_end(hung.start)..self.word_end(hung.start), format!(": {new}"))],
            });
        }
        let holder = hung.holder?;
        let written = Written::block(value);
        let lines = self.lines_of(&written.lines, self.column(hung.start) + 2);
        let inline = if written.inline.is_empty() { String::new() } else { format!(" {}", written.inline) };
        let own_line = self.line_end(holder);
        Some(match span {
            None => vec![(holder..holder, inline), (own_line..own_line, lines)],
            // On the line of its key or dash; what stands behind it stays.
            Some(span) if span.start < own_line => {
                let last_line = self.line_end(span.end);
                vec![(holder..span.end, inline), (last_line..last_line, lines)]
            }
            // On the lines below; comments before it stay, the sign of a text (`|`, `>`) does not.
            Some(span) => {
                let behind = self.text.get(holder..own_line)?;
                let comment = behind.find(" #").and_then(|at| behind.get(at..)).unwrap_or_default();
                let between = self.text.get(own_line..self.line_start(span.start))?.trim_end();
                if inline.starts_with(" |") && !between.is_empty() {
                    return None;
                }
                vec![(holder..self.line_end(span.end), format!("{inline}{}{between}{lines}", comment.trim_end()))]
            }
        })
    }

    /// Adds an entry or an item behind the others.
    fn append(&self, hung: Hung<'_>, key: Option<&str>, value: &Value) -> Option<Edits> {
        let parts = self.parts(hung.node)?;
        let name = |in_flow| key.map(|key| text_of(key, in_flow) + ":");
        if self.is_flow(hung.node) {
            let new = [name(true), Some(flow(value, true))].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let open = hung.node.span.start + 1;
            return Some(match parts.last() {
                Some(last) => vec![(last.end..last.end, format!(", {new}"))],
                None => vec![(open..open, new)],
            });
        }
        let (first, last) = (parts.first()?, parts.last()?);
        let new = match key {
            Some(key) => Written::entry(key, value),
            None => Written::item(value),
        };
        let lines = self.lines_of(&new, self.column(first.start));
        let at = self.line_end(last.end);
        Some(vec![(at..at, lines)])
    }

    fn remove(&self, whole: Hung<'_>, at: usize) -> Option<Edits> {
        let parts = self.parts(whole.node)?;
        let part = parts.get(at)?;
        let is_list = matches!(whole.node.value, NodeValue::List(_));
        if self.is_flow(whole.node) {
            let before = at.checked_sub(1).and_then(|before| parts.get(before));
            let blank = |at: usize| {
                let rest = self.text.get(at..).unwrap_or_default();
                at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
            };
            return Some(match (before, self.comma(part.end)) {
                (_, Some(comma)) if at + 1 < parts.len() => {
                    vec![(part.start..part.end, String::new()), (comma..blank(comma + 1), String::new())]
                }
                (Some(before), _) => {
                    let comma = self.comma(before.end)?;
                    vec![
                        (comma..blank(comma + 1).min(part.start), String::new()),
                        (part.start..part.end, String::new()),
                    ]
                }
                (None, comma) => {
                    let comma = comma.map(|comma| (comma..comma + 1, String::new()));
                    std::iter::once((part.start..part.end, String::new())).chain(comma).collect()
                }
            });
        }
        let lines = self.line_start(part.start)..self.next_line(part.end);
        if parts.len() == 1 {
            let none = if is_list { Value::Array(Vec::new()) } else { Value::Object(serde_json::Map::new()) };
            return match whole.holder {
                Some(_) => self.replace(whole, &none),
                None => Some(vec![(lines, flow(&none, false) + self.end)]),
            };
        }
        let is_alone = self.text.get(lines.start..part.start)?.trim().is_empty();
        let end = if is_alone { lines.end } else { lines.end + self.indent(lines.end) };
        Some(vec![((if is_alone { lines.start } else { part.start })..end, String::new())])
    }

    fn reorder(&self, whole: Hung<'_>, from: usize, to: usize) -> Option<Edits> {
        let parts = self.parts(whole.node)?;
        let mut order: Vec<usize> = (0..parts.len()).collect();
        let moved = order.remove(from);
        order.insert(to.min(order.len()), moved);
        if self.is_flow(whole.node) {
            let of = |index: &usize| parts.get(*index).and_then(|part| self.text.get(part.start..part.end));
            let slots = parts.iter().map(|part| part.start..part.end);
            return slots.zip(order.iter().map(of)).map(|(slot, text)| Some((slot, text?.to_owned()))).collect();
        }
        let (first, last) = (parts.first()?, parts.last()?);
        let line = self.line_start(first.start);
        let is_alone = self.text.get(line..first.start)?.trim().is_empty();
        let mut start = if is_alone { line } else { first.start };
        let region = start..self.next_line(last.end);
        // Each with the lines above it, which tell of it; the first has none, since those may be of the whole.
        let mut units = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let end = self.next_line(part.end);
            let unit = self.text.get(start..end)?;
            let indent = if index == 0 && !is_alone { " ".repeat(self.column(first.start)) } else { String::new() };
            let line_end = if unit.ends_with('\n') { "" } else { self.end };
            units.push(format!("{indent}{unit}{line_end}"));
            start = end;
        }
        let mut new: String = order.iter().filter_map(|index| units.get(*index)).map(String::as_str).collect();
        if !is_alone {
            new = new.trim_start().to_owned();
        }
        if !self.text.get(region.clone())?.ends_with('\n') {
            new.truncate(new.trim_end_matches(['\r', '\n']).len());
        }
        Some(vec![(region, new)])
    }

    /// The value at a path.
    fn hung<'n>(&self, root: &'n Node, path: &[Step]) -> Option<Hung<'n>> {
        let whole = Hung { node: root, holder: None, start: root.span.start, in_flow: false };
        path.iter().try_fold(whole, |hung, step| self.step(hung, step))
    }

    fn step<'n>(&self, hung: Hung<'n>, step: &Step) -> Option<Hung<'n>> {
        let in_flow = hung.in_flow || self.is_flow(hung.node);
        let mut parts = self.parts(hung.node)?.into_iter();
        let part = match step {
            Step::Key(name) => parts.find(|part| part.key.and_then(Node::text) == Some(name))?,
            Step::Item(index) => parts.nth(*index).filter(|part| part.key.is_none())?,
        };
        Some(Hung { node: part.value, holder: part.holder, start: part.start, in_flow })
    }

    /// The map or list that holds the part at a path, and which part it is.
    fn part<'n>(&self, root: &'n Node, path: &[Step]) -> Option<(Hung<'n>, usize)> {
        let (last, above) = path.split_last()?;
        let whole = self.hung(root, above)?;
        let parts = self.parts(whole.node)?;
        let at = match last {
            Step::Key(name) => parts.iter().position(|part| part.key.and_then(Node::text) == Some(name))?,
            Step::Item(index) => *index,
        };
        Some((whole, at))
    }

    /// The entries of a map or the items of a list; none of anything else.
    fn parts<'n>(&self, node: &'n Node) -> Option<Vec<Part<'n>>> {
        let is_flow = self.is_flow(node);
        match &node.value {
            NodeValue::Map(entries) => {
                let part = |(key, value): &'n (Node, Node)| {
                    let colon = self.skip(key.span.end, false);
                    let holder = self.text.get(colon..)?.starts_with(':').then_some(colon + 1);
                    let end = self.content(value).map(|span| span.end).or(holder).unwrap_or(key.span.end);
                    Some(Part { key: Some(key), value, start: key.span.start, holder, end })
                };
                entries.iter().map(part).collect()
            }
            NodeValue::List(items) if is_flow => {
                let part = |value: &'n Node| {
                    let span = self.content(value)?;
                    Some(Part { key: None, value, start: span.start, holder: None, end: span.end })
                };
                items.iter().map(part).collect()
            }
            NodeValue::List(items) => {
                let mut at = self.first_dash(node.span.start)?;
                let part = |value: &'n Node| {
                    let dash = self.skip(at, true);
                    self.is_dash(dash).then_some(())?;
                    let end = self.content(value).map_or(dash + 1, |span| span.end);
                    at = end;
                    Some(Part { key: None, value, start: dash, holder: Some(dash + 1), end })
                };
                items.iter().map(part).collect()
            }
            _ => None,
        }
    }

    /// Where a value stands, without the lines behind it; none where there is none.
    fn content(&self, node: &Node) -> Option<Range<usize>> {
        let start = node.span.start;
        match &node.value {
            NodeValue::Scalar(text, true) if text.is_empty() => None,
            NodeValue::Scalar(..) | NodeValue::Alias => {
                let text = self.text.get(node.span.clone())?.trim_end();
                (!text.is_empty()).then_some(start..start + text.len())
            }
            NodeValue::List(_) | NodeValue::Map(_) => {
                let last = self.parts(node)?.last().map(|part| part.end);
                if !self.is_flow(node) {
                    return Some(start..last?);
                }
                let mut at = self.skip(last.unwrap_or(start + 1), true);
                if self.text.get(at..)?.starts_with(',') {
                    at = self.skip(at + 1, true);
                }
                self.text.get(at..)?.starts_with([']', '}']).then_some(start..at + 1)
            }
        }
    }

    fn is_flow(&self, node: &Node) -> bool {
        let is_whole = matches!(node.value, NodeValue::List(_) | NodeValue::Map(_));
        is_whole && self.text.get(node.span.start..).is_some_and(|text| text.starts_with(['[', '{']))
    }

    /// The next place that is no space and, with `comments`, no comment.
    fn skip(&self, from: usize, comments: bool) -> usize {
        let mut at = from;
        loop {
            let rest = self.text.get(at..).unwrap_or_default();
            at += rest.len() - rest.trim_start().len();
            let is_comment = comments && self.text.get(at..).is_some_and(|rest| rest.starts_with('#'));
            if !is_comment {
                return at;
            }
            at = self.line_end(at);
        }
    }

    /// The comma behind a part.
    fn comma(&self, end: usize) -> Option<usize> {
        let at = self.skip(end, true);
        self.text.get(at..)?.starts_with(',').then_some(at)
    }

    fn is_dash(&self, at: usize) -> bool {
        let behind = self.text.get(at..).and_then(|text| text.strip_prefix('-'));
        behind.is_some_and(|text| text.is_empty() || text.starts_with([' ', '\t', '\r', '\n']))
    }

    /// The dash of a list's first item. The parser says that a list that is no further in than its key begins behind it.
    fn first_dash(&self, start: usize) -> Option<usize> {
        if self.is_dash(start) {
            return Some(start);
        }
        let before = self.text.get(..start)?.trim_end_matches([' ', '\t']);
        before.len().checked_sub(1).filter(|at| self.is_dash(*at))
    }

    /// The end of a key without a colon.
    fn word_end(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        start
            + rest
                .find([',', '}', ']', '\n'])
                .map_or(rest.len(), |end| rest.get(..end).unwrap_or(rest).trim_end().len())
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
    }

    /// The end of a line, without its line end.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        at + line.trim_end_matches('\r').len()
    }

    fn next_line(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.find('\n').map_or(rest.len(), |newline| newline + 1)
    }

    /// How many spaces a line begins with.
    fn indent(&self, line: usize) -> usize {
        self.text.get(line..).unwrap_or_default().bytes().take_while(|byte| *byte == b' ').count()
    }

    /// How many characters stand before a place on its line.
    fn column(&self, at: usize) -> usize {
        let before = self.text.get(self.line_start(at)..at).unwrap_or_default();
        before.chars().filter(|c| *c != '\u{feff}').count()
    }

    /// Lines, each behind a line end and as many spaces.
    fn lines_of(&self, lines: &[String], indent: usize) -> String {
        lines.iter().map(|line| format!("{}{}", self.end, indented(line, indent))).collect()
    }
}

#[cfg(test)]
mod tests;
