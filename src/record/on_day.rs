//! The bulletin as it stood on a day: what its records tell of later days is left out, as their dates say ([`super::time`]). Plans
//! are kept: they were known before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::time::{Hop, Timed};
use super::{Bulletin, Entry, Record};
use crate::date::Day;

impl Bulletin {
    /// The bulletin on `day`. Borrowed when nothing in it tells of later days. A month or year counts from its first
    /// day. A record that is published later is still in it, as a warning tells: [`is_cut`].
    pub fn on_day(&self, day: Day) -> Cow<'_, Bulletin> {
        let (mut bulletin, mut way) = (Cow::Borrowed(self), Vec::new());
        for (index, entry) in self.entries.iter().enumerate() {
            if !tells_of_later(&entry.record, day, &mut way) {
                continue;
            }
            // What the two have in common is shared: only the list of entries is copied.
            if let Some(place) = bulletin.to_mut().entries.get_mut(index) {
                *place = entry.on_day(day);
            }
        }
        bulletin
    }
}

impl Entry {
    fn on_day(&self, day: Day) -> Self {
        let mut record = self.record.clone();
        record.as_of(day);
        if record.common().figures.len() < self.record.common().figures.len() {
            record.forget_relations();
        }
        let written = self.written.as_ref().map(|written| written.as_of(day, &record));
        self.with(record, written)
    }
}

/// Whether a view of a day leaves anything of a record out. What is published later itself is shown as it is, since its own
/// text tells of its figures; but projects and indicators are counted by what was known.
pub fn is_cut(record: &Record, is_published_later: bool) -> bool {
    !is_published_later || matches!(record, Record::Project(_) | Record::Indicator(_))
}

/// Whether something of a record is left out on `day`.
fn tells_of_later(record: &Record, day: Day, way: &mut Vec<Hop>) -> bool {
    let (mut is_later, mut is_published_later) = (false, false);
    record.dates(way, &mut |way, dated| match dated.is_of_record(way) {
        true => is_published_later |= dated.is_later(day),
        false => is_later |= dated.is_later(day),
    });
    is_later && is_cut(record, is_published_later)
}

/// The days after `day` that a record tells of: from each on the site says more. `way` is for the walk, and empty.
pub fn later_days(record: &Record, day: Day, way: &mut Vec<Hop>) -> BTreeSet<Day> {
    let mut days = BTreeSet::new();
    record.dates(way, &mut |_, dated| {
        if dated.is_later(day) {
            days.insert(dated.when.first());
        }
    });
    days
}
