//! A record as a tree of JSON with tagged leaves, as templates see it. What only looks at a record walks it by its type:
//! [`super::walk`].

use serde_json::{Map, Value};

use crate::source::yaml::Step;

/// A leaf that points at something or must be rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf<'a> {
    /// A reference: id, and the kind it must be of (empty for any).
    Ref(&'a str, &'a str),
    /// A source document's id.
    Document(&'a str),
    /// Markdown.
    Prose(&'a str),
    /// An image's path.
    Image(&'a str),
    /// A file's path.
    File(&'a str),
}

impl<'a> Leaf<'a> {
    /// What the editor wrote.
    pub fn text(self) -> &'a str {
        match self {
            Leaf::Ref(text, _) | Leaf::Document(text) | Leaf::Prose(text) | Leaf::Image(text) | Leaf::File(text) => {
                text
            }
        }
    }
}

/// The leaf that `value` is, if it is one of those.
pub fn leaf(value: &Value) -> Option<Leaf<'_>> {
    let map = value.as_object()?;
    let text = |key: &str| map.get(key).and_then(Value::as_str);
    if let Some(id) = text("ref") {
        return Some(Leaf::Ref(id, text("kind").unwrap_or("")));
    }
    text("markdown")
        .map(Leaf::Prose)
        .or_else(|| text("document").filter(|_| map.len() == 1).map(Leaf::Document))
        .or_else(|| text("image").map(Leaf::Image))
        .or_else(|| text("file").filter(|_| map.len() == 1).map(Leaf::File))
}

/// What stands at a path.
pub fn at_path<'a>(tree: &'a Value, path: &[Step]) -> Option<&'a Value> {
    path.iter().try_fold(tree, |value, step| match step {
        Step::Key(key) => value.get(&**key),
        Step::Item(index) => value.get(index),
    })
}

/// Whether a text somewhere in a tree has nothing in it.
pub fn has_empty_text(tree: &Value) -> bool {
    match tree {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().any(has_empty_text),
        Value::Object(map) => {
            let is_any = |key: &str| key == "kind" && map.contains_key("ref");
            map.iter().any(|(key, value)| !is_any(key) && has_empty_text(value))
        }
        _ => false,
    }
}

/// A path as text: `updates[2].note`.
pub fn path_text(path: &[Step]) -> String {
    let mut out = String::new();
    for step in path {
        match step {
            Step::Key(key) if out.is_empty() => out.push_str(key),
            Step::Key(key) => {
                out.push('.');
                out.push_str(key);
            }
            Step::Item(index) => out.push_str(&format!("[{index}]")),
        }
    }
    out
}

/// Whether a map is a leaf that holds no words of its own: a value, a choice, the name of another thing.
pub fn is_value(map: &Map<String, Value>) -> bool {
    let is_string = |tag: &&str| map.get(*tag).is_some_and(Value::is_string);
    match map.len() {
        1 => ["document", "image", "file", "date", "period", "quantity", "money", "percent", "fraction"]
            .iter()
            .any(is_string),
        2 => ["ref", "kind"].iter().all(is_string),
        3 => ["choice", "zh", "en"].iter().all(is_string),
        _ => false,
    }
}
