//! Pages held against what they said when they were published.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::address;
use crate::date::Day;
use crate::record::{Bulletin, Entry, Kind, PublishedPage, Record, Stated};

/// A page that was published, and what its record states now.
pub struct Held<'b> {
    /// The address under which it is recorded: its own, or the one that it had.
    pub address: String,
    /// Its record.
    pub entry: &'b Entry,
    /// What it said.
    pub page: &'b PublishedPage,
    /// What it states now.
    pub stated: Stated,
}

impl<'b> Held<'b> {
    /// The pages of a bulletin as it stands on a day that were published by then, by kind and id. Of those of which a later
    /// day is recorded nothing can be said.
    pub fn of(on_day: &'b Bulletin, day: Day) -> Vec<Self> {
        if on_day.published.pages.is_empty() {
            return Vec::new();
        }
        let amended = amended(on_day);
        let (entries, came_from) = (on_day.entries.par_iter(), on_day.addresses.came_from());
        let held = entries.filter_map(|entry| {
            let address = on_day.published.recorded_as(address(entry), &came_from)?;
            let page = on_day.published.pages.get(&address)?;
            let is_of_then = page.last().is_none_or(|last| last <= day) && page.is_sealed(&address);
            is_of_then.then(|| {
                let stated = Stated::of(entry, amended.get(&*entry.id).copied().unwrap_or_default());
                Self { address, entry, page, stated }
            })
        });
        held.collect()
    }

    /// Whether a correction or a note of a change was added since.
    pub fn is_said(&self) -> bool {
        self.stated.notes > self.page.notes
    }

    /// Whether its words are others.
    pub fn is_edited(&self) -> bool {
        self.stated.words != self.page.words
    }
}

/// What the pages of a bulletin state on a day, by address: those of drafts and of what is published later are left out.
pub fn stated(on_day: &Bulletin, day: Day) -> BTreeMap<String, Stated> {
    let amended = amended(on_day);
    let is_out = |entry: &&Entry| {
        let common = entry.record.common();
        !common.draft && common.published.is_none_or(|date| date.first() <= day)
    };
    let entries = on_day.entries.par_iter().filter(is_out);
    let stated = |entry: &Entry| Stated::of(entry, amended.get(&*entry.id).copied().unwrap_or_default());
    entries.map(|entry| (address(entry), stated(entry))).collect()
}

/// How many notices amend or repeal each.
fn amended(bulletin: &Bulletin) -> BTreeMap<&str, usize> {
    let mut amended = BTreeMap::new();
    for entry in bulletin.of_kind(Kind::Notice) {
        if let Record::Notice(notice) = &entry.record {
            let all = notice.amends.iter().chain(&notice.repeals);
            all.for_each(|other| *amended.entry(other.id.as_str()).or_default() += 1);
        }
    }
    amended
}
