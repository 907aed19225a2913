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
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

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
pub use relations::{Relation, RelationKind, Verdict, relations};
pub use reports::{Dated, Happening, Measure, Report};
pub use schedule::{NextDue, Schedule, ScheduleItem, ScheduleState, schedule};
pub use targets::{Standing as TargetStanding, TargetState, answering};
pub use totals::{StageCount, Total};

/// What is computed when it is first asked for: a preview shows few of all pages.
pub type Lazy<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send>>;

fn lazy<T>(make: impl FnOnce() -> T + Send + 'static) -> Lazy<T> {
    LazyLock::new(Box::new(make))
}

/// Everything computed for a day.
#[derive(Debug)]
pub struct Figures {
    /// The day.
    pub as_of: Day,
    /// The working-day calendar.
    pub working_days: WorkingDays,
    /// Recomputed relations by record id, in the order of the record.
    pub relations: Lazy<BTreeMap<String, Vec<Relation>>>,
    /// Every project's colour, by record id.
    pub colours: Arc<BTreeMap<String, ColourState>>,
    /// The problem ledger.
    pub ledger: Arc<Ledger>,
    /// What is overdue, the longest first.
    pub overdue: Arc<Vec<Overdue>>,
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
    pub spread: Lazy<Vec<Spread>>,
    /// The projects of parks, offices and events with their figures, by record id.
    pub groups: Lazy<BTreeMap<String, Group>>,
    /// Enclave projects by township and park.
    pub enclaves: Vec<Enclave>,
    /// Stewards and their work, by office.
    pub stewards: Vec<StewardLoad>,
    /// Sum of the projects' total investment.
    pub investment: Total,
}

/// Computes the figures of `bulletin` for `as_of`. The bulletin is to be that of the day: [`Bulletin::on_day`].
pub fn compute(bulletin: &Bulletin, as_of: Day) -> Figures {
    // Records are shared by copies of a bulletin.
    let bulletin = Arc::new(bulletin.clone());
    let config = &bulletin.config;
    let rules = config.colours.clone().unwrap_or_default();
    let projects = bulletin.of_kind(Kind::Project).as_slice();
    let colours = projects.par_iter().filter_map(|entry| match &entry.record {
        Record::Project(project) => Some((entry.id.clone(), colour(project, as_of, &rules))),
        _ => None,
    });
    let colours: Arc<BTreeMap<String, ColourState>> = Arc::new(colours.collect());
    let ledger = Arc::new(ledger::ledger(&bulletin, as_of));
    let overdue = Arc::new(overdue::overdue(&bulletin, as_of));
    let happened = reports::Happened::of(&bulletin, &colours, &ledger, as_of);
    let ranking = config.ranking.as_ref().filter(|_| config.shows(PageKind::Ranking));
    let projects = || totals::projects(&bulletin).map(|(_, project)| project);
    Figures {
        as_of,
        working_days: config.working_days(),
        rankings: ranking.map_or_else(Vec::new, |rules| ranking::rankings(&bulletin, rules, happened.all(), as_of)),
        reports: if config.shows(PageKind::Periods) { reports::reports(happened) } else { Vec::new() },
        targets: targets::targets(&bulletin, as_of),
        relations: lazy({
            let bulletin = bulletin.clone();
            move || relations::all(&bulletin)
        }),
        spread: lazy({
            let colours = colours.clone();
            move || colour::spread(&colours, as_of)
        }),
        groups: lazy({
            let (bulletin, colours, ledger, overdue) =
                (bulletin.clone(), colours.clone(), ledger.clone(), overdue.clone());
            move || groups::groups(&bulletin, &colours, &ledger, &overdue)
        }),
        colours,
        ledger,
        overdue,
        stages: totals::stages(projects(), &totals::is_part),
        funnel: totals::funnel(projects(), &totals::is_part),
        enclaves: groups::enclaves(&bulletin),
        stewards: groups::stewards(&bulletin),
        investment: totals::investment(projects(), &totals::is_part),
    }
}
