//! What stands for the leaves of a record on its page: links for references and files, words for what texts refer to.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::routes::Routes;
use crate::figures::{Figures, quote};
use crate::record::tree::{Leaf, leaf};
use crate::record::{Bulletin, Entry};
use crate::site::links::{LinkTarget, links_in};
use crate::source::markdown::{as_written, images_in, may_link, references};

/// What leaves are looked up in.
#[derive(Clone, Copy)]
pub(in crate::site) struct Leaves<'a> {
    pub(in crate::site) bulletin: &'a Bulletin,
    pub(in crate::site) figures: &'a Figures,
    pub(in crate::site) routes: Routes<'a>,
}

impl Leaves<'_> {
    /// Puts beside each leaf of a record what stands for it.
    pub(in crate::site) fn resolve(self, value: &mut Value, entry: &Entry) {
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

    fn reference(self, id: &str) -> Map<String, Value> {
        let mut map = Map::new();
        if let Some(entry) = self.bulletin.entry(id) {
            map.insert("title".into(), entry.record.common().title.into());
            map.insert("url".into(), self.routes.of(entry).into());
            map.insert("kind".into(), entry.kind.name().into());
        }
        map
    }

    fn document(self, id: &str) -> Map<String, Value> {
        let document = self.bulletin.config.documents.iter().find(|document| document.id == id);
        match document.and_then(|document| serde_json::to_value(document).ok()) {
            Some(Value::Object(mut map)) => {
                map.remove("id");
                map
            }
            _ => Map::new(),
        }
    }

    fn file(self, entry: &Entry, name: &str) -> Map<String, Value> {
        let mut map = Map::new();
        if let Some(asset) = self.bulletin.asset(&entry.file, name) {
            let path = format!("/{}", crate::text::percent_encode_path(&asset.path));
            map.insert("url".into(), self.routes.to(&path).into());
            map.insert("size".into(), size_text(asset.bytes).into());
            if !asset.smaller.is_empty() {
                let source = |(path, width): &(String, usize)| {
                    let path = format!("/{}", crate::text::percent_encode_path(path));
                    format!("{} {width}w", self.routes.to(&path))
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
    fn prose(self, entry: &Entry, text: &str) -> Map<String, Value> {
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
    fn quote(self, entry: &Entry, reference: &str) -> Option<Value> {
        let quote = quote(self.bulletin, self.figures, entry, reference).ok()?;
        let from = quote.entry.filter(|from| from.id != entry.id);
        let url = from.map(|from| self.routes.of(from));
        Some(json!({ "text": quote.text, "value": quote.value, "url": url }))
    }

    /// The words of a reference in a text of `entry`.
    pub(in crate::site) fn quoted(self, entry: &Entry, reference: &str) -> String {
        quote(self.bulletin, self.figures, entry, reference).map_or_else(|_| as_written(reference), |quote| quote.text)
    }

    /// Where a link in a record's text leads, from the root of the host. `None` for links that stay as they are.
    fn link_url(self, entry: &Entry, link: &str) -> Option<String> {
        match LinkTarget::parse(link) {
            LinkTarget::Record(_, id, anchor) => {
                let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
                self.bulletin.entry(id).map(|entry| self.routes.of(entry) + &anchor)
            }
            LinkTarget::Site(name) | LinkTarget::File(name) => {
                let of_file = self.bulletin.linked_asset(&entry.file, name).map(|(asset, rest)| {
                    self.routes.to(&format!("/{}", crate::text::percent_encode_path(&asset.path))) + rest
                });
                of_file.or_else(|| name.starts_with('/').then(|| self.routes.to(name)))
            }
            LinkTarget::Anchor(_) | LinkTarget::Outside | LinkTarget::Unsafe => None,
        }
    }
}

/// A file's size for readers, as `23 KB`.
fn size_text(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes & 0xF_FFFF) * 10) >> 20),
    }
}
