//! The words of the interface, and values in them.

use serde::Serialize;

use super::Cell;
use crate::date::{Day, PartialDate};
use crate::diagnostic::Text;
use crate::figures::Total;
use crate::record::{Kind, show};
use crate::text::{Strings, Ui};

/// Says things in the language of the interface.
#[derive(Clone, Copy)]
pub(in crate::site) struct Wording<'a> {
    /// Its texts.
    pub(in crate::site) strings: &'a Strings,
}

impl Wording<'_> {
    /// The language.
    pub(in crate::site) fn ui(self) -> Ui {
        self.strings.ui
    }

    /// A text by its key.
    pub(in crate::site) fn get(self, key: &str) -> String {
        self.strings.or_key(key).to_owned()
    }

    /// A text with `{n}` filled in.
    pub(in crate::site) fn with_n(self, key: &str, n: impl std::fmt::Display) -> String {
        self.strings.with_n(key, n)
    }

    /// A text with its blanks filled in.
    pub(in crate::site) fn fill(self, key: &str, blanks: &[(&str, String)]) -> String {
        blanks.iter().fold(self.get(key), |text, (blank, value)| text.replace(&format!("{{{blank}}}"), value))
    }

    /// The name of a kind, for several of it.
    pub(in crate::site) fn many(self, kind: Kind) -> String {
        self.get(&format!("kind.{}.many", kind.name()))
    }

    /// The name of a kind, for one of it.
    pub(in crate::site) fn one(self, kind: Kind) -> String {
        self.get(&format!("kind.{}.one", kind.name()))
    }

    /// A leaf in words.
    pub(in crate::site) fn of(self, leaf: impl Serialize) -> String {
        show(&serde_json::to_value(leaf).unwrap_or_default(), self.ui())
    }

    /// A day in words.
    pub(in crate::site) fn day(self, day: Day) -> String {
        self.of(PartialDate::from_day(day))
    }

    /// What is said in both languages.
    pub(in crate::site) fn said(self, text: &Text) -> String {
        match self.ui() {
            Ui::ZhHans => text.zh.clone(),
            Ui::En => text.en.clone(),
        }
    }

    /// The heads of columns, by their keys, and whether each holds numbers.
    pub(in crate::site) fn heads<const N: usize>(self, head: [(&str, bool); N]) -> [(String, bool); N] {
        head.map(|(key, number)| (self.get(key), number))
    }

    /// A cell for what is not known.
    pub(in crate::site) fn unknown(self) -> Cell {
        Cell::text(self.get("ledger.unknown"))
    }

    /// A cell for a sum of money, and on how many records it rests.
    pub(in crate::site) fn money(self, total: &Total) -> Cell {
        let Some(value) = &total.value else { return self.unknown() };
        let note = self.fill("home.investment_note", &[("n", total.stated.to_string()), ("of", total.of.to_string())]);
        Cell::text(value).note(Some(note).filter(|_| total.stated < total.of))
    }
}
