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
use std::sync::Arc;

use serde::Serialize;

use super::view::{Head, Link};
use super::{Page, Plan};

pub mod gallery;

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
        pub(super) enum Subject { $($name($file::Of),)+ }

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
            $($file::pages(plan).into_iter().for_each(|page| pages.add(page, Subject::$name));)+
            pages.all
        }

        /// What a page shows: head and parts. One that is not there shows that.
        pub(super) fn view(plan: &Plan<'_>, subject: Subject) -> (Head, Content) {
            let view = match subject {
                $(Subject::$name(of) => $file::view(plan, of).map(|(head, parts)| (head, Content::$name(parts.into()))),)+
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
    fn add<Of>(&mut self, page: Planned<Of>, subject: impl FnOnce(Of) -> Subject) {
        if page.gives_way {
            let taken = self.taken.get_or_insert_with(|| self.all.iter().map(|page| page.address.clone()).collect());
            if !taken.insert(page.address.clone()) {
                return;
            }
        }
        let Planned { address, template, origin, of, .. } = page;
        self.all.push(Page { address, template, origin, subject: subject(of) });
    }
}

/// Links to the pages of computed figures about projects.
fn boards(plan: &Plan<'_>) -> Vec<Link> {
    let colours = plan.colours_link();
    let boards = [stages::link(plan), rankings::link(plan), stewards::link(plan)];
    let ledgers = [problems::link(plan), overdue::link(plan), map::link(plan)];
    std::iter::once(colours).chain(boards).chain(ledgers).flatten().collect()
}
