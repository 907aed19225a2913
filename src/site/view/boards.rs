//! Boards: pages that are computed figures of the whole bulletin. Stages with funnel, halts and enclave projects (S2, S10);
//! stewards (S7); quarterly ranking (S4); targets (S9).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::computed::{float, percent};
use super::sheet::{Cell, SheetSection, SheetView, TableView};
use super::{Content, Link, SiteView, View};
use crate::chart::{self, Bar, Key, Spark, Words};
use crate::date::{Day, PartialDate, Period};
use crate::figures::{
    Measure, Outcome, RankingStanding, StewardLoad, TargetStanding, TargetState, UnitSort, answering,
};
use crate::quantity::Quantity;
use crate::record::{Entry, Indicator, Kind, Point, Record, Stage};
use crate::site::Plan;

/// How many quarters the table of places has: what a screen holds.
const PLACES_SHOWN: usize = 8;

fn sheet(
    plan: &Plan<'_>,
    site: &Arc<SiteView>,
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
pub(in crate::site) fn stages(plan: &Plan<'_>, site: &Arc<SiteView>) -> View {
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
pub(in crate::site) fn stewards(plan: &Plan<'_>, site: &Arc<SiteView>) -> View {
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
pub(in crate::site) fn rankings(plan: &Plan<'_>, site: &Arc<SiteView>) -> View {
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
pub(in crate::site) fn ranking(plan: &Plan<'_>, site: &Arc<SiteView>, index: usize) -> View {
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

/// The board of targets.
pub(in crate::site) fn targets(plan: &Plan<'_>, site: &Arc<SiteView>) -> View {
    let mut groups: BTreeMap<(bool, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in plan.bulletin.of_kind(Kind::Indicator) {
        let Record::Indicator(indicator) = &entry.record else { continue };
        if plan.figures.targets.contains_key(&entry.id) {
            let group = indicator.group.as_deref();
            groups.entry((group.is_none(), group.unwrap_or_default())).or_default().push(entry);
        }
    }
    let section = |(index, ((_, name), entries)): (usize, ((bool, &str), Vec<&Entry>))| {
        let title = if name.is_empty() { plan.word("targets.no_group") } else { name.to_owned() };
        plan.targets_section(format!("group-{}", index + 1), title, &entries)
    };
    let mut sections: Vec<SheetSection> = groups.into_iter().enumerate().map(section).collect();
    sections.extend(plan.composed_section());
    let all = plan.lists.of_kind(Kind::Indicator).map(|list| Link {
        count: Some(list.entries.len()),
        ..Link::new(plan.word("targets.all"), plan.settings.base.link(&list.address))
    });
    let links = all.into_iter().chain(plan.facet_indexes(Kind::Indicator)).collect();
    sections.push(SheetSection {
        id: "all".into(),
        title: plan.word("targets.more"),
        links,
        ..SheetSection::default()
    });
    let notes = vec![plan.word("targets.intro"), plan.states_note()];
    let view = SheetView { notes, sections, ..SheetView::default() };
    sheet(plan, site, "/targets/", &plan.many(Kind::Indicator), Vec::new(), view)
}

impl Plan<'_> {
    fn head_cells<const N: usize>(&self, head: [(&str, bool); N]) -> [(String, bool); N] {
        head.map(|(key, number)| (self.word(key), number))
    }

    fn unknown(&self) -> Cell {
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

    /// What the states of targets mean.
    fn states_note(&self) -> String {
        self.word("targets.rule")
    }

    fn targets_section(&self, id: String, title: String, entries: &[&Entry]) -> SheetSection {
        let mut rows = Vec::new();
        let mut bars = Vec::new();
        let has_actual = |standing: Option<&TargetStanding>| standing.is_some_and(|standing| standing.actual.is_some());
        let (known, unknown): (Vec<_>, Vec<_>) =
            self.standings(entries).partition(|(.., standing)| has_actual(*standing));
        for (entry, indicator, index, standing) in known.into_iter().chain(unknown) {
            rows.push(self.target_row(entry, indicator, index, standing));
            bars.extend(self.target_bar(entry, indicator, index, standing));
        }
        let mut head = self.target_head();
        // Where no indicator has a series there is no column of lines.
        if rows.iter().filter_map(|row| row.last()).all(|cell| cell.spark.is_none()) {
            head.pop();
            rows.iter_mut().for_each(|row| drop(row.pop()));
        }
        let table = TableView::new(self.fill("targets.caption", &[("group", title.clone())]), head, rows);
        let chart = self.target_chart(&title, &bars);
        SheetSection { id, title, chart, table: Some(table), ..SheetSection::default() }
    }

    fn standings<'e>(
        &'e self,
        entries: &'e [&'e Entry],
    ) -> impl Iterator<Item = (&'e Entry, &'e Indicator, usize, Option<&'e TargetStanding>)> {
        entries.iter().flat_map(|entry| {
            let standings = self.figures.targets.get(&entry.id).map_or(&[][..], Vec::as_slice);
            standings.iter().enumerate().filter_map(|(index, standing)| match &entry.record {
                Record::Indicator(indicator) => Some((*entry, &**indicator, index, standing.as_ref())),
                _ => None,
            })
        })
    }

    fn target_head(&self) -> Vec<(String, bool)> {
        let head = [
            ("kind.indicator.one", false),
            ("targets.period", false),
            ("indicator.target", true),
            ("indicator.actual", true),
            ("targets.reached", true),
            ("targets.elapsed", true),
            ("targets.state", false),
            ("targets.series", false),
        ];
        self.head_cells(head).into()
    }

    /// Each indicator's latest target that has an actual, those of the latest time first, at most `most`.
    pub(super) fn latest_targets(&self, most: usize) -> Option<TableView> {
        let list = self.lists.of_kind(Kind::Indicator)?;
        let entries: Vec<&Entry> = list.entries.iter().filter_map(|index| self.bulletin.entries.get(*index)).collect();
        let mut latest: BTreeMap<&str, (Option<Day>, usize, Vec<Cell>)> = BTreeMap::new();
        for (place, (entry, indicator, index, standing)) in self.standings(&entries).enumerate() {
            let Some(standing) = standing.filter(|standing| standing.actual.is_some()) else { continue };
            let end = indicator.targets.get(index).and_then(|target| target.period).map(Period::last);
            if latest.get(&*entry.id).is_none_or(|(known, ..)| *known <= end) {
                latest.insert(&entry.id, (end, place, self.target_brief(entry, indicator, index, standing)));
            }
        }
        let mut rows: Vec<_> = latest.into_values().collect();
        rows.sort_by_key(|(end, place, _)| (Reverse(*end), *place));
        let rows: Vec<_> = rows.into_iter().take(most).map(|(.., row)| row).collect();
        let head =
            self.head_cells([("kind.indicator.one", false), ("targets.reached", true), ("targets.state", false)]);
        (!rows.is_empty()).then(|| TableView::new(self.word("home.targets_caption"), head, rows))
    }

    /// A target in three cells: the indicator with actual and target, the share reached, the state.
    fn target_brief(&self, entry: &Entry, indicator: &Indicator, index: usize, standing: &TargetStanding) -> Vec<Cell> {
        let [name, _, aimed, actual, reached, _, state, _] = self.target_cells(entry, indicator, index, standing);
        let said = self.fill("home.target_said", &[("actual", actual.text), ("target", aimed.text)]);
        vec![name.note(Some(said)), reached, state]
    }

    fn target_row(
        &self,
        entry: &Entry,
        indicator: &Indicator,
        index: usize,
        standing: Option<&TargetStanding>,
    ) -> Vec<Cell> {
        if let Some(standing) = standing {
            return self.target_cells(entry, indicator, index, standing).into();
        }
        let target = indicator.targets.get(index);
        let words = target.and_then(|target| target.as_printed.clone()).unwrap_or_else(|| self.word("ledger.unknown"));
        let none = || Cell::text("—");
        let state = Cell::text(self.word("targets.words_only"));
        let [name, period] = self.target_name(entry, indicator, index);
        vec![name, period, Cell::text(words), self.unknown(), none(), none(), state, Cell::default()]
    }

    /// The indicator, with its office, and the target's time.
    fn target_name(&self, entry: &Entry, indicator: &Indicator, index: usize) -> [Cell; 2] {
        let office = indicator.office.as_ref().and_then(|office| self.bulletin.entry(&office.id));
        let name = Cell::link(self.link(entry)).note(office.map(|office| office.record.common().title.to_owned()));
        let period = indicator.targets.get(index).and_then(|target| target.period);
        [name, period.map_or_else(|| self.unknown(), |period| Cell::text(self.say(period)))]
    }

    /// A target's row in the order of [`Plan::target_head`].
    fn target_cells(&self, entry: &Entry, indicator: &Indicator, index: usize, standing: &TargetStanding) -> [Cell; 8] {
        let growth =
            |text: String| if standing.growth { self.settings.strings.with_n("targets.growth", text) } else { text };
        let actual = standing.actual.as_ref().map_or_else(
            || self.unknown(),
            |(value, until)| {
                let until = until.map(|until| self.settings.strings.with_n("targets.until", self.day(until)));
                Cell::text(growth(value.to_string())).note(until)
            },
        );
        let share = |share: Option<Decimal>| Cell::text(share.map_or_else(|| "—".to_owned(), percent));
        let spark = Cell { spark: self.spark(indicator), ..Cell::default() };
        let [name, period] = self.target_name(entry, indicator, index);
        [
            name,
            period,
            Cell::text(growth(standing.aimed.to_string())),
            actual,
            share(standing.reached),
            share(standing.elapsed),
            Cell::badge(standing.state),
            spark,
        ]
    }

    /// The bar of a target that is measured against time.
    fn target_bar(
        &self,
        entry: &Entry,
        indicator: &Indicator,
        index: usize,
        standing: Option<&TargetStanding>,
    ) -> Option<Bar> {
        let standing = standing?;
        let reached = standing.reached.filter(|_| standing.aimed.unit != "%")?;
        let class = match standing.state {
            TargetState::Behind | TargetState::Missed | TargetState::Exceeded => "late",
            _ => "actual",
        };
        let several = indicator.targets.len() > 1;
        let period = indicator.targets.get(index).and_then(|target| target.period).filter(|_| several);
        let name = entry.record.common().title;
        let label = period.map_or_else(|| name.to_owned(), |period| format!("{} {name}", self.say(period)));
        Some(Bar {
            label: crate::text::shorten(&label, 16),
            figure: percent(reached),
            class,
            value: float(reached),
            pace: standing.elapsed.map(float),
        })
    }

    fn target_chart(&self, title: &str, bars: &[Bar]) -> Option<chart::Chart> {
        let behind = bars.iter().filter(|bar| bar.class == "late").count();
        let words = Words {
            title: self.fill("targets.chart", &[("group", title.to_owned())]),
            description: self
                .fill("targets.chart_said", &[("n", bars.len().to_string()), ("behind", behind.to_string())]),
            ..Words::default()
        };
        let keys = [
            ("actual", "targets.key_reached"),
            ("late", "targets.key_behind"),
            ("pace", "targets.key_pace"),
            ("target", "targets.key_target"),
        ];
        let keys = keys.iter().map(|(class, word)| Key::new(class, self.word(word))).collect();
        chart::bars(words, bars, keys)
    }

    /// An indicator's series as a small line: points of one unit, by the end of their time.
    /// The actual figures of times as long as the latest, by the last day of each, in whole units of the first.
    fn points(&self, indicator: &Indicator) -> Option<(Quantity, Vec<(Day, Decimal)>)> {
        let series = &answering(self.bulletin, indicator).0.series;
        let actual = || series.iter().filter(|point| !point.forecast && point.value.is_some());
        let length = |point: &Point| point.period.map(Period::length);
        let latest = length(actual().next_back()?);
        let values = || {
            actual().filter(|point| length(point) == latest).filter_map(|point| Some((point, point.value.as_ref()?)))
        };
        let first = values().next()?.1;
        let unit = &first.unit;
        let mut points: Vec<(Day, Decimal)> = values()
            .filter(|(_, value)| value.unit == *unit)
            .filter_map(|(point, value)| {
                let end = point.date.map(PartialDate::last).or_else(|| point.period.map(Period::last))?;
                Some((end, value.whole()?))
            })
            .collect();
        points.sort_unstable();
        points.dedup_by_key(|(day, _)| *day);
        Some((first.clone(), points))
    }

    fn spark(&self, indicator: &Indicator) -> Option<Spark> {
        let (_, points) = self.points(indicator)?;
        let floats: Vec<(Day, f64)> = points.iter().map(|(day, value)| (*day, float(*value))).collect();
        let label = self.fill(
            "targets.spark",
            &[
                ("from", points.first().map(|(day, _)| self.day(*day)).unwrap_or_default()),
                ("to", points.last().map(|(day, _)| self.day(*day)).unwrap_or_default()),
                ("n", points.len().to_string()),
            ],
        );
        chart::spark(&floats, label)
    }

    /// Indicators made of others: by office and level, with whether they add up.
    fn composed_section(&self) -> Option<SheetSection> {
        let mut rows = Vec::new();
        for entry in self.bulletin.of_kind(Kind::Indicator) {
            let Record::Indicator(indicator) = &entry.record else { continue };
            if !indicator.parts.is_empty() {
                rows.push(self.composed_row(entry, indicator, None));
                for part in &indicator.parts {
                    if let Some((part, Record::Indicator(of))) =
                        self.bulletin.entry(&part.id).map(|part| (part, &part.record))
                    {
                        rows.push(self.composed_row(part, of, Some(entry)));
                    }
                }
            }
        }
        let head = [
            ("kind.indicator.one", false),
            ("facet.office", false),
            ("targets.level", false),
            ("targets.latest", true),
            ("targets.check", false),
        ];
        let table = TableView::new(self.word("targets.composed_caption"), self.head_cells(head), rows);
        let (title, notes) = (self.word("targets.composed"), vec![self.word("targets.composed_note")]);
        (!table.rows.is_empty()).then(|| SheetSection {
            id: "composed".into(),
            title,
            notes,
            table: Some(table),
            ..SheetSection::default()
        })
    }

    fn composed_row(&self, entry: &Entry, indicator: &Indicator, whole: Option<&Entry>) -> Vec<Cell> {
        let name = Cell::link(self.link(entry));
        let name =
            name.note(whole.map(|whole| self.settings.strings.with_n("targets.part_of", whole.record.common().title)));
        let office = indicator.office.as_ref().and_then(|office| self.bulletin.entry(&office.id));
        let level = office.and_then(|office| match &office.record {
            Record::Office(office) => office.kind,
            _ => None,
        });
        let latest = indicator.series.iter().filter(|point| point.value.is_some());
        let latest =
            latest.max_by_key(|point| point.date.map(PartialDate::last).or_else(|| point.period.map(Period::last)));
        let value = latest.and_then(|point| point.value.as_ref()).or_else(|| indicator.targets.last()?.value.as_ref());
        let relations = self.figures.relations.get(&entry.id).filter(|_| whole.is_none());
        let (fails, holds): (Vec<_>, Vec<_>) =
            relations.into_iter().flatten().partition(|relation| relation.outcome == Outcome::Fails);
        let fails =
            fails.into_iter().map(|relation| self.fill("targets.does_not_hold", &[("n", relation.recomputed.clone())]));
        let holds = (!holds.is_empty()).then(|| self.settings.strings.with_n("targets.holds", holds.len().to_string()));
        vec![
            name,
            office.map_or_else(|| self.unknown(), |office| Cell::link(self.link(office))),
            level.map_or_else(|| self.unknown(), |level| Cell::text(self.say(level))),
            value.map_or_else(|| self.unknown(), Cell::text),
            Cell::text(fails.chain(holds).collect::<Vec<_>>().join("；")),
        ]
    }

    /// The computed sections of an indicator's page: where its targets stand.
    pub(super) fn indicator_sections(&self, entry: &Entry) -> Vec<SheetSection> {
        let trend = match &entry.record {
            Record::Indicator(indicator) => self.trend(indicator),
            _ => None,
        };
        let standing = self.figures.targets.contains_key(&entry.id).then(|| {
            let section = self.targets_section("standing".into(), self.word("targets.standing"), &[entry]);
            SheetSection { notes: vec![self.states_note()], ..section }
        });
        trend.into_iter().chain(standing).collect()
    }

    /// How an indicator went: its actual figures of times as long as the latest, three or more.
    fn trend(&self, indicator: &Indicator) -> Option<SheetSection> {
        let (unit, points) = self.points(indicator)?;
        let values: Vec<(Day, f64)> = points.iter().map(|(day, value)| (*day, float(*value))).collect();
        let highest = points.iter().map(|(_, value)| *value).max().filter(|_| points.len() > 2)?;
        let levels = [Decimal::ZERO, highest].map(|level| (float(level), unit.like(level).to_string()));
        let (first, last) = (points.first()?, points.last()?);
        let said = [
            ("from", self.day(first.0)),
            ("first", unit.like(first.1).to_string()),
            ("to", self.day(last.0)),
            ("last", unit.like(last.1).to_string()),
            ("high", unit.like(highest).to_string()),
        ];
        let title = self.word("targets.series");
        let words =
            chart::Words { title: title.clone(), description: self.fill("targets.trend", &said), ..Words::default() };
        let line = chart::Curve { class: "actual", label: String::new(), points: values, dots: true };
        let mut chart = chart::curve(words, &[line], &levels, None)?;
        chart.keys.clear();
        Some(SheetSection { id: "trend".into(), title, chart: Some(chart), ..SheetSection::default() })
    }

    /// The pages of a kind's facets.
    fn facet_indexes(&self, kind: Kind) -> Vec<Link> {
        let facet = |(name, terms): &(&'static str, Vec<crate::site::lists::TermList>)| {
            let title =
                self.fill("list.by", &[("kind", self.many(kind)), ("facet", self.word(&format!("facet.{name}")))]);
            let url = self.settings.base.link(&format!("/{}/{name}/", kind.section()));
            Link { count: Some(terms.len()), ..Link::new(title, url) }
        };
        self.lists.facets(kind).iter().map(facet).collect()
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
