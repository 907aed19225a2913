//! The four colours as pages show them: a project's own with what it rests on, and the legend made from the rules.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::{Card, Link, Shared};
use crate::chart::place;
use crate::date::PartialDate;
use crate::figures::ColourState;
use crate::record::{Colour, Kind, PageKind};
use crate::site::Plan;

/// A project's colour.
#[derive(Clone, Debug, Serialize)]
pub struct ColourView {
    /// The colour, as a choice leaf; none before filing, when cancelled, or when nothing tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// What it rests on, as a choice leaf.
    pub basis: Value,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<PartialDate>,
    /// Procedures done.
    pub done: usize,
    /// Procedures that apply.
    pub of: usize,
    /// Whether red is only kept, past its mark and short of the next.
    pub kept: bool,
    /// Why it was set by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Changes with their dates.
    pub history: Vec<ColourChange>,
    /// Link to the board, where the site has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub board: Option<String>,
}

/// A change of colour.
#[derive(Clone, Debug, Serialize)]
pub struct ColourChange {
    /// The colour, as a choice leaf; none where it was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// When.
    pub date: PartialDate,
}

/// A colour in the legend and on the front page.
#[derive(Clone, Debug, Serialize)]
pub struct ColourCount {
    /// The colour, as a choice leaf; none for projects without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// What it means, from the bulletin's own rules.
    pub meaning: String,
    /// How many projects have it.
    pub count: usize,
    /// Where its part of a bar of all projects begins, in percent.
    pub from: f64,
    /// Its share of all projects, in percent.
    pub share: f64,
    /// Link to them, when there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Projects of one colour on the board.
#[derive(Clone, Debug, Serialize)]
pub struct ColourGroup {
    /// The colour, as a choice leaf; none for projects without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// The first of them, in the order of the list of projects.
    pub cards: Vec<Arc<Shared<Card>>>,
    /// How many there are.
    pub total: usize,
    /// The list of all of them, when not all are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<Link>,
}

/// The board: the list of the facet.
pub(in crate::site) const BOARD: &str = "/projects/colour/";

/// Projects of a colour that stand on the board before a link to the whole list.
const SHOWN_ON_BOARD: usize = 100;

/// Every project under its colour: the board.
pub(in crate::site) fn colour_board(plan: &Plan<'_>) -> Vec<ColourGroup> {
    let projects = plan.lists.of_kind(Kind::Project).map_or(&[][..], |list| list.entries.as_slice());
    let of = |index: &usize| {
        let entry = plan.bulletin.entries.get(*index)?;
        plan.figures.colours.get(&entry.id)?.colour
    };
    let group = |colour: Option<Colour>| {
        let indexes: Vec<usize> = projects.iter().filter(|index| of(index) == colour).copied().collect();
        let more = colour.filter(|_| indexes.len() > SHOWN_ON_BOARD).map(|colour| {
            let url = plan.routes.to(&format!("/projects/colour/{}/", colour.key()));
            Link::new(plan.words.with_n("record.all", indexes.len()), url)
        });
        let limit = if more.is_some() { SHOWN_ON_BOARD } else { usize::MAX };
        ColourGroup { colour, cards: plan.cards.of(indexes.iter().take(limit)), total: indexes.len(), more }
    };
    let colours = Colour::ALL.iter().copied().map(Some).chain([None]);
    colours.map(group).filter(|group| group.total > 0).collect()
}

/// The link to the board, when any project has a colour.
pub(in crate::site) fn colours_link(plan: &Plan<'_>) -> Option<Link> {
    let any = || plan.figures.colours.values().any(|state| state.colour.is_some());
    (plan.shows(PageKind::Colours) && any()).then(|| plan.link("home.colours", BOARD))
}

/// A project's colour as its page shows it.
pub(in crate::site) fn colour_view(plan: &Plan<'_>, state: &ColourState) -> ColourView {
    ColourView {
        colour: state.colour,
        basis: serde_json::to_value(state.basis).unwrap_or_default(),
        since: state.since,
        done: state.done,
        of: state.of,
        kept: state.kept,
        reason: state.reason.clone(),
        history: state.history.iter().map(|(date, colour)| ColourChange { colour: *colour, date: *date }).collect(),
        board: plan.shows(PageKind::Colours).then(|| plan.routes.to(BOARD)),
    }
}

/// The legend with counts: the four colours, then the projects without one. Empty when no project has a colour.
pub(in crate::site) fn colour_counts(plan: &Plan<'_>) -> Vec<ColourCount> {
    let rules = plan.bulletin.config.colours.clone().unwrap_or_default();
    let count = |colour: Option<Colour>| plan.figures.colours.values().filter(|state| state.colour == colour).count();
    let none = count(None);
    if none == plan.figures.colours.len() {
        return Vec::new();
    }
    let meaning = |key: &str| {
        plan.words
            .get(&format!("colour.{key}"))
            .replace("{filing}", rules.filing())
            .replace("{red}", &rules.red_below().to_string())
            .replace("{yellow}", &rules.yellow_from().to_string())
    };
    let of = |colour: Option<Colour>| {
        let url = |colour: Colour| plan.routes.to(&format!("/projects/colour/{}/", colour.key()));
        let count = count(colour);
        let url = colour.map(url).filter(|_| count > 0 && plan.shows(PageKind::Colours));
        let share = 100.0 * count as f64 / plan.figures.colours.len() as f64;
        let meaning = meaning(colour.map_or("none", Colour::key));
        ColourCount { colour, meaning, count, from: 0.0, share: place(share), url }
    };
    let colours = Colour::ALL.iter().copied().map(Some).chain((none > 0).then_some(None));
    let mut counts: Vec<ColourCount> = colours.map(of).collect();
    counts.iter_mut().fold(0.0, |from, item| {
        item.from = place(from);
        from + item.share
    });
    counts
}
