//! The front page: the day's state, then what is new and what is open.

use std::sync::Arc;

use serde::Serialize;

use super::{Card, ColourCount, Content, Link, SiteView, TableView, View};
use crate::date::{Day, PartialDate};
use crate::record::{Document, Entry, Kind, Stage};
use crate::site::Plan;

/// Cards in a section of the front page.
const CARDS: usize = 6;

/// The front page's parts.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// Figures of the day.
    pub figures: Vec<HomeFigure>,
    /// Projects by colour, with the legend.
    pub colours: Vec<ColourCount>,
    /// Projects by stage.
    pub stages: Vec<StageView>,
    /// What is new, and what is open now.
    pub sections: Vec<HomeSection>,
    /// Pages of figures about projects.
    pub boards: Vec<Link>,
    /// Where the latest targets stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets: Option<TableView>,
    /// The targets' board.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets_link: Option<Link>,
    /// Parks with their number of projects.
    pub parks: Vec<Link>,
    /// The documents that the records name as sources.
    pub documents: Vec<Document>,
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
    /// Link to them.
    pub url: String,
}

/// A section of the front page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeSection {
    /// `news`, `project`, … or `open_jobs`, `open_consultations`.
    pub kind: &'static str,
    /// Its heading.
    pub title: String,
    /// The list behind it.
    pub url: String,
    /// The first records.
    pub cards: Vec<Card>,
    /// How many there are.
    pub total: usize,
}

/// The front page.
pub(in crate::site) fn home(plan: &Plan<'_>, site: &Arc<SiteView>) -> View {
    let view = HomeView {
        figures: figures(plan),
        colours: plan.colour_counts(),
        stages: stages(plan),
        boards: plan.board_links(),
        sections: sections(plan),
        targets: plan.latest_targets(CARDS),
        targets_link: plan.section_link(Kind::Indicator),
        parks: parks(plan),
        documents: plan.bulletin.config.documents.clone(),
    };
    let description = plan.bulletin.config.description.clone();
    let head = plan.head("home", "/", &plan.bulletin.config.title, description.as_deref(), Vec::new());
    View { site: site.clone(), page: head, content: Content::Home { home: Box::new(view) } }
}

fn figures(plan: &Plan<'_>) -> Vec<HomeFigure> {
    let counted = |kind: Kind| {
        let link = plan.section_link(kind)?;
        Some(HomeFigure { label: link.title, value: link.count?.to_string(), note: None, url: link.url })
    };
    let total = &plan.figures.investment;
    let investment = total.value.as_ref().zip(plan.section_link(Kind::Project)).map(|(value, link)| HomeFigure {
        label: plan.word("home.investment"),
        value: value.to_string(),
        note: Some(
            plan.word("home.investment_note")
                .replace("{n}", &total.stated.to_string())
                .replace("{of}", &total.of.to_string()),
        ),
        url: link.url,
    });
    let kinds = [Kind::Indicator, Kind::Notice, Kind::News].into_iter().filter_map(counted);
    let ledgers = plan.ledger_links().into_iter().map(|link| HomeFigure {
        label: link.title,
        value: link.count.unwrap_or_default().to_string(),
        note: None,
        url: link.url,
    });
    counted(Kind::Project).into_iter().chain(investment).chain(ledgers).chain(kinds).collect()
}

fn stages(plan: &Plan<'_>) -> Vec<StageView> {
    let link = |key: &str| plan.settings.base.link(&format!("/projects/stage/{}/", crate::text::slug(key)));
    let stages = plan.figures.stages.iter();
    stages.map(|count| StageView { stage: count.stage, count: count.n, url: link(count.stage.key()) }).collect()
}

fn sections(plan: &Plan<'_>) -> Vec<HomeSection> {
    let latest = |kind: Kind| {
        let list = plan.lists.of_kind(kind)?;
        let cards = plan.cards(list.entries.iter().take(CARDS));
        let url = plan.settings.base.link(&list.address);
        Some(HomeSection { kind: kind.name(), title: plan.many(kind), url, cards, total: list.entries.len() })
    };
    let open = |kind: &'static str, title: &str, list: Option<&crate::site::lists::List>| {
        let list = list?;
        let entries = list.entries.iter().filter_map(|index| plan.bulletin.entries.get(*index));
        let open: Vec<&Entry> = entries.filter(|entry| is_open(entry, plan.figures.as_of)).collect();
        if open.is_empty() {
            return None;
        }
        let cards = open.iter().take(CARDS).map(|entry| plan.card(entry)).collect();
        let url = plan.settings.base.link(&list.address);
        Some(HomeSection { kind, title: plan.word(title), url, cards, total: open.len() })
    };
    [
        latest(Kind::News),
        latest(Kind::Project),
        open("open_jobs", "home.open_jobs", plan.lists.of_kind(Kind::Job)),
        open("open_consultations", "home.open_consultations", plan.lists.open_consultations()),
        latest(Kind::Notice),
        latest(Kind::Event),
    ]
    .into_iter()
    .flatten()
    .collect()
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
        Some(Link { count: Some(term.count), ..plan.link(entry) })
    };
    terms.iter().filter_map(link).collect()
}
