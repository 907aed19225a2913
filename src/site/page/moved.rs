//! An address that an editor moved: it leads elsewhere.

use serde::Serialize;

use super::Planned;
use crate::site::view::Head;
use crate::site::{Plan, is_address};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// Link to where.
    pub moved: String,
}

/// By its place in the list.
pub(super) type Of = usize;

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let moved = plan.bulletin.addresses.moved.keys().enumerate().filter(|(_, from)| is_address(from));
    moved.map(|(index, from)| Planned::at(from, "moved", index).giving_way()).collect()
}

pub(super) fn view(plan: &Plan<'_>, index: Of) -> Option<(Head, Parts)> {
    let (from, to) = plan.bulletin.addresses.moved.iter().nth(index)?;
    let head = plan.head("moved", from, &plan.words.get("moved.title"), None, Vec::new()).hidden();
    Some((Head { canonical: plan.routes.url(to), ..head }, Parts { moved: plan.routes.to(to) }))
}
