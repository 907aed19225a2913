//! Which pages exist, at which address, and what each shows.
//!
//! Everything that needs more than one record is settled here, once: order, neighbours, pagination, facets, links
//! back. A view carries all that its page shows, so the render floor can ask nothing of anyone.

mod address;
mod held;
mod links;
mod lists;
pub mod page;
mod search;
pub mod view;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::diagnostic::{Checked, Finding, Place, Text, codes};
use crate::figures::Figures;
use crate::record::{Bulletin, CONFIG, Entry, Kind, SiteConfig};
use crate::text::{Strings, nearest_sorted};

pub(crate) use address::file_of as page_file;
pub use address::{Base, TRADITIONAL};
pub use held::{Held, stated};
use links::Links;
pub use links::{LinkTarget, links_in};
use lists::Lists;
pub use lists::offered;
pub use page::View;
use page::{Content, Hash, Which};
pub use search::{Choice, Document};
use view::{Cards, Head, Leaves, Routes, Shared, SiteView, Wording};

/// What the site needs to know beside the records.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    /// The site's address.
    pub base: Base,
    /// Whether a page shows the theme's components.
    pub gallery: bool,
    /// Whether links are relative to each page and name its file, to be read without a server.
    pub relative: bool,
    /// The words of the interface.
    pub strings: &'a Strings,
    /// Whether the theme asks for the day on every page, and not only where a page's words depend on it.
    pub day_on_all: bool,
    /// The paths of the theme's stylesheets and scripts, by name: `style.css`, `search.js`.
    pub assets: BTreeMap<&'a str, &'a str>,
}

/// A page to be.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its address in the site, without the base path: `/projects/a/`.
    pub address: String,
    /// Its template, without `.html`.
    pub template: &'static str,
    /// The record it is made from.
    pub origin: Option<Arc<str>>,
    which: Which,
}

impl Page {
    /// The file it is published as, from the output folder.
    pub fn file(&self) -> String {
        address::file_of(&self.address)
    }
}

/// The site to be: its pages, and all that their views are made of.
pub struct Site<'a> {
    /// Its pages, by address.
    pub pages: Vec<Page>,
    /// The place of each among them: every link of every page asks for one.
    places: HashMap<String, usize>,
    plan: Plan<'a>,
    /// What pages share whose words depend on the day, and what the others do.
    of_day: SharedSite,
    of_any_day: SharedSite,
}

/// The site as pages share it, with a hash of it.
struct SharedSite {
    view: Arc<Shared<SiteView>>,
    hash: Option<Hash>,
}

impl SharedSite {
    fn new(view: SiteView) -> Self {
        let hash = page::hash_of(&view);
        Self { view: Arc::new(Shared::new(view)), hash }
    }
}

impl Site<'_> {
    /// Whether an address has a page, be it one that says where it moved or why it is gone.
    pub fn has(&self, address: &str) -> bool {
        self.page(address).is_some()
    }

    /// Whether an address has a page of its own.
    pub fn is_content(&self, address: &str) -> bool {
        let elsewhere = |page: &&Page| matches!(page.which, Which::Moved(_) | Which::Gone(_));
        self.page(address).filter(|page| !elsewhere(page)).is_some()
    }

    /// The address that was probably meant by one that is not there.
    pub fn nearest(&self, address: &str) -> Option<&str> {
        let at = |place: usize| self.pages.get(place).map(|page| page.address.as_str());
        nearest_sorted(address, self.pages.len(), &at)
    }

    /// The file of the record whose page is at an address.
    pub fn origin(&self, address: &str) -> Option<&Arc<str>> {
        self.page(address)?.origin.as_ref()
    }

    fn page(&self, address: &str) -> Option<&Page> {
        self.pages.get(*self.places.get(address)?)
    }

    /// The page that is published as a file.
    pub fn page_of(&self, file: &str) -> Option<&Page> {
        let is_folder = |path: &&str| path.is_empty() || path.ends_with('/');
        let folder = file.strip_suffix("index.html").filter(is_folder);
        self.page(&format!("/{}", folder.or_else(|| Some(file).filter(|file| !is_folder(file)))?))
    }

    /// Whether the site stands again in Traditional characters, and its own words for that.
    pub fn traditional(&self) -> Option<&BTreeMap<String, String>> {
        let config = &self.plan.bulletin.config;
        config.has_traditional().then_some(&config.traditional_words)
    }

    /// The records that were written in Traditional characters, by the files of their pages.
    pub fn written(&self) -> BTreeMap<String, &Entry> {
        let entries = self.plan.bulletin.entries.iter().filter(|entry| entry.written.is_some());
        let by_file: BTreeMap<&str, &Entry> = entries.map(|entry| (&*entry.file, entry)).collect();
        let written = |page: &Page| Some((page.file(), *by_file.get(&**page.origin.as_ref()?)?));
        self.pages.iter().filter_map(written).collect()
    }

    /// The frames of the pages that show the theme's components, when asked for: how they show them, file, view.
    pub fn gallery(&self) -> Vec<(&'static str, String, View)> {
        let frames = if self.plan.settings.gallery { page::gallery::frames(&self.plan) } else { Vec::new() };
        let view = |(mode, file, (head, parts))| (mode, file, self.of(head, Content::Gallery(Box::new(parts))));
        frames.into_iter().map(view).collect()
    }

    /// What the bulletin sets.
    pub fn config(&self) -> &SiteConfig {
        &self.plan.bulletin.config
    }

    /// Whether its links are relative to each page.
    pub fn is_relative(&self) -> bool {
        self.plan.settings.relative
    }

    /// Where the site stands.
    pub fn base(&self) -> &Base {
        &self.plan.settings.base
    }

    /// A hash of what a page is made from, beside the theme and the program: as its view tells it.
    pub fn hash(&self, page: &Page, view: &View) -> Option<Hash> {
        let shared = if view.site.of.as_of.is_some() { &self.of_day } else { &self.of_any_day };
        view.hash(page.template, shared.hash?)
    }

    /// What a page shows. Made when asked for, so that no more views are held than are being rendered.
    pub fn view(&self, page: &Page) -> View {
        let (head, content) = page::view(&self.plan, page.which);
        self.of(head, content)
    }

    fn of(&self, page: Head, content: Content) -> View {
        let is_told = page.as_of.is_some() || self.plan.settings.day_on_all;
        let shared = if is_told { &self.of_day } else { &self.of_any_day };
        View { site: shared.view.clone(), page, content }
    }
}

/// The parts that views are made of.
pub(crate) struct Plan<'a> {
    bulletin: &'a Bulletin,
    figures: &'a Figures,
    settings: &'a Settings<'a>,
    links: Links,
    lists: Lists<'a>,
    words: Wording<'a>,
    routes: Routes<'a>,
    leaves: Leaves<'a>,
    cards: Cards<'a>,
}

/// Plans the site of `bulletin`.
pub fn plan<'a>(bulletin: &'a Bulletin, figures: &'a Figures, settings: &'a Settings<'a>) -> Checked<Site<'a>> {
    let ui = settings.strings.ui;
    let (links, mut lists) = rayon::join(|| Links::of(bulletin), || Lists::of(bulletin, figures, ui));
    lists.add_links_back(&links);
    let words = Wording { strings: settings.strings };
    let routes = Routes { base: &settings.base, bulletin };
    let leaves = Leaves { bulletin, figures, routes };
    let cards = Cards::new(words, leaves);
    let plan = Plan { bulletin, figures, settings, links, lists, words, routes, leaves, cards };
    let mut pages = page::all(&plan);
    pages.sort_by(|a, b| (&a.address, &a.origin).cmp(&(&b.address, &b.origin)));
    // These pages are made beside those of the plan.
    let mut others = Vec::new();
    if plan.bulletin.config.has_traditional() {
        others.push((TRADITIONAL, Text::new("繁体版", "the site in Traditional characters")));
    }
    if plan.settings.gallery {
        others.push(("/gallery/", Text::new("主题组件一览", "the gallery of the theme")));
    }
    let findings = same_addresses(&mut pages, &others);
    let shared = page::site(&plan);
    let of_any_day = SharedSite::new(SiteView { as_of: None, ..shared.clone() });
    let of_day = SharedSite::new(shared);
    let places = pages.iter().enumerate().map(|(place, page)| (page.address.clone(), place)).collect();
    Checked { value: Site { pages, places, plan, of_day, of_any_day }, findings }
}

/// Whether an address that an editor wrote is one of a page: it becomes a path on disk.
pub(crate) fn is_address(address: &str) -> bool {
    let parts = address.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    parts.is_some_and(|parts| parts.split('/').all(crate::text::is_slug))
}

/// The permanent address of a record's page.
pub(crate) fn address(entry: &Entry) -> String {
    let prefix = entry.record.listed().address_prefix().map(|prefix| format!("{prefix}/")).unwrap_or_default();
    match entry.kind {
        Kind::Page => format!("/{}/", entry.id),
        kind => format!("/{}/{prefix}{}/", kind.section(), entry.id),
    }
}

/// Reports pages that share an address, and keeps the first of each; those at addresses of `others`, which are no pages of
/// the plan, are left out too.
fn same_addresses(pages: &mut Vec<Page>, others: &[(&str, Text)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |page: &Page, first: Option<&str>, other: Text| {
        let file = page.origin.as_deref().or(first).unwrap_or(CONFIG);
        let message = Text::new(
            format!("地址 {} 已经被{}使用", page.address, other.zh),
            format!("the address {} is already that of {}", page.address, other.en),
        );
        let finding = Finding::new(codes::SAME_ADDRESS, Place::file(file), message);
        findings.push(finding.help("给这条记录换一个编号", "give this record another id"));
    };
    pages.dedup_by(|page, first| {
        if page.address != first.address {
            return false;
        }
        let other = first.origin.as_deref();
        let named =
            Text::new(other.unwrap_or("网站的列表或首页"), other.unwrap_or("a list of the site or its front page"));
        report(page, other, named);
        true
    });
    pages.retain(|page| {
        let other = others.iter().find(|(address, _)| page.address.starts_with(address));
        if let Some((_, named)) = other {
            report(page, None, named.clone());
        }
        other.is_none()
    });
    findings
}
