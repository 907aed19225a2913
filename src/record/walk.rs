//! Walking a record by its type, without knowing its kind: its texts, references and files, each with its path, in the order
//! of its keys. Nothing is copied. Its dates: [`super::time`]. Templates see the same as JSON: [`super::tree`].

use std::borrow::Cow;

use super::Record;
use super::tree::Leaf;
use crate::date::{PartialDate, Period};
use crate::quantity::{Fraction, Money, Percent, Quantity};
use crate::source::yaml::Step;

/// What stands at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part<'a> {
    /// A text that is no Markdown.
    Text(&'a str),
    /// What points at something or must be rendered, Markdown among them.
    Leaf(Leaf<'a>),
}

/// Is called with every part and its path.
pub type Visit<'v, 'a> = &'v mut dyn FnMut(&[Step], Part<'a>);

/// A record, or a value in one.
pub trait Walk {
    /// Whether a value of the type may have a part.
    const HAS_PARTS: bool = false;

    /// Calls `visit` with every part, in order. `path` leads to this value, and does so again afterwards.
    fn walk<'a>(&'a self, _path: &mut Vec<Step>, _visit: Visit<'_, 'a>) {}
}

/// Walks the value of a key.
pub fn key<'a, T: Walk>(path: &mut Vec<Step>, key: &'static str, value: &'a T, visit: Visit<'_, 'a>) {
    if T::HAS_PARTS {
        path.push(Step::Key(Cow::Borrowed(key)));
        value.walk(path, visit);
        path.pop();
    }
}

impl<T: Walk> Walk for Option<T> {
    const HAS_PARTS: bool = T::HAS_PARTS;

    fn walk<'a>(&'a self, path: &mut Vec<Step>, visit: Visit<'_, 'a>) {
        if let Some(value) = self {
            value.walk(path, visit);
        }
    }
}

impl<T: Walk> Walk for Vec<T> {
    const HAS_PARTS: bool = T::HAS_PARTS;

    fn walk<'a>(&'a self, path: &mut Vec<Step>, visit: Visit<'_, 'a>) {
        for (index, item) in self.iter().enumerate() {
            path.push(Step::Item(index));
            item.walk(path, visit);
            path.pop();
        }
    }
}

/// Declares what a type is that has no keys.
macro_rules! parts {
    ($($name:ty, |$value:pat_param| $part:expr;)+) => {
        $(
            impl Walk for $name {
                const HAS_PARTS: bool = true;

                fn walk<'a>(&'a self, path: &mut Vec<Step>, visit: Visit<'_, 'a>) {
                    let $value = self;
                    visit(path, $part);
                }
            }

            impl $crate::record::time::Timed for $name {}
        )+
    };
}
pub(super) use parts;

parts! {
    String, |text| Part::Text(text);
}

/// Declares that a type is a number, an amount, a choice, yes or no: nothing is said in words there, and nothing dated.
macro_rules! values {
    ($($name:ty),+) => {
        $(
            impl $crate::record::walk::Walk for $name {}
            impl $crate::record::time::Timed for $name {}
        )+
    };
}
pub(crate) use values;

values! { Quantity, Money, Percent, Fraction, bool, u32, f64 }

// Dates have a time: only a key that says which may hold one.
impl Walk for PartialDate {}
impl Walk for Period {}

/// Calls `visit` with every reference, Markdown text and file of a record, and its path, in order.
pub fn leaves<'a>(record: &'a Record, visit: &mut dyn FnMut(&[Step], Leaf<'a>)) {
    record.walk(&mut Vec::new(), &mut |path, part| {
        if let Part::Leaf(leaf) = part {
            visit(path, leaf);
        }
    });
}

/// Calls `visit` with everything in a record that editors wrote in words: Markdown, and texts that are no date, number,
/// choice, reference or file.
pub fn words<'a>(record: &'a Record, visit: &mut dyn FnMut(&[Step], &'a str)) {
    record.walk(&mut Vec::new(), &mut |path, part| {
        if let Part::Text(text) | Part::Leaf(Leaf::Prose(text)) = part {
            visit(path, text);
        }
    });
}

/// Whether a text somewhere in a record has nothing in it.
pub fn has_empty_text(record: &Record) -> bool {
    let mut is_empty = false;
    record.walk(&mut Vec::new(), &mut |_, part| {
        let text = match part {
            Part::Text(text) => text,
            Part::Leaf(leaf) => leaf.text(),
        };
        is_empty |= text.trim().is_empty();
    });
    is_empty
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::record::{time, tree};

    /// The parts of a tree of JSON, by their paths, as the tags of its leaves tell them.
    fn of_json(value: &Value, path: &str, found: &mut BTreeSet<String>) {
        let tagged = |tag: &str| value.get(tag).filter(|_| value.as_object().is_some_and(|map| map.len() == 1));
        match (tree::leaf(value), value) {
            (Some(leaf), _) => drop(found.insert(format!("{path} {leaf:?}"))),
            (None, Value::String(text)) => drop(found.insert(format!("{path} {text:?}"))),
            (None, _) if tagged("date").or(tagged("period")).is_some_and(Value::is_string) => {
                let date = tagged("date").or(tagged("period")).and_then(Value::as_str).unwrap_or_default();
                found.insert(format!("{path} {date}"));
            }
            (None, Value::Array(items)) => {
                items.iter().enumerate().for_each(|(index, item)| of_json(item, &format!("{path}[{index}]"), found));
            }
            (None, Value::Object(map)) if !tree::is_value(map) => {
                map.iter().for_each(|(key, value)| of_json(value, &format!("{path}.{key}"), found));
            }
            (None, _) => {}
        }
    }

    /// Every kind, with all that the records of the example say.
    #[test]
    fn a_record_is_walked_as_its_json_is() {
        let mut kinds = BTreeSet::new();
        for root in ["content", "themes/default/example/content"] {
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
            let source = crate::source::read(root.parent().expect("a folder")).expect("files").value;
            let bulletin = super::super::parse(&source, true).expect("a bulletin").value;
            for entry in &bulletin.entries {
                kinds.insert(entry.kind);
                let (mut walked, mut of_tree) = (BTreeSet::new(), BTreeSet::new());
                entry.record.walk(&mut Vec::new(), &mut |path, part| {
                    let path = tree::path_text(path);
                    match part {
                        Part::Text(text) => drop(walked.insert(format!(".{path} {text:?}"))),
                        Part::Leaf(leaf) => drop(walked.insert(format!(".{path} {leaf:?}"))),
                    }
                });
                time::dates(&entry.record, &mut |way, dated| {
                    walked.insert(format!(".{} {}", tree::path_text(&time::path(way)), dated.when));
                });
                of_json(&entry.record.tree(), "", &mut of_tree);
                assert_eq!(walked, of_tree, "{}", entry.file);
            }
        }
        assert_eq!(kinds.len(), crate::record::Kind::ALL.len());
    }
}
