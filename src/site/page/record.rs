//! One record's page: everything the record knows, its neighbours, what refers to it, what was recomputed.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::map::on_map;
use super::targets::indicator_sections;
use super::{Planned, updates};
use crate::figures::Verdict;
use crate::record::{Entry, Kind, Order, Record};
use crate::site::lists::BACKLINKS_SHOWN;
use crate::site::view::{
    Card, Changed, Check, ColourView, Head, Link, ScheduleView, Shared, SheetSection, changed, check, colour_view,
    depends_on_day, group_sections, project_sections, record_tree, schedule_view,
};
use crate::site::{Plan, address};

/// Related records shown.
const RELATED_SHOWN: usize = 6;

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The record's keys, as the editor wrote them, each leaf ready to show.
    pub record: Value,
    /// Stated figures that do not follow from their parts.
    pub checks: Vec<Check>,
    /// For projects: the stage, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Value>,
    /// For projects: the colour of the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<ColourView>,
    /// What changed last in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
    /// What is computed for it.
    pub computed: Vec<SheetSection>,
    /// For projects: what is due next, and the days that its schedule goes over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<ScheduleView>,
    /// For projects with coordinates: link to their line beside the wall map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_map: Option<String>,
    /// For projects: the page of all reports, when not all are shown here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_updates: Option<Link>,
    /// Whether its list is ordered by date, so that neighbours are newer and older and not just before and after.
    pub by_date: bool,
    /// The record after this one in its list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub older: Option<Link>,
    /// The record before this one in its list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer: Option<Link>,
    /// Records a reader may want next.
    pub related: Vec<Arc<Shared<Card>>>,
    /// Records that refer to this one, by kind.
    pub backlinks: Vec<Backlinks>,
}

/// Records of one kind that refer to this one.
#[derive(Clone, Debug, Serialize)]
pub struct Backlinks {
    /// Their kind.
    pub kind: &'static str,
    /// Name of the kind.
    pub title: String,
    /// The first of them.
    pub cards: Vec<Arc<Shared<Card>>>,
    /// How many there are.
    pub total: usize,
    /// The list of all of them, when not all are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<Link>,
}

/// By its place among the records.
pub(super) type Of = usize;

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let page = |(index, entry): (usize, &Entry)| {
        Planned::at(&address(entry), entry.kind.name(), index).made_from(entry.file.clone())
    };
    plan.bulletin.entries.iter().enumerate().map(page).collect()
}

pub(super) fn view(plan: &Plan<'_>, index: Of) -> Option<(Head, Parts)> {
    let entry = plan.bulletin.entries.get(index)?;
    let common = entry.record.common();
    let (newer, older) = plan.lists.neighbours(index);
    let neighbour = |index: Option<usize>| {
        let entry = plan.bulletin.entries.get(index?)?;
        (entry.kind != Kind::Page).then(|| plan.routes.record(entry))
    };
    let relations = plan.figures.relations.get(&entry.id).map_or(&[][..], Vec::as_slice);
    let failing = relations.iter().filter(|relation| relation.outcome == Verdict::Fails);
    let mut tree = record_tree(plan, entry, relations);
    let schedule = match &entry.record {
        Record::Project(project) => Some(schedule_view(plan, entry, project, &mut tree)),
        _ => None,
    };
    let all_updates = updates::shorten(plan, entry, &mut tree);
    let view = Parts {
        record: tree,
        checks: failing.map(|relation| check(plan, relation)).collect(),
        stage: entry.record.listed().badge().filter(|_| entry.kind == Kind::Project),
        colour: plan.figures.colours.get(&entry.id).map(|state| colour_view(plan, state)),
        changed: changed(plan, entry),
        computed: computed(plan, entry),
        schedule,
        on_map: on_map(plan, entry),
        all_updates,
        by_date: entry.record.listed().order() == Order::NewestFirst,
        older: neighbour(older),
        newer: neighbour(newer),
        related: related(plan, entry, index),
        backlinks: backlinks(plan, index),
    };
    let above = plan.section_link(entry.kind).into_iter().collect();
    let head = plan.head(entry.kind.name(), &address(entry), common.title, common.summary, above);
    Some((head.cited().of_day(plan, depends_on_day(plan, entry)), view))
}

/// The computed sections of a record's page.
fn computed(plan: &Plan<'_>, entry: &Entry) -> Vec<SheetSection> {
    match &entry.record {
        Record::Project(project) => project_sections(plan, entry, project),
        Record::Indicator(indicator) => indicator_sections(plan, entry, indicator),
        Record::Park(_) | Record::Office(_) | Record::Event(_) => {
            plan.figures.groups.get(&entry.id).map_or_else(Vec::new, |group| group_sections(plan, entry, group))
        }
        _ => Vec::new(),
    }
}

fn backlinks(plan: &Plan<'_>, index: usize) -> Vec<Backlinks> {
    let group = |(kind, indexes): (Kind, Vec<usize>)| {
        let more = plan.lists.of_links_back(index, kind, indexes.len()).map(|list| {
            let title = plan.words.with_n("record.all", indexes.len());
            Link::new(title, plan.routes.to(&list.address))
        });
        let cards = plan.cards.of(indexes.iter().take(BACKLINKS_SHOWN));
        Backlinks { kind: kind.name(), title: plan.words.many(kind), cards, total: indexes.len(), more }
    };
    plan.lists.links_back(&plan.links, index).into_iter().map(group).collect()
}

/// Records to read next: those the editor names, then those of the kind that share the most facet values, found
/// among the neighbours in each value's list; what refers to the record stands there by itself.
fn related(plan: &Plan<'_>, entry: &Entry, index: usize) -> Vec<Arc<Shared<Card>>> {
    let named = entry.record.common().related.iter();
    let mut shown: Vec<usize> = named.filter_map(|reference| plan.bulletin.place_of(&reference.id)).collect();
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for facet in plan.lists.facets_of(entry) {
        for near in plan.lists.near(entry.kind, &facet, index) {
            *shared.entry(near).or_default() += 1;
        }
    }
    let mut near: Vec<(usize, usize)> = shared
        .into_iter()
        .filter(|(near, _)| *near != index && plan.links.to(index).binary_search(near).is_err())
        .collect();
    near.sort_by_key(|(near, n)| (std::cmp::Reverse(*n), plan.lists.position(*near)));
    for (near, _) in near {
        if shown.len() < RELATED_SHOWN && !shown.contains(&near) {
            shown.push(near);
        }
    }
    plan.cards.of(&shown)
}
