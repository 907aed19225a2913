//! Targets against actual figures (S9): their board, where an indicator stands, and how it went.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Planned;
use crate::chart::{self, Bar, Key, Spark, Words};
use crate::date::{Day, PartialDate, Period};
use crate::figures::{Outcome, TargetStanding, TargetState, answering};
use crate::quantity::Quantity;
use crate::record::{Entry, Indicator, Kind, Point, Record};
use crate::site::Plan;
use crate::site::lists::has_targets_board;
use crate::site::view::{Cell, Head, Link, SheetParts, SheetSection, SheetView, TableView, float, percent};

/// What the page has beside `site` and `page`.
pub type Parts = SheetParts;

pub(super) type Of = ();

/// The section's own address: the list of all indicators stands below it.
const ADDRESS: &str = "/targets/";

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let has_board = has_targets_board(plan.bulletin, plan.figures);
    has_board.then(|| Planned::at(ADDRESS, "sheet", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
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
    Some(view.at(plan, ADDRESS, &plan.many(Kind::Indicator), Vec::new()))
}

impl Plan<'_> {
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
    pub(in crate::site) fn latest_targets(&self, most: usize) -> Option<TableView> {
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
    pub(in crate::site) fn indicator_sections(&self, entry: &Entry) -> Vec<SheetSection> {
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
        self.lists.facets_shown(kind).map(facet).collect()
    }
}
