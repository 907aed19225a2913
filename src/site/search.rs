//! What search knows of the site: every record as a document of plain words.

use serde_json::Value;

use super::{Plan, Site, address};
use crate::date::PartialDate;
use crate::record::tree::{Leaf, is_value, leaf};
use crate::record::{Colour, Entry, Kind, Record};
use crate::source::markdown::plain;
use crate::text::show;

/// A page that search finds.
#[derive(Clone, Debug)]
pub struct Document {
    /// Link to it, from the root of the host.
    pub url: String,
    /// Its title.
    pub title: String,
    /// One or two sentences; empty where the record has none.
    pub summary: String,
    /// Everything else it says, a piece a line.
    pub text: String,
    /// Its date.
    pub date: Option<PartialDate>,
    /// The date, as readers see it.
    pub shown_date: String,
    /// Kind of record.
    pub kind: Kind,
    /// Name of its kind.
    pub kind_name: String,
    /// Name of the office it is about.
    pub office: Option<String>,
    /// Name of the park it is about.
    pub park: Option<String>,
    /// A project's colour, with its name.
    pub colour: Option<(Colour, String)>,
}

/// Keys of a record that are not for readers, or are told apart from the text.
const LEFT_OUT: &[&str] = &["id", "title", "summary", "allow", "draft", "sources", "menu", "coordinates"];

impl Site<'_> {
    /// Every record as search finds it: the latest first, those without a date last.
    pub fn documents(&self) -> Vec<Document> {
        let plan = &self.plan;
        let mut documents: Vec<Document> = plan.bulletin.entries.iter().map(|entry| plan.document_of(entry)).collect();
        let day = |document: &Document| document.date.map(PartialDate::last);
        documents.sort_by(|a, b| (day(b), &a.url).cmp(&(day(a), &b.url)));
        documents
    }
}

impl Plan<'_> {
    fn document_of(&self, entry: &Entry) -> Document {
        let (common, ui) = (entry.record.common(), self.settings.strings.ui);
        let mut text = String::new();
        let parts = entry.tree.as_object().into_iter().flatten();
        parts
            .filter(|(key, _)| !LEFT_OUT.contains(&key.as_str()))
            .for_each(|(_, part)| self.words(part, entry, &mut text));
        let title = |id: Option<&str>| {
            let entry = self.bulletin.entry(id?)?;
            Some(entry.record.common().title.to_owned())
        };
        let reference = |key: &str| entry.tree.get(key).and_then(|value| value.get("ref")).and_then(Value::as_str);
        let date = entry.record.listed().date();
        let shown = date.and_then(|date| serde_json::to_value(date).ok()).map(|leaf| show(&leaf, ui));
        let colour = match &entry.record {
            Record::Project(_) => self.figures.colours.get(&entry.id).and_then(|state| state.colour),
            _ => None,
        };
        let colour_name = |colour: Colour| serde_json::to_value(colour).map(|leaf| show(&leaf, ui)).unwrap_or_default();
        Document {
            url: self.settings.base.link(&address(entry)),
            title: common.title.to_owned(),
            summary: common.summary.unwrap_or_default().to_owned(),
            text,
            date,
            shown_date: shown.unwrap_or_default(),
            kind: entry.kind,
            kind_name: self.one(entry.kind),
            office: title(reference("office").or_else(|| reference("issuer"))),
            park: title(reference("park")),
            colour: colour.map(|colour| (colour, colour_name(colour))),
        }
    }

    /// The words of a part of a record, a line each: texts without marks, values as they are shown, names of records.
    fn words(&self, value: &Value, entry: &Entry, out: &mut String) {
        match (leaf(value), value) {
            (Some(Leaf::Prose(text)), _) => line(out, &plain(text, &|reference| self.quoted(entry, reference))),
            (Some(Leaf::Ref(id, _)), _) => {
                line(out, self.bulletin.entry(id).map_or("", |entry| entry.record.common().title));
            }
            (Some(_), _) => {}
            (None, Value::Array(items)) => items.iter().for_each(|item| self.words(item, entry, out)),
            (None, Value::Object(map)) if is_value(map) => line(out, &show(value, self.settings.strings.ui)),
            (None, Value::Object(map)) => {
                map.iter().filter(|(key, _)| *key != "source").for_each(|(_, value)| self.words(value, entry, out));
            }
            (None, Value::String(text)) => line(out, text),
            (None, Value::Number(number)) => line(out, &number.to_string()),
            (None, Value::Bool(_) | Value::Null) => {}
        }
    }
}

fn line(out: &mut String, words: &str) {
    if !words.is_empty() {
        out.push_str(words);
        out.push('\n');
    }
}
