//! What follows from the records on a given day: relations between stated figures, counts by stage, totals.
//!
//! Plain functions of (bulletin, day), tested without disk. Pages only show what is computed here.

mod colour;
mod ledger;
mod overdue;
mod quote;
mod relations;
mod reports;
mod schedule;
mod totals;

use std::collections::BTreeMap;

use crate::date::Day;
use crate::record::{Bulletin, Kind, Record};

pub use colour::{Basis, ColourState, colour};
pub use ledger::{Ledger, LedgerCount, LedgerEntry};
pub use overdue::{Overdue, OverdueKind};
pub use quote::{Quote, QuoteError, QuoteFault, quote, record_id};
pub use relations::{Outcome, Relation, RelationKind};
pub use reports::{Dated, Happening, Measure, Report};
pub use schedule::{NextDue, Schedule, ScheduleItem, ScheduleState, schedule};
pub use totals::{StageCount, Total};

/// Everything computed for a day.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The day.
    pub as_of: Day,
    /// Recomputed relations by record id, in the order of the record.
    pub relations: BTreeMap<String, Vec<Relation>>,
    /// Every project's colour, by record id.
    pub colours: BTreeMap<String, ColourState>,
    /// The problem ledger.
    pub ledger: Ledger,
    /// What is overdue, the longest first.
    pub overdue: Vec<Overdue>,
    /// Every period that has an entry, the latest first.
    pub reports: Vec<Report>,
    /// Projects by stage, in the order of a project's life; stages without projects left out.
    pub stages: Vec<StageCount>,
    /// Sum of the projects' total investment, in 元.
    pub investment: Total,
}

/// Computes the figures of `bulletin` for `as_of`.
pub fn compute(bulletin: &Bulletin, as_of: Day) -> Figures {
    let rules = bulletin.config.colours.clone().unwrap_or_default();
    let colours = bulletin.of_kind(Kind::Project).filter_map(|entry| match &entry.record {
        Record::Project(project) => Some((entry.id.clone(), colour(project, as_of, &rules))),
        _ => None,
    });
    let colours: BTreeMap<String, ColourState> = colours.collect();
    let ledger = ledger::ledger(bulletin, as_of);
    Figures {
        as_of,
        reports: reports::reports(bulletin, &colours, &ledger, as_of),
        relations: relations::all(bulletin),
        colours,
        ledger,
        overdue: overdue::overdue(bulletin, as_of),
        stages: totals::stages(bulletin),
        investment: totals::investment(bulletin),
    }
}
