//! The bulletin as it stood on a day: what its records tell of later days is left out, as their dates say ([`time`]). Plans
//! are kept: they were known before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::time::{self, Timed};
use super::{Bulletin, Entry, Record};
use crate::date::Day;

impl Bulletin {
    /// The bulletin on `day`. Borrowed when nothing in it tells of later days. A month or year counts from its first
    /// day. A record that is published later is still in it: an advice tells of it.
    pub fn on_day(&self, day: Day) -> Cow<'_, Bulletin> {
        let mut bulletin = Cow::Borrowed(self);
        for (index, entry) in self.entries.iter().enumerate().filter(|(_, entry)| tells_of_later(&entry.record, day)) {
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
        self.with(record)
    }
}

/// Whether some part of a record is known only after `day`.
fn tells_of_later(record: &Record, day: Day) -> bool {
    let mut found = false;
    time::dates(record, &mut |way, dated| found |= dated.is_later(day) && !dated.is_of_record(way));
    found
}

/// The days after `day` that a record tells of: from each on the site says more.
pub fn later_days(record: &Record, day: Day) -> BTreeSet<Day> {
    let mut days = BTreeSet::new();
    time::dates(record, &mut |_, dated| {
        if dated.is_later(day) {
            days.insert(dated.when.first());
        }
    });
    days
}
