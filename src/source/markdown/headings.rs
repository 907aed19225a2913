//! The headings of a text and their anchors.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::words::{Quoted, Words};
use crate::source::Placed;
use crate::text::{nearest_sorted, slug};

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor: the editor's `{#id}`, else from pinyin; unique in the text.
    pub id: String,
    /// Its words.
    pub title: String,
    /// Where it stands.
    pub place: Range<usize>,
}

/// The headings of a text, found by their anchors and words.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    all: Vec<Heading>,
    /// The anchors in order, each with the place of its heading.
    by_id: Vec<(String, usize)>,
    /// The first heading of each wording.
    by_title: BTreeMap<String, usize>,
}

impl Headings {
    /// These headings.
    pub fn new(all: Vec<Heading>) -> Self {
        let mut by_id: Vec<(String, usize)> =
            all.iter().enumerate().map(|(place, heading)| (heading.id.clone(), place)).collect();
        by_id.sort();
        let mut by_title = BTreeMap::new();
        for (place, heading) in all.iter().enumerate() {
            by_title.entry(heading.title.clone()).or_insert(place);
        }
        Self { all, by_id, by_title }
    }

    /// The place of the heading with this anchor.
    fn place(&self, id: &str) -> Option<usize> {
        let found = self.by_id.binary_search_by(|(other, _)| other.as_str().cmp(id)).ok()?;
        self.by_id.get(found).map(|(_, place)| *place)
    }

    /// Whether a heading has this anchor.
    pub fn has(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    /// The anchor that was meant by one that is not there: of the heading with these words, or the nearest.
    pub fn meant(&self, anchor: &str) -> Option<&str> {
        let named = [self.by_title.get(anchor).copied(), self.place(&slug(anchor))].into_iter().flatten().min();
        let named = named.and_then(|place| self.all.get(place)).map(|heading| heading.id.as_str());
        let at = |place: usize| self.by_id.get(place).map(|(id, _)| id.as_str());
        named.or_else(|| nearest_sorted(anchor, self.by_id.len(), &at))
    }
}

impl std::ops::Deref for Headings {
    type Target = [Heading];

    fn deref(&self) -> &[Heading] {
        &self.all
    }
}

/// The headings of a text, with unique anchors.
pub fn headings(events: &[Placed<'_>], quoted: Quoted<'_>) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut anchors = Anchors::default();
    let mut open: Option<(Heading, Words)> = None;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let id = id.as_deref().unwrap_or("").to_owned();
                let heading = Heading { level: *level as u8, id, title: String::new(), place: range.clone() };
                open = Some((heading, Words::default()));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((mut heading, words)) = open.take() {
                    heading.title = words.text;
                    heading.id = anchors.unique(&heading);
                    found.push(heading);
                }
            }
            event => {
                if let Some((_, words)) = &mut open {
                    words.add(event, quoted);
                }
            }
        }
    }
    found
}

/// Ids of the sections and marks of pages, which no heading of a text may have.
pub const RESERVED: &[&str] = &[
    "about",
    "all",
    "apply",
    "attachments",
    "backlinks",
    "benefits",
    "citation",
    "colours",
    "composed",
    "conditions",
    "contacts",
    "corrections",
    "counts",
    "dates",
    "disclosures",
    "documents",
    "duties",
    "elsewhere",
    "enclaves",
    "events",
    "facts",
    "figures",
    "forms",
    "found",
    "funnel",
    "gantt",
    "group",
    "halted",
    "hint",
    "history",
    "hits",
    "inside",
    "latest",
    "main",
    "map-desc",
    "map-title",
    "mark-blue",
    "mark-green",
    "mark-none",
    "mark-red",
    "mark-yellow",
    "marked",
    "materials",
    "milestones",
    "more",
    "news",
    "note",
    "notices",
    "now",
    "offices",
    "outcome",
    "parks",
    "photos",
    "places",
    "positions",
    "problems",
    "procedures",
    "progress",
    "quarters",
    "related",
    "requirements",
    "respond",
    "search",
    "series",
    "share",
    "sources",
    "stages",
    "standing",
    "steps",
    "stewards",
    "still",
    "tags",
    "targets",
    "tools",
    "top",
    "updates",
];

/// The anchors of a text so far, and which number each of them was last given.
#[derive(Default)]
struct Anchors {
    taken: BTreeSet<String>,
    numbers: BTreeMap<String, usize>,
}

impl Anchors {
    fn unique(&mut self, heading: &Heading) -> String {
        let base = match (slug(&heading.id), slug(&heading.title)) {
            (id, _) if !id.is_empty() => id,
            (_, title) if !title.is_empty() => title,
            _ => "section".to_owned(),
        };
        let mut id = base.clone();
        // No number is tried twice: among thousands of equal headings each would try those of all before it.
        while RESERVED.contains(&id.as_str()) || self.taken.contains(&id) {
            let number = self.numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            id = format!("{base}-{number}");
        }
        self.taken.insert(id.clone());
        id
    }
}
