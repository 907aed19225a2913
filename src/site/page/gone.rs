//! An address that is gone, and why.

use serde::Serialize;

use super::Planned;
use crate::site::view::Head;
use crate::site::{Plan, is_address};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// Why.
    pub gone: String,
}

/// By its place in the list.
pub(super) type Of = usize;

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let addresses = &plan.bulletin.addresses;
    // What is moved too is told by a rule.
    let gone = addresses.gone.keys().enumerate().filter(|(_, address)| !addresses.moved.contains_key(*address));
    let gone = gone.filter(|(_, address)| is_address(address));
    gone.map(|(index, address)| Planned::at(address, "gone", index).giving_way()).collect()
}

pub(super) fn view(plan: &Plan<'_>, index: Of) -> Option<(Head, Parts)> {
    let (address, reason) = plan.bulletin.addresses.gone.iter().nth(index)?;
    let head = plan.head("gone", address, &plan.words.get("gone.title"), None, Vec::new()).hidden();
    Some((head, Parts { gone: reason.clone() }))
}
