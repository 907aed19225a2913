//! The site map for people, and the page for addresses that do not exist.

use std::sync::Arc;

use serde::Serialize;

use super::{Content, Link, Shared, SiteView, View};
use crate::record::Kind;
use crate::site::Plan;
use crate::site::address::file_of;
use crate::site::lists::offered;

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

/// Records listed one by one in the site map; longer sections are reached through their list and facets.
const LINKS_SHOWN: usize = 200;

/// The site map.
pub(in crate::site) fn sitemap(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>) -> View {
    let mut sections: Vec<SectionView> = Kind::ALL.iter().filter_map(|kind| section(plan, *kind)).collect();
    let ledgers: Vec<Link> = plan.reports_link().into_iter().chain(plan.board_links()).collect();
    if !ledgers.is_empty() {
        sections.push(SectionView { title: plan.word("ledger.title"), url: None, links: ledgers, facets: Vec::new() });
    }
    let pages: Vec<Link> = plan.bulletin.of_kind(Kind::Page).map(|entry| plan.link(entry)).collect();
    if !pages.is_empty() {
        sections.push(SectionView { title: plan.many(Kind::Page), url: None, links: pages, facets: Vec::new() });
    }
    let head = plan.head("sitemap", "/sitemap/", &plan.word("sitemap.title"), None, Vec::new());
    View { site: site.clone(), page: head, content: Content::Sitemap { sitemap: sections } }
}

fn section(plan: &Plan<'_>, kind: Kind) -> Option<SectionView> {
    let list = plan.lists.of_kind(kind)?;
    let base = &plan.settings.base;
    let entries = list.entries.iter().filter_map(|index| plan.bulletin.entries.get(*index));
    let links =
        if list.entries.len() > LINKS_SHOWN { Vec::new() } else { entries.map(|entry| plan.link(entry)).collect() };
    let facet = |(name, terms): &(&'static str, Vec<crate::site::lists::TermList>)| {
        let link = |term: &crate::site::lists::TermList| {
            let list = plan.lists.get(term.list)?;
            Some(Link { count: Some(term.count), ..Link::new(term.title.clone(), base.link(&list.address)) })
        };
        let links = terms.iter().take(LINKS_SHOWN).filter_map(link).collect();
        FacetLinks {
            title: plan.word(&format!("facet.{name}")),
            url: base.link(&format!("/{}/{name}/", kind.section())),
            links,
        }
    };
    let facets = plan.lists.facets(kind).iter().map(facet).collect();
    Some(SectionView { title: plan.many(kind), url: Some(base.link(&format!("/{}/", kind.section()))), links, facets })
}

/// The page for addresses that do not exist.
pub(in crate::site) fn moved(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>, index: usize) -> View {
    let Some((from, to)) = plan.bulletin.addresses.moved.iter().nth(index) else { return not_found(plan, site) };
    let mut head = plan.head("moved", from, &plan.word("moved.title"), None, Vec::new());
    head.robots = Some("noindex");
    head.canonical = plan.settings.base.url(to);
    View { site: site.clone(), page: head, content: Content::Moved { moved: plan.settings.base.link(to) } }
}

/// The page of an address that is gone.
pub(in crate::site) fn gone(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>, index: usize) -> View {
    let Some((address, reason)) = plan.bulletin.addresses.gone.iter().nth(index) else { return not_found(plan, site) };
    let mut head = plan.head("gone", address, &plan.word("gone.title"), None, Vec::new());
    head.robots = Some("noindex");
    View { site: site.clone(), page: head, content: Content::Gone { gone: reason.clone() } }
}

/// What the script that searches and filters needs.
#[derive(Clone, Debug, Serialize)]
pub struct Finder {
    /// The only kind of record it finds; empty for all.
    pub kind: &'static str,
    /// What it narrows by.
    pub filters: Vec<Choosable>,
    /// The orders it offers, the usual one first.
    pub orders: Vec<Choosable>,
    /// What it says, as JSON.
    pub words: String,
}

/// Something a reader can choose, by its name in the address.
#[derive(Clone, Debug, Serialize)]
pub struct Choosable {
    /// Its name in the address; empty for the usual one.
    pub name: &'static str,
    /// Its words.
    pub title: String,
}

impl Plan<'_> {
    /// What the script needs to find records of a kind, or all; nothing on a site without search.
    pub(super) fn finder(&self, kind: Option<Kind>) -> Option<Finder> {
        if !self.bulletin.config.has_search() {
            return None;
        }
        let said = [
            ("found", "search.found"),
            ("none", "search.none"),
            ("failed", "search.failed"),
            ("folder", "search.folder"),
        ];
        let said = said.map(|(name, key)| (name.to_owned(), self.word(key).into()));
        let (filters, orders) = offered(kind);
        let order = |name: &&'static str| {
            let key = match *name {
                "newest" => "search.by_newest",
                "oldest" => "search.by_oldest",
                "amount" => "search.by_amount",
                "closes" => "search.by_closes",
                "title" => "search.by_title",
                _ => "search.relevance",
            };
            Choosable { name, title: self.word(key) }
        };
        let filter = |name: &&'static str| Choosable { name, title: self.word(&format!("facet.{name}")) };
        Some(Finder {
            kind: kind.map_or("", Kind::name),
            filters: filters.iter().map(filter).collect(),
            orders: ["", "newest", "oldest"].iter().chain(orders).map(order).collect(),
            words: serde_json::Value::Object(said.into_iter().collect()).to_string(),
        })
    }
}

/// The search page; its script finds the index beside it.
pub(in crate::site) fn search(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>) -> View {
    let mut head = plan.head("search", "/search/", &plan.word("search.title"), None, Vec::new());
    head.robots = Some("noindex");
    View { site: site.clone(), page: head, content: Content::Search { finder: plan.finder(None) } }
}

/// How the theme's components are shown: as the browser has it, then as each of what readers may have.
const MODES: [&str; 6] = ["browser", "light", "dark", "contrast", "large", "print"];

/// The frames of the pages that show the theme's components: mode, file, view.
pub(in crate::site) fn gallery(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>) -> Vec<(&'static str, String, View)> {
    let address = |mode| if mode == "browser" { "/gallery/".to_owned() } else { format!("/gallery/{mode}/") };
    let link = |mode| Link::new(plan.word(&format!("gallery.{mode}")), plan.settings.base.link(&address(mode)));
    let modes: Vec<Link> = MODES.into_iter().map(link).collect();
    let frame = |mode| {
        let mut head = plan.head("gallery", &address(mode), &plan.word("gallery.title"), None, Vec::new());
        head.robots = Some("noindex");
        let content = Content::Gallery { modes: modes.clone() };
        (mode, file_of(&address(mode)), View { site: site.clone(), page: head, content })
    };
    MODES.into_iter().map(frame).collect()
}

/// The page that is shown for an address without one.
pub(in crate::site) fn not_found(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>) -> View {
    let mut head = plan.head("404", "/404.html", &plan.word("error.404.title"), None, Vec::new());
    head.robots = Some("noindex");
    View { site: site.clone(), page: head, content: Content::Nothing {} }
}
