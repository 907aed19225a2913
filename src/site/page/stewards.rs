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
    let link = || Link::new(plan.word("stewards.title"), plan.settings.base.link(ADDRESS));
    (plan.shows(PageKind::Stewards) && !plan.figures.stewards.is_empty()).then(link)
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    link(plan).map(|_| Planned::at(ADDRESS, "sheet", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let notes = vec![plan.word("stewards.intro")];
    let view =
        SheetView { notes, sections: vec![plan.stewards_section(), plan.steward_offices()], ..SheetView::default() };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    Some(view.at(plan, ADDRESS, &plan.word("stewards.title"), above))
}

impl Plan<'_> {
    fn office_cell(&self, office: Option<&str>) -> Cell {
        let entry = office.and_then(|id| self.bulletin.entry(id));
        entry.map_or_else(|| Cell::text(self.word("ledger.no_office")), |entry| Cell::link(self.link(entry)))
    }

    fn stated(&self, n: Option<u64>) -> Cell {
        n.map_or_else(|| self.unknown(), Cell::text)
    }

    fn stewards_section(&self) -> SheetSection {
        let names = |ids: &[String]| {
            let names = ids.iter().filter_map(|id| Some(self.bulletin.entry(id)?.record.common().title));
            let names = names.collect::<Vec<_>>().join("、");
            Cell::text(ids.len()).note(Some(names).filter(|names| !names.is_empty()))
        };
        let row = |load: &StewardLoad| {
            vec![
                Cell::text(&load.role),
                self.office_cell(load.office.as_deref()),
                names(&load.chief),
                names(&load.deputy),
                self.stated(load.visits),
                self.stated(load.solved),
            ]
        };
        let head = self.head_cells([
            ("stewards.role", false),
            ("facet.office", false),
            ("stewards.chief", true),
            ("stewards.deputy", true),
            ("stewards.visits", true),
            ("stewards.solved", true),
        ]);
        let table =
            TableView::new(self.word("stewards.caption"), head, self.figures.stewards.iter().map(row).collect());
        let title = self.word("stewards.each");
        SheetSection { id: "stewards".into(), title, table: Some(table), ..SheetSection::default() }
    }

    fn steward_offices(&self) -> SheetSection {
        let mut offices: BTreeMap<Option<&str>, Vec<&StewardLoad>> = BTreeMap::new();
        for load in &self.figures.stewards {
            offices.entry(load.office.as_deref()).or_default().push(load);
        }
        let sum = |loads: &[&StewardLoad], of: fn(&StewardLoad) -> Option<u64>| -> Option<u64> {
            let stated: Vec<u64> = loads.iter().filter_map(|load| of(load)).collect();
            (!stated.is_empty()).then(|| stated.iter().sum())
        };
        let row = |(office, loads): (Option<&str>, &[&StewardLoad])| {
            let projects: usize = loads.iter().map(|load| load.chief.len() + load.deputy.len()).sum();
            vec![
                self.office_cell(office),
                Cell::text(loads.len()),
                Cell::text(projects),
                self.stated(sum(loads, |load| load.visits)),
                self.stated(sum(loads, |load| load.solved)),
            ]
        };
        let head = self.head_cells([
            ("facet.office", false),
            ("stewards.stewards", true),
            ("stewards.projects", true),
            ("stewards.visits", true),
            ("stewards.solved", true),
        ]);
        let rows = offices.iter().map(|(office, loads)| row((*office, loads))).collect();
        let mut table = TableView::new(self.word("stewards.by_office_caption"), head, rows);
        let all: Vec<&StewardLoad> = self.figures.stewards.iter().collect();
        table.foot = row((None, &all));
        if let Some(first) = table.foot.first_mut() {
            *first = Cell::text(self.word("ledger.total"));
        }
        let title = self.word("stewards.by_office");
        SheetSection { id: "offices".into(), title, table: Some(table), ..SheetSection::default() }
    }
}
