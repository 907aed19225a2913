//! Which images and attachments are named, and by what: only those that a finished page, the settings or a published
//! record names are published. What only drafts name is not; what nothing names is told.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use html5gum::{Token, Tokenizer};
use rayon::prelude::*;
use serde_json::Value;

use crate::record::tree::{Leaf, leaves};
use crate::record::{Bulletin, CONFIG, Entry};
use crate::render::Rendered;
use crate::site::{Base, LinkTarget, TRADITIONAL, links_in};
use crate::source::Asset;
use crate::source::markdown::{images_in, may_link};
use crate::source::yaml::Step;
use crate::text::{percent_decode_path, percent_encode_path};

/// The files that are named, by path.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// By published records and by `site.yaml`, and as far as it is known by pages.
    pub published: BTreeSet<String>,
    /// By drafts that are left out.
    pub drafts: BTreeSet<String>,
}

impl Named {
    /// What records, drafts and settings name.
    pub fn of(bulletin: &Bulletin) -> Self {
        let mut named = Self::default();
        let by = |entries: &[Entry], into: &mut BTreeSet<String>| {
            for entry in entries {
                of_entry(bulletin, entry, &mut |_, _, asset| {
                    into.insert(asset.path.clone());
                });
            }
        };
        by(&bulletin.entries, &mut named.published);
        by(&bulletin.drafts, &mut named.drafts);
        let mut settings = serde_json::to_value(&bulletin.config).unwrap_or_default();
        if let Some(map) = settings.as_object_mut() {
            // An exception for a file does not publish it.
            map.remove("allow");
        }
        in_settings(bulletin, &settings, &mut named.published);
        named
    }

    /// The same with what templates, styles and scripts name: how far pages will show it is not known before they are made.
    pub fn with_theme<'t>(mut self, bulletin: &Bulletin, texts: impl Iterator<Item = &'t str>) -> Self {
        let found = Paths::new(bulletin.assets.keys().map(String::as_str));
        texts.for_each(|text| self.published.extend(found.in_text(text).map(str::to_owned)));
        self
    }
}

/// The part of a text that names a file.
pub(super) type InText<'a> = Option<(&'a str, Range<usize>)>;

/// The files that a record names, with the path of the key, and in a text the part of it.
pub(super) fn of_entry<'b, 'e>(
    bulletin: &'b Bulletin,
    entry: &'e Entry,
    visit: &mut dyn FnMut(&[Step], InText<'e>, &'b Asset),
) {
    leaves(&entry.tree, &mut |path, leaf| {
        let names: Vec<(String, InText<'e>)> = match leaf {
            Leaf::Image(name) | Leaf::File(name) => vec![(name.to_owned(), None)],
            Leaf::Prose(text) => in_prose(text).into_iter().map(|(name, place)| (name, Some((text, place)))).collect(),
            Leaf::Ref(..) | Leaf::Document(_) => Vec::new(),
        };
        for (name, text) in names {
            if let Some(asset) = meant(bulletin, &entry.file, &name) {
                visit(path, text, asset);
            }
        }
    });
}

/// The file that a name or link in `file` means.
fn meant<'b>(bulletin: &'b Bulletin, file: &str, name: &str) -> Option<&'b Asset> {
    bulletin.linked_asset(file, name).map(|(asset, _)| asset)
}

/// The names of images and files in a Markdown text, and where they stand, images first: a linked one is the image.
fn in_prose(text: &str) -> Vec<(String, Range<usize>)> {
    if !may_link(text) {
        return Vec::new();
    }
    let links = links_in(text).into_iter().filter_map(|(link, place)| match LinkTarget::parse(&link) {
        LinkTarget::File(name) => Some((name.to_owned(), place)),
        LinkTarget::Site(address) => Some((address.to_owned(), place)),
        _ => None,
    });
    images_in(text).into_iter().map(|(name, _, place)| (name, place)).chain(links).collect()
}

fn in_settings(bulletin: &Bulletin, value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            let names = in_prose(text).into_iter().map(|(name, _)| name).chain([text.clone()]);
            into.extend(names.filter_map(|name| Some(meant(bulletin, CONFIG, &name)?.path.clone())));
        }
        Value::Array(items) => items.iter().for_each(|item| in_settings(bulletin, item, into)),
        Value::Object(map) => map.values().for_each(|item| in_settings(bulletin, item, into)),
        _ => {}
    }
}

/// The files, smaller pictures among them, that finished pages, their styles and scripts name, whoever wrote the template.
pub fn named_by_pages(pages: &[Rendered], base: &Base, bulletin: &Bulletin) -> BTreeSet<String> {
    let assets = bulletin.assets.values();
    let all = assets.flat_map(|asset| std::iter::once(&asset.path).chain(asset.smaller.iter().map(|(path, _)| path)));
    let paths = Paths::new(all.map(String::as_str));
    if paths.all.is_empty() {
        return BTreeSet::new();
    }
    // The pages in Traditional characters are made from the others, with the same links.
    let again = TRADITIONAL.trim_start_matches('/');
    let named = pages.par_iter().filter(|page| !page.path.starts_with(again)).flat_map_iter(|page| {
        let text = std::str::from_utf8(&page.bytes).unwrap_or_default();
        match page.path.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "html" => paths.in_page(text, &page.path, base),
            "css" | "js" => paths.in_text(text).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    });
    named.collect()
}

/// Paths of files that are looked for.
struct Paths<'a> {
    all: BTreeMap<&'a str, ()>,
    /// Each path, and where it differs as addresses have it.
    spellings: Vec<(String, &'a str)>,
    finder: Option<AhoCorasick>,
}

impl<'a> Paths<'a> {
    fn new(paths: impl Iterator<Item = &'a str>) -> Self {
        let all: BTreeMap<&str, ()> = paths.map(|path| (path, ())).collect();
        let mut spellings = Vec::new();
        for path in all.keys() {
            let encoded = percent_encode_path(path);
            if encoded != **path {
                spellings.push((encoded, *path));
            }
            spellings.push(((*path).to_owned(), *path));
        }
        // The longest: `c.csv` is not named where `files/c.csv` is.
        let words = spellings.iter().map(|(spelling, _)| spelling.as_str());
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok();
        Self { all, spellings, finder }
    }

    fn get(&self, path: &str) -> Option<&'a str> {
        self.all.get_key_value(path).map(|(path, ())| *path)
    }

    /// Those that stand in a text as words of their own.
    fn in_text(&self, text: &str) -> impl Iterator<Item = &'a str> {
        let is_part =
            |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let found = self.finder.iter().flat_map(move |finder| finder.find_iter(text));
        found.filter_map(move |found| {
            let before = text.get(..found.start())?.chars().next_back();
            let after = text.get(found.end()..)?.chars().next();
            let (_, path) = self.spellings.get(found.pattern().as_usize())?;
            (!is_part(before) && !is_part(after)).then_some(*path)
        })
    }

    /// Those that attributes, styles and scripts of a page name.
    fn in_page(&self, html: &str, page: &str, base: &Base) -> Vec<String> {
        let mut named = Vec::new();
        let mut in_code = false;
        for token in Tokenizer::new(html).flatten() {
            match token {
                Token::StartTag(tag) => {
                    in_code = matches!(tag.name.as_slice(), b"script" | b"style") && !tag.self_closing;
                    for value in tag.attributes.values() {
                        let value = String::from_utf8_lossy(value);
                        named.extend(self.at(&value, page, base));
                        // `srcset` and the like: addresses among others. `style`, `onclick`: addresses in code.
                        if value.contains([',', ' ', '(', '\'']) {
                            let pieces = value.split([',', ' ', '(', ')', '\'', '"', '\n']);
                            named.extend(pieces.filter_map(|piece| self.at(piece, page, base)));
                        }
                    }
                }
                Token::EndTag(_) => in_code = false,
                Token::String(text) if in_code => named.extend(self.in_text(&String::from_utf8_lossy(&text))),
                _ => {}
            }
        }
        named.into_iter().map(str::to_owned).collect()
    }

    /// The one at an address that stands on a page.
    fn at(&self, address: &str, page: &str, base: &Base) -> Option<&'a str> {
        let address = address.trim();
        let bare = address.split(['#', '?']).next().unwrap_or(address);
        let path = match base.inside(bare) {
            Some(inside) => inside.trim_start_matches('/').to_owned(),
            None if bare.starts_with('/') || bare.contains(':') || bare.is_empty() => return None,
            None => {
                let mut folders: Vec<&str> =
                    page.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
                for part in bare.split('/') {
                    match part {
                        "" | "." => {}
                        ".." => {
                            folders.pop()?;
                        }
                        part => folders.push(part),
                    }
                }
                folders.join("/")
            }
        };
        self.get(&percent_decode_path(&path)).or_else(|| self.get(&path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_however_a_page_names_them() {
        let all = ["images/a.png", "images/a-480.0.webp", "files/表 1.pdf", "news/b.png", "files/c.csv", "a.txt"];
        let paths = Paths::new(all.into_iter());
        let base = Base::parse("https://example.org/gb/").expect("an address");
        let named = |html: &str| {
            let mut named = paths.in_page(html, "news/n/index.html", &base);
            named.sort();
            named.dedup();
            named
        };
        for (html, expected) in [
            (
                r#"<img src="/gb/images/a.png?v=1" srcset="/gb/images/a-480.0.webp 480w, /x 9w">"#,
                vec!["images/a-480.0.webp", "images/a.png"],
            ),
            (r#"<a href="/gb/files/%E8%A1%A8%201.pdf#page=2">x</a>"#, vec!["files/表 1.pdf"]),
            (r#"<a href="/gb/files/表 1.pdf">x</a>"#, vec!["files/表 1.pdf"]),
            (r#"<meta content="https://example.org/gb/images/a.png">"#, vec!["images/a.png"]),
            (r#"<img data-src="../../images/a.png">"#, vec!["images/a.png"]),
            (r#"<img src="../b.png">"#, vec!["news/b.png"]),
            (r#"<div style="background: url('/gb/images/a.png')">"#, vec!["images/a.png"]),
            (r#"<style>a { background: url(/gb/images/a.png) }</style>"#, vec!["images/a.png"]),
            (r#"<script>fetch("/gb/files/c.csv")</script>"#, vec!["files/c.csv"]),
            // Words are no links; other hosts and other paths are not this site.
            ("<p>/gb/files/c.csv images/a.png</p>", vec![]),
            (r#"<a href="https://other.org/gb/files/c.csv">x</a><a href="//other.org/gb/a.txt">"#, vec![]),
            (r#"<a href="/files/c.csv">x</a><script>"xa.txt a.txt2"</script>"#, vec![]),
        ] {
            assert_eq!(named(html), expected, "{html}");
        }
    }
}
