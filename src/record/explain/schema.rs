//! Looking into a JSON Schema: what a key wants, and what it is called.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::source::yaml::{Node, NodeValue};
use crate::text::is_wide;

/// A key whose value is looked at.
#[derive(Clone, Debug)]
pub(super) struct Key<'a> {
    /// As it is typed.
    pub(super) name: &'a str,
    /// Its Chinese name, or nothing.
    pub(super) label: String,
    /// Whether it cannot be left out.
    pub(super) is_required: bool,
    /// Whether the value is an item of the key's list.
    pub(super) is_item: bool,
    /// Whether the value is the whole file.
    pub(super) is_root: bool,
    /// Whether `planned: true` may stand beside it.
    pub(super) may_be_planned: bool,
}

impl Key<'_> {
    /// The file itself.
    pub(super) const ROOT: Key<'static> =
        Key { name: "", label: String::new(), is_required: true, is_item: false, is_root: true, may_be_planned: false };

    /// A key of a map that cannot be left out, with what it wants.
    pub(super) fn required<'a>(name: &'a str, wanted: &Value) -> Key<'a> {
        Key { name, label: label(wanted), is_root: false, ..Key::ROOT }
    }

    /// Named in Chinese: `“title”（标题）`.
    pub(super) fn zh(&self) -> String {
        if self.label.is_empty() {
            format!("“{}”", self.name)
        } else {
            format!("“{}”（{}）", self.name, self.label)
        }
    }

    /// Named in English.
    pub(super) fn en(&self) -> String {
        format!("\"{}\"", self.name)
    }
}

/// The keys of a schema with their Chinese names.
pub(super) struct Words {
    keys: BTreeMap<String, String>,
    labels: BTreeMap<String, String>,
}

impl Words {
    /// All keys that stand anywhere in a schema.
    pub(super) fn of(schema: &Value) -> Self {
        let mut words = Self { keys: BTreeMap::new(), labels: BTreeMap::new() };
        words.collect(schema);
        words
    }

    fn collect(&mut self, schema: &Value) {
        for (name, inner) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let label = inner.get("title").and_then(Value::as_str).unwrap_or_default();
            self.keys.entry(name.clone()).or_insert_with(|| label.to_owned());
            self.labels.entry(label.to_owned()).or_insert_with(|| name.clone());
        }
        match schema {
            Value::Object(map) => map.values().for_each(|value| self.collect(value)),
            Value::Array(list) => list.iter().for_each(|value| self.collect(value)),
            _ => {}
        }
    }

    /// The key that a word is, or is the Chinese name of.
    pub(super) fn key<'w>(&'w self, word: &'w str) -> Option<&'w str> {
        if self.keys.contains_key(word) { Some(word) } else { self.labels.get(word).map(String::as_str) }
    }
}

/// Follows `$ref` and the "or nothing" of optional values.
pub(super) fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let pointer = reference.trim_start_matches('#');
        return root.pointer(pointer).map_or(schema, |schema| resolve(root, schema));
    }
    let options = schema.get("anyOf").and_then(Value::as_array);
    let real = options.and_then(|options| options.iter().find(|option| !is_null(option)));
    real.map_or(schema, |schema| resolve(root, schema))
}

/// Of a value that may be of several types, the one that it has; else the first.
pub(super) fn fitting<'s>(root: &'s Value, schema: &'s Value, node: &Node) -> &'s Value {
    let type_of = match node.value {
        NodeValue::Map(_) => "object",
        NodeValue::List(_) => "array",
        NodeValue::Scalar(..) | NodeValue::Alias => "string",
    };
    let resolved = resolve(root, schema);
    let mut types = Vec::new();
    types_of(root, schema, &mut types);
    types.into_iter().find(|option| has_type(option, type_of)).unwrap_or(resolved)
}

/// All that a value may be.
fn types_of<'s>(root: &'s Value, schema: &'s Value, found: &mut Vec<&'s Value>) {
    let reference = schema.get("$ref").and_then(Value::as_str);
    let named = reference.and_then(|reference| root.pointer(reference.trim_start_matches('#'))).unwrap_or(schema);
    match named.get("anyOf").and_then(Value::as_array) {
        Some(options) => options.iter().for_each(|option| types_of(root, option, found)),
        None => found.push(named),
    }
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null")
}

/// Whether a key may stand with nothing after it.
pub(super) fn allows_nothing(schema: &Value) -> bool {
    let options = schema.get("anyOf").and_then(Value::as_array);
    has_type(schema, "null") || has_type(schema, "array") || options.is_some_and(|options| options.iter().any(is_null))
}

pub(super) fn has_type(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(many)) => many.iter().any(|one| one == name),
        _ => false,
    }
}

pub(super) fn format(schema: &Value) -> &str {
    schema.get("format").and_then(Value::as_str).unwrap_or("")
}

pub(super) fn is_required(schema: &Value, name: &str) -> bool {
    let required = schema.get("required").and_then(Value::as_array);
    required.is_some_and(|required| required.iter().any(|one| one == name))
}

/// The keys of a map with what they want, in the order they are declared.
pub(super) fn properties(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let map = schema.get("properties").and_then(Value::as_object);
    map.into_iter().flatten().map(|(name, inner)| (name.as_str(), inner))
}

/// A key's Chinese name.
pub(super) fn label(schema: &Value) -> String {
    schema.get("title").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The English of a description's first sentence, without the Chinese name.
pub(super) fn part_en(schema: &Value) -> String {
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let ends = [". ", "; ", ": ", "\n"];
    let end = ends.iter().filter_map(|end| description.find(end)).min().unwrap_or(description.len());
    let first = description.get(..end).unwrap_or("").trim_end_matches('.');
    let first = first.split(", as ").next().unwrap_or("");
    let words = first.split_whitespace().filter(|word| !word.contains(is_wide));
    let text = words.collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches(',');
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
