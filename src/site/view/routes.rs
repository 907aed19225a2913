//! Links to addresses of the site.

use serde::Serialize;

use crate::record::{Bulletin, Entry};
use crate::site::{Base, address};

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its words.
    pub title: String,
    /// Where it leads, from the root of the host.
    pub url: String,
    /// How many records are there, where that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
}

impl Link {
    pub(in crate::site) fn new(title: impl Into<String>, url: String) -> Self {
        Self { title: title.into(), url, count: None }
    }
}

/// Where links lead, from the root of the host.
#[derive(Clone, Copy)]
pub(in crate::site) struct Routes<'a> {
    pub(in crate::site) base: &'a Base,
    pub(in crate::site) bulletin: &'a Bulletin,
}

impl Routes<'_> {
    /// To an address of the site.
    pub(in crate::site) fn to(self, address: &str) -> String {
        self.base.link(address)
    }

    /// The full address of an address of the site.
    pub(in crate::site) fn url(self, address: &str) -> String {
        self.base.url(address)
    }

    /// To the page of a record.
    pub(in crate::site) fn of(self, entry: &Entry) -> String {
        self.to(&address(entry))
    }

    /// The link to a record, by its title.
    pub(in crate::site) fn record(self, entry: &Entry) -> Link {
        Link::new(entry.record.common().title, self.of(entry))
    }

    /// The link to the record with this id.
    pub(in crate::site) fn id(self, id: &str) -> Option<Link> {
        self.bulletin.entry(id).map(|entry| self.record(entry))
    }
}
