//! Views: the finished values a page shows, one file a page kind. What is not in a view does not exist for a template.

mod boards;
mod changed;
mod colour;
mod computed;
mod geometry;
mod home;
mod ledgers;
mod list;
mod map;
mod record;
mod report;
mod schedule;
mod shared;
mod sheet;
mod sitemap;
mod targets;

pub use changed::Changed;
pub use colour::{ColourChange, ColourCount, ColourGroup, ColourView};
pub use geometry::{GridLine, Point, ScaleBar};
pub use home::{HomeView, StageView};
pub use ledgers::{CountRow, OverdueOffice, OverdueRow, OverdueView, ProblemRow, ProblemsView};
pub use list::{FacetView, ListView, Number, Pager, TermView};
pub use map::{Boundary, KeyRow, MapView, Mark, PlaceGroup};
pub use record::{Backlinks, Check, RecordView};
pub use report::{FigureRow, ReportItem, ReportSection, ReportView, ReportYear};
pub use schedule::{NextDueView, ScheduleView};
pub use shared::{Card, CardFact, Code, Head, Link, Shared, SiteView};
pub use sheet::{Cell, HeadCell, SheetSection, SheetView, TableView};
pub use sitemap::{Finder, SectionView};

pub(super) use boards::{ranking, ranking_address, rankings, stages, stewards};
pub(super) use home::home;
pub(super) use ledgers::{overdue, problems};
pub(super) use list::list;
pub(super) use map::{ADDRESS as MAP_ADDRESS, map};
pub(super) use record::{record, updates, updates_address};
pub(super) use report::{address as report_address, report, reports};
pub(super) use shared::site;
pub(super) use sitemap::{gallery, gone, moved, not_found, search, sitemap};
pub(super) use targets::targets;

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

/// What a page shows: the same `site` and `page` for all, and the part of its kind.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The site, the same for every page.
    pub site: Arc<Shared<SiteView>>,
    /// The page.
    pub page: Head,
    /// What it is about.
    #[serde(flatten)]
    pub content: Content,
}

/// A hash of what a page is made from.
pub type Hash = [u8; 32];

impl View {
    /// A hash of all that the template of that name sees, `site` by its own hash: under the same theme, by the same
    /// version of the program, what has the same hash gives the same page. It is of what serde writes, as the template's
    /// values are, so that nothing is left out. `None` where that cannot be written, which no view does.
    pub fn hash(&self, template: &str, site: Hash) -> Option<Hash> {
        hash_of(&(template, site, &self.page, &self.content))
    }

    /// With all that is still to be drawn.
    pub(crate) fn drawn(mut self) -> Self {
        self.page.qr = self.page.qr.take().and_then(Code::drawn);
        self
    }

    /// The record that the page is of, taken out of the view: render adds to it what it makes of its texts.
    pub(crate) fn take_record(&mut self) -> Option<Value> {
        match &mut self.content {
            Content::Record(view) => Some(view.record.take()),
            Content::Updates { record } => Some(record.take()),
            _ => None,
        }
    }
}

/// The hash of what serde writes of a value.
pub(super) fn hash_of(value: &impl Serialize) -> Option<Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut out = std::io::BufWriter::new(&mut hasher);
    serde_json::to_writer(&mut out, value).ok()?;
    out.flush().ok()?;
    drop(out);
    Some(*hasher.finalize().as_bytes())
}

/// The part of a view that differs by page kind.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Content {
    /// One record.
    Record(Box<RecordView>),
    /// A list, a facet, or the values of a facet.
    List {
        /// The list.
        list: Box<ListView>,
        /// For whole lists of projects, jobs and notices: what filters them.
        #[serde(skip_serializing_if = "Option::is_none")]
        finder: Option<Finder>,
    },
    /// The front page.
    Home {
        /// The front page's parts.
        home: Box<HomeView>,
    },
    /// The site map.
    Sitemap {
        /// The sections.
        sitemap: Vec<SectionView>,
    },
    /// The search page.
    Search {
        /// What its script needs.
        finder: Option<Finder>,
    },
    /// The problem ledger.
    Problems {
        /// The ledger.
        problems: Box<ProblemsView>,
    },
    /// What is overdue.
    Overdue {
        /// The list.
        overdue: Box<OverdueView>,
    },
    /// The wall map.
    Map {
        /// The map.
        map: Box<MapView>,
    },
    /// A period bulletin.
    Report {
        /// The bulletin.
        report: Box<ReportView>,
    },
    /// A page of computed figures.
    Sheet {
        /// Its parts.
        sheet: Box<SheetView>,
    },
    /// All reports of a project.
    Updates {
        /// The project's keys, as on its own page.
        record: Value,
    },
    /// The index of period bulletins.
    Reports {
        /// The years, the latest first.
        reports: Vec<ReportYear>,
    },
    /// An address that leads elsewhere.
    Moved {
        /// Link to where.
        moved: String,
    },
    /// An address that is gone.
    Gone {
        /// Why.
        gone: String,
    },
    /// The theme's components.
    Gallery {
        /// Its other pages: as readers may have it.
        modes: Vec<Link>,
    },
    /// Nothing more.
    Nothing {},
}
