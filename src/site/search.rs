//! What search knows of the site: every record as a document of plain words, with the card that lists show of it and the
//! values that lists are narrowed by.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::Value;

use super::lists::offered;
use super::view::Card;
use super::{Plan, Site};
use crate::date::PartialDate;
use crate::record::tree::{Leaf, is_value, leaf};
use crate::record::walk::{Part, Walk, leaves};
use crate::record::{Entry, Facet, Kind, Record, Term, show};
use crate::source::markdown::plain;
use crate::source::yaml::Step;
use crate::text::Collation;

/// A page that search finds. Its text is asked for apart, [`Site::text_of`]: those of all records need much memory.
#[derive(Clone, Debug)]
pub struct Document {
    /// The record's place among the bulletin's.
    entry: usize,
    /// Link to it, from the root of the host.
    pub url: String,
    /// Its title.
    pub title: String,
    /// One or two sentences; empty where the record has none.
    pub summary: String,
    /// Names beside the title that are found by their initials: other names, investor, employer.
    pub names: Vec<String>,
    /// Its document number 发文字号, which weighs as a title does.
    pub number: Option<String>,
    /// Kind of record.
    pub kind: Kind,
    /// Its date.
    pub date: Option<PartialDate>,
    /// What stands beside its title on a card: `colour`, `badge` or `tag`, key, words.
    pub marks: Vec<(&'static str, String, String)>,
    /// What stands below: label, which may be empty, and words.
    pub facts: Vec<(String, String)>,
    /// What all records are narrowed by.
    pub values: Vec<Choice>,
    /// What the list of its kind is narrowed by.
    pub list_values: Vec<Choice>,
    /// Its places in the orders of its kind's list, by the order's name; those without a place share the last.
    pub orders: Vec<(&'static str, usize)>,
}

/// A value that a reader can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Of what: `park`, `year`.
    pub name: &'static str,
    /// Where it stands among the others; of those with the same rank the most frequent comes first.
    pub rank: usize,
    /// What stands for it in addresses: an id, or the end of the address of its list.
    pub key: String,
    /// Its words.
    pub title: String,
}

/// Keys of a record that are not for readers, or are told apart from the text.
const LEFT_OUT: &[&str] = &["id", "title", "summary", "allow", "draft", "sources", "menu", "coordinates"];

impl Site<'_> {
    /// Whether the site has a search page and lists that are narrowed by a script.
    pub fn has_search(&self) -> bool {
        self.plan.bulletin.config.has_search()
    }

    /// Everything that a document says beside its title and summary, a piece a line.
    pub fn text_of(&self, document: &Document) -> String {
        self.plan.bulletin.entries.get(document.entry).map(|entry| text_of(&self.plan, entry)).unwrap_or_default()
    }

    /// Every record as search finds it: the latest first, those without a date last.
    pub fn documents(&self) -> Vec<Document> {
        let (plan, day) = (&self.plan, self.plan.figures.as_of);
        let mut documents: Vec<(Document, &Entry)> = plan
            .bulletin
            .entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| Some((document_of(plan, index)?, entry)))
            .collect();
        let last = |document: &Document| document.date.map(PartialDate::last);
        documents.sort_by(|(a, _), (b, _)| (last(b), &a.url).cmp(&(last(a), &b.url)));
        let amount = |entry: &Entry| match &entry.record {
            Record::Project(project) => project.investment.as_ref()?.total.as_ref()?.0.whole(),
            _ => None,
        };
        order(&mut documents, "amount", amount, |a, b| b.cmp(a));
        let closes = |entry: &Entry| {
            let closes = entry.record.listed().open_period()?.1?;
            let days = (closes.last() - day).num_days();
            Some((closes.is_before(day), days.abs()))
        };
        order(&mut documents, "closes", closes, Ord::cmp);
        let collation = Collation::chinese();
        let title = |entry: &Entry| (entry.kind == Kind::Project).then(|| entry.record.common().title.to_owned());
        order(&mut documents, "title", title, |a, b| collation.compare(a, b));
        documents.into_iter().map(|(document, _)| document).collect()
    }
}

/// Gives each document of a kind that has something to order by its place in that order; equals share one.
fn order<K>(
    documents: &mut [(Document, &Entry)],
    name: &'static str,
    key: impl Fn(&Entry) -> Option<K>,
    compare: impl Fn(&K, &K) -> Ordering,
) {
    let mut keyed: Vec<(K, &mut Document)> =
        documents.iter_mut().filter_map(|(document, entry)| Some((key(entry)?, document))).collect();
    keyed.sort_by(|(a, _), (b, _)| compare(a, b));
    let mut place = 0;
    let mut before: Option<K> = None;
    for (key, document) in keyed {
        if before.as_ref().is_none_or(|before| compare(before, &key) != Ordering::Equal) {
            place += 1;
        }
        document.orders.push((name, place));
        before = Some(key);
    }
}

fn document_of(plan: &Plan<'_>, index: usize) -> Option<Document> {
    let (entry, card) = plan.bulletin.entries.get(index).zip(plan.cards.at(index))?;
    let (card, ui) = (&card.of, plan.words.ui());
    let strings = |name: &str| -> Vec<String> {
        let mut found = Vec::new();
        entry.record.walk(&mut Vec::new(), &mut |path, part| {
            if let (Part::Text(text), [Step::Key(key)] | [Step::Key(key), Step::Item(_)]) = (part, path)
                && key == name
            {
                found.push(text.to_owned());
            }
        });
        found
    };
    let date = card.date.and_then(|date| serde_json::to_value(date).ok()).map(|leaf| show(&leaf, ui));
    let dates = [date, card.date_note.clone()].into_iter().flatten().map(|date| (String::new(), date));
    let facts = dates.chain(card.facts.iter().map(|fact| (fact.label.clone(), fact.text.clone()))).collect();
    Some(Document {
        entry: index,
        url: card.url.clone(),
        title: card.title.clone(),
        summary: card.summary.clone().unwrap_or_default(),
        names: ["aliases", "investor", "employer"].into_iter().flat_map(strings).collect(),
        number: strings("number").pop().filter(|_| entry.kind == Kind::Notice),
        kind: entry.kind,
        date: card.date,
        marks: card_marks(plan, card),
        facts,
        values: values(plan, entry, card),
        list_values: list_values(plan, entry, card),
        orders: Vec::new(),
    })
}

fn text_of(plan: &Plan<'_>, entry: &Entry) -> String {
    let mut text = String::new();
    for (_, part) in
        entry.record.tree().as_object().into_iter().flatten().filter(|(key, _)| !LEFT_OUT.contains(&key.as_str()))
    {
        words(plan, part, entry, &mut text);
    }
    cited(plan, entry).iter().for_each(|title| line(&mut text, title));
    text
}

/// What a card shows beside its title.
fn card_marks(plan: &Plan<'_>, card: &Card) -> Vec<(&'static str, String, String)> {
    let ui = plan.words.ui();
    let mark = |sort: &'static str, leaf: Value| {
        let key = leaf.get("choice").and_then(Value::as_str).unwrap_or_default().to_owned();
        (sort, key, show(&leaf, ui))
    };
    let colour = card.colour.and_then(|colour| serde_json::to_value(colour).ok());
    let named_only = card.named_only.then(|| ("tag", String::new(), plan.words.get("notice.named_only")));
    let colour = colour.map(|leaf| mark("colour", leaf));
    colour.into_iter().chain(card.badge.clone().map(|leaf| mark("badge", leaf))).chain(named_only).collect()
}

/// What all records are narrowed by.
fn values(plan: &Plan<'_>, entry: &Entry, card: &Card) -> Vec<Choice> {
    let rank = Kind::ALL.iter().position(|kind| *kind == entry.kind).unwrap_or_default();
    let kind = Choice { name: "kind", rank, key: entry.kind.name().to_owned(), title: plan.words.one(entry.kind) };
    let named = |name: &'static str, keys: &[&str]| {
        let mut found = None;
        leaves(&entry.record, &mut |path, leaf| {
            if let (Leaf::Ref(id, _), [Step::Key(key)]) = (leaf, path)
                && found.is_none()
                && keys.contains(&key.as_ref())
            {
                found = Some(id);
            }
        });
        let title = plan.bulletin.entry(found?)?.record.common().title.to_owned();
        Some(Choice { name, rank: 0, key: found?.to_owned(), title })
    };
    let colour = list_values(plan, entry, card).into_iter().find(|value| value.name == "colour");
    let others = [year(card), named("office", &["office", "issuer"]), colour, named("park", &["park"])];
    std::iter::once(kind).chain(others.into_iter().flatten()).collect()
}

/// What the list of a record's kind is narrowed by, where it has a script for that.
fn list_values(plan: &Plan<'_>, entry: &Entry, card: &Card) -> Vec<Choice> {
    let (names, _) = offered(Some(entry.kind));
    let facets = plan.lists.facets_of(entry).into_iter().filter(|facet| names.contains(&facet.name));
    let facet = |facet: Facet| {
        let (title, address) = plan.lists.facet_list(entry.kind, &facet)?;
        let key = match &facet.term {
            Term::Record(id) => id.clone(),
            Term::Choice(_, key, ..) => (*key).to_owned(),
            Term::Text(_) => address.trim_end_matches('/').rsplit('/').next()?.to_owned(),
        };
        let rank = if let Term::Choice(rank, ..) = facet.term { rank } else { 0 };
        Some(Choice { name: facet.name, rank, key, title: title.to_owned() })
    };
    facets.filter_map(facet).chain(open(plan, entry)).chain(year(card)).collect()
}

/// Whether readers can act on it that day, where that is told.
fn open(plan: &Plan<'_>, entry: &Entry) -> Option<Choice> {
    let (opens, closes) = entry.record.listed().open_period()?;
    let day = plan.figures.as_of;
    let (rank, key, word) = match closes {
        _ if opens.is_some_and(|opens: PartialDate| opens.first() > day) => (1, "soon", "search.soon"),
        Some(closes) if closes.is_before(day) => (2, "closed", "search.closed"),
        Some(_) => (0, "open", "search.open"),
        None => return None,
    };
    Some(Choice { name: "open", rank, key: key.to_owned(), title: plan.words.get(word) })
}

/// The titles of the documents that a record names as its sources, each once.
fn cited<'p>(plan: &'p Plan<'_>, entry: &Entry) -> BTreeSet<&'p str> {
    let mut cited = BTreeSet::new();
    leaves(&entry.record, &mut |_, leaf| {
        if let Leaf::Document(id) = leaf {
            let document = plan.bulletin.config.documents.iter().find(|document| document.id == id);
            cited.extend(document.map(|document| document.title.as_str()));
        }
    });
    cited
}

/// The words of a part of a record, a line each: texts without marks, values as they are shown, names of records.
fn words(plan: &Plan<'_>, value: &Value, entry: &Entry, out: &mut String) {
    match (leaf(value), value) {
        (Some(Leaf::Prose(text)), _) => line(out, &plain(text, &|reference| plan.leaves.quoted(entry, reference))),
        (Some(Leaf::Ref(id, _)), _) => {
            line(out, plan.bulletin.entry(id).map_or("", |entry| entry.record.common().title));
        }
        (Some(_), _) => {}
        (None, Value::Array(items)) => items.iter().for_each(|item| words(plan, item, entry, out)),
        (None, Value::Object(map)) if is_value(map) => line(out, &show(value, plan.words.ui())),
        (None, Value::Object(map)) => {
            map.iter().filter(|(key, _)| *key != "source").for_each(|(_, value)| words(plan, value, entry, out));
        }
        (None, Value::String(text)) => line(out, text),
        (None, Value::Number(number)) => line(out, &number.to_string()),
        (None, Value::Bool(_) | Value::Null) => {}
    }
}

/// The year of a card's date; the latest stands first.
fn year(card: &Card) -> Option<Choice> {
    let year = card.date?.year();
    let rank = usize::try_from(9999 - i64::from(year)).unwrap_or_default();
    Some(Choice { name: "year", rank, key: year.to_string(), title: year.to_string() })
}

fn line(out: &mut String, words: &str) {
    if !words.is_empty() {
        out.push_str(words);
        out.push('\n');
    }
}
