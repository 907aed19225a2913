//! The index of rankings: every unit's places, quarter by quarter (S4); and what each of them says, too.

use std::collections::BTreeMap;

use super::Planned;
use crate::date::Period;
use crate::figures::{Measure, UnitSort};
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
    (!plan.figures.rankings.is_empty()).then(|| plan.link("ranking.title", ADDRESS))
}

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    link(plan).map(|_| Planned::at(ADDRESS, "sheet", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let rankings = &plan.figures.rankings;
    let quarters = SheetSection {
        id: "quarters".into(),
        title: plan.words.get("ranking.quarters"),
        links: rankings.iter().map(|ranking| ranking_link(plan, ranking.period)).collect(),
        ..SheetSection::default()
    };
    let places = UnitSort::ALL.iter().filter_map(|sort| places_section(plan, *sort));
    let sections = std::iter::once(quarters).chain(places).collect();
    let view = SheetView { notes: ranking_notes(plan), sections, ..SheetView::default() };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    let (head, parts) = view.at(plan, ADDRESS, &plan.words.get("ranking.title"), above);
    Some((head.of_day(plan, rankings.iter().any(|ranking| ranking.open)), parts))
}

/// The places of the latest quarters; each quarter has its own page.
fn places_section(plan: &Plan<'_>, sort: UnitSort) -> Option<SheetSection> {
    let all = &plan.figures.rankings;
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
        std::iter::once(unit_cell(plan, sort, unit)).chain((0..rankings.len()).map(quarter)).collect()
    };
    let mut rows: Vec<(&&str, &BTreeMap<usize, usize>)> = places.iter().collect();
    rows.sort_by_key(|(unit, of)| (of.get(&0).copied().unwrap_or(usize::MAX), **unit));
    let quarters = rankings.iter().map(|ranking| (plan.words.of(ranking.period), true));
    let head = std::iter::once((plan.words.get("ranking.unit"), false)).chain(quarters);
    let title = sort_title(plan, sort);
    let caption = plan.words.fill("ranking.places_caption", &[("sort", title.clone())]);
    let table = TableView::new(caption, head, rows.into_iter().map(row).collect());
    let id = format!("places-{}", sort as u8);
    let left = (all.len() > rankings.len()).then(|| plan.words.with_n("ranking.latest", PLACES_SHOWN));
    let notes = left.into_iter().collect();
    (!table.rows.is_empty()).then(|| SheetSection { notes, ..SheetSection::of(id, title, table) })
}

/// The permanent address of a quarter's ranking.
pub(super) fn ranking_address(period: Period) -> String {
    match period {
        Period::Quarter(year, quarter) => format!("/ranking/{year}/q{quarter}/"),
        period => format!("/ranking/{period}/"),
    }
}

/// The link to a quarter's ranking.
pub(super) fn ranking_link(plan: &Plan<'_>, period: Period) -> Link {
    Link::new(plan.words.of(period), plan.routes.to(&ranking_address(period)))
}

/// The ranking of a quarter, where there is one.
pub(super) fn ranking_of(plan: &Plan<'_>, period: Period) -> Option<Link> {
    plan.figures.rankings.iter().find(|ranking| ranking.period == period)?;
    let title = plan.words.fill("ranking.of", &[("period", plan.words.of(period))]);
    Some(Link { title, ..ranking_link(plan, period) })
}

/// The formula, and the rules that go with it.
pub(super) fn ranking_notes(plan: &Plan<'_>) -> Vec<String> {
    let Some(rules) = &plan.bulletin.config.ranking else { return Vec::new() };
    let term = |measure: &Measure| {
        let weight = rules.weights.of(*measure)?;
        let sign = if weight < 0 { "−" } else { "＋" };
        Some(format!("{sign}{}×{}", measure_name(plan, *measure), weight.unsigned_abs()))
    };
    let terms: String = Measure::ALL.iter().filter_map(term).collect();
    let formula = plan.words.fill("ranking.formula", &[("formula", terms.trim_start_matches('＋').to_owned())]);
    let least = plan.words.with_n("ranking.rules", rules.least_projects());
    [formula, least].into_iter().chain(rules.note.clone()).collect()
}

/// A measure's name, without its unit.
pub(super) fn measure_name(plan: &Plan<'_>, measure: Measure) -> String {
    let name = plan.words.get(&format!("report.{}", measure.key()));
    name.split(['（', '(']).next().unwrap_or(&name).trim_end().to_owned()
}

/// The unit, with its page where it has one.
pub(super) fn unit_cell(plan: &Plan<'_>, sort: UnitSort, unit: &str) -> Cell {
    let entry = plan.bulletin.entry(unit).filter(|_| sort != UnitSort::Place);
    entry.map_or_else(|| Cell::text(unit), |entry| Cell::link(plan.routes.record(entry)))
}

/// What units of a sort are called.
pub(super) fn sort_title(plan: &Plan<'_>, sort: UnitSort) -> String {
    plan.words.get(match sort {
        UnitSort::Office => "ranking.offices",
        UnitSort::Park => "ranking.parks",
        UnitSort::Place => "ranking.places",
    })
}
