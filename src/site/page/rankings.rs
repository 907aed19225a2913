//! The index of rankings: every unit's places, quarter by quarter (S4).

use std::collections::BTreeMap;

use super::Planned;
use crate::figures::UnitSort;
use crate::record::Kind;
use crate::site::Plan;
use crate::site::view::{Cell, Head, Link, SheetParts, SheetSection, SheetView, TableView};

/// How many quarters the table of places has: what a screen holds.
const PLACES_SHOWN: usize = 8;

/// What the page has beside `site` and `page`.
pub type Parts = SheetParts;

pub(super) type Of = ();

pub(super) const ADDRESS: &str = "/ranking/";

/// The link to the index, when there is a ranking.
pub(in crate::site) fn link(plan: &Plan<'_>) -> Option<Link> {
    let link = || Link::new(plan.word("ranking.title"), plan.settings.base.link(ADDRESS));
    (!plan.figures.rankings.is_empty()).then(link)
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    link(plan).map(|_| Planned::at(ADDRESS, "sheet", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let rankings = &plan.figures.rankings;
    let quarters = SheetSection {
        id: "quarters".into(),
        title: plan.word("ranking.quarters"),
        links: rankings.iter().map(|ranking| plan.ranking_link(ranking.period)).collect(),
        ..SheetSection::default()
    };
    let places = UnitSort::ALL.iter().filter_map(|sort| plan.places_section(*sort));
    let sections = std::iter::once(quarters).chain(places).collect();
    let view = SheetView { notes: plan.ranking_notes(), sections, ..SheetView::default() };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    let (head, parts) = view.at(plan, ADDRESS, &plan.word("ranking.title"), above);
    Some((head.of_day(plan, rankings.iter().any(|ranking| ranking.open)), parts))
}

impl Plan<'_> {
    /// The places of the latest quarters; each quarter has its own page.
    fn places_section(&self, sort: UnitSort) -> Option<SheetSection> {
        let all = &self.figures.rankings;
        let rankings = all.get(..PLACES_SHOWN).unwrap_or(all);
        let mut places: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
        for (index, ranking) in rankings.iter().enumerate() {
            for standing in ranking.units.get(&sort).into_iter().flatten() {
                if let Some(place) = standing.place {
                    places.entry(&standing.unit).or_default().insert(index, place);
                }
            }
        }
        let row = |(unit, of): (&&str, &BTreeMap<usize, usize>)| {
            let quarter = |index: usize| of.get(&index).map_or_else(|| Cell::text("—"), Cell::text);
            std::iter::once(self.unit_cell(sort, unit)).chain((0..rankings.len()).map(quarter)).collect()
        };
        let mut rows: Vec<(&&str, &BTreeMap<usize, usize>)> = places.iter().collect();
        rows.sort_by_key(|(unit, of)| (of.get(&0).copied().unwrap_or(usize::MAX), **unit));
        let quarters = rankings.iter().map(|ranking| (self.say(ranking.period), true));
        let head = std::iter::once((self.word("ranking.unit"), false)).chain(quarters);
        let title = self.sort_title(sort);
        let caption = self.fill("ranking.places_caption", &[("sort", title.clone())]);
        let table = TableView::new(caption, head, rows.into_iter().map(row).collect());
        let id = format!("places-{}", sort as u8);
        let left = (all.len() > rankings.len()).then(|| self.settings.strings.with_n("ranking.latest", PLACES_SHOWN));
        let notes = left.into_iter().collect();
        (!table.rows.is_empty()).then(|| SheetSection {
            id,
            title,
            notes,
            table: Some(table),
            ..SheetSection::default()
        })
    }
}
