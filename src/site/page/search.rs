//! The search page, and what its script needs there and on lists that it filters.

use serde::Serialize;

use super::Planned;
use crate::record::Kind;
use crate::site::Plan;
use crate::site::lists::offered;
use crate::site::view::Head;

/// What the page has beside `site` and `page`.
#[derive(Clone, Debug, Serialize)]
pub struct Parts {
    /// What its script needs.
    pub finder: Option<Finder>,
}

pub(super) type Of = ();

/// Its address; its script finds the index beside it.
pub(in crate::site) const ADDRESS: &str = "/search/";

pub(super) fn pages(plan: &Plan<'_>) -> Vec<Planned<Of>> {
    plan.bulletin.config.has_search().then(|| Planned::at(ADDRESS, "search", ())).into_iter().collect()
}

pub(super) fn view(plan: &Plan<'_>, (): Of) -> Option<(Head, Parts)> {
    let head = plan.head("search", ADDRESS, &plan.words.get("search.title"), None, Vec::new()).hidden();
    Some((head, Parts { finder: finder(plan, None) }))
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

/// What the script needs to find records of a kind, or all; nothing on a site without search.
pub(in crate::site) fn finder(plan: &Plan<'_>, kind: Option<Kind>) -> Option<Finder> {
    if !plan.bulletin.config.has_search() {
        return None;
    }
    let said =
        [("found", "search.found"), ("none", "search.none"), ("failed", "search.failed"), ("folder", "search.folder")];
    let said = said.map(|(name, key)| (name.to_owned(), plan.words.get(key).into()));
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
        Choosable { name, title: plan.words.get(key) }
    };
    let filter = |name: &&'static str| Choosable { name, title: plan.words.get(&format!("facet.{name}")) };
    Some(Finder {
        kind: kind.map_or("", Kind::name),
        filters: filters.iter().map(filter).collect(),
        orders: ["", "newest", "oldest"].iter().chain(orders).map(order).collect(),
        words: serde_json::Value::Object(said.into_iter().collect()).to_string(),
    })
}
