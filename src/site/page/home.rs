//! The front page: the day's state, then what is new and what is open.

use std::cmp::Reverse;
use std::sync::Arc;

use serde::Serialize;

use super::stages::stage_link;
use super::targets::latest_targets;
use super::{Planned, boards, overdue, problems};
use crate::date::{Day, PartialDate};
use crate::figures::{Overdue, schedule};
use crate::record::{Document, Entry, Kind, PageKind, Record, Stage};
use crate::site::Plan;
use crate::site::lists::List;
use crate::site::view::{BOARD, Card, ColourCount, Head, Link, Shared, TableView, colour_counts};

/// Rows in a section of the front page.
const CARDS: usize = 6;
/// Rows in a part of the day's state, so that all of it stands on one screen; the heading leads to the others.
const STATE: usize = 3;
/// Targets in the day's state.
const TARGETS: usize = 5;
/// Figures in the strip.
const FIGURES: usize = 6;

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The front page's parts.
    pub home: HomeView,
}

/// The front page's parts.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// Figures of the day.
    pub figures: Vec<HomeFigure>,
    /// Projects by colour, with the legend.
    pub colours: Vec<ColourCount>,
    /// Link to the board of colours, where the site has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour_board: Option<String>,
    /// Projects by stage.
    pub stages: Vec<StageView>,
    /// Pages of figures about projects.
    pub boards: Vec<Link>,
    /// Where the latest targets stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets: Option<HomeTargets>,
    /// What is longest overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<HomeOpen>,
    /// The last news, notices, events and updates of projects.
    pub latest: Vec<HomeItem>,
    /// What readers can act on: jobs, consultations.
    pub open: Vec<HomeOpen>,
    /// What comes next: events, fairs, milestones and procedures due.
    pub dates: Vec<HomeItem>,
    /// Lists and their first records.
    pub sections: Vec<HomeSection>,
    /// Parks with their number of projects.
    pub parks: Vec<Link>,
    /// The documents that the records name as sources.
    pub documents: Vec<Document>,
}

/// The latest targets.
#[derive(Clone, Debug, Serialize)]
pub struct HomeTargets {
    /// The targets' board.
    pub link: Link,
    /// Some of them.
    pub table: TableView,
}

/// Something with a day.
#[derive(Clone, Debug, Serialize)]
pub struct HomeItem {
    /// The day.
    pub date: PartialDate,
    /// What it is: a kind, a milestone's name, that something closes.
    pub label: String,
    /// The record.
    pub link: Link,
}

/// What is open now.
#[derive(Clone, Debug, Serialize)]
pub struct HomeOpen {
    /// Its heading and the list behind it, with how many are open.
    pub link: Link,
    /// The first that close.
    pub items: Vec<HomeItem>,
}

/// A figure of the day.
#[derive(Clone, Debug, Serialize)]
pub struct HomeFigure {
    /// What is counted.
    pub label: String,
    /// The number.
    pub value: String,
    /// What it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where the records are.
    pub url: String,
}

/// How many projects are at a stage.
#[derive(Clone, Debug, Serialize)]
pub struct StageView {
    /// The stage, as a choice leaf.
    pub stage: Stage,
    /// How many.
    pub count: usize,
    /// Link to them, where the site has lists by stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A section of the front page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeSection {
    /// `project`, `notice`, ….
    pub kind: &'static str,
    /// The list behind it, with how many there are.
    pub link: Link,
    /// The first records.
    pub cards: Vec<Arc<Shared<Card>>>,
}

pub(super) type Of = ();

pub(super) fn pages(_: &Plan<'_>) -> Vec<Planned<Of>> {
    vec![Planned::at("/", "home", ())]
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let targets = plan.section_link(Kind::Indicator).zip(latest_targets(plan, TARGETS));
    let open = open(plan);
    let home = HomeView {
        figures: figures(plan, &open),
        colours: colour_counts(plan),
        colour_board: plan.shows(PageKind::Colours).then(|| plan.routes.to(BOARD)),
        stages: stages(plan),
        boards: boards(plan),
        targets: targets.map(|(link, table)| HomeTargets { link, table }),
        late: late(plan),
        latest: latest(plan),
        open,
        dates: dates(plan),
        sections: sections(plan),
        parks: parks(plan),
        documents: plan.bulletin.config.documents.clone(),
    };
    let description = plan.bulletin.config.description.clone();
    let head = plan.head("home", "/", &plan.bulletin.config.title, description.as_deref(), Vec::new());
    Some((head.of_day(plan, true), Parts { home }))
}

/// The figures of the strip: what changes with the day first, then how much there is of what.
fn figures(plan: &Plan<'_>, open: &[HomeOpen]) -> Vec<HomeFigure> {
    let figure =
        |link: Link| Some(HomeFigure { value: link.count?.to_string(), label: link.title, note: None, url: link.url });
    let projects = plan.section_link(Kind::Project);
    let total = &plan.figures.investment;
    let investment = total.value.as_ref().zip(projects.clone()).map(|(value, link)| HomeFigure {
        label: plan.words.get("home.investment"),
        value: value.to_string(),
        note: Some(
            plan.words
                .get("home.investment_note")
                .replace("{n}", &total.stated.to_string())
                .replace("{of}", &total.of.to_string()),
        ),
        url: link.url,
    });
    // A ledger with nothing on it says less than what there is.
    let ledgers = [problems::link(plan), overdue::link(plan)].into_iter().flatten();
    let ledgers = ledgers.filter(|link| link.count != Some(0));
    let open = open.iter().map(|open| open.link.clone());
    let rest = [Kind::Indicator, Kind::Park, Kind::Job, Kind::Notice, Kind::News];
    let rest = rest.into_iter().filter_map(|kind| plan.section_link(kind));
    let projects = projects.and_then(figure).into_iter().chain(investment);
    projects.chain(ledgers.chain(open).chain(rest).filter_map(figure)).take(FIGURES).collect()
}

fn stages(plan: &Plan<'_>) -> Vec<StageView> {
    let stages = plan.figures.stages.iter();
    stages.map(|count| StageView { stage: count.stage, count: count.n, url: stage_link(plan, count.stage) }).collect()
}

fn sections(plan: &Plan<'_>) -> Vec<HomeSection> {
    let section = |kind: Kind| {
        let cards = plan.cards.of(plan.lists.of_kind(kind)?.entries.iter().take(CARDS));
        Some(HomeSection { kind: kind.name(), link: plan.section_link(kind)?, cards })
    };
    [Kind::Project, Kind::Notice, Kind::News, Kind::Event].into_iter().filter_map(section).collect()
}

/// What is longest overdue.
fn late(plan: &Plan<'_>) -> Option<HomeOpen> {
    let link = overdue::link(plan)?;
    let item = |item: &Overdue| {
        let entry = plan.bulletin.entry(&item.project)?;
        Some(HomeItem { date: item.due, label: item.name.clone(), link: plan.routes.record(entry) })
    };
    let items: Vec<HomeItem> = plan.figures.overdue.iter().filter_map(item).take(STATE).collect();
    (!items.is_empty()).then_some(HomeOpen { link, items })
}

/// The last of what was told, up to the day.
fn latest(plan: &Plan<'_>) -> Vec<HomeItem> {
    let day = plan.figures.as_of;
    let told = [Kind::News, Kind::Notice, Kind::Event].into_iter().flat_map(|kind| plan.bulletin.of_kind(kind));
    let told = told.filter_map(|entry| {
        let date = entry.record.listed().date()?;
        Some((date, plan.words.one(entry.kind), entry))
    });
    let updates = plan.bulletin.of_kind(Kind::Project).filter_map(|entry| match &entry.record {
        Record::Project(project) => {
            let date = project.updates.iter().map(|update| update.date).max_by_key(|date| date.last())?;
            Some((date, plan.words.get("project.updates"), entry))
        }
        _ => None,
    });
    let mut items: Vec<(PartialDate, String, &Entry)> =
        told.chain(updates).filter(|(date, ..)| date.first() <= day).collect();
    items.sort_by_key(|(date, ..)| Reverse(date.first()));
    let item =
        |(date, label, entry): (PartialDate, String, &Entry)| HomeItem { date, label, link: plan.routes.record(entry) };
    items.into_iter().take(STATE).map(item).collect()
}

/// What closes next of what is open now.
fn open(plan: &Plan<'_>) -> Vec<HomeOpen> {
    let jobs = plan.lists.of_kind(Kind::Job).map(|list| (list, "home.open_jobs"));
    let consultations = plan.lists.open_consultations().map(|list| (list, "home.open_consultations"));
    let of = |(list, title): (&List, &str)| {
        let entries = list.entries.iter().filter_map(|index| plan.bulletin.entries.get(*index));
        let mut items: Vec<HomeItem> = entries
            .filter(|entry| is_open(entry, plan.figures.as_of))
            .filter_map(|entry| closing(plan, entry))
            .collect();
        items.sort_by_key(|item| item.date.last());
        let link = Link::new(plan.words.get(title), plan.routes.to(&list.address));
        let link = Link { count: Some(items.len()), ..link };
        items.truncate(STATE);
        (!items.is_empty()).then_some(HomeOpen { link, items })
    };
    [jobs, consultations].into_iter().flatten().filter_map(of).collect()
}

fn closing(plan: &Plan<'_>, entry: &Entry) -> Option<HomeItem> {
    let (_, closes) = entry.record.listed().open_period()?;
    Some(HomeItem { date: closes?, label: plan.words.get("home.closes"), link: plan.routes.record(entry) })
}

/// What comes next, from the day on.
fn dates(plan: &Plan<'_>) -> Vec<HomeItem> {
    let day = plan.figures.as_of;
    let of = |entry: &Entry| match &entry.record {
        Record::Project(project) => {
            let next = schedule(project, day, &plan.figures.working_days).next?;
            Some(HomeItem { date: next.date, label: next.name, link: plan.routes.record(entry) })
        }
        Record::Event(_) | Record::Fair(_) => {
            let date = entry.record.listed().date().filter(|date| date.first() > day)?;
            let label = plan.words.one(entry.kind);
            Some(HomeItem { date, label, link: plan.routes.record(entry) })
        }
        _ => None,
    };
    let mut items: Vec<HomeItem> = plan.bulletin.entries.iter().filter_map(of).collect();
    items.sort_by_key(|item| item.date.last());
    items.truncate(STATE);
    items
}

/// Whether readers can act on it that day: it has opened, and it is not certainly closed.
fn is_open(entry: &Entry, day: Day) -> bool {
    let Some((opens, closes)) = entry.record.listed().open_period() else { return false };
    let has_opened = opens.is_none_or(|opens| opens.first() <= day);
    has_opened && closes.is_some_and(|closes: PartialDate| !closes.is_before(day))
}

fn parks(plan: &Plan<'_>) -> Vec<Link> {
    let facets = plan.lists.facets(Kind::Project).iter().find(|(name, _)| *name == "park");
    let terms = facets.map_or(&[][..], |(_, terms)| terms.as_slice());
    let link = |term: &crate::site::lists::TermList| {
        let entry = plan.bulletin.entry(term.record.as_deref()?)?;
        Some(Link { count: Some(term.count), ..plan.routes.record(entry) })
    };
    terms.iter().filter_map(link).collect()
}
