//! Lists: all records of a kind, the values of a facet, the records with one of them; 20 a page.

use std::sync::Arc;

use serde::Serialize;

use super::search::{Finder, finder};
use super::{Planned, boards};
use crate::chart::Chart;
use crate::record::Kind;
use crate::site::Plan;
use crate::site::lists::{List, What};
use crate::site::view::{
    Card, ColourCount, ColourGroup, Head, Link, Shared, colour_board, colour_counts, show_colours, spread_chart,
};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The list.
    pub list: ListView,
    /// For whole lists of projects, jobs and notices: what filters them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finder: Option<Finder>,
}

/// Values of a facet shown beside a list; the rest are on the facet's own page.
const TERMS_BESIDE_A_LIST: usize = 12;

/// A list as its page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    /// What it is the list of.
    pub title: String,
    /// Its records.
    pub cards: Vec<Arc<Shared<Card>>>,
    /// Where we are in it.
    pub pager: Pager,
    /// Ways to narrow it.
    pub facets: Vec<FacetView>,
    /// On the board of colours: the legend with counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub legend: Vec<ColourCount>,
    /// On the board of colours: the colours over time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chart: Option<Chart>,
    /// Pages of computed figures about the records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub boards: Vec<Link>,
    /// On the board of colours: every project under its colour.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub board: Vec<ColourGroup>,
    /// For the list of a facet's value that is a record: the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Link>,
}

/// Place in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub page: usize,
    /// All pages.
    pub pages: usize,
    /// All records.
    pub total: usize,
    /// The page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<Link>,
    /// The page after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
    /// First, last and the pages around this one.
    pub numbers: Vec<Number>,
}

/// A page number in a pager.
#[derive(Clone, Debug, Serialize)]
pub struct Number {
    /// The number.
    pub n: usize,
    /// Link to it.
    pub url: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether numbers are left out before it.
    pub gap: bool,
}

/// A facet beside a list.
#[derive(Clone, Debug, Serialize)]
pub struct FacetView {
    /// Its name in addresses.
    pub name: &'static str,
    /// Its name for readers.
    pub title: String,
    /// Its values.
    pub terms: Vec<TermView>,
    /// The page with all values, when there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<Link>,
}

/// A value of a facet.
#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    /// Its words.
    pub title: String,
    /// Link to its list.
    pub url: String,
    /// How many records.
    pub count: usize,
    /// Whether the page is about it.
    pub current: bool,
}

/// A list by its place among all, and which of its pages, from 1.
pub(super) type Of = (usize, usize);

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    let lists = plan.lists.all().iter().enumerate().filter(|(_, list)| list.is_shown);
    let of = |(index, list): (usize, &List)| -> Vec<Planned<Of>> {
        (1..=list.pages()).map(|n| Planned::at(&list.page_address(n), "list", (index, n))).collect()
    };
    lists.flat_map(of).collect()
}

pub(super) fn view(plan: &Plan<'_>, (index, n): Of) -> Option<(Head, Parts)> {
    let list = plan.lists.get(index)?;
    let section = plan.section_link(list.kind);
    let (title, above, about) = match &list.what {
        What::All if list.address.ends_with("/all/") => {
            (plan.words.get("targets.all"), section.into_iter().collect(), None)
        }
        What::All => (plan.words.many(list.kind), Vec::new(), None),
        What::Consultations => (plan.words.get("list.consultations"), section.into_iter().collect(), None),
        What::LinksBack(index) => {
            let record = plan.bulletin.entries.get(*index).map(|entry| plan.routes.record(entry));
            let named = record.as_ref().map_or("", |record| record.title.as_str());
            let title =
                plan.words.get("list.from").replace("{kind}", &plan.words.many(list.kind)).replace("{term}", named);
            (title, section.into_iter().collect(), record)
        }
        What::Facet(name) => {
            let title = plan.words.get("list.by").replace("{kind}", &plan.words.many(list.kind));
            (title.replace("{facet}", &plan.words.get(&format!("facet.{name}"))), section.into_iter().collect(), None)
        }
        What::Term(name, term) => {
            let title =
                plan.words.get("list.of").replace("{kind}", &plan.words.many(list.kind)).replace("{term}", term);
            let address = format!("/{}/{name}/", list.kind.section());
            let facet = Link::new(plan.words.get(&format!("facet.{name}")), plan.routes.to(&address));
            let about = list.record.as_deref().and_then(|id| plan.bulletin.entry(id));
            (title, section.into_iter().chain([facet]).collect(), about.map(|entry| plan.routes.record(entry)))
        }
    };
    let page_title = match n {
        1 => title.clone(),
        n => format!("{title} · {}", plan.words.with_n("list.page", n)),
    };
    let (legend, board) = match list.what {
        What::Facet("colour") => (colour_counts(plan), colour_board(plan)),
        What::Term("colour", _) => (colour_counts(plan), Vec::new()),
        _ => (Vec::new(), Vec::new()),
    };
    let all_projects = list.kind == Kind::Project && list.what == What::All;
    let view = ListView {
        title,
        cards: plan.cards.of(list.on_page(n)),
        pager: pager(plan, list, n),
        facets: facet_views(plan, list),
        legend,
        chart: (list.what == What::Facet("colour")).then(|| spread_chart(plan)).flatten(),
        boards: if all_projects { boards(plan) } else { Vec::new() },
        board,
        about,
    };
    let is_filtered = list.what == What::All && matches!(list.kind, Kind::Project | Kind::Job | Kind::Notice);
    let finder = if is_filtered { finder(plan, Some(list.kind)) } else { None };
    let head = plan.head("list", &list.page_address(n), &page_title, None, above);
    let is_of_colours = matches!(list.what, What::Facet("colour") | What::Term("colour", _));
    let has_figures = is_of_colours || !view.boards.is_empty();
    let head = head.of_day(plan, has_figures || show_colours(&view.cards));
    Some((head, Parts { list: view, finder }))
}

fn pager(plan: &Plan<'_>, list: &List, page: usize) -> Pager {
    let pages = list.pages();
    let url = |page: usize| plan.routes.to(&list.page_address(page));
    let link = |page: usize| Link::new(plan.words.with_n("list.page", page), url(page));
    let near = |n: &usize| *n == 1 || *n == pages || n.abs_diff(page) <= 2;
    let mut numbers: Vec<Number> = Vec::new();
    for n in (1..=pages).filter(near) {
        let gap = numbers.last().is_some_and(|last| last.n + 1 < n);
        numbers.push(Number { n, url: url(n), current: n == page, gap });
    }
    Pager {
        page,
        pages,
        total: list.entries.len(),
        previous: (page > 1).then(|| link(page - 1)),
        next: (page < pages).then(|| link(page + 1)),
        numbers,
    }
}

/// The facets of a list's kind; on a facet's own page that facet alone, with all its values.
fn facet_views(plan: &Plan<'_>, list: &List) -> Vec<FacetView> {
    let facet = |(name, terms): &(&'static str, Vec<crate::site::lists::TermList>)| {
        let own_page = list.what == What::Facet(name);
        if matches!(list.what, What::Facet(_)) && !own_page {
            return None;
        }
        let term = |term: &crate::site::lists::TermList| {
            let of = plan.lists.get(term.list)?;
            let current = of.address == list.address;
            Some(TermView { title: term.title.clone(), url: plan.routes.to(&of.address), count: term.count, current })
        };
        let limit = if own_page { usize::MAX } else { TERMS_BESIDE_A_LIST };
        let more = (terms.len() > limit).then(|| {
            let title = plan.words.with_n("list.all_terms", terms.len());
            Link::new(title, plan.routes.to(&format!("/{}/{name}/", list.kind.section())))
        });
        let terms = terms.iter().take(limit).filter_map(term).collect();
        Some(FacetView { name, title: plan.words.get(&format!("facet.{name}")), terms, more })
    };
    plan.lists.facets_shown(list.kind).filter_map(facet).collect()
}
