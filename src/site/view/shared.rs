//! What every page has: the site and its own head.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::Link;
use crate::chart::{Qr, qr};
use crate::date::PartialDate;
use crate::record::{Foot, Kind, PageKind};
use crate::site::{Plan, TRADITIONAL};

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

impl Plan<'_> {
    /// Whether the bulletin wants pages of a kind.
    pub(in crate::site) fn shows(&self, kind: PageKind) -> bool {
        self.bulletin.config.shows(kind)
    }

    /// The link to an address, named by a text of the interface.
    pub(in crate::site) fn link(&self, key: &str, address: &str) -> Link {
        Link::new(self.words.get(key), self.routes.to(address))
    }

    /// The link to the list of a kind, with its count, when it has records.
    pub(in crate::site) fn section_link(&self, kind: Kind) -> Option<Link> {
        let list = self.lists.of_kind(kind)?;
        Some(Link {
            count: Some(list.entries.len()),
            ..Link::new(self.words.many(kind), self.routes.to(&format!("/{}/", kind.section())))
        })
    }

    /// The link to an address, by the title of its record, the name of its list, or else by the address itself.
    pub(in crate::site) fn titled(&self, to: &str) -> Link {
        let id = to.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let entry = self.bulletin.entry(id).filter(|entry| crate::site::address(entry) == to);
        let record = || entry.map(|entry| self.routes.record(entry));
        let kind = Kind::ALL.iter().find(|kind| to.strip_prefix('/') == Some(&format!("{}/", kind.section())));
        let list = || kind.and_then(|kind| self.section_link(*kind)).map(|link| Link { count: None, ..link });
        record().or_else(list).unwrap_or_else(|| match to {
            "/" => self.link("home.title", "/"),
            _ => Link::new(to, self.routes.to(to)),
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
        let home = self.link("home.title", "/");
        let crumbs = if address == "/" { Vec::new() } else { std::iter::once(home).chain(above).collect() };
        let section = crumbs.get(1).map(|link: &Link| link.url.clone());
        let traditional = Some(format!("{TRADITIONAL}{}", address.trim_start_matches('/')));
        let traditional = traditional.filter(|_| self.bulletin.config.has_traditional() && address.ends_with('/'));
        Head {
            kind,
            url: self.routes.to(address),
            canonical: self.routes.url(address),
            traditional: traditional.as_deref().map(|address| self.routes.to(address)),
            traditional_url: traditional.as_deref().map(|address| self.routes.url(address)),
            qr: None,
            title: title.to_owned(),
            as_of: None,
            description: description.map(str::to_owned),
            crumbs,
            section,
            robots: None,
        }
    }
}
