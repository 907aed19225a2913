//! Cards: records as lists show them, each made when it is first shown.

use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde_json::Value;

use super::{Leaves, Shared, Wording};
use crate::date::PartialDate;
use crate::record::{Colour, Entry};

/// A record in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Its kind.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Link to its page.
    pub url: String,
    /// Its summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// How the date is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_note: Option<String>,
    /// Its stage or sort, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<Value>,
    /// A project's colour, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Its first photo, as on its page; the cards of projects have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Value>,
    /// A few facts.
    pub facts: Vec<CardFact>,
    /// Whether it is a document known by name only.
    pub named_only: bool,
}

/// A labelled fact on a card.
#[derive(Clone, Debug, Serialize)]
pub struct CardFact {
    /// Label.
    pub label: String,
    /// Text.
    pub text: String,
}

/// The cards of all records.
pub(in crate::site) struct Cards<'a> {
    words: Wording<'a>,
    leaves: Leaves<'a>,
    /// By the places of the records.
    made: Vec<OnceLock<Arc<Shared<Card>>>>,
}

impl<'a> Cards<'a> {
    /// None of them made.
    pub(in crate::site) fn new(words: Wording<'a>, leaves: Leaves<'a>) -> Self {
        Self { words, leaves, made: leaves.bulletin.entries.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The card of the record at `index`.
    pub(in crate::site) fn at(&self, index: usize) -> Option<Arc<Shared<Card>>> {
        let entry = self.leaves.bulletin.entries.get(index)?;
        Some(self.made.get(index)?.get_or_init(|| Arc::new(Shared::new(self.card(entry)))).clone())
    }

    /// The cards of records by index.
    pub(in crate::site) fn of<'i>(&self, indexes: impl IntoIterator<Item = &'i usize>) -> Vec<Arc<Shared<Card>>> {
        indexes.into_iter().filter_map(|index| self.at(*index)).collect()
    }

    fn card(&self, entry: &Entry) -> Card {
        let (common, listed) = (entry.record.common(), entry.record.listed());
        let fact =
            |(label, leaf): (&'static str, Value)| CardFact { label: self.words.get(label), text: self.words.of(leaf) };
        let photo = listed.photo().and_then(|photo| serde_json::to_value(photo).ok()).map(|mut photo| {
            self.leaves.resolve(&mut photo, entry);
            photo
        });
        Card {
            kind: entry.kind.name(),
            title: common.title.to_owned(),
            url: self.leaves.routes.of(entry),
            summary: common.summary.map(str::to_owned),
            date: listed.date(),
            date_note: listed.date_note().map(str::to_owned),
            badge: listed.badge(),
            colour: self.leaves.figures.colours.get(&entry.id).and_then(|state| state.colour),
            photo,
            facts: listed.facts().into_iter().map(fact).collect(),
            named_only: listed.is_named_only(),
        }
    }
}

/// Whether one of some cards shows a colour that depends on the day. Green is for good.
pub(in crate::site) fn show_colours<'c>(cards: impl IntoIterator<Item = &'c Arc<Shared<Card>>>) -> bool {
    cards.into_iter().any(|card| card.of.colour.is_some_and(|colour| colour != Colour::Green))
}
