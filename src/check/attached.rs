//! An image or attachment, read once for all rules that look at it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::prose::place_of;
use super::{Looked, named};
use crate::diagnostic::Place;
use crate::record::{Bulletin, Entry};
use crate::source::yaml::Step;
use crate::source::{Asset, attachment};

/// Where a record names a file: the record, and the key or a part of the text in it.
struct Citation<'a> {
    entry: &'a Entry,
    path: Vec<Step>,
    /// The text, and the part of it that names the file.
    text: Option<(&'a str, Range<usize>)>,
}

/// Where each file is first named, by the file's path.
pub(super) struct Cited<'a>(BTreeMap<String, Citation<'a>>);

/// The first record that names each file, by the file's path.
pub(super) fn cited(bulletin: &Bulletin) -> Cited<'_> {
    let mut cited = BTreeMap::new();
    for entry in &bulletin.entries {
        named::of_entry(bulletin, entry, &mut |path, text, asset| {
            let citation = || Citation { entry, path: path.to_vec(), text };
            cited.entry(asset.path.clone()).or_insert_with(citation);
        });
    }
    Cited(cited)
}

/// An image or attachment.
pub(in crate::check) struct Attached<'a> {
    /// The file.
    pub(in crate::check) asset: &'a Asset,
    /// The words in it, as far as they can be read.
    pub(in crate::check) words: Option<String>,
    /// Whether it unpacks to more than is looked through.
    pub(in crate::check) is_cut: bool,
    looked: &'a Looked<'a>,
    cited: Option<&'a Citation<'a>>,
}

impl<'a> Attached<'a> {
    pub(super) fn new(looked: &'a Looked<'a>, asset: &'a Asset, cited: &'a Cited<'a>) -> Self {
        let words = attachment::words(asset);
        let is_cut = words.as_ref().is_some_and(|words| words.is_cut);
        Self { asset, words: words.map(|words| words.text), is_cut, looked, cited: cited.0.get(&asset.path) }
    }

    /// Whether a record names it.
    pub(in crate::check) fn is_named(&self) -> bool {
        self.cited.is_some()
    }

    /// Where it is named in a record, so that the record can be excused; the file itself where none names it.
    pub(in crate::check) fn place(&self) -> Place {
        match self.cited {
            Some(Citation { entry, path, text: Some((text, range)) }) => {
                place_of(self.looked, entry, path, text, range.clone())
            }
            Some(Citation { entry, path, text: None }) => self.looked.source.place(&entry.file, path),
            None => Place::file(format!("content/{}", self.asset.path)),
        }
    }
}
