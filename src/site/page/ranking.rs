//! A quarter's ranking of units (S4).

use super::rankings::{measure_name, ranking_address, ranking_link, ranking_notes, sort_title, unit_cell};
use super::{Planned, rankings};
use crate::figures::{Measure, RankingStanding, UnitSort};
use crate::site::Plan;
use crate::site::view::{Cell, Head, SheetParts, SheetSection, SheetView, TableView};

/// What the page has beside `site` and `page`.
pub type Parts = SheetParts;

/// By its place among the rankings, the latest first.
pub(super) type Of = usize;

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let rankings = plan.figures.rankings.iter().enumerate();
    rankings.map(|(index, ranking)| Planned::at(&ranking_address(ranking.period), "sheet", index)).collect()
}

pub(super) fn view(plan: &Plan<'_>, index: Of) -> Option<(Head, Parts)> {
    let rankings = &plan.figures.rankings;
    let ranking = rankings.get(index)?;
    let is_open = ranking.open;
    let open = is_open.then(|| plan.words.with_n("report.open", plan.words.day(plan.figures.as_of)));
    let beside = |index: Option<usize>| {
        index.and_then(|index| rankings.get(index)).map(|other| ranking_link(plan, other.period))
    };
    let sections = ranking.units.iter().flat_map(|(sort, standings)| ranking_sections(plan, *sort, standings));
    let view = SheetView {
        notes: open.into_iter().chain(ranking_notes(plan)).collect(),
        sections: sections.collect(),
        previous: beside(Some(index + 1)),
        next: beside(index.checked_sub(1)),
    };
    let title = plan.words.fill("ranking.of", &[("period", plan.words.of(ranking.period))]);
    let above = rankings::link(plan).into_iter().collect();
    let (head, parts) = view.at(plan, &ranking_address(ranking.period), &title, above);
    // A quarter that is over keeps its end's figures.
    Some((head.of_day(plan, is_open), parts))
}

fn ranking_sections(plan: &Plan<'_>, sort: UnitSort, standings: &[RankingStanding]) -> Vec<SheetSection> {
    let measures: Vec<Measure> =
        standings.first().map_or_else(Vec::new, |standing| standing.inputs.keys().copied().collect());
    let inputs = |standing: &RankingStanding| {
        let counts = measures.iter().map(|measure| standing.inputs.get(measure).copied().unwrap_or(0));
        counts.map(Cell::text).collect::<Vec<_>>()
    };
    let change = |standing: &RankingStanding| match standing.gained {
        None => plan.words.get("ranking.new"),
        Some(0) => plan.words.get("report.same"),
        Some(gained) if gained > 0 => plan.words.with_n("ranking.up", gained),
        Some(lost) => plan.words.with_n("ranking.down", -lost),
    };
    let row = |standing: &RankingStanding| {
        let place = standing.place.map(|place| [Cell::text(place), Cell::text(change(standing))]);
        let counts = [Cell::text(standing.score), Cell::text(standing.projects)];
        let unit = std::iter::once(unit_cell(plan, sort, &standing.unit));
        unit.chain(place.into_iter().flatten()).chain(counts).chain(inputs(standing)).collect::<Vec<_>>()
    };
    let head = |placed: bool| {
        let places = ["ranking.place", "ranking.change"].into_iter().filter(move |_| placed);
        let counts = places.chain(["ranking.score", "ranking.projects"]).map(|word| (plan.words.get(word), true));
        let inputs = measures.iter().map(|measure| (measure_name(plan, *measure), true));
        std::iter::once((plan.words.get("ranking.unit"), false)).chain(counts).chain(inputs).collect::<Vec<_>>()
    };
    let key = match sort {
        UnitSort::Office => "offices",
        UnitSort::Park => "parks",
        UnitSort::Place => "places",
    };
    let (placed, apart): (Vec<_>, Vec<_>) = standings.iter().partition(|standing| standing.place.is_some());
    let section = |id: String, title: String, caption: String, standings: &[&RankingStanding], placed: bool| {
        let table = TableView::new(caption, head(placed), standings.iter().map(|standing| row(standing)).collect());
        (!standings.is_empty()).then(|| SheetSection::of(id, title, table))
    };
    let title = sort_title(plan, sort);
    let apart_title = plan.words.fill("ranking.apart", &[("sort", title.clone())]);
    let caption = |title: &str| plan.words.fill("ranking.caption", &[("sort", title.to_owned())]);
    [
        section(key.to_owned(), title.clone(), caption(&title), &placed, true),
        section(format!("{key}-apart"), apart_title.clone(), caption(&apart_title), &apart, false),
    ]
    .into_iter()
    .flatten()
    .collect()
}
