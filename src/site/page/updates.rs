//! All reports of a project that has more than its own page shows.

use serde::Serialize;
use serde_json::Value;

use super::Planned;
use crate::record::{Entry, PageKind, Record};
use crate::site::view::{Head, Link, record_tree, schedule_view};
use crate::site::{Plan, address};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The project's keys, as on its own page.
    pub record: Value,
}

/// Reports shown on a project's page, the latest, before a link to the page of all.
const UPDATES_SHOWN: usize = 5;

/// By the place of the project among the records.
pub(super) type Of = usize;

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let entries = plan.bulletin.entries.iter().enumerate();
    entries.filter_map(|(index, entry)| Some(Planned::at(&own_address(plan, entry)?, "updates", index))).collect()
}

pub(super) fn view(plan: &Plan<'_>, index: Of) -> Option<(Head, Parts)> {
    let entry = plan.bulletin.entries.get(index)?;
    let address = own_address(plan, entry)?;
    let mut record = record_tree(plan, entry, &[]);
    if let Record::Project(project) = &entry.record {
        schedule_view(plan, entry, project, &mut record);
    }
    let project = plan.routes.record(entry);
    let title = plan.words.fill("project.updates_of", &[("n", project.title.clone())]);
    let above = plan.section_link(entry.kind).into_iter().chain([project]).collect();
    let head = plan.head("updates", &address, &title, None, above);
    Some((head, Parts { record }))
}

/// The address of the page of all reports of a project, where it has more than its own page shows.
fn own_address(plan: &Plan<'_>, entry: &Entry) -> Option<String> {
    let Record::Project(project) = &entry.record else { return None };
    let is_there = project.updates.len() > UPDATES_SHOWN && plan.shows(PageKind::Updates);
    is_there.then(|| format!("{}updates/", address(entry)))
}

/// Leaves the latest reports in the tree of a project that has a page of all, and links to it.
pub(super) fn shorten(plan: &Plan<'_>, entry: &Entry, tree: &mut Value) -> Option<Link> {
    let address = own_address(plan, entry)?;
    let updates = tree.get_mut("updates")?.as_array_mut()?;
    let title = plan.words.with_n("project.all_updates", updates.len());
    updates.drain(..updates.len().saturating_sub(UPDATES_SHOWN));
    Some(Link::new(title, plan.routes.to(&address)))
}
