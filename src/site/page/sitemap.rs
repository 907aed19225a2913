//! The site map for people.

use serde::Serialize;

use super::{Planned, boards, reports};
use crate::record::Kind;
use crate::site::Plan;
use crate::site::view::{Head, Link};

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// The sections.
    pub sitemap: Vec<SectionView>,
}

/// A section of the site map.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    /// Its name.
    pub title: String,
    /// Its list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its records.
    pub links: Vec<Link>,
    /// Its facets, each with the lists of its values.
    pub facets: Vec<FacetLinks>,
}

/// The values of a facet.
#[derive(Clone, Debug, Serialize)]
pub struct FacetLinks {
    /// The facet.
    pub title: String,
    /// The page with all its values.
    pub url: String,
    /// Its values with their counts.
    pub links: Vec<Link>,
}

/// Its address.
pub(in crate::site) const ADDRESS: &str = "/sitemap/";

/// Records listed one by one in the site map; longer sections are reached through their list and facets.
const LINKS_SHOWN: usize = 200;

pub(super) type Of = ();

pub(super) fn pages(_: &Plan<'_>) -> Vec<Planned<Of>> {
    vec![Planned::at(ADDRESS, "sitemap", ())]
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let mut sections: Vec<SectionView> = Kind::ALL.iter().filter_map(|kind| section(plan, *kind)).collect();
    let boards = boards(plan);
    // Beside them stands how much there is on them.
    let depends = !boards.is_empty();
    let ledgers: Vec<Link> = reports::link(plan).into_iter().chain(boards).collect();
    if !ledgers.is_empty() {
        sections.push(SectionView {
            title: plan.words.get("ledger.title"),
            url: None,
            links: ledgers,
            facets: Vec::new(),
        });
    }
    let pages: Vec<Link> = plan.bulletin.of_kind(Kind::Page).map(|entry| plan.routes.record(entry)).collect();
    if !pages.is_empty() {
        sections.push(SectionView { title: plan.words.many(Kind::Page), url: None, links: pages, facets: Vec::new() });
    }
    let head = plan.head("sitemap", ADDRESS, &plan.words.get("sitemap.title"), None, Vec::new());
    Some((head.of_day(plan, depends), Parts { sitemap: sections }))
}

fn section(plan: &Plan<'_>, kind: Kind) -> Option<SectionView> {
    let list = plan.lists.of_kind(kind)?;
    let entries = list.entries.iter().filter_map(|index| plan.bulletin.entries.get(*index));
    let links = if list.entries.len() > LINKS_SHOWN {
        Vec::new()
    } else {
        entries.map(|entry| plan.routes.record(entry)).collect()
    };
    let facet = |(name, terms): &(&'static str, Vec<crate::site::lists::TermList>)| {
        let link = |term: &crate::site::lists::TermList| {
            let list = plan.lists.get(term.list)?;
            Some(Link { count: Some(term.count), ..Link::new(term.title.clone(), plan.routes.to(&list.address)) })
        };
        let links = terms.iter().take(LINKS_SHOWN).filter_map(link).collect();
        FacetLinks {
            title: plan.words.get(&format!("facet.{name}")),
            url: plan.routes.to(&format!("/{}/{name}/", kind.section())),
            links,
        }
    };
    let facets = plan.lists.facets_shown(kind).map(facet).collect();
    Some(SectionView {
        title: plan.words.many(kind),
        url: Some(plan.routes.to(&format!("/{}/", kind.section()))),
        links,
        facets,
    })
}
