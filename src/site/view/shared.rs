//! What every page has: the site, its own head, links, cards.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::chart::{Qr, qr};
use crate::date::PartialDate;
use crate::record::{Colour, Entry, Foot, Kind, PageKind, show};
use crate::site::{Plan, TRADITIONAL, address};

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its words.
    pub title: String,
    /// Where it leads, from the root of the host.
    pub url: String,
    /// How many records are there, where that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
}

impl Link {
    pub(in crate::site) fn new(title: impl Into<String>, url: String) -> Self {
        Self { title: title.into(), url, count: None }
    }
}

/// The site, the same on every page.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Name of the bulletin.
    pub title: String,
    /// One line below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// A sentence or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Language of the content.
    pub lang: &'static str,
    /// Language of the interface.
    pub ui: &'static str,
    /// Full address of the front page.
    pub base_url: String,
    /// Link to the front page.
    pub home: String,
    /// The day the bulletin is built as of: on pages whose words depend on it, and on all where the theme asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
    /// The foot of every page.
    pub foot: Foot,
    /// Sections that have records.
    pub menu: Vec<Link>,
    /// Link to the page that says how to report an error, or to the telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Link>,
    /// Free pages for the foot, and the site map.
    pub foot_menu: Vec<Link>,
    /// Links to the theme's stylesheets, by name: `style`, `pages`, `print`.
    pub styles: BTreeMap<String, String>,
    /// Link to its drawing for the tabs of browsers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Links to its scripts, by name.
    pub scripts: BTreeMap<String, String>,
    /// Link to the search page, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// gongbao's version.
    pub version: &'static str,
}

/// A part of views that is made once a build and shared by all pages that show it.
#[derive(Clone, Debug)]
pub struct Shared<T> {
    /// The part.
    pub of: T,
    /// The same as a template takes it.
    value: tera::Value,
}

impl<T: Serialize> Shared<T> {
    /// Makes what is shared of a part.
    pub fn new(of: T) -> Self {
        // It cannot fail: all keys of views are texts.
        let value = tera::Value::try_from_serializable(&of).unwrap_or_else(|_| tera::Value::none());
        Self { of, value }
    }
}

/// Templates share the value that was made; elsewhere it is written out.
impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// What the head of a page tells.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// Page kind: `home`, `list`, `project`, `404` …
    pub kind: &'static str,
    /// Link to the page, from the root of the host.
    pub url: String,
    /// Full address.
    pub canonical: String,
    /// Link to the page in Traditional characters, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traditional: Option<String>,
    /// Its full address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traditional_url: Option<String>,
    /// Its address as a QR code: on pages that are cited, of a site whose host is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr: Option<Code>,
    /// The page's title, without the site's.
    pub title: String,
    /// The day the bulletin is built as of, where a figure, a colour or a verdict on the page depends on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
    /// A sentence for search engines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// From the front page down to the page above this one.
    pub crumbs: Vec<Link>,
    /// The section of the site the page belongs to, as in the menu.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// `noindex` for pages that search engines should not list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub robots: Option<&'static str>,
}

impl Head {
    /// With its address as a QR code, for pages that are cited.
    pub(in crate::site) fn cited(self) -> Self {
        Self { qr: self.canonical.contains("://").then(|| Code::Of(self.canonical.clone())), ..self }
    }

    /// With the day, where `depends` says that something on the page depends on it.
    pub(in crate::site) fn of_day(self, plan: &Plan<'_>, depends: bool) -> Self {
        Self { as_of: depends.then(|| PartialDate::from_day(plan.figures.as_of)), ..self }
    }

    /// Not for search engines.
    pub(in crate::site) fn hidden(self) -> Self {
        Self { robots: Some("noindex"), ..self }
    }
}

/// A QR code. Views say of what; a template draws it where it shows it, by the filter `qr`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Code {
    /// Of a text.
    Of(String),
    /// Drawn, for templates of a bulletin's own that know no filter.
    Drawn(Qr),
}

impl Code {
    /// The drawing; nothing of a text that is too long for one.
    pub(crate) fn drawn(self) -> Option<Self> {
        match self {
            Code::Of(text) => qr(&text).map(Code::Drawn),
            Code::Drawn(_) => Some(self),
        }
    }
}

/// A record in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Its kind.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Link to its page.
    pub url: String,
    /// Its summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// How the date is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_note: Option<String>,
    /// Its stage or sort, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<Value>,
    /// A project's colour, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Its first photo, as on its page; the cards of projects have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Value>,
    /// A few facts.
    pub facts: Vec<CardFact>,
    /// Whether it is a document known by name only.
    pub named_only: bool,
}

/// A labelled fact on a card.
#[derive(Clone, Debug, Serialize)]
pub struct CardFact {
    /// Label.
    pub label: String,
    /// Text.
    pub text: String,
}

impl Plan<'_> {
    /// Whether the bulletin wants pages of a kind.
    pub(in crate::site) fn shows(&self, kind: PageKind) -> bool {
        self.bulletin.config.shows(kind)
    }

    /// A UI string.
    pub(in crate::site) fn word(&self, key: &str) -> String {
        self.settings.strings.or_key(key).to_owned()
    }

    /// The name of a kind, for several of it.
    pub(in crate::site) fn many(&self, kind: Kind) -> String {
        self.word(&format!("kind.{}.many", kind.name()))
    }

    /// The name of a kind, for one of it.
    pub(in crate::site) fn one(&self, kind: Kind) -> String {
        self.word(&format!("kind.{}.one", kind.name()))
    }

    /// The link to a record.
    pub(in crate::site) fn link(&self, entry: &Entry) -> Link {
        Link::new(entry.record.common().title, self.settings.base.link(&address(entry)))
    }

    /// The link to the record with this id.
    pub(in crate::site) fn record_link(&self, id: &str) -> Option<Link> {
        self.bulletin.entry(id).map(|entry| self.link(entry))
    }

    /// The link to the list of a kind, with its count, when it has records.
    pub(in crate::site) fn section_link(&self, kind: Kind) -> Option<Link> {
        let list = self.lists.of_kind(kind)?;
        Some(Link {
            count: Some(list.entries.len()),
            ..Link::new(self.many(kind), self.settings.base.link(&format!("/{}/", kind.section())))
        })
    }

    /// The head of a page.
    pub(in crate::site) fn head(
        &self,
        kind: &'static str,
        address: &str,
        title: &str,
        description: Option<&str>,
        above: Vec<Link>,
    ) -> Head {
        let base = &self.settings.base;
        let home = Link::new(self.word("home.title"), base.link("/"));
        let crumbs = if address == "/" { Vec::new() } else { std::iter::once(home).chain(above).collect() };
        let section = crumbs.get(1).map(|link: &Link| link.url.clone());
        let traditional = Some(format!("{TRADITIONAL}{}", address.trim_start_matches('/')));
        let traditional = traditional.filter(|_| self.bulletin.config.has_traditional() && address.ends_with('/'));
        Head {
            kind,
            url: base.link(address),
            canonical: base.url(address),
            traditional: traditional.as_deref().map(|address| base.link(address)),
            traditional_url: traditional.as_deref().map(|address| base.url(address)),
            qr: None,
            title: title.to_owned(),
            as_of: None,
            description: description.map(str::to_owned),
            crumbs,
            section,
            robots: None,
        }
    }

    /// The card of the record at `index`, made when it is first shown.
    pub(in crate::site) fn card(&self, index: usize) -> Option<Arc<Shared<Card>>> {
        let entry = self.bulletin.entries.get(index)?;
        Some(self.cards.get(index)?.get_or_init(|| Arc::new(Shared::new(self.card_of(entry)))).clone())
    }

    fn card_of(&self, entry: &Entry) -> Card {
        let common = entry.record.common();
        let listed = entry.record.listed();
        let strings = self.settings.strings;
        let fact =
            |(label, leaf): (&'static str, Value)| CardFact { label: self.word(label), text: show(&leaf, strings.ui) };
        let photo = listed.photo().and_then(|photo| serde_json::to_value(photo).ok()).map(|mut photo| {
            self.resolve(&mut photo, entry);
            photo
        });
        Card {
            kind: entry.kind.name(),
            title: common.title.to_owned(),
            url: self.settings.base.link(&address(entry)),
            summary: common.summary.map(str::to_owned),
            date: listed.date(),
            date_note: listed.date_note().map(str::to_owned),
            badge: listed.badge(),
            colour: self.figures.colours.get(&entry.id).and_then(|state| state.colour),
            photo,
            facts: listed.facts().into_iter().map(fact).collect(),
            named_only: listed.is_named_only(),
        }
    }

    /// Whether one of some cards shows a colour that depends on the day. Green is for good.
    pub(in crate::site) fn show_colours<'c>(cards: impl IntoIterator<Item = &'c Arc<Shared<Card>>>) -> bool {
        cards.into_iter().any(|card| card.of.colour.is_some_and(|colour| colour != Colour::Green))
    }

    /// Cards of entries by index.
    pub(in crate::site) fn cards<'i>(&self, indexes: impl IntoIterator<Item = &'i usize>) -> Vec<Arc<Shared<Card>>> {
        indexes.into_iter().filter_map(|index| self.card(*index)).collect()
    }
}
