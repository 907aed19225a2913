//! Boards: pages that are computed figures of the whole bulletin. Stages with funnel, halts and enclave projects (S2, S10);
//! stewards (S7); quarterly ranking (S4).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sheet::{Cell, SheetSection, SheetView, TableView};
use super::{Content, Link, Shared, SiteView, View};
use crate::date::Period;
use crate::figures::{Measure, RankingStanding, StewardLoad, UnitSort};
use crate::record::{Entry, Kind, Stage};
use crate::site::Plan;

/// How many quarters the table of places has: what a screen holds.
const PLACES_SHOWN: usize = 8;

/// A page that is a sheet.
pub(super) fn sheet(
    plan: &Plan<'_>,
    site: &Arc<Shared<SiteView>>,
    address: &str,
    title: &str,
    above: Vec<Link>,
    sheet: SheetView,
) -> View {
    let description = sheet.notes.first().cloned();
    let head = plan.head("sheet", address, title, description.as_deref(), above).cited();
    View { site: site.clone(), page: head, content: Content::Sheet { sheet: Box::new(sheet) } }
}

/// The page of stages: how many projects came how far, which are halted, which are enclaves.
pub(in crate::site) fn stages(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>) -> View {
    let sections = [
        plan.funnel_section(&plan.figures.funnel),
        Some(plan.stages_section()),
        plan.halted_section(),
        plan.enclaves_section(),
    ];
    let notes = vec![plan.word("stages.intro")];
    let view = SheetView { notes, sections: sections.into_iter().flatten().collect(), ..SheetView::default() };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    sheet(plan, site, "/stages/", &plan.word("stages.title"), above, view)
}

/// The page of stewards and their work.
pub(in crate::site) fn stewards(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>) -> View {
    let notes = vec![plan.word("stewards.intro")];
    let view =
        SheetView { notes, sections: vec![plan.stewards_section(), plan.steward_offices()], ..SheetView::default() };
    let above = plan.section_link(Kind::Project).into_iter().collect();
    sheet(plan, site, "/stewards/", &plan.word("stewards.title"), above, view)
}

/// The permanent address of a quarter's ranking.
pub(in crate::site) fn ranking_address(period: Period) -> String {
    match period {
        Period::Quarter(year, quarter) => format!("/ranking/{year}/q{quarter}/"),
        period => format!("/ranking/{period}/"),
    }
}

/// The index of rankings: every unit's places, quarter by quarter.
pub(in crate::site) fn rankings(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>) -> View {
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
    sheet(
        plan,
        site,
        "/ranking/",
        &plan.word("ranking.title"),
        plan.section_link(Kind::Project).into_iter().collect(),
        view,
    )
}

/// The ranking of the quarter at `index`.
pub(in crate::site) fn ranking(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>, index: usize) -> View {
    let rankings = &plan.figures.rankings;
    let Some(ranking) = rankings.get(index) else { return super::not_found(plan, site) };
    let open = ranking.open.then(|| plan.settings.strings.with_n("report.open", plan.day(plan.figures.as_of)));
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
    let above = vec![Link::new(plan.word("ranking.title"), plan.settings.base.link("/ranking/"))];
    sheet(plan, site, &ranking_address(ranking.period), &title, above, view)
}

impl Plan<'_> {
    pub(super) fn head_cells<const N: usize>(&self, head: [(&str, bool); N]) -> [(String, bool); N] {
        head.map(|(key, number)| (self.word(key), number))
    }

    pub(super) fn unknown(&self) -> Cell {
        Cell::text(self.word("ledger.unknown"))
    }

    fn stages_section(&self) -> SheetSection {
        let row = |stage: &crate::figures::StageCount| {
            let url = self.settings.base.link(&format!("/projects/stage/{}/", crate::text::slug(stage.stage.key())));
            let n = Cell { url: Some(url), ..Cell::text(stage.n) };
            vec![Cell::badge(stage.stage), n, self.money_cell(&stage.money)]
        };
        let stages = &self.figures.stages;
        let head = self.head_cells([("facet.stage", false), ("group.projects", true), ("home.investment", true)]);
        let mut table = TableView::new(self.word("stages.caption"), head, stages.iter().map(row).collect());
        // The sum of money is that of all projects, so their number is too.
        let all = self.bulletin.of_kind(Kind::Project).count();
        let without = all.saturating_sub(stages.iter().map(|stage| stage.n).sum());
        table.foot =
            vec![Cell::text(self.word("ledger.total")), Cell::text(all), self.money_cell(&self.figures.investment)];
        let notes =
            (without > 0).then(|| self.settings.strings.with_n("stages.without", without)).into_iter().collect();
        let title = self.word("home.stages");
        SheetSection { id: "stages".into(), title, notes, table: Some(table), ..SheetSection::default() }
    }

    /// Projects that are stopped, slowed or cancelled, with the reason.
    fn halted_section(&self) -> Option<SheetSection> {
        let halted = |entry: &Entry| {
            let (entry, project) = self.project(&entry.id)?;
            let last = project.stages.iter().rev().find(|entry| !entry.planned && entry.scope.is_none())?;
            matches!(last.stage, Stage::Stopped | Stage::Slowed | Stage::Cancelled).then(|| {
                let date =
                    last.date.map_or_else(|| self.unknown(), |date| Cell { date: Some(date), ..Cell::default() });
                let reason = last.reason.as_ref().map_or_else(|| self.unknown(), Cell::text);
                vec![Cell::link(self.link(entry)), Cell::badge(last.stage), date, reason]
            })
        };
        let rows: Vec<Vec<Cell>> = self.bulletin.of_kind(Kind::Project).filter_map(halted).collect();
        let head =
            [("kind.project.one", false), ("facet.stage", false), ("stages.since", false), ("stages.reason", false)];
        let table = TableView::new(self.word("stages.halted_caption"), self.head_cells(head), rows);
        let title = self.word("stages.halted");
        (!table.rows.is_empty()).then(|| SheetSection {
            id: "halted".into(),
            title,
            table: Some(table),
            ..SheetSection::default()
        })
    }

    fn enclaves_section(&self) -> Option<SheetSection> {
        let row = |enclave: &crate::figures::Enclave| {
            let park = enclave.park.as_deref().and_then(|id| self.bulletin.entry(id));
            let park = park.map_or_else(|| self.unknown(), |park| Cell::link(self.link(park)));
            let names: Vec<&str> =
                enclave.projects.iter().filter_map(|id| Some(self.bulletin.entry(id)?.record.common().title)).collect();
            let n = Cell::text(enclave.projects.len()).note(Some(names.join("、")));
            vec![Cell::text(&enclave.township), park, n, self.money_cell(&enclave.money)]
        };
        let enclaves = &self.figures.enclaves;
        let head =
            [("stages.township", false), ("facet.park", false), ("group.projects", true), ("home.investment", true)];
        let table = TableView::new(
            self.word("stages.enclaves_caption"),
            self.head_cells(head),
            enclaves.iter().map(row).collect(),
        );
        let (title, notes) = (self.word("stages.enclaves"), vec![self.word("stages.enclaves_note")]);
        let section =
            || SheetSection { id: "enclaves".into(), title, notes, table: Some(table), ..SheetSection::default() };
        (!enclaves.is_empty()).then(section)
    }

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

    fn ranking_link(&self, period: Period) -> Link {
        Link::new(self.say(period), self.settings.base.link(&ranking_address(period)))
    }

    /// The ranking of a quarter, where there is one.
    pub(super) fn ranking_of(&self, period: Period) -> Option<Link> {
        self.figures.rankings.iter().find(|ranking| ranking.period == period)?;
        let title = self.fill("ranking.of", &[("period", self.say(period))]);
        Some(Link { title, ..self.ranking_link(period) })
    }

    /// The formula, and the rules that go with it.
    fn ranking_notes(&self) -> Vec<String> {
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

    fn unit_cell(&self, sort: UnitSort, unit: &str) -> Cell {
        let entry = self.bulletin.entry(unit).filter(|_| sort != UnitSort::Place);
        entry.map_or_else(|| Cell::text(unit), |entry| Cell::link(self.link(entry)))
    }

    fn sort_title(&self, sort: UnitSort) -> String {
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

    /// Every unit's places, quarter by quarter, the latest first.
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

    /// Pages of computed figures about projects.
    pub(super) fn board_links(&self) -> Vec<Link> {
        let link = |word: &str, address: &str| Link::new(self.word(word), self.settings.base.link(address));
        let colours = self.figures.colours.values().any(|state| state.colour.is_some());
        let colours = colours.then(|| link("home.colours", "/projects/colour/"));
        let stages = (!self.figures.stages.is_empty()).then(|| link("stages.title", "/stages/"));
        let rankings = (!self.figures.rankings.is_empty()).then(|| link("ranking.title", "/ranking/"));
        let stewards = (!self.figures.stewards.is_empty()).then(|| link("stewards.title", "/stewards/"));
        [colours, stages, rankings, stewards].into_iter().flatten().chain(self.ledger_links()).collect()
    }
}
