//! What follows from the records on a given day: relations between stated figures, counts by stage, totals.
//!
//! Plain functions of (bulletin, day), tested without disk. Pages only show what is computed here.

mod calendar;
mod colour;
mod disclosures;
mod groups;
mod ledger;
mod overdue;
mod progress;
mod quote;
mod ranking;
mod relations;
mod reports;
mod schedule;
mod targets;
mod totals;

use std::collections::BTreeMap;

use crate::date::{Day, WorkingDays};
use crate::record::{Bulletin, Kind, PageKind, Record};

pub use calendar::{CalendarItem, Column, Coming, calendar, columns};
pub use colour::{Basis, ColourState, Spread, colour};
pub use disclosures::{
    Disclosed, DisclosureState, Duties as DisclosureDuties, disclosures, duties as disclosure_duties,
};
pub use groups::{Enclave, Group, StewardLoad};
pub use ledger::{Ledger, LedgerCount, LedgerEntry};
pub use overdue::{Overdue, OverdueKind};
pub use progress::{CurvePoint, Forecast, Progress, finish_stages, finished, planned_finish, progress};
pub use quote::{Quote, QuoteError, QuoteFault, quote, record_id};
pub use ranking::{Ranking, Standing as RankingStanding, UnitSort};
pub use relations::{Outcome, Relation, RelationKind, relations};
pub use reports::{Dated, Happening, Measure, Report};
pub use schedule::{NextDue, Schedule, ScheduleItem, ScheduleState, schedule};
pub use targets::{Standing as TargetStanding, TargetState, answering};
pub use totals::{StageCount, Total};

/// Everything computed for a day.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The day.
    pub as_of: Day,
    /// The working-day calendar.
    pub working_days: WorkingDays,
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
    /// The rankings of every quarter, the latest first; none where the bulletin has no formula.
    pub rankings: Vec<Ranking>,
    /// Where every target stands, by indicator.
    pub targets: BTreeMap<String, Vec<Option<TargetStanding>>>,
    /// Projects by stage, in the order of a project's life; stages without projects left out.
    pub stages: Vec<StageCount>,
    /// How many projects came how far, from talks to production.
    pub funnel: Vec<StageCount>,
    /// Projects by colour at the end of each month, up to the day.
    pub spread: Vec<Spread>,
    /// The projects of parks, offices and events with their figures, by record id.
    pub groups: BTreeMap<String, Group>,
    /// Enclave projects by township and park.
    pub enclaves: Vec<Enclave>,
    /// Stewards and their work, by office.
    pub stewards: Vec<StewardLoad>,
    /// Sum of the projects' total investment.
    pub investment: Total,
}

/// Computes the figures of `bulletin` for `as_of`. The bulletin is to be that of the day: [`Bulletin::on_day`].
pub fn compute(bulletin: &Bulletin, as_of: Day) -> Figures {
    let rules = bulletin.config.colours.clone().unwrap_or_default();
    let colours = bulletin.of_kind(Kind::Project).filter_map(|entry| match &entry.record {
        Record::Project(project) => Some((entry.id.clone(), colour(project, as_of, &rules))),
        _ => None,
    });
    let colours: BTreeMap<String, ColourState> = colours.collect();
    let ledger = ledger::ledger(bulletin, as_of);
    let happenings = reports::happenings(bulletin, &colours, &ledger, as_of);
    let config = &bulletin.config;
    let ranking = config.ranking.as_ref().filter(|_| config.shows(PageKind::Ranking));
    let projects = || totals::projects(bulletin).map(|(_, project)| project);
    let overdue = overdue::overdue(bulletin, as_of);
    Figures {
        as_of,
        working_days: bulletin.config.working_days(),
        reports: if config.shows(PageKind::Periods) {
            reports::reports(bulletin, &happenings, as_of)
        } else {
            Vec::new()
        },
        rankings: ranking.map_or_else(Vec::new, |rules| ranking::rankings(bulletin, rules, &happenings, as_of)),
        targets: targets::targets(bulletin, as_of),
        relations: relations::all(bulletin),
        spread: colour::spread(&colours, as_of),
        groups: groups::groups(bulletin, &colours, &ledger, &overdue),
        colours,
        ledger,
        overdue,
        stages: totals::stages(projects(), &totals::is_part),
        funnel: totals::funnel(projects(), &totals::is_part),
        enclaves: groups::enclaves(bulletin),
        stewards: groups::stewards(bulletin),
        investment: totals::investment(projects(), &totals::is_part),
    }
}
