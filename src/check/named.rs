//! Which images and attachments are named, and by what: only those that a finished page, the settings or a published
//! record names are published. What only drafts name is not; what nothing names is told.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::Value;

use crate::record::tree::Leaf;
use crate::record::walk::leaves;
use crate::record::{Bulletin, CONFIG, Entry};
use crate::render::parts::Part;
use crate::site::{Base, LinkTarget, links_in};
use crate::source::Asset;
use crate::source::markdown::{images_in, may_link};
use crate::source::yaml::Step;
use crate::text::{percent_decode_path, percent_encode_path};

/// The files that are named, by path.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// By published records and by `site.yaml`, and as far as it is known by pages.
    pub published: BTreeSet<String>,
    /// By drafts that are left out, and by what is told of later days.
    pub drafts: BTreeSet<String>,
}

impl Named {
    /// What records, drafts and settings name; `on_day` is what is told of the bulletin.
    pub fn of(bulletin: &Bulletin, on_day: &Bulletin) -> Self {
        let mut named = Self::default();
        let by = |entry: &Entry, into: &mut BTreeSet<String>| {
            of_entry(bulletin, entry, &mut |_, _, asset| {
                into.insert(asset.path.clone());
            });
        };
        on_day.entries.iter().for_each(|entry| by(entry, &mut named.published));
        let both = bulletin.entries.iter().zip(&on_day.entries);
        let cut = both.filter(|(entry, told)| !entry.record.is(&told.record)).map(|(entry, _)| entry);
        cut.chain(bulletin.drafts.iter()).for_each(|entry| by(entry, &mut named.drafts));
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
    leaves(&entry.record, &mut |path, leaf| {
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

/// Paths of files that are looked for in finished pages, their styles and scripts, whoever wrote the template.
pub(super) struct Paths<'a> {
    all: BTreeMap<&'a str, ()>,
    /// The names of the files at their ends.
    files: BTreeSet<&'a str>,
    /// Each path, and where it differs as addresses have it.
    spellings: Vec<(String, &'a str)>,
    finder: Option<AhoCorasick>,
}

/// What is looked for in a page, part by part.
pub(super) struct InPage<'a, 'p> {
    paths: &'p Paths<'a>,
    page: &'p str,
    base: &'p Base,
    in_code: bool,
}

impl<'a> InPage<'a, '_> {
    /// Adds what attributes, styles and scripts name; tells whether it would be the same on every page.
    pub(super) fn part(&mut self, part: &Part<'_>, named: &mut BTreeSet<&'a str>) -> bool {
        if self.paths.all.is_empty() {
            return true;
        }
        let mut is_general = true;
        match part {
            Part::Open(tag) => {
                self.in_code = matches!(tag.name.as_slice(), b"script" | b"style") && !tag.self_closing;
                let mut look = |address: &str| {
                    if self.paths.may_be_at(address) {
                        named.extend(self.paths.at(address, self.page, self.base));
                        is_general &= self.base.inside(address.trim()).is_some();
                    }
                };
                for (_, value) in tag.attributes() {
                    look(value);
                    // `srcset` and the like: addresses among others. `style`, `onclick`: addresses in code.
                    if value.contains([',', ' ', '(', '\'']) {
                        value.split([',', ' ', '(', ')', '\'', '"', '\n']).for_each(&mut look);
                    }
                }
            }
            Part::Close(..) => self.in_code = false,
            Part::Words(text, _) if self.in_code => named.extend(self.paths.in_text(text)),
            Part::Words(..) => {}
        }
        is_general
    }
}

impl<'a> Paths<'a> {
    /// Of all images and attachments, smaller pictures among them.
    pub(super) fn of(bulletin: &'a Bulletin) -> Self {
        let assets = bulletin.assets.values();
        let all =
            assets.flat_map(|asset| std::iter::once(&asset.path).chain(asset.smaller.iter().map(|(path, _)| path)));
        Self::new(all.map(String::as_str))
    }

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
        let files = all.keys().filter_map(|path| path.rsplit('/').next()).collect();
        Self { all, files, spellings, finder }
    }

    /// The one of this path.
    pub(super) fn get(&self, path: &str) -> Option<&'a str> {
        self.all.get_key_value(path).map(|(path, ())| *path)
    }

    /// Those that stand in a text as words of their own.
    pub(super) fn in_text(&self, text: &str) -> impl Iterator<Item = &'a str> {
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

    /// Looks for them in a page.
    pub(super) fn in_page<'p>(&'p self, page: &'p str, base: &'p Base) -> InPage<'a, 'p> {
        InPage { paths: self, page, base, in_code: false }
    }

    /// Whether one may be at an address, whatever page that stands on: most of what stands in attributes ends otherwise.
    fn may_be_at(&self, address: &str) -> bool {
        let bare = address.trim().split(['#', '?']).next().unwrap_or_default();
        let last = bare.rsplit('/').next().unwrap_or_default();
        !bare.is_empty() && (matches!(last, "" | "." | "..") || last.contains('%') || self.files.contains(last))
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
    use crate::render::parts::each_part;

    #[test]
    fn files_are_found_however_a_page_names_them() {
        let all = ["images/a.png", "images/a-480.0.webp", "files/表 1.pdf", "news/b.png", "files/c.csv", "a.txt"];
        let paths = Paths::new(all.into_iter());
        let base = Base::parse("https://example.org/gb/").expect("an address");
        let named = |html: &str| {
            let (mut named, mut in_page) = (BTreeSet::new(), paths.in_page("news/n/index.html", &base));
            each_part(html, |part| {
                in_page.part(&part, &mut named);
            });
            named.into_iter().collect::<Vec<_>>()
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
