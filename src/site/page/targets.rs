//! Targets against actual figures (S9): their board, where an indicator stands, and how it went.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Planned;
use crate::chart::{self, Bar, Key, Spark, Words};
use crate::date::{Day, PartialDate, Period};
use crate::figures::{TargetStanding, TargetState, Verdict, answering};
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
        let title = if name.is_empty() { plan.words.get("targets.no_group") } else { name.to_owned() };
        targets_section(plan, format!("group-{}", index + 1), title, &entries)
    };
    let mut sections: Vec<SheetSection> = groups.into_iter().enumerate().map(section).collect();
    sections.extend(composed_section(plan));
    let all = plan
        .lists
        .of_kind(Kind::Indicator)
        .map(|list| Link { count: Some(list.entries.len()), ..plan.link("targets.all", &list.address) });
    let links = all.into_iter().chain(facet_indexes(plan, Kind::Indicator)).collect();
    sections.push(SheetSection {
        id: "all".into(),
        title: plan.words.get("targets.more"),
        links,
        ..SheetSection::default()
    });
    let notes = vec![plan.words.get("targets.intro"), states_note(plan)];
    let view = SheetView { notes, sections, ..SheetView::default() };
    Some(view.at(plan, ADDRESS, &plan.words.many(Kind::Indicator), Vec::new()))
}

/// What the states of targets mean.
fn states_note(plan: &Plan<'_>) -> String {
    plan.words.get("targets.rule")
}

fn targets_section(plan: &Plan<'_>, id: String, title: String, entries: &[&Entry]) -> SheetSection {
    let mut rows = Vec::new();
    let mut bars = Vec::new();
    let has_actual = |standing: Option<&TargetStanding>| standing.is_some_and(|standing| standing.actual.is_some());
    let (known, unknown): (Vec<_>, Vec<_>) = standings(plan, entries).partition(|(.., standing)| has_actual(*standing));
    for (entry, indicator, index, standing) in known.into_iter().chain(unknown) {
        rows.push(target_row(plan, entry, indicator, index, standing));
        bars.extend(target_bar(plan, entry, indicator, index, standing));
    }
    let mut head = target_head(plan);
    // Where no indicator has a series there is no column of lines.
    if rows.iter().filter_map(|row| row.last()).all(|cell| cell.spark.is_none()) {
        head.pop();
        rows.iter_mut().for_each(|row| drop(row.pop()));
    }
    let table = TableView::new(plan.words.fill("targets.caption", &[("group", title.clone())]), head, rows);
    let chart = target_chart(plan, &title, &bars);
    SheetSection { chart, ..SheetSection::of(id, title, table) }
}

fn standings<'e>(
    plan: &'e Plan<'_>,
    entries: &'e [&'e Entry],
) -> impl Iterator<Item = (&'e Entry, &'e Indicator, usize, Option<&'e TargetStanding>)> {
    entries.iter().flat_map(|entry| {
        let standings = plan.figures.targets.get(&entry.id).map_or(&[][..], Vec::as_slice);
        standings.iter().enumerate().filter_map(|(index, standing)| match &entry.record {
            Record::Indicator(indicator) => Some((*entry, &**indicator, index, standing.as_ref())),
            _ => None,
        })
    })
}

fn target_head(plan: &Plan<'_>) -> Vec<(String, bool)> {
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
    plan.words.heads(head).into()
}

/// Each indicator's latest target that has an actual, those of the latest time first, at most `most`.
pub(in crate::site) fn latest_targets(plan: &Plan<'_>, most: usize) -> Option<TableView> {
    let list = plan.lists.of_kind(Kind::Indicator)?;
    let entries: Vec<&Entry> = list.entries.iter().filter_map(|index| plan.bulletin.entries.get(*index)).collect();
    let mut latest: BTreeMap<&str, (Option<Day>, usize, Vec<Cell>)> = BTreeMap::new();
    for (place, (entry, indicator, index, standing)) in standings(plan, &entries).enumerate() {
        let Some(standing) = standing.filter(|standing| standing.actual.is_some()) else { continue };
        let end = indicator.targets.get(index).and_then(|target| target.period).map(Period::last);
        if latest.get(&*entry.id).is_none_or(|(known, ..)| *known <= end) {
            latest.insert(&entry.id, (end, place, target_brief(plan, entry, indicator, index, standing)));
        }
    }
    let mut rows: Vec<_> = latest.into_values().collect();
    rows.sort_by_key(|(end, place, _)| (Reverse(*end), *place));
    let rows: Vec<_> = rows.into_iter().take(most).map(|(.., row)| row).collect();
    let head = plan.words.heads([("kind.indicator.one", false), ("targets.reached", true), ("targets.state", false)]);
    (!rows.is_empty()).then(|| TableView::new(plan.words.get("home.targets_caption"), head, rows))
}

/// A target in three cells: the indicator with actual and target, the share reached, the state.
fn target_brief(
    plan: &Plan<'_>,
    entry: &Entry,
    indicator: &Indicator,
    index: usize,
    standing: &TargetStanding,
) -> Vec<Cell> {
    let [name, _, aimed, actual, reached, _, state, _] = target_cells(plan, entry, indicator, index, standing);
    let said = plan.words.fill("home.target_said", &[("actual", actual.text), ("target", aimed.text)]);
    vec![name.note(Some(said)), reached, state]
}

fn target_row(
    plan: &Plan<'_>,
    entry: &Entry,
    indicator: &Indicator,
    index: usize,
    standing: Option<&TargetStanding>,
) -> Vec<Cell> {
    if let Some(standing) = standing {
        return target_cells(plan, entry, indicator, index, standing).into();
    }
    let target = indicator.targets.get(index);
    let words = target.and_then(|target| target.as_printed.clone()).unwrap_or_else(|| plan.words.get("ledger.unknown"));
    let none = || Cell::text("—");
    let state = Cell::text(plan.words.get("targets.words_only"));
    let [name, period] = target_name(plan, entry, indicator, index);
    vec![name, period, Cell::text(words), plan.words.unknown(), none(), none(), state, Cell::default()]
}

/// The indicator, with its office, and the target's time.
fn target_name(plan: &Plan<'_>, entry: &Entry, indicator: &Indicator, index: usize) -> [Cell; 2] {
    let office = indicator.office.as_ref().and_then(|office| plan.bulletin.entry(&office.id));
    let name = Cell::link(plan.routes.record(entry)).note(office.map(|office| office.record.common().title.to_owned()));
    let period = indicator.targets.get(index).and_then(|target| target.period);
    [name, period.map_or_else(|| plan.words.unknown(), |period| Cell::text(plan.words.of(period)))]
}

/// A target's row in the order of [`target_head`].
fn target_cells(
    plan: &Plan<'_>,
    entry: &Entry,
    indicator: &Indicator,
    index: usize,
    standing: &TargetStanding,
) -> [Cell; 8] {
    let growth = |text: String| if standing.growth { plan.words.with_n("targets.growth", text) } else { text };
    let actual = standing.actual.as_ref().map_or_else(
        || plan.words.unknown(),
        |(value, until)| {
            let until = until.map(|until| plan.words.with_n("targets.until", plan.words.day(until)));
            Cell::text(growth(value.to_string())).note(until)
        },
    );
    let share = |share: Option<Decimal>| Cell::text(share.map_or_else(|| "—".to_owned(), percent));
    let spark = Cell { spark: spark(plan, indicator), ..Cell::default() };
    let [name, period] = target_name(plan, entry, indicator, index);
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
    plan: &Plan<'_>,
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
    let label = period.map_or_else(|| name.to_owned(), |period| format!("{} {name}", plan.words.of(period)));
    Some(Bar {
        label: crate::text::shorten(&label, 16),
        figure: percent(reached),
        class,
        value: float(reached),
        pace: standing.elapsed.map(float),
    })
}

fn target_chart(plan: &Plan<'_>, title: &str, bars: &[Bar]) -> Option<chart::Chart> {
    let behind = bars.iter().filter(|bar| bar.class == "late").count();
    let words = Words {
        title: plan.words.fill("targets.chart", &[("group", title.to_owned())]),
        description: plan
            .words
            .fill("targets.chart_said", &[("n", bars.len().to_string()), ("behind", behind.to_string())]),
        ..Words::default()
    };
    let keys = [
        ("actual", "targets.key_reached"),
        ("late", "targets.key_behind"),
        ("pace", "targets.key_pace"),
        ("target", "targets.key_target"),
    ];
    let keys = keys.iter().map(|(class, word)| Key::new(class, plan.words.get(word))).collect();
    chart::bars(words, bars, keys)
}

/// The actual figures of times as long as the latest, by the last day of each, in whole units of the first.
fn points(plan: &Plan<'_>, indicator: &Indicator) -> Option<(Quantity, Vec<(Day, Decimal)>)> {
    let series = &answering(plan.bulletin, indicator).0.series;
    let actual = || series.iter().filter(|point| !point.forecast && point.value.is_some());
    let length = |point: &Point| point.period.map(Period::length);
    let latest = length(actual().next_back()?);
    let values =
        || actual().filter(|point| length(point) == latest).filter_map(|point| Some((point, point.value.as_ref()?)));
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

/// An indicator's series as a small line.
fn spark(plan: &Plan<'_>, indicator: &Indicator) -> Option<Spark> {
    let (_, points) = points(plan, indicator)?;
    let floats: Vec<(Day, f64)> = points.iter().map(|(day, value)| (*day, float(*value))).collect();
    let label = plan.words.fill(
        "targets.spark",
        &[
            ("from", points.first().map(|(day, _)| plan.words.day(*day)).unwrap_or_default()),
            ("to", points.last().map(|(day, _)| plan.words.day(*day)).unwrap_or_default()),
            ("n", points.len().to_string()),
        ],
    );
    chart::spark(&floats, label)
}

/// Indicators made of others: by office and level, with whether they add up.
fn composed_section(plan: &Plan<'_>) -> Option<SheetSection> {
    let mut rows = Vec::new();
    for entry in plan.bulletin.of_kind(Kind::Indicator) {
        let Record::Indicator(indicator) = &entry.record else { continue };
        if !indicator.parts.is_empty() {
            rows.push(composed_row(plan, entry, indicator, None));
            for part in &indicator.parts {
                if let Some((part, Record::Indicator(of))) =
                    plan.bulletin.entry(&part.id).map(|part| (part, &part.record))
                {
                    rows.push(composed_row(plan, part, of, Some(entry)));
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
    let table = TableView::new(plan.words.get("targets.composed_caption"), plan.words.heads(head), rows);
    let (title, notes) = (plan.words.get("targets.composed"), vec![plan.words.get("targets.composed_note")]);
    (!table.rows.is_empty()).then(|| SheetSection { notes, ..SheetSection::of("composed", title, table) })
}

fn composed_row(plan: &Plan<'_>, entry: &Entry, indicator: &Indicator, whole: Option<&Entry>) -> Vec<Cell> {
    let name = Cell::link(plan.routes.record(entry));
    let name = name.note(whole.map(|whole| plan.words.with_n("targets.part_of", whole.record.common().title)));
    let office = indicator.office.as_ref().and_then(|office| plan.bulletin.entry(&office.id));
    let level = office.and_then(|office| match &office.record {
        Record::Office(office) => office.kind,
        _ => None,
    });
    let latest = indicator.series.iter().filter(|point| point.value.is_some());
    let latest =
        latest.max_by_key(|point| point.date.map(PartialDate::last).or_else(|| point.period.map(Period::last)));
    let value = latest.and_then(|point| point.value.as_ref()).or_else(|| indicator.targets.last()?.value.as_ref());
    let relations = plan.figures.relations.get(&entry.id).filter(|_| whole.is_none());
    let (fails, holds): (Vec<_>, Vec<_>) =
        relations.into_iter().flatten().partition(|relation| relation.outcome == Verdict::Fails);
    let fails = fails
        .into_iter()
        .map(|relation| plan.words.fill("targets.does_not_hold", &[("n", relation.recomputed.clone())]));
    let holds = (!holds.is_empty()).then(|| plan.words.with_n("targets.holds", holds.len().to_string()));
    vec![
        name,
        office.map_or_else(|| plan.words.unknown(), |office| Cell::link(plan.routes.record(office))),
        level.map_or_else(|| plan.words.unknown(), |level| Cell::text(plan.words.of(level))),
        value.map_or_else(|| plan.words.unknown(), Cell::text),
        Cell::text(fails.chain(holds).collect::<Vec<_>>().join("；")),
    ]
}

/// The computed sections of an indicator's page: where its targets stand.
pub(super) fn indicator_sections(plan: &Plan<'_>, entry: &Entry, indicator: &Indicator) -> Vec<SheetSection> {
    let standing = plan.figures.targets.contains_key(&entry.id).then(|| {
        let section = targets_section(plan, "standing".into(), plan.words.get("targets.standing"), &[entry]);
        SheetSection { notes: vec![states_note(plan)], ..section }
    });
    trend(plan, indicator).into_iter().chain(standing).collect()
}

/// How an indicator went: its actual figures of times as long as the latest, three or more.
fn trend(plan: &Plan<'_>, indicator: &Indicator) -> Option<SheetSection> {
    let (unit, points) = points(plan, indicator)?;
    let values: Vec<(Day, f64)> = points.iter().map(|(day, value)| (*day, float(*value))).collect();
    let highest = points.iter().map(|(_, value)| *value).max().filter(|_| points.len() > 2)?;
    let levels = [Decimal::ZERO, highest].map(|level| (float(level), unit.like(level).to_string()));
    let (first, last) = (points.first()?, points.last()?);
    let said = [
        ("from", plan.words.day(first.0)),
        ("first", unit.like(first.1).to_string()),
        ("to", plan.words.day(last.0)),
        ("last", unit.like(last.1).to_string()),
        ("high", unit.like(highest).to_string()),
    ];
    let title = plan.words.get("targets.series");
    let words =
        chart::Words { title: title.clone(), description: plan.words.fill("targets.trend", &said), ..Words::default() };
    let line = chart::Curve { class: "actual", label: String::new(), points: values, dots: true };
    let mut chart = chart::curve(words, &[line], &levels, None)?;
    chart.keys.clear();
    Some(SheetSection { id: "trend".into(), title, chart: Some(chart), ..SheetSection::default() })
}

/// The pages of a kind's facets.
fn facet_indexes(plan: &Plan<'_>, kind: Kind) -> Vec<Link> {
    let facet = |(name, terms): &(&'static str, Vec<crate::site::lists::TermList>)| {
        let title = plan
            .words
            .fill("list.by", &[("kind", plan.words.many(kind)), ("facet", plan.words.get(&format!("facet.{name}")))]);
        let url = plan.routes.to(&format!("/{}/{name}/", kind.section()));
        Link { count: Some(terms.len()), ..Link::new(title, url) }
    };
    plan.lists.facets_shown(kind).map(facet).collect()
}
