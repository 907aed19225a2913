//! Stewards and their work (S7).

use std::collections::BTreeMap;

use super::Planned;
use crate::figures::StewardLoad;
use crate::record::{Kind, PageKind};
use crate::site::Plan;
use crate::site::view::{Cell, Head, Link, SheetParts, SheetSection, SheetView, TableView};

/// What the page has beside `site` and `page`.
pub type Parts = SheetParts;

pub(super) type Of = ();

const ADDRESS: &str = "/stewards/";

/// The link to the page, when any project has a steward.
pub(in crate::site) fn link(plan: &Plan<'_>) -> Option<Link> {
    (plan.shows(PageKind::Stewards) && !plan.figures.stewards.is_empty()).then(|| plan.link("stewards.title", ADDRESS))
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    link(plan).map(|_| Planned::at(ADDRESS, "sheet", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let notes = vec![plan.words.get("stewards.intro")];
    let view =
        SheetView { notes, sections: vec![stewards_section(plan), steward_offices(plan)], ..SheetView::default() };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    Some(view.at(plan, ADDRESS, &plan.words.get("stewards.title"), above))
}

fn office_cell(plan: &Plan<'_>, office: Option<&str>) -> Cell {
    let entry = office.and_then(|id| plan.bulletin.entry(id));
    entry.map_or_else(|| Cell::text(plan.words.get("ledger.no_office")), |entry| Cell::link(plan.routes.record(entry)))
}

fn stated(plan: &Plan<'_>, n: Option<u64>) -> Cell {
    n.map_or_else(|| plan.words.unknown(), Cell::text)
}

fn stewards_section(plan: &Plan<'_>) -> SheetSection {
    let names = |ids: &[String]| {
        let names = ids.iter().filter_map(|id| Some(plan.bulletin.entry(id)?.record.common().title));
        let names = names.collect::<Vec<_>>().join("、");
        Cell::text(ids.len()).note(Some(names).filter(|names| !names.is_empty()))
    };
    let row = |load: &StewardLoad| {
        vec![
            Cell::text(&load.role),
            office_cell(plan, load.office.as_deref()),
            names(&load.chief),
            names(&load.deputy),
            stated(plan, load.visits),
            stated(plan, load.solved),
        ]
    };
    let head = plan.words.heads([
        ("stewards.role", false),
        ("facet.office", false),
        ("stewards.chief", true),
        ("stewards.deputy", true),
        ("stewards.visits", true),
        ("stewards.solved", true),
    ]);
    let table =
        TableView::new(plan.words.get("stewards.caption"), head, plan.figures.stewards.iter().map(row).collect());
    let title = plan.words.get("stewards.each");
    SheetSection::of("stewards", title, table)
}

fn steward_offices(plan: &Plan<'_>) -> SheetSection {
    let mut offices: BTreeMap<Option<&str>, Vec<&StewardLoad>> = BTreeMap::new();
    for load in &plan.figures.stewards {
        offices.entry(load.office.as_deref()).or_default().push(load);
    }
    let sum = |loads: &[&StewardLoad], of: fn(&StewardLoad) -> Option<u64>| -> Option<u64> {
        let stated: Vec<u64> = loads.iter().filter_map(|load| of(load)).collect();
        (!stated.is_empty()).then(|| stated.iter().sum())
    };
    let row = |(office, loads): (Option<&str>, &[&StewardLoad])| {
        let projects: usize = loads.iter().map(|load| load.chief.len() + load.deputy.len()).sum();
        vec![
            office_cell(plan, office),
            Cell::text(loads.len()),
            Cell::text(projects),
            stated(plan, sum(loads, |load| load.visits)),
            stated(plan, sum(loads, |load| load.solved)),
        ]
    };
    let head = plan.words.heads([
        ("facet.office", false),
        ("stewards.stewards", true),
        ("stewards.projects", true),
        ("stewards.visits", true),
        ("stewards.solved", true),
    ]);
    let rows = offices.iter().map(|(office, loads)| row((*office, loads))).collect();
    let mut table = TableView::new(plan.words.get("stewards.by_office_caption"), head, rows);
    let all: Vec<&StewardLoad> = plan.figures.stewards.iter().collect();
    table.foot = row((None, &all));
    if let Some(first) = table.foot.first_mut() {
        *first = Cell::text(plan.words.get("ledger.total"));
    }
    let title = plan.words.get("stewards.by_office");
    SheetSection::of("offices", title, table)
}
