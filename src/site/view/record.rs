//! One record's page: everything the record knows, its neighbours, what refers to it, what was recomputed.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Card, Changed, ColourView, Content, Link, ScheduleView, SheetSection, Shared, SiteView, View};
use crate::figures::{Outcome, Relation, quote};
use crate::record::tree::{Leaf, leaf, path_text};
use crate::record::{Entry, Kind, Order, Record};
use crate::site::links::{LinkTarget, links_in};
use crate::site::lists::BACKLINKS_SHOWN;
use crate::site::{Plan, address};
use crate::source::markdown::{as_written, images_in, may_link, references};
use crate::source::yaml::Step;
use crate::text::Ui;

/// Reports shown on a project's page, the latest, before a link to the page of all.
const UPDATES_SHOWN: usize = 5;
/// Related records shown.
const RELATED_SHOWN: usize = 6;

/// A record as its page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct RecordView {
    /// The record's keys, as the editor wrote them, each leaf ready to show.
    pub record: Value,
    /// Stated figures that do not follow from their parts.
    pub checks: Vec<Check>,
    /// For projects: the stage, as a choice leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Value>,
    /// For projects: the colour of the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<ColourView>,
    /// What changed last in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
    /// What is computed for it.
    pub computed: Vec<SheetSection>,
    /// For projects: what is due next, and the days that its schedule goes over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<ScheduleView>,
    /// For projects with coordinates: link to their line beside the wall map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_map: Option<String>,
    /// For projects: the page of all reports, when not all are shown here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_updates: Option<Link>,
    /// Whether its list is ordered by date, so that neighbours are newer and older and not just before and after.
    pub by_date: bool,
    /// The record after this one in its list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub older: Option<Link>,
    /// The record before this one in its list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer: Option<Link>,
    /// Records a reader may want next.
    pub related: Vec<Arc<Shared<Card>>>,
    /// Records that refer to this one, by kind.
    pub backlinks: Vec<Backlinks>,
}

/// A stated figure and what its parts give.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The figure.
    pub what: String,
    /// As stated.
    pub stated: String,
    /// As recomputed.
    pub recomputed: String,
    /// How.
    pub explanation: String,
    /// Where in the record.
    pub path: String,
}

/// Records of one kind that refer to this one.
#[derive(Clone, Debug, Serialize)]
pub struct Backlinks {
    /// Their kind.
    pub kind: &'static str,
    /// Name of the kind.
    pub title: String,
    /// The first of them.
    pub cards: Vec<Arc<Shared<Card>>>,
    /// How many there are.
    pub total: usize,
    /// The list of all of them, when not all are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<Link>,
}

/// The page of the record at `index`.
pub(in crate::site) fn record(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>, index: usize) -> View {
    let Some(entry) = plan.bulletin.entries.get(index) else { return super::not_found(plan, site) };
    let common = entry.record.common();
    let (newer, older) = plan.lists.neighbours(index);
    let neighbour = |index: Option<usize>| {
        let entry = plan.bulletin.entries.get(index?)?;
        (entry.kind != Kind::Page).then(|| plan.link(entry))
    };
    let relations = plan.figures.relations.get(&entry.id).map_or(&[][..], Vec::as_slice);
    let failing = relations.iter().filter(|relation| relation.outcome == Outcome::Fails);
    let mut tree = plan.record_tree(entry, relations);
    let schedule = match &entry.record {
        Record::Project(project) => Some(plan.schedule(project, &mut tree)),
        _ => None,
    };
    let all_updates = updates_address(entry).and_then(|address| {
        let updates = tree.get_mut("updates")?.as_array_mut()?;
        let title = plan.settings.strings.with_n("project.all_updates", updates.len());
        updates.drain(..updates.len().saturating_sub(UPDATES_SHOWN));
        Some(Link::new(title, plan.settings.base.link(&address)))
    });
    let view = RecordView {
        record: tree,
        checks: failing.map(|relation| plan.check(relation)).collect(),
        stage: entry.record.listed().badge().filter(|_| entry.kind == Kind::Project),
        colour: plan.figures.colours.get(&entry.id).map(|state| plan.colour(state)),
        changed: plan.changed(entry),
        computed: plan.computed(entry),
        schedule,
        on_map: plan.on_map(entry),
        all_updates,
        by_date: entry.record.listed().order() == Order::NewestFirst,
        older: neighbour(older),
        newer: neighbour(newer),
        related: plan.related(entry, index),
        backlinks: plan.backlinks(index),
    };
    let above = plan.section_link(entry.kind).into_iter().collect();
    let head = plan.head(entry.kind.name(), &address(entry), common.title, common.summary, above);
    View { site: site.clone(), page: head.cited(), content: Content::Record(Box::new(view)) }
}

/// The address of the page of all reports of a project, where it has more than its own page shows.
pub(in crate::site) fn updates_address(entry: &Entry) -> Option<String> {
    let Record::Project(project) = &entry.record else { return None };
    (project.updates.len() > UPDATES_SHOWN).then(|| format!("{}updates/", address(entry)))
}

/// The page of all reports of the project at `index`.
pub(in crate::site) fn updates(plan: &Plan<'_>, site: &Arc<Shared<SiteView>>, index: usize) -> View {
    let found = plan.bulletin.entries.get(index).and_then(|entry| Some((entry, updates_address(entry)?)));
    let Some((entry, address)) = found else { return super::not_found(plan, site) };
    let mut record = plan.record_tree(entry, &[]);
    if let Record::Project(project) = &entry.record {
        plan.schedule(project, &mut record);
    }
    let project = plan.link(entry);
    let title = plan.fill("project.updates_of", &[("n", project.title.clone())]);
    let above = plan.section_link(entry.kind).into_iter().chain([project]).collect();
    let head = plan.head("updates", &address, &title, None, above);
    View { site: site.clone(), page: head, content: Content::Updates { record } }
}

impl Plan<'_> {
    fn explanation(&self, relation: &Relation) -> String {
        match self.settings.strings.ui {
            Ui::ZhHans => relation.explanation.zh.clone(),
            Ui::En => relation.explanation.en.clone(),
        }
    }

    fn check(&self, relation: &Relation) -> Check {
        Check {
            what: relation.what.clone(),
            stated: relation.stated.clone(),
            recomputed: relation.recomputed.clone(),
            explanation: self.explanation(relation),
            path: path_text(&relation.path),
        }
    }

    /// The record's tree with references resolved, texts given their links, and relations beside their figures.
    fn record_tree(&self, entry: &Entry, relations: &[Relation]) -> Value {
        let mut tree = entry.record.tree();
        self.resolve(&mut tree, entry);
        for relation in relations {
            let Some(Value::Object(figure)) = at_mut(&mut tree, &relation.path) else { continue };
            let (key, value) = match relation.outcome {
                Outcome::Fails => ("check", serde_json::to_value(self.check(relation)).unwrap_or_default()),
                Outcome::Holds => ("verified", self.explanation(relation).into()),
                Outcome::Derived => ("derived", self.explanation(relation).into()),
            };
            figure.insert(key.into(), value);
        }
        if let Value::Object(map) = &mut tree {
            map.insert("id".into(), entry.id.clone().into());
            map.insert("url".into(), self.settings.base.link(&address(entry)).into());
            map.insert("kind_name".into(), self.one(entry.kind).into());
            let facets = self.facet_links(entry);
            map.insert("facets".into(), facets);
        }
        tree
    }

    /// Links to the lists the record is in, by facet: `{"park": [link], "tag": [link, …]}`.
    fn facet_links(&self, entry: &Entry) -> Value {
        let mut links: Map<String, Value> = Map::new();
        for facet in self.lists.facets_of(entry) {
            if let Some(link) = self.lists.facet_list(entry.kind, &facet) {
                let link = json!({ "title": link.0, "url": self.settings.base.link(link.1) });
                if let Value::Array(list) = links.entry(facet.name).or_insert_with(|| Value::Array(Vec::new())) {
                    list.push(link);
                }
            }
        }
        Value::Object(links)
    }

    pub(super) fn resolve(&self, value: &mut Value, entry: &Entry) {
        let addition = match leaf(value) {
            Some(Leaf::Ref(id, _)) => Some(self.reference(id)),
            Some(Leaf::Document(id)) => Some(self.document(id)),
            Some(Leaf::Image(name)) => Some(self.file(entry, name)),
            Some(Leaf::File(name)) => Some(self.file(entry, name)),
            Some(Leaf::Prose(text)) => Some(self.prose(entry, text)),
            None => None,
        };
        match (addition, value) {
            (Some(addition), Value::Object(map)) => map.extend(addition),
            (None, Value::Array(items)) => items.iter_mut().for_each(|item| self.resolve(item, entry)),
            (None, Value::Object(map)) => map.values_mut().for_each(|value| self.resolve(value, entry)),
            _ => {}
        }
    }

    fn reference(&self, id: &str) -> Map<String, Value> {
        let mut map = Map::new();
        if let Some(entry) = self.bulletin.entry(id) {
            map.insert("title".into(), entry.record.common().title.into());
            map.insert("url".into(), self.settings.base.link(&address(entry)).into());
            map.insert("kind".into(), entry.kind.name().into());
        }
        map
    }

    fn document(&self, id: &str) -> Map<String, Value> {
        let document = self.bulletin.config.documents.iter().find(|document| document.id == id);
        match document.and_then(|document| serde_json::to_value(document).ok()) {
            Some(Value::Object(mut map)) => {
                map.remove("id");
                map
            }
            _ => Map::new(),
        }
    }

    fn file(&self, entry: &Entry, name: &str) -> Map<String, Value> {
        let mut map = Map::new();
        if let Some(asset) = self.bulletin.asset(&entry.file, name) {
            let path = format!("/{}", crate::text::percent_encode_path(&asset.path));
            map.insert("url".into(), self.settings.base.link(&path).into());
            map.insert("size".into(), size_text(asset.bytes).into());
            if !asset.smaller.is_empty() {
                let source = |(path, width): &(String, usize)| {
                    let path = format!("/{}", crate::text::percent_encode_path(path));
                    format!("{} {width}w", self.settings.base.link(&path))
                };
                map.insert("srcset".into(), asset.smaller.iter().map(source).collect::<Vec<_>>().join(", ").into());
            }
            if let Some((width, height)) = asset.pixels {
                map.insert("width".into(), width.into());
                map.insert("height".into(), height.into());
            }
        }
        map
    }

    /// The links, images and references of a text, by what the editor wrote, for the render floor.
    fn prose(&self, entry: &Entry, text: &str) -> Map<String, Value> {
        let mut links: BTreeMap<String, Value> = BTreeMap::new();
        let mut images: Map<String, Value> = Map::new();
        if may_link(text) {
            for (link, _) in links_in(text) {
                if let Some(url) = self.link_url(entry, &link) {
                    links.insert(link, url.into());
                }
            }
            for (name, ..) in images_in(text) {
                images.insert(name.clone(), Value::Object(self.file(entry, &name)));
            }
        }
        let mut map = Map::new();
        map.insert("links".into(), serde_json::to_value(links).unwrap_or_default());
        map.insert("images".into(), Value::Object(images));
        if text.contains("{{") {
            let quotes = references(text).into_iter().filter_map(|reference| {
                let quote = self.quote(entry, &reference)?;
                Some((reference, quote))
            });
            map.insert("quotes".into(), Value::Object(quotes.collect()));
        }
        map
    }

    /// What a reference in a text of `entry` stands for: its words, its value, and where that is told.
    fn quote(&self, entry: &Entry, reference: &str) -> Option<Value> {
        let quote = quote(self.bulletin, self.figures, entry, reference).ok()?;
        let from = quote.entry.filter(|from| from.id != entry.id);
        let url = from.map(|from| self.settings.base.link(&address(from)));
        Some(json!({ "text": quote.text, "value": quote.value, "url": url }))
    }

    /// The words of a reference in a text of `entry`.
    pub(in crate::site) fn quoted(&self, entry: &Entry, reference: &str) -> String {
        quote(self.bulletin, self.figures, entry, reference).map_or_else(|_| as_written(reference), |quote| quote.text)
    }

    /// Where a link in a record's text leads, from the root of the host. `None` for links that stay as they are.
    fn link_url(&self, entry: &Entry, link: &str) -> Option<String> {
        let base = &self.settings.base;
        match LinkTarget::parse(link) {
            LinkTarget::Record(_, id, anchor) => {
                let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
                self.bulletin.entry(id).map(|entry| base.link(&address(entry)) + &anchor)
            }
            LinkTarget::Site(name) | LinkTarget::File(name) => {
                let of_file = self.bulletin.linked_asset(&entry.file, name).map(|(asset, rest)| {
                    base.link(&format!("/{}", crate::text::percent_encode_path(&asset.path))) + rest
                });
                of_file.or_else(|| name.starts_with('/').then(|| base.link(name)))
            }
            LinkTarget::Anchor(_) | LinkTarget::Outside | LinkTarget::Unsafe => None,
        }
    }

    fn backlinks(&self, index: usize) -> Vec<Backlinks> {
        let group = |(kind, indexes): (Kind, Vec<usize>)| {
            let more = self.lists.of_links_back(index, kind, indexes.len()).map(|list| {
                let title = self.settings.strings.with_n("record.all", indexes.len());
                Link::new(title, self.settings.base.link(&list.address))
            });
            let cards = self.cards(indexes.iter().take(BACKLINKS_SHOWN));
            Backlinks { kind: kind.name(), title: self.many(kind), cards, total: indexes.len(), more }
        };
        self.lists.links_back(&self.links, index).into_iter().map(group).collect()
    }

    /// Records to read next: those the editor names, then those of the kind that share the most facet values, found
    /// among the neighbours in each value's list; what refers to the record stands there by itself.
    fn related(&self, entry: &Entry, index: usize) -> Vec<Arc<Shared<Card>>> {
        let named = entry.record.common().related.iter();
        let mut shown: Vec<usize> = named.filter_map(|reference| self.bulletin.place_of(&reference.id)).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for facet in self.lists.facets_of(entry) {
            for near in self.lists.near(entry.kind, &facet, index) {
                *shared.entry(near).or_default() += 1;
            }
        }
        let mut near: Vec<(usize, usize)> = shared
            .into_iter()
            .filter(|(near, _)| *near != index && self.links.to(index).binary_search(near).is_err())
            .collect();
        near.sort_by_key(|(near, n)| (std::cmp::Reverse(*n), self.lists.position(*near)));
        for (near, _) in near {
            if shown.len() < RELATED_SHOWN && !shown.contains(&near) {
                shown.push(near);
            }
        }
        self.cards(&shown)
    }
}

fn at_mut<'v>(value: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(&**key),
        Step::Item(index) => value.get_mut(*index),
    })
}

/// A file's size for readers, as `23 KB`.
fn size_text(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes & 0xF_FFFF) * 10) >> 20),
    }
}
