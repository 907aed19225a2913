//! The kinds of pages, a file each, and the table of them.
//!
//! A file has
//! * `Of`: what tells the pages of its kind from each other;
//! * `pages`: those that there are, each with its address and template;
//! * `view`: what one of them shows, its head and its parts;
//! * `Parts`: what its template sees beside `site` and `page`;
//! * `link`, where other pages lead to it: nothing where it is not there.
//!
//! What pages of several kinds show stands in [`super::view`].

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::view::{Code, Head, Link, Shared, SiteView, colours_link};
use super::{Page, Plan};

mod frame;
pub(super) use frame::site;

pub mod gallery;

/// What a page shows: the same `site` and `page` for all, and the part of its kind.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The site, the same for every page.
    pub site: Arc<Shared<SiteView>>,
    /// The page.
    pub page: Head,
    /// What it is about.
    #[serde(flatten)]
    pub content: Content,
}

/// A hash of what a page is made from.
pub type Hash = [u8; 32];

impl View {
    /// A hash of all that the template of that name sees, `site` by its own hash: under the same theme, by the same
    /// version of the program, what has the same hash gives the same page. It is of what serde writes, as the template's
    /// values are, so that nothing is left out. `None` where that cannot be written, which no view does.
    pub fn hash(&self, template: &str, site: Hash) -> Option<Hash> {
        hash_of(&(template, site, &self.page, &self.content))
    }

    /// With all that is still to be drawn.
    pub(crate) fn drawn(mut self) -> Self {
        self.page.qr = self.page.qr.take().and_then(Code::drawn);
        self
    }

    /// The record that the page is of, taken out of the view: render adds to it what it makes of its texts.
    pub(crate) fn take_record(&mut self) -> Option<Value> {
        match &mut self.content {
            Content::Record(parts) => Some(parts.record.take()),
            Content::Updates(parts) => Some(parts.record.take()),
            _ => None,
        }
    }
}

/// The hash of what serde writes of a value.
pub(in crate::site) fn hash_of(value: &impl Serialize) -> Option<Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut out = std::io::BufWriter::new(&mut hasher);
    serde_json::to_writer(&mut out, value).ok()?;
    out.flush().ok()?;
    drop(out);
    Some(*hasher.finalize().as_bytes())
}

/// A page of a kind, as its file plans it.
struct Planned<Of> {
    address: String,
    template: &'static str,
    origin: Option<Arc<str>>,
    gives_way: bool,
    of: Of,
}

impl<Of> Planned<Of> {
    /// The page at an address of the site, with the name of its template.
    fn at(address: &str, template: &'static str, of: Of) -> Self {
        Self { address: address.to_owned(), template, origin: None, gives_way: false, of }
    }

    /// With the file of the record that it is made from.
    fn made_from(self, file: Arc<str>) -> Self {
        Self { origin: Some(file), ..self }
    }

    /// Only where no other page has its address.
    fn giving_way(self) -> Self {
        Self { gives_way: true, ..self }
    }
}

/// Declares the kinds of pages: the file of each, and its name.
macro_rules! pages {
    ($($file:ident $name:ident,)+) => {
        $(pub mod $file;)+

        /// A page: its kind, and what tells it from the others of the kind.
        #[derive(Clone, Copy, Debug)]
        pub(super) enum Which { $($name($file::Of),)+ }

        /// What a view has beside `site` and `page`, by kind.
        #[derive(Clone, Debug, Serialize)]
        #[serde(untagged)]
        pub enum Content {
            $(#[doc = concat!("See [`", stringify!($file), "`].")] $name(Box<$file::Parts>),)+
            /// See [`gallery`].
            Gallery(Box<gallery::Parts>),
        }

        /// Every page that there is, kind by kind.
        pub(super) fn all(plan: &Plan<'_>) -> Vec<Page> {
            let mut pages = Pages::default();
            $($file::pages(plan).into_iter().for_each(|page| pages.add(page, Which::$name));)+
            pages.all
        }

        /// What a page shows: head and parts. One that is not there shows that.
        pub(super) fn view(plan: &Plan<'_>, which: Which) -> (Head, Content) {
            let view = match which {
                $(Which::$name(of) => $file::view(plan, of).map(|(head, parts)| (head, Content::$name(parts.into()))),)+
            };
            view.unwrap_or_else(|| {
                let (head, parts) = not_found::page(plan);
                (head, Content::NotFound(parts.into()))
            })
        }
    };
}

pages! {
    home Home,
    sitemap Sitemap,
    not_found NotFound,
    search Search,
    problems Problems,
    overdue Overdue,
    stages Stages,
    stewards Stewards,
    targets Targets,
    rankings Rankings,
    ranking Ranking,
    map Map,
    reports Reports,
    report Report,
    list List,
    record Record,
    updates Updates,
    moved Moved,
    gone Gone,
}

/// The pages so far.
#[derive(Default)]
struct Pages {
    all: Vec<Page>,
    /// Their addresses, once a page asks which are taken.
    taken: Option<BTreeSet<String>>,
}

impl Pages {
    fn add<Of>(&mut self, page: Planned<Of>, which: impl FnOnce(Of) -> Which) {
        if page.gives_way {
            let taken = self.taken.get_or_insert_with(|| self.all.iter().map(|page| page.address.clone()).collect());
            if !taken.insert(page.address.clone()) {
                return;
            }
        }
        let Planned { address, template, origin, of, .. } = page;
        self.all.push(Page { address, template, origin, which: which(of) });
    }
}

/// Links to the pages of computed figures about projects.
fn boards(plan: &Plan<'_>) -> Vec<Link> {
    let colours = colours_link(plan);
    let boards = [stages::link(plan), rankings::link(plan), stewards::link(plan)];
    let ledgers = [problems::link(plan), overdue::link(plan), map::link(plan)];
    std::iter::once(colours).chain(boards).chain(ledgers).flatten().collect()
}
