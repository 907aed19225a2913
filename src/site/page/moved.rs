//! An address that an editor moved: it leads elsewhere.

use serde::Serialize;

use super::Planned;
use crate::site::view::{Head, Link};
use crate::site::{Plan, is_address};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// Link to where; to the first of several.
    pub moved: String,
    /// Where the page was split: links to all that readers choose among.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub several: Vec<Link>,
}

/// By its place in the list.
pub(super) type Of = usize;

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let moved = plan.bulletin.addresses.moved.iter().enumerate();
    // That nothing is said of where is told by a rule.
    let moved = moved.filter(|(_, (from, to))| is_address(from) && !to.all().is_empty());
    moved.map(|(index, (from, _))| Planned::at(from, "moved", index).giving_way()).collect()
}

pub(super) fn view(plan: &Plan<'_>, index: Of) -> Option<(Head, Parts)> {
    let (from, to) = plan.bulletin.addresses.moved.iter().nth(index)?;
    let first = to.all().first()?;
    let head = plan.head("moved", from, &plan.words.get("moved.title"), None, Vec::new()).hidden();
    let moved = plan.routes.to(first);
    Some(match to.all() {
        [_] => (Head { canonical: plan.routes.url(first), ..head }, Parts { moved, several: Vec::new() }),
        several => (head, Parts { moved, several: several.iter().map(|to| plan.titled(to)).collect() }),
    })
}
