//! An address that is gone, and why.

use serde::Serialize;

use super::Planned;
use crate::date::PartialDate;
use crate::site::view::{Head, Link};
use crate::site::{Plan, is_address};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// Why.
    pub gone: String,
    /// What the page was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// When it was taken down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<PartialDate>,
    /// What stands in its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<Link>,
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
    let (address, gone) = plan.bulletin.addresses.gone.iter().nth(index)?;
    let head = plan.head("gone", address, &plan.words.get("gone.title"), None, Vec::new()).hidden();
    let told = gone.told();
    let parts = Parts {
        gone: gone.reason().to_owned(),
        was: told.and_then(|told| told.title.clone()),
        day: told.and_then(|told| told.day),
        instead: gone.to().iter().map(|to| plan.titled(to)).collect(),
    };
    Some((head, parts))
}
