//! One page: its view, with texts rendered to HTML, put through its template.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use tera::Context;

use super::{Failed, Theme, as_written, prose};
use crate::record::Entry;
use crate::site::{Page, View};
use crate::text::Strings;

/// A page, and the same with marks for what was written in Traditional characters, where it was.
pub(super) struct Twice {
    pub(super) bytes: Vec<u8>,
    pub(super) marked: Option<Vec<u8>>,
}

/// Renders a page; with `entry`, the record that it is of, also with marks.
///
/// # Errors
/// What is wrong with the template when it cannot be rendered.
pub(super) fn with_marks(
    planned: &Page,
    view: View,
    theme: &Theme,
    entry: Option<&Entry>,
) -> Result<Twice, Box<Failed>> {
    let mut view = if theme.draws_codes() { view.drawn() } else { view };
    let marked = entry.filter(|entry| entry.written.is_some()).and_then(|entry| {
        let mut view = as_written::marked(serde_json::to_value(&view).ok()?, entry)?;
        let record = view.get_mut("record").map(Value::take);
        rendered(planned, &view, record.as_ref(), theme).ok()
    });
    let record = view.take_record();
    Ok(Twice { bytes: rendered(planned, &view, record.as_ref(), theme)?, marked })
}

/// The page of a view, whose record, where it has one, stands beside it.
fn rendered(page: &Page, view: &impl Serialize, record: Option<&Value>, theme: &Theme) -> Result<Vec<u8>, Box<Failed>> {
    let context = || -> tera::TeraResult<Context> {
        let mut context = Context::from_serialize(view)?;
        if let Some(value) = record {
            let shown = Shown { value, path: Path::Top, strings: theme.strings() };
            context.insert_value("record", tera::Value::try_from_serializable(&shown)?);
        }
        Ok(context)
    };
    theme.render(page.template, context(), &page.address)
}

/// A record, or a part of one, as templates see it: with `html` beside each `markdown`.
struct Shown<'a> {
    value: &'a Value,
    path: Path<'a>,
    strings: &'a Strings,
}

/// Where in the record a part stands.
#[derive(Clone, Copy)]
enum Path<'a> {
    Top,
    Key(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// What stands before the ids of anchors in the text at this place: nothing in the body, the path of other texts, so
    /// that no id stands twice on a page.
    fn prefix(self) -> String {
        match self {
            Path::Top | Path::Key(Path::Top, "body") => String::new(),
            Path::Key(above, key) => format!("{}{key}-", above.whole()),
            Path::Item(above, index) => format!("{}{}-", above.whole(), index + 1),
        }
    }

    fn whole(self) -> String {
        match self {
            Path::Key(Path::Top, "body") => "body-".into(),
            path => path.prefix(),
        }
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let within = |value, path| Shown { value, path, strings: self.strings };
        match self.value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                serializer.collect_seq(items.map(|(index, item)| within(item, Path::Item(&self.path, index))))
            }
            Value::Object(text) if text.get("markdown").is_some_and(Value::is_string) => {
                let markdown = text.get("markdown").and_then(Value::as_str).unwrap_or_default();
                let html = prose::html(markdown, text, &self.path.prefix(), self.strings);
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("markdown", markdown)?;
                map.serialize_entry("html", html.trim_end())?;
                map.end()
            }
            Value::Object(map) => {
                serializer.collect_map(map.iter().map(|(key, value)| (key, within(value, Path::Key(&self.path, key)))))
            }
            value => value.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::text::Ui;

    #[test]
    fn ids_of_texts_are_told_apart_by_their_places() {
        let text = || json!({ "markdown": "## 甲", "links": {} });
        let value = json!({ "title": "题", "body": text(), "note": text(), "updates": [{ "n": 1 }, { "note": text(), "body": text() }] });
        let strings = Strings::new(Ui::ZhHans, BTreeMap::new());
        let shown = serde_json::to_value(Shown { value: &value, path: Path::Top, strings: &strings }).expect("a tree");
        let html = |id: &str| json!({ "markdown": "## 甲", "html": format!("<h2 id=\"{id}\">甲</h2>") });
        let expected = json!({
            "title": "题", "body": html("jia"), "note": html("note-jia"),
            "updates": [{ "n": 1 }, { "note": html("updates-2-note-jia"), "body": html("updates-2-body-jia") }],
        });
        assert_eq!(shown, expected);
    }
}
