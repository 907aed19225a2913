//! A quarter's ranking of units (S4).

use super::{Planned, rankings};
use crate::date::Period;
use crate::figures::{Measure, RankingStanding, UnitSort};
use crate::site::Plan;
use crate::site::view::{Cell, Head, Link, SheetParts, SheetSection, SheetView, TableView};

/// What the page has beside `site` and `page`.
pub type Parts = SheetParts;

/// By its place among the rankings, the latest first.
pub(super) type Of = usize;

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let rankings = plan.figures.rankings.iter().enumerate();
    rankings.map(|(index, ranking)| Planned::at(&address(ranking.period), "sheet", index)).collect()
}

pub(super) fn view(plan: &Plan<'_>, index: Of) -> Option<(Head, Parts)> {
    let rankings = &plan.figures.rankings;
    let ranking = rankings.get(index)?;
    let is_open = ranking.open;
    let open = is_open.then(|| plan.settings.strings.with_n("report.open", plan.day(plan.figures.as_of)));
    let beside =
        |index: Option<usize>| index.and_then(|index| rankings.get(index)).map(|other| plan.ranking_link(other.period));
    let sections = ranking.units.iter().flat_map(|(sort, standings)| plan.ranking_sections(*sort, standings));
    let view = SheetView {
        notes: open.into_iter().chain(plan.ranking_notes()).collect(),
        sections: sections.collect(),
        previous: beside(Some(index + 1)),
        next: beside(index.checked_sub(1)),
    };
    let title = plan.fill("ranking.of", &[("period", plan.say(ranking.period))]);
    let above = rankings::link(plan).into_iter().collect();
    let (head, parts) = view.at(plan, &address(ranking.period), &title, above);
    // A quarter that is over keeps its end's figures.
    Some((head.of_day(plan, is_open), parts))
}

/// The permanent address of a quarter's ranking.
fn address(period: Period) -> String {
    match period {
        Period::Quarter(year, quarter) => format!("/ranking/{year}/q{quarter}/"),
        period => format!("/ranking/{period}/"),
    }
}

impl Plan<'_> {
    pub(super) fn ranking_link(&self, period: Period) -> Link {
        Link::new(self.say(period), self.settings.base.link(&address(period)))
    }

    /// The ranking of a quarter, where there is one.
    pub(in crate::site) fn ranking_of(&self, period: Period) -> Option<Link> {
        self.figures.rankings.iter().find(|ranking| ranking.period == period)?;
        let title = self.fill("ranking.of", &[("period", self.say(period))]);
        Some(Link { title, ..self.ranking_link(period) })
    }

    /// The formula, and the rules that go with it.
    pub(super) fn ranking_notes(&self) -> Vec<String> {
        let Some(rules) = &self.bulletin.config.ranking else { return Vec::new() };
        let term = |measure: &Measure| {
            let weight = rules.weights.of(*measure)?;
            let sign = if weight < 0 { "−" } else { "＋" };
            Some(format!("{sign}{}×{}", self.measure(*measure), weight.unsigned_abs()))
        };
        let terms: String = Measure::ALL.iter().filter_map(term).collect();
        let formula = self.fill("ranking.formula", &[("formula", terms.trim_start_matches('＋').to_owned())]);
        let least = self.settings.strings.with_n("ranking.rules", rules.least_projects());
        [formula, least].into_iter().chain(rules.note.clone()).collect()
    }

    /// A measure's name, without its unit.
    fn measure(&self, measure: Measure) -> String {
        let name = self.word(&format!("report.{}", measure.key()));
        name.split(['（', '(']).next().unwrap_or(&name).trim_end().to_owned()
    }

    pub(super) fn unit_cell(&self, sort: UnitSort, unit: &str) -> Cell {
        let entry = self.bulletin.entry(unit).filter(|_| sort != UnitSort::Place);
        entry.map_or_else(|| Cell::text(unit), |entry| Cell::link(self.link(entry)))
    }

    pub(super) fn sort_title(&self, sort: UnitSort) -> String {
        self.word(match sort {
            UnitSort::Office => "ranking.offices",
            UnitSort::Park => "ranking.parks",
            UnitSort::Place => "ranking.places",
        })
    }

    fn ranking_sections(&self, sort: UnitSort, standings: &[RankingStanding]) -> Vec<SheetSection> {
        let measures: Vec<Measure> =
            standings.first().map_or_else(Vec::new, |standing| standing.inputs.keys().copied().collect());
        let inputs = |standing: &RankingStanding| {
            let counts = measures.iter().map(|measure| standing.inputs.get(measure).copied().unwrap_or(0));
            counts.map(Cell::text).collect::<Vec<_>>()
        };
        let change = |standing: &RankingStanding| match standing.gained {
            None => self.word("ranking.new"),
            Some(0) => self.word("report.same"),
            Some(gained) if gained > 0 => self.settings.strings.with_n("ranking.up", gained),
            Some(lost) => self.settings.strings.with_n("ranking.down", -lost),
        };
        let row = |standing: &RankingStanding| {
            let place = standing.place.map(|place| [Cell::text(place), Cell::text(change(standing))]);
            let counts = [Cell::text(standing.score), Cell::text(standing.projects)];
            let unit = std::iter::once(self.unit_cell(sort, &standing.unit));
            unit.chain(place.into_iter().flatten()).chain(counts).chain(inputs(standing)).collect::<Vec<_>>()
        };
        let head = |placed: bool| {
            let places = ["ranking.place", "ranking.change"].into_iter().filter(move |_| placed);
            let counts = places.chain(["ranking.score", "ranking.projects"]).map(|word| (self.word(word), true));
            let inputs = measures.iter().map(|measure| (self.measure(*measure), true));
            std::iter::once((self.word("ranking.unit"), false)).chain(counts).chain(inputs).collect::<Vec<_>>()
        };
        let key = match sort {
            UnitSort::Office => "offices",
            UnitSort::Park => "parks",
            UnitSort::Place => "places",
        };
        let (placed, apart): (Vec<_>, Vec<_>) = standings.iter().partition(|standing| standing.place.is_some());
        let section = |id: String, title: String, caption: String, standings: &[&RankingStanding], placed: bool| {
            let table = TableView::new(caption, head(placed), standings.iter().map(|standing| row(standing)).collect());
            (!standings.is_empty()).then(|| SheetSection { id, title, table: Some(table), ..SheetSection::default() })
        };
        let title = self.sort_title(sort);
        let apart_title = self.fill("ranking.apart", &[("sort", title.clone())]);
        let caption = |title: &str| self.fill("ranking.caption", &[("sort", title.to_owned())]);
        [
            section(key.to_owned(), title.clone(), caption(&title), &placed, true),
            section(format!("{key}-apart"), apart_title.clone(), caption(&apart_title), &apart, false),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
