//! One page: its view, with texts rendered to HTML, put through its template.

use serde_json::Value;

use super::{Theme, as_written, prose};
use crate::diagnostic::{Finding, Place, Text, codes};
use crate::record::Entry;
use crate::site::Page;
use crate::site::view::View;
use crate::text::Strings;

/// A page, and the same with marks for what was written in Traditional characters, where it was.
pub(super) struct Twice {
    pub(super) bytes: Vec<u8>,
    pub(super) marked: Option<Vec<u8>>,
}

/// Renders a page; with `entry`, the record that it is of, also with marks.
///
/// # Errors
/// A finding that points into the template when it cannot be rendered.
pub(super) fn with_marks(
    page: &Page,
    view: &View,
    theme: &Theme,
    entry: Option<&Entry>,
) -> Result<Twice, Box<Finding>> {
    let view = serde_json::to_value(view).map_err(|error| cannot(page, &error))?;
    let marked = entry.and_then(|entry| as_written::marked(&view, entry));
    let marked = marked.and_then(|view| of_value(page, view, theme).ok());
    Ok(Twice { bytes: of_value(page, view, theme)?, marked })
}

fn of_value(page: &Page, mut view: Value, theme: &Theme) -> Result<Vec<u8>, Box<Finding>> {
    if let Some(record) = view.get_mut("record") {
        render_texts(record, "", theme.strings());
    }
    theme.render(page.template, &view, &page.address)
}

fn cannot(page: &Page, error: &dyn std::fmt::Display) -> Box<Finding> {
    let message = Text::new(
        format!("页面 {} 无法生成：{error}", page.address),
        format!("the page {} cannot be made: {error}", page.address),
    );
    Box::new(Finding::new(
        codes::TEMPLATE,
        Place::file(page.origin.clone().unwrap_or_else(|| "content/site.yaml".into())),
        message,
    ))
}

/// Adds `html` beside each `markdown`. Anchors in texts other than the body carry the
/// path of the text, so that no id stands twice on a page.
fn render_texts(value: &mut Value, path: &str, strings: &Strings) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                render_texts(item, &format!("{path}-{}", index + 1), strings);
            }
        }
        Value::Object(map) => {
            if let Some(Value::String(text)) = map.get("markdown") {
                let prefix = if path == "body" { String::new() } else { format!("{path}-") };
                let rendered = prose::html(text, map, &prefix, strings);
                map.insert("html".into(), rendered.trim_end().into());
                return;
            }
            for (key, value) in map.iter_mut() {
                let path = if path.is_empty() { key.clone() } else { format!("{path}-{key}") };
                render_texts(value, &path, strings);
            }
        }
        _ => {}
    }
}
