//! Lists: the records of each kind in order, and by the values of each facet. Made once.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::{Links, address};
use crate::figures::Figures;
use crate::record::{Bulletin, Entry, FACETS, Facet, Kind, Order, PageKind, Record, Term, choice_facet};
use crate::text::{Collation, Ui, slug};

/// A list with pages of its own.
pub(super) struct List {
    /// Whose records.
    pub(super) kind: Kind,
    /// What it is the list of.
    pub(super) what: What,
    /// Its address, as `/projects/park/a/`.
    pub(super) address: String,
    /// Its records, as indexes into the bulletin's entries, in order.
    pub(super) entries: Vec<usize>,
    /// The record that its facet's value stands for, by id.
    pub(super) record: Option<String>,
    /// Whether it has pages: the bulletin may do without those of its sort.
    pub(super) is_shown: bool,
}

/// Records on one page of a list.
const PER_PAGE: usize = 20;

impl List {
    /// How many pages it has: one at least.
    pub(super) fn pages(&self) -> usize {
        self.entries.len().div_ceil(PER_PAGE).max(1)
    }

    /// The entries on its n-th page, from 1.
    pub(super) fn on_page(&self, n: usize) -> impl Iterator<Item = &usize> {
        self.entries.iter().skip(n.saturating_sub(1) * PER_PAGE).take(PER_PAGE)
    }

    /// The address of its n-th page, from 1.
    pub(super) fn page_address(&self, n: usize) -> String {
        if n == 1 { self.address.clone() } else { format!("{}page/{n}/", self.address) }
    }
}

/// What the list of a kind is narrowed by and ordered by, beside the newest and the oldest; of `None`, all records.
pub fn offered(kind: Option<Kind>) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        Some(Kind::Project) => {
            (&["stage", "colour", "industry", "place", "office", "park", "year"], &["amount", "title"])
        }
        Some(Kind::Job) => (&["open", "employment", "place", "park", "year"], &["closes"]),
        Some(Kind::Notice) => (&["kind", "status", "issuer", "topic", "open", "year"], &["closes"]),
        _ => (&["kind", "year", "office", "colour", "park"], &[]),
    }
}

/// What a list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Every record of the kind.
    All,
    /// The values of a facet; no records of its own.
    Facet(&'static str),
    /// The records with one value of a facet: facet name, title of the value.
    Term(&'static str, String),
    /// Consultations, which have an address of their own.
    Consultations,
    /// The records of the kind that refer to a record, by its index, where its own page does not show them all.
    LinksBack(usize),
}

/// Links back of a kind shown on a record's page before a link to the whole list.
pub(super) const BACKLINKS_SHOWN: usize = 30;

/// A value of a facet.
pub(super) struct TermList {
    pub(super) title: String,
    pub(super) list: usize,
    pub(super) count: usize,
    /// The record it stands for, by id.
    pub(super) record: Option<String>,
}

/// All lists.
pub(super) struct Lists<'a> {
    bulletin: &'a Bulletin,
    figures: &'a Figures,
    lists: Vec<List>,
    /// The list of all records of each kind.
    of_kind: BTreeMap<Kind, usize>,
    /// Per kind, its facets in order, with their values: first as declared (choices), else the most used first.
    facets: BTreeMap<Kind, Vec<(&'static str, Vec<TermList>)>>,
    /// Where each entry stands in its kind's list.
    position: Vec<usize>,
    /// The list of each facet's value.
    by_term: BTreeMap<(Kind, &'static str, String), usize>,
    /// The lists of what refers to a record, by its index.
    links_back: BTreeMap<(usize, Kind), usize>,
}

/// Neighbours looked at on each side for related records.
const NEAR: usize = 4;

/// Order of a facet's value: declared choices by their order, others by how often they occur.
struct Grouped {
    term: Term,
    rank: usize,
    entries: Vec<usize>,
}

impl<'a> Lists<'a> {
    pub(super) fn of(bulletin: &'a Bulletin, figures: &'a Figures, ui: Ui) -> Self {
        let collation = Collation::chinese();
        let position = vec![0; bulletin.entries.len()];
        let mut this = Self {
            bulletin,
            figures,
            lists: Vec::new(),
            of_kind: BTreeMap::new(),
            facets: BTreeMap::new(),
            position,
            by_term: BTreeMap::new(),
            links_back: BTreeMap::new(),
        };
        for kind in Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Page) {
            let entries = ordered(bulletin, kind, &collation);
            if entries.is_empty() {
                continue;
            }
            for (position, entry) in entries.iter().enumerate() {
                if let Some(slot) = this.position.get_mut(*entry) {
                    *slot = position;
                }
            }
            let facets = this.facet_lists(kind, &entries, ui, &collation);
            this.facets.insert(kind, facets);
            let has_board = kind == Kind::Indicator && has_targets_board(bulletin, figures);
            let address = format!("/{}/{}", kind.section(), if has_board { "all/" } else { "" });
            let list = this.add(kind, What::All, address, entries, None);
            this.of_kind.insert(kind, list);
        }
        this.consultations();
        this
    }

    /// A record's values in the facets of its kind: those it states, and those computed from it.
    pub(super) fn facets_of(&self, entry: &Entry) -> Vec<Facet> {
        let colour = self.figures.colours.get(&entry.id).and_then(|state| state.colour);
        let colour = colour.map(|colour| choice_facet!("colour", colour));
        colour.into_iter().chain(entry.record.listed().facets()).collect()
    }

    fn add(&mut self, kind: Kind, what: What, address: String, entries: Vec<usize>, record: Option<String>) -> usize {
        let config = &self.bulletin.config;
        let is_shown = match &what {
            What::All => true,
            What::Facet(name) | What::Term(name, _) => config.shows_facet(kind, name),
            What::Consultations => config.shows(PageKind::Consultations),
            What::LinksBack(_) => config.shows(PageKind::Backlinks),
        };
        self.lists.push(List { kind, what, address, entries, record, is_shown });
        self.lists.len() - 1
    }

    fn entry(&self, index: usize) -> Option<&'a Entry> {
        self.bulletin.entries.get(index)
    }

    fn facet_lists(
        &mut self,
        kind: Kind,
        entries: &[usize],
        ui: Ui,
        collation: &Collation,
    ) -> Vec<(&'static str, Vec<TermList>)> {
        let mut facets: Vec<(&'static str, Vec<Grouped>)> = Vec::new();
        let mut slots: HashMap<(&'static str, String), (usize, usize)> = HashMap::new();
        for index in entries {
            let Some(entry) = self.entry(*index) else { continue };
            for facet in self.facets_of(entry) {
                let key = (facet.name, term_key(&facet.term));
                let slot = slots.get(&key).copied().unwrap_or_else(|| {
                    let at = facets.iter().position(|(name, _)| *name == facet.name).unwrap_or_else(|| {
                        facets.push((facet.name, Vec::new()));
                        facets.len() - 1
                    });
                    let groups = facets.get_mut(at).map(|(_, groups)| groups);
                    let within = groups.map_or(0, |groups| {
                        groups.push(Grouped { term: facet.term.clone(), rank: 0, entries: Vec::new() });
                        groups.len() - 1
                    });
                    slots.insert(key, (at, within));
                    (at, within)
                });
                let group = facets.get_mut(slot.0).and_then(|(_, groups)| groups.get_mut(slot.1));
                if let Some(group) = group.filter(|group| group.entries.last() != Some(index)) {
                    group.entries.push(*index);
                }
            }
        }
        let mut out = Vec::new();
        for (name, groups) in facets {
            let terms = self.term_lists(kind, name, groups, ui, collation);
            if !terms.is_empty() {
                let address = format!("/{}/{name}/", kind.section());
                self.add(kind, What::Facet(name), address, Vec::new(), None);
                out.push((name, terms));
            }
        }
        out.sort_by_key(|(name, _)| FACETS.iter().position(|(other, _)| other == name));
        out
    }

    fn term_lists(
        &mut self,
        kind: Kind,
        name: &'static str,
        mut groups: Vec<Grouped>,
        ui: Ui,
        collation: &Collation,
    ) -> Vec<TermList> {
        for group in &mut groups {
            group.rank = match group.term {
                Term::Choice(rank, ..) => rank,
                _ => usize::MAX - group.entries.len(),
            };
        }
        let title = |term: &Term| match term {
            Term::Record(id) => self.bulletin.entry(id).map(|entry| entry.record.common().title.to_owned()),
            Term::Choice(_, _, zh, en) => Some(if ui == Ui::ZhHans { (*zh).to_owned() } else { (*en).to_owned() }),
            Term::Text(text) => Some(text.clone()),
        };
        let mut titled: Vec<(String, Grouped)> =
            groups.into_iter().filter_map(|group| Some((title(&group.term)?, group))).collect();
        titled.sort_by(|(a, one), (b, other)| one.rank.cmp(&other.rank).then_with(|| collation.compare(a, b)));
        let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
        let mut by_name: Vec<usize> = (0..titled.len()).collect();
        by_name.sort_by(|a, b| titled.get(*a).map(|(title, _)| title).cmp(&titled.get(*b).map(|(title, _)| title)));
        let mut slug_of = vec![String::new(); titled.len()];
        for index in by_name {
            let Some((_, group)) = titled.get(index) else { continue };
            let base = Some(term_key(&group.term))
                .map(|key| name_of_folder(&key))
                .filter(|slug| !slug.is_empty())
                .unwrap_or_else(|| "other".into());
            let n = slugs.entry(base.clone()).and_modify(|n| *n += 1).or_insert(1);
            if let Some(slot) = slug_of.get_mut(index) {
                *slot = if *n == 1 { base } else { format!("{base}-{n}") };
            }
        }
        let mut terms = Vec::new();
        for ((title, group), slug) in titled.into_iter().zip(slug_of) {
            let record = match &group.term {
                Term::Record(id) => Some(id.clone()),
                _ => None,
            };
            self.by_term.insert((kind, name, term_key(&group.term)), self.lists.len());
            let (count, address) = (group.entries.len(), format!("/{}/{name}/{slug}/", kind.section()));
            let what = What::Term(name, title.clone());
            let list = self.add(kind, what, address, group.entries, record.clone());
            terms.push(TermList { title, list, count, record });
        }
        terms
    }

    fn consultations(&mut self) {
        let notices = self.of_kind(Kind::Notice);
        let is_consultation = |index: &&usize| {
            let record = self.entry(**index).map(|entry| &entry.record);
            matches!(record, Some(Record::Notice(_)))
                && record.is_some_and(|record| record.listed().open_period().is_some())
        };
        let entries: Vec<usize> =
            notices.map(|list| list.entries.iter().filter(is_consultation).copied().collect()).unwrap_or_default();
        if !entries.is_empty() {
            let address = "/consultations/".to_owned();
            self.add(Kind::Notice, What::Consultations, address, entries, None);
        }
    }

    /// Makes the lists of what refers to a record, where its page does not show it all and no list of a facet is the same.
    pub(super) fn add_links_back(&mut self, links: &Links) {
        if !self.bulletin.config.shows(PageKind::Backlinks) {
            return;
        }
        for (index, entry) in self.bulletin.entries.iter().enumerate() {
            for (kind, entries) in self.links_back(links, index) {
                if entries.len() > BACKLINKS_SHOWN && self.same_facet(kind, entry, entries.len()).is_none() {
                    let address = format!("{}from/{}/", address(entry), kind.folder());
                    let list = self.add(kind, What::LinksBack(index), address, entries, None);
                    self.links_back.insert((index, kind), list);
                }
            }
        }
    }

    /// The records that refer to the one at `index`, by kind, each in the order of its kind's list.
    pub(super) fn links_back(&self, links: &Links, index: usize) -> BTreeMap<Kind, Vec<usize>> {
        let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for from in links.to(index) {
            if let Some(other) = self.entry(*from) {
                by_kind.entry(other.kind).or_default().push(*from);
            }
        }
        for entries in by_kind.values_mut() {
            entries.sort_by_key(|index| self.position(*index));
        }
        by_kind
    }

    /// The list of all `n` records of a kind that refer to the record at `index`, where its page does not show them all.
    pub(super) fn of_links_back(&self, index: usize, kind: Kind, n: usize) -> Option<&List> {
        let own = || self.links_back.get(&(index, kind)).and_then(|list| self.get(*list));
        let entry = self.entry(index).filter(|_| n > BACKLINKS_SHOWN)?;
        self.same_facet(kind, entry, n).or_else(own)
    }

    /// The list of a facet that has the same `n` records as refer to a record.
    fn same_facet(&self, kind: Kind, entry: &Entry, n: usize) -> Option<&List> {
        self.for_record(kind, &entry.id).filter(|list| list.is_shown && list.entries.len() == n)
    }

    /// Every list.
    pub(super) fn all(&self) -> &[List] {
        &self.lists
    }

    /// The list of all records of a kind, if there are any.
    pub(super) fn of_kind(&self, kind: Kind) -> Option<&List> {
        self.of_kind.get(&kind).and_then(|list| self.get(*list))
    }

    /// The list of consultations, if it has a page.
    pub(super) fn open_consultations(&self) -> Option<&List> {
        self.lists.iter().find(|list| list.what == What::Consultations && list.is_shown)
    }

    /// The facets of a kind that have pages, with their values.
    pub(super) fn facets_shown(&self, kind: Kind) -> impl Iterator<Item = &(&'static str, Vec<TermList>)> {
        let is_shown = |term: &TermList| self.get(term.list).is_some_and(|list| list.is_shown);
        self.facets(kind).iter().filter(move |(_, terms)| terms.iter().any(is_shown))
    }

    /// The facets of a kind with their values.
    pub(super) fn facets(&self, kind: Kind) -> &[(&'static str, Vec<TermList>)] {
        self.facets.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The list at `index`.
    pub(super) fn get(&self, index: usize) -> Option<&List> {
        self.lists.get(index)
    }

    /// The list of a kind's records that name the record `id` in a facet.
    fn for_record(&self, kind: Kind, id: &str) -> Option<&List> {
        let mut terms = self.facets(kind).iter().flat_map(|(_, terms)| terms);
        terms.find(|term| term.record.as_deref() == Some(id)).and_then(|term| self.get(term.list))
    }

    fn of_facet(&self, kind: Kind, facet: &Facet) -> Option<&List> {
        self.get(*self.by_term.get(&(kind, facet.name, term_key(&facet.term)))?)
    }

    /// Title and address of the list of records that share a facet's value, be it shown or not.
    pub(super) fn facet_list(&self, kind: Kind, facet: &Facet) -> Option<(&str, &str)> {
        let list = self.of_facet(kind, facet)?;
        match &list.what {
            What::Term(_, title) => Some((title, &list.address)),
            _ => None,
        }
    }

    /// The same, where the list has a page.
    pub(super) fn facet_page(&self, kind: Kind, facet: &Facet) -> Option<(&str, &str)> {
        self.facet_list(kind, facet).filter(|_| self.of_facet(kind, facet).is_some_and(|list| list.is_shown))
    }

    /// The entries around the one at `index` in the list of a facet's value.
    pub(super) fn near(&self, kind: Kind, facet: &Facet, index: usize) -> Vec<usize> {
        let list = self.of_facet(kind, facet);
        let entries = list.map_or(&[][..], |list| list.entries.as_slice());
        let at = entries.binary_search_by_key(&self.position(index), |other| self.position(*other)).unwrap_or(0);
        entries.get(at.saturating_sub(NEAR)..(at + NEAR + 1).min(entries.len())).unwrap_or(&[]).to_vec()
    }

    /// Where an entry stands in its kind's list.
    pub(super) fn position(&self, index: usize) -> usize {
        self.position.get(index).copied().unwrap_or(0)
    }

    /// The entries before and after the one at `index` in its kind's list.
    pub(super) fn neighbours(&self, index: usize) -> (Option<usize>, Option<usize>) {
        let list = self.entry(index).and_then(|entry| self.of_kind(entry.kind));
        let position = self.position(index);
        let at = |position: Option<usize>| position.and_then(|position| list?.entries.get(position).copied());
        (at(position.checked_sub(1)), at(position.checked_add(1)))
    }
}

/// What a term's address is made from: an id, a key, or the words.
fn term_key(term: &Term) -> String {
    match term {
        Term::Record(id) => id.clone(),
        Term::Choice(_, key, ..) => (*key).to_owned(),
        Term::Text(text) => text.clone(),
    }
}

/// Whether indicators have targets or parts, so that their board has the section's address.
pub(super) fn has_targets_board(bulletin: &Bulletin, figures: &Figures) -> bool {
    let composed = |entry: &Entry| matches!(&entry.record, Record::Indicator(indicator) if !indicator.parts.is_empty());
    bulletin.config.shows(PageKind::Targets)
        && (!figures.targets.is_empty() || bulletin.of_kind(Kind::Indicator).any(composed))
}

fn ordered(bulletin: &Bulletin, kind: Kind, collation: &Collation) -> Vec<usize> {
    let all = bulletin.entries.iter().enumerate().filter(|(_, entry)| entry.kind == kind);
    let dated = all.map(|(index, entry)| {
        let listed = entry.record.listed();
        let date = match listed.order() {
            Order::NewestFirst => listed.date(),
            Order::ByTitle => None,
        };
        (index, entry, std::cmp::Reverse(date))
    });
    let mut entries: Vec<_> = dated.collect();
    entries.par_sort_by(|(_, a, a_date), (_, b, b_date)| {
        let by_title = || collation.compare(a.record.common().title, b.record.common().title);
        a_date.cmp(b_date).then_with(by_title).then_with(|| a.id.cmp(&b.id))
    });
    entries.into_iter().map(|(index, ..)| index).collect()
}

/// The most bytes of a folder's name; no system takes more than 255.
const LONGEST: usize = 200;

/// A slug that may name a folder: one that is too long is cut at a hyphen, and what was cut away stands as its hash.
fn name_of_folder(key: &str) -> String {
    let whole = slug(key);
    if whole.len() <= LONGEST {
        return whole;
    }
    let kept = whole.get(..LONGEST - 17).unwrap_or_default();
    let kept = kept.rsplit_once('-').map_or(kept, |(kept, _)| kept);
    let hash = blake3::hash(key.as_bytes()).to_hex();
    format!("{kept}-{}", hash.get(..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_a_name_that_every_system_takes() {
        let long = "东至园区东路西至规划六街南至滨河路北至工业大道".repeat(3);
        let (one, other) = (name_of_folder(&format!("{long}甲")), name_of_folder(&format!("{long}乙")));
        assert!(one.len() <= LONGEST && other.len() <= LONGEST && one != other, "{one} {other}");
        assert!(one.starts_with("dong-zhi-yuan-qu-") && crate::text::slug(&one) == one, "{one}");
        assert_eq!(name_of_folder("双塔区"), "shuang-ta-qu");
    }
}
