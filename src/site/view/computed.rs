//! What is computed for a record and shown on its page: a project's progress and schedule as charts, the figures of a
//! park's, an office's or an event's projects, where an indicator's targets stand.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Link;
use super::of_day::is_settled;
use super::sheet::{Cell, SheetSection, TableView};
use crate::chart::{self, Bar, Chart, Curve, Key, Row, Span, Table, Words};
use crate::date::{Day, PartialDate};
use crate::figures::{CurvePoint, Group, Progress, StageCount, finished, progress};
use crate::record::{Colour, Entry, Kind, Project, Record, Stage};
use crate::site::Plan;
use crate::text::shorten;

/// Characters of a name in a chart, so that it stays beside its figure at 320 px.
const LABEL: usize = 14;
/// Rows of a chart of projects before only the first are drawn, and that is said.
const ROWS: usize = 60;

pub(in crate::site) fn project_sections(plan: &Plan<'_>, entry: &Entry, project: &Project) -> Vec<SheetSection> {
    let day = plan.figures.as_of;
    // What is finished is drawn to its end, and not further each day.
    let today = Some(day).filter(|_| !is_settled(plan, entry, project));
    progress_section(plan, &progress(project, day), today).into_iter().collect()
}

fn progress_section(plan: &Plan<'_>, progress: &Progress, today: Option<Day>) -> Option<SheetSection> {
    let line = |class, word: &str, points: &[CurvePoint], dots| Curve {
        class,
        label: plan.words.get(word),
        points: points.iter().map(|(day, share)| (*day, float(*share))).collect(),
        dots,
    };
    if progress.reported.is_empty() && progress.paid.is_empty() {
        return None;
    }
    let forecast = progress.forecast.map(|forecast| vec![forecast.to, (forecast.finish, Decimal::ONE_HUNDRED)]);
    let curves = [
        line("plan", "chart.plan", &progress.plan, false),
        line("paid", "chart.paid", &progress.paid, false),
        line("actual", "chart.reported", &progress.reported, true),
        line("forecast", "chart.forecast", &forecast.unwrap_or_default(), false),
    ];
    let title = plan.words.get("chart.progress");
    let last = progress.reported.last();
    let description = last.map(|(day, share)| {
        let planned = progress.planned_on(*day).map(percent);
        let key = if planned.is_some() { "chart.progress_said" } else { "chart.progress_said_no_plan" };
        plan.words.fill(
            key,
            &[("day", plan.words.day(*day)), ("share", percent(*share)), ("planned", planned.unwrap_or_default())],
        )
    });
    let words = Words {
        title: title.clone(),
        description: description.clone().unwrap_or_else(|| title.clone()),
        table: Table::default(),
    };
    let label = plan.words.get("chart.today");
    let levels = [0.0, 50.0, 100.0].map(|level| (level, format!("{level}%")));
    let chart = chart::curve(words, &curves, &levels, today.map(|today| (today, label.as_str())));
    let forecast = forecast_note(plan, progress);
    let notes = description.into_iter().chain(forecast).collect();
    // Its figures are those of the reports, further down the page.
    let data = plan.words.fill("chart.data_of", &[("n", plan.words.get("project.updates"))]);
    let links = vec![Link::new(data, "#updates".into())];
    Some(SheetSection { id: "progress".into(), title, notes, chart, links, ..SheetSection::default() })
}

/// The forecast, with what it rests on, and how it stands to the plan.
fn forecast_note(plan: &Plan<'_>, progress: &Progress) -> Option<String> {
    let forecast = progress.forecast?;
    let said = plan.words.fill(
        "chart.forecast_said",
        &[
            ("finish", plan.words.day(forecast.finish)),
            ("from", plan.words.day(forecast.from.0)),
            ("from_share", percent(forecast.from.1)),
            ("to", plan.words.day(forecast.to.0)),
            ("to_share", percent(forecast.to.1)),
            ("days", (forecast.finish - forecast.to.0).num_days().to_string()),
        ],
    );
    let against = forecast.days_late.map(|days| {
        let key = match days {
            0 => "chart.forecast_on_time",
            days if days > 0 => "chart.forecast_late",
            _ => "chart.forecast_early",
        };
        let planned = progress.planned_finish.map(|planned| plan.words.of(planned)).unwrap_or_default();
        plan.words.fill(key, &[("planned", planned), ("n", days.abs().to_string())])
    });
    Some(format!("{said}{}", against.unwrap_or_default()))
}

fn keys(plan: &Plan<'_>, keys: &[(&'static str, &str)]) -> Vec<Key> {
    keys.iter().map(|(class, word)| Key::new(class, plan.words.get(word))).collect()
}

pub(in crate::site) fn group_sections(plan: &Plan<'_>, entry: &Entry, group: &Group) -> Vec<SheetSection> {
    let projects: Vec<(&Entry, &Project)> = group.projects.iter().filter_map(|id| project_of(plan, id)).collect();
    let outcome = (entry.kind == Kind::Event).then(|| outcome_section(plan, &projects));
    let figures = SheetSection {
        id: "group".into(),
        title: plan.words.get("group.title"),
        notes: vec![plan.words.get(if entry.kind == Kind::Event { "group.event_note" } else { "group.note" })],
        table: Some(group_table(plan, group)),
        ..SheetSection::default()
    };
    let funnel = (projects.len() > 1).then(|| funnel_section(plan, &group.funnel)).flatten();
    let gantt = projects_gantt(plan, &projects);
    outcome.into_iter().chain([figures]).chain(funnel).chain(gantt).collect()
}

fn group_table(plan: &Plan<'_>, group: &Group) -> TableView {
    let row = |word: &str, value: String| vec![Cell::text(plan.words.get(word)), Cell::text(value)];
    let mut rows = vec![row("group.projects", group.projects.len().to_string())];
    for (colour, n) in group.colours.iter().filter_map(|(colour, n)| Some((*colour.as_ref()?, n))) {
        rows.push(vec![Cell { colour: Some(colour), ..Cell::default() }, Cell::text(n)]);
    }
    let without = group.colours.get(&None);
    rows.extend(without.map(|n| vec![Cell::text(plan.words.get("colour.without_colour")), Cell::text(n)]));
    rows.extend(group.stages.iter().map(|stage| vec![Cell::badge(stage.stage), Cell::text(stage.n)]));
    rows.push(vec![Cell::text(plan.words.get("home.investment")), plan.words.money(&group.investment)]);
    if group.problems.raised > 0 {
        rows.push(row("report.raised", group.problems.raised.to_string()));
        rows.push(row("report.solved", group.problems.solved.to_string()));
        let unknown = || plan.words.get("ledger.unknown");
        rows.push(row("ledger.rate", group.problems.rate().map_or_else(unknown, percent)));
        rows.push(row("ledger.median", group.problems.median_days.map_or_else(unknown, |days| days.to_string())));
    }
    rows.push(row("group.overdue", group.overdue.to_string()));
    let head = [(plan.words.get("figure.what"), false), (plan.words.get("figure.value"), true)];
    TableView::new(plan.words.get("group.caption"), head, rows)
}

/// What became of an event's projects.
fn outcome_section(plan: &Plan<'_>, projects: &[(&Entry, &Project)]) -> SheetSection {
    let row = |(entry, project): &(&Entry, &Project)| {
        let total = project.investment.as_ref().and_then(|investment| investment.total.as_ref());
        vec![
            Cell::link(plan.routes.record(entry)),
            project.listed_stage().map_or_else(|| Cell::text(plan.words.get("ledger.unknown")), Cell::badge),
            Cell { colour: plan.figures.colours.get(&entry.id).and_then(|state| state.colour), ..Cell::default() },
            total.map_or_else(|| Cell::text(plan.words.get("ledger.unknown")), |total| Cell::text(&total.0)),
        ]
    };
    let head = [("kind.project.one", false), ("facet.stage", false), ("facet.colour", false), ("project.total", true)];
    let head = head.map(|(key, number)| (plan.words.get(key), number));
    let table = TableView::new(plan.words.get("group.outcome_caption"), head, projects.iter().map(row).collect());
    let title = plan.words.get("group.outcome");
    SheetSection::of("outcome", title, table)
}

/// How many projects came how far.
pub(in crate::site) fn funnel_section(plan: &Plan<'_>, funnel: &[StageCount]) -> Option<SheetSection> {
    let unknown = || plan.words.get("ledger.unknown");
    let mut before: Option<usize> = None;
    let (mut bars, mut rows) = (Vec::new(), Vec::new());
    for step in funnel {
        let of_before = before.and_then(|before| share(step.n, before));
        bars.push(Bar {
            label: plan.words.of(step.stage),
            figure: plan.words.with_n("group.n_projects", step.n),
            class: "actual",
            value: step.n as f64,
            pace: None,
        });
        let money = plan.words.money(&step.money);
        let of_before =
            if before.is_none() { Cell::default() } else { Cell::text(of_before.map_or_else(unknown, percent)) };
        rows.push(vec![Cell::badge(step.stage), Cell::text(step.n), money, of_before]);
        before = Some(step.n);
    }
    let head = [("group.step", false), ("group.projects", true), ("home.investment", true), ("group.of_step", true)];
    let table = TableView::new(
        plan.words.get("group.funnel_caption"),
        head.map(|(key, number)| (plan.words.get(key), number)),
        rows,
    );
    let title = plan.words.get("group.funnel");
    let said =
        funnel.iter().map(|step| format!("{} {}", plan.words.of(step.stage), step.n)).collect::<Vec<_>>().join("，");
    let words = Words { title: title.clone(), description: said, ..Words::default() };
    let chart = chart::steps(words, &bars)?;
    let notes = vec![plan.words.get("group.funnel_note")];
    Some(SheetSection { id: "funnel".into(), title, notes, chart: Some(chart), table: Some(table), links: Vec::new() })
}

/// The projects' schedules under each other: plan, works so far, today.
fn projects_gantt(plan: &Plan<'_>, projects: &[(&Entry, &Project)]) -> Option<SheetSection> {
    let day = plan.figures.as_of;
    let mut rows: Vec<(bool, Day, Row, Vec<String>)> =
        projects.iter().filter_map(|(_, project)| project_row(plan, project, day)).collect();
    rows.sort_by_key(|(done, finish, ..)| (*done, *finish));
    let all = rows.len();
    rows.truncate(ROWS);
    let (rows, table): (Vec<Row>, Vec<Vec<String>>) = rows.into_iter().map(|(.., row, cells)| (row, cells)).unzip();
    let title = plan.words.get("chart.projects_gantt");
    let head =
        ["kind.project.one", "chart.start", "project.finish", "facet.stage"].map(|key| plan.words.get(key)).into();
    let words = Words {
        title: title.clone(),
        description: plan
            .words
            .fill("chart.projects_gantt_said", &[("n", rows.len().to_string()), ("day", plan.words.day(day))]),
        table: Table { head, rows: table },
    };
    let keys = keys(
        plan,
        &[("plan", "chart.plan"), ("actual", "chart.works"), ("late", "chart.late"), ("today", "chart.today")],
    );
    let chart = chart::gantt(words, &rows, Some(day), keys)?;
    let cut = (all > rows.len())
        .then(|| plan.words.fill("chart.cut", &[("n", rows.len().to_string()), ("of", all.to_string())]));
    let notes = cut.into_iter().collect();
    Some(SheetSection { id: "gantt".into(), title, notes, chart: Some(chart), ..SheetSection::default() })
}

/// A project's row: whether it is finished, when it is to be, the row, and the same as cells.
fn project_row(plan: &Plan<'_>, project: &Project, day: Day) -> Option<(bool, Day, Row, Vec<String>)> {
    let progress = progress(project, day);
    let started = project.stages.iter().filter(|entry| !entry.planned && entry.scope.is_none());
    let started = started.filter(|entry| entry.stage >= Stage::Started && entry.stage < Stage::Stopped);
    let started = started.filter_map(|entry| entry.date).min();
    let done = finished(project);
    let until = done.map_or(Some(day), |done| done.map(|done| done.last().min(day)));
    let planned = progress.plan.first().zip(progress.plan.last()).map(|(from, to)| (from.0, to.0));
    let works = started.map(PartialDate::first).zip(until).filter(|(from, to)| from <= to);
    let late = works
        .zip(planned)
        .filter(|((_, until), (_, finish))| until > finish)
        .map(|((_, until), (_, finish))| (finish, until));
    let spans: Vec<Span> = [("plan", planned), ("actual", works), ("late", late)]
        .into_iter()
        .filter_map(|(class, span)| span.map(|(from, to)| Span { class, from, to }))
        .collect();
    let finish = planned.map(|(_, finish)| finish).or(until)?;
    if spans.is_empty() {
        return None;
    }
    let said = |date: Option<String>| date.unwrap_or_else(|| plan.words.get("ledger.unknown"));
    let stage = said(project.listed_stage().map(|stage| plan.words.of(stage)));
    let percent = progress.reported.last().map(|(_, share)| percent(*share));
    let cells = vec![
        project.title.clone(),
        said(started.map(|date| plan.words.of(date))),
        said(progress.planned_finish.map(|date| plan.words.of(date))),
        stage.clone(),
    ];
    let row = Row { label: shorten(&project.title, LABEL), state: percent.unwrap_or(stage), spans };
    Some((done.is_some(), finish, row, cells))
}

/// Projects by colour over time.
pub(in crate::site) fn spread_chart(plan: &Plan<'_>) -> Option<Chart> {
    let spread = &plan.figures.spread;
    let days: Vec<Day> = spread.iter().map(|spread| spread.day).collect();
    let layer = |(index, colour): (usize, &Colour)| chart::Layer {
        class: colour.key(),
        label: plan.words.of(colour),
        counts: spread.iter().map(|spread| spread.counts.get(index).copied().unwrap_or(0)).collect(),
    };
    let layers: Vec<chart::Layer> = Colour::ALL.iter().enumerate().map(layer).collect();
    let row = |spread: &crate::figures::Spread| {
        std::iter::once(plan.words.day(spread.day)).chain(spread.counts.iter().map(usize::to_string)).collect()
    };
    let head =
        std::iter::once(plan.words.get("chart.date")).chain(Colour::ALL.iter().map(|colour| plan.words.of(colour)));
    let last = spread.last()?;
    let counts = Colour::ALL.iter().zip(&last.counts).map(|(colour, n)| format!("{} {n}", plan.words.of(colour)));
    let said = [("day", plan.words.day(last.day)), ("counts", counts.collect::<Vec<_>>().join("，"))];
    let words = Words {
        title: plan.words.get("chart.colours"),
        description: plan.words.fill("chart.colours_said", &said),
        table: Table { head: head.collect(), rows: spread.iter().map(row).collect() },
    };
    chart::stack(words, &days, &layers)
}

/// A project by id.
pub(in crate::site) fn project_of<'p>(plan: &'p Plan<'_>, id: &str) -> Option<(&'p Entry, &'p Project)> {
    let entry = plan.bulletin.entry(id)?;
    match &entry.record {
        Record::Project(project) => Some((entry, project)),
        _ => None,
    }
}

/// A share in percent, to one decimal.
pub(in crate::site) fn percent(share: Decimal) -> String {
    format!("{}%", share.round_dp(1).normalize())
}

/// `part` of `whole` in percent. `None` of nothing.
fn share(part: usize, whole: usize) -> Option<Decimal> {
    Decimal::from(part * 100).checked_div(Decimal::from(whole))
}

/// A number for a chart's places only.
pub(in crate::site) fn float(number: Decimal) -> f64 {
    number.to_f64().unwrap_or(0.0)
}
