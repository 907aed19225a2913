//! The bulletin 公报: all records, by id, and the configuration.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::addresses::Addresses;
use super::boundaries::Outline;
use super::entry::Entry;
use super::lookup::Lookup;
use super::published::Published;
use super::{Kind, SiteConfig};
use crate::source::{Asset, Source};
use crate::text::percent_decode_path;

/// All that a site is made from.
#[derive(Clone, Debug)]
pub struct Bulletin {
    /// The configuration.
    pub config: SiteConfig,
    /// The records, by kind, then by id.
    pub entries: Vec<Entry>,
    /// Drafts that are left out, in no order. Of them only the files are asked for that they name.
    pub drafts: Arc<Vec<Entry>>,
    /// Images and attachments, by path.
    pub assets: Arc<BTreeMap<String, Asset>>,
    /// Boundaries for the map, as far as they can be drawn.
    pub boundaries: Arc<Vec<Outline>>,
    /// What was published where, and what became of it.
    pub addresses: Addresses,
    /// What pages said when they were published.
    pub published: Arc<Published>,
    pub(super) index: Arc<HashMap<String, usize>>,
    /// The places of records that state another id than their file's name.
    pub(super) by_file: Arc<BTreeMap<Arc<str>, usize>>,
    pub(super) absent: Arc<BTreeMap<String, Absent>>,
    pub(super) lookup: Arc<Lookup>,
}

/// Why a record that has a file is not in the bulletin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// It is a draft, and drafts are not built.
    Draft,
    /// It cannot be read, and that is reported.
    Unread,
}

impl Bulletin {
    /// The record with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.place_of(id).and_then(|place| self.entries.get(place))
    }

    /// The place of the record with this id among all.
    pub fn place_of(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// Where the records of a kind stand among all; or all of them.
    pub(super) fn range_of(&self, kind: Option<Kind>) -> Range<usize> {
        let Some(kind) = kind else { return 0..self.entries.len() };
        let start = self.entries.partition_point(|entry| entry.kind < kind);
        start..self.entries.partition_point(|entry| entry.kind <= kind)
    }

    /// The page that says how to report an error: the one that the foot names, or else `contact`.
    pub fn correction_page(&self) -> Option<&Entry> {
        let named = self.config.foot.as_ref().and_then(|foot| foot.feedback.as_ref());
        let id = named.map_or("contact", |page| page.id.as_str());
        self.entry(id).filter(|entry| entry.kind == Kind::Page)
    }

    /// The telephone of the foot, for errors where no page says how to report them.
    pub fn correction_phone(&self) -> Option<&str> {
        self.config.foot.as_ref()?.phone.as_deref().map(str::trim).filter(|phone| !phone.is_empty())
    }

    /// The record that stands in a file.
    pub fn of_file(&self, file: &str) -> Option<&Entry> {
        // Most ids are file names.
        let named = self.entry(stem(file)).filter(|entry| *entry.file == *file);
        named.or_else(|| self.entries.get(*self.by_file.get(file)?))
    }

    /// Why the record with this id is left out, if there is one.
    pub fn absent(&self, id: &str) -> Option<Absent> {
        self.absent.get(id).copied()
    }

    /// Whether some record cannot be read, so that nothing can be said of what no record tells.
    pub fn has_unread(&self) -> bool {
        self.absent.values().any(|why| *why == Absent::Unread)
    }

    /// Whether an address is that of a record which cannot be read.
    pub fn is_unread(&self, address: &str) -> bool {
        let path = address.split(['#', '?']).next().unwrap_or_default();
        let id = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        self.absent(id) == Some(Absent::Unread)
    }

    /// The records of a kind, by id.
    pub fn of_kind(&self, kind: Kind) -> std::slice::Iter<'_, Entry> {
        self.entries.get(self.range_of(Some(kind))).unwrap_or_default().iter()
    }

    /// The asset an image or file name in `file` means: relative to that file, or from `content/` after `/`; as it is
    /// written, or else percent-decoded.
    pub fn asset(&self, file: &str, name: &str) -> Option<&Asset> {
        ways_to_read(name).find_map(|name| self.assets.get(&asset_path(file, &name)?))
    }

    /// The asset that a link in `file` leads to, with what follows its name: `#page=2`. A `#` or `?` may be in the name.
    pub fn linked_asset<'l>(&self, file: &str, link: &'l str) -> Option<(&Asset, &'l str)> {
        let whole = self.asset(file, link).map(|asset| (asset, ""));
        whole.or_else(|| {
            let (name, rest) = link.split_at_checked(link.find(['#', '?'])?)?;
            Some((self.asset(file, name)?, rest))
        })
    }
}

impl Source {
    /// Whether `name`, as `file` writes it, is a file that was not taken: told where it lies, and not told again.
    pub fn refused(&self, file: &str, name: &str) -> bool {
        let lies_there = |path: String| self.unread.contains(&format!("content/{path}"));
        ways_to_read(name).any(|name| asset_path(file, &name).is_some_and(lies_there))
    }
}

/// A name as it is written, and percent-decoded where that is another.
fn ways_to_read(name: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let decoded = name.contains('%').then(|| Cow::Owned(percent_decode_path(name)));
    std::iter::once(Cow::Borrowed(name)).chain(decoded)
}

/// The path from `content/` that `name` means in `file`. `None` when it leads out of the bulletin.
fn asset_path(file: &str, name: &str) -> Option<String> {
    let folder = file.strip_prefix("content/")?.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if name.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    Some(parts.join("/"))
}

/// The file name without folder and extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
