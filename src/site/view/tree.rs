//! A record's tree as templates see it: references resolved to links, texts given what their links and references stand
//! for, recomputed relations beside their figures.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::figures::{Outcome, Relation, quote};
use crate::record::Entry;
use crate::record::tree::{Leaf, leaf, path_text};
use crate::site::links::{LinkTarget, links_in};
use crate::site::{Plan, address};
use crate::source::markdown::{as_written, images_in, may_link, references};
use crate::source::yaml::Step;
use crate::text::Ui;

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

impl Plan<'_> {
    fn explanation(&self, relation: &Relation) -> String {
        match self.settings.strings.ui {
            Ui::ZhHans => relation.explanation.zh.clone(),
            Ui::En => relation.explanation.en.clone(),
        }
    }

    pub(in crate::site) fn check(&self, relation: &Relation) -> Check {
        Check {
            what: relation.what.clone(),
            stated: relation.stated.clone(),
            recomputed: relation.recomputed.clone(),
            explanation: self.explanation(relation),
            path: path_text(&relation.path),
        }
    }

    /// The record's tree with references resolved, texts given their links, and relations beside their figures.
    pub(in crate::site) fn record_tree(&self, entry: &Entry, relations: &[Relation]) -> Value {
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
            if let Some(link) = self.lists.facet_page(entry.kind, &facet) {
                let link = json!({ "title": link.0, "url": self.settings.base.link(link.1) });
                if let Value::Array(list) = links.entry(facet.name).or_insert_with(|| Value::Array(Vec::new())) {
                    list.push(link);
                }
            }
        }
        Value::Object(links)
    }

    pub(in crate::site) fn resolve(&self, value: &mut Value, entry: &Entry) {
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
