//! Views: the finished values a page shows. What is not in a view does not exist for a template. What the kinds of pages
//! show stands in [`super::page`], a file each; here is what all or several of them do.

mod changed;
mod colour;
mod computed;
pub(in crate::site) mod geometry;
mod of_day;
mod schedule;
mod shared;
mod sheet;
mod tree;

pub use changed::Changed;
pub(in crate::site) use colour::BOARD;
pub use colour::{ColourChange, ColourCount, ColourGroup, ColourView};
pub(in crate::site) use computed::{float, percent};
pub use geometry::{GridLine, Point, ScaleBar};
pub use schedule::{NextDueView, ScheduleView};
pub(in crate::site) use shared::site;
pub use shared::{Card, CardFact, Code, Head, Link, Shared, SiteView};
pub use sheet::{Cell, HeadCell, SheetParts, SheetSection, SheetView, TableView};
pub use tree::Check;

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::page::Content;

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
            Content::Record(parts) => Some(parts.record.take()),
            Content::Updates(parts) => Some(parts.record.take()),
            _ => None,
        }
    }
}

/// The hash of what serde writes of a value.
pub(in crate::site) fn hash_of(value: &impl Serialize) -> Option<Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut out = std::io::BufWriter::new(&mut hasher);
    serde_json::to_writer(&mut out, value).ok()?;
    out.flush().ok()?;
    drop(out);
    Some(*hasher.finalize().as_bytes())
}
