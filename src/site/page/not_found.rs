//! The page that is shown for an address without one.

use serde::Serialize;

use super::Planned;
use crate::site::Plan;
use crate::site::view::Head;

/// The page has nothing beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {}

pub(super) type Of = ();

/// Where servers look for it: a file and no folder.
const ADDRESS: &str = "/404.html";

pub(super) fn pages(_: &Plan<'_>) -> Vec<Planned<Of>> {
    vec![Planned::at(ADDRESS, "404", ())]
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    Some(page(plan))
}

/// The page, also in the place of one that is not there.
pub(super) fn page(plan: &Plan<'_>) -> (Head, Parts) {
    (plan.head("404", ADDRESS, &plan.words.get("error.404.title"), None, Vec::new()).hidden(), Parts {})
}
