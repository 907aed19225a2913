//! An image or attachment, read once for all rules that look at it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Looked, named};
use crate::diagnostic::Place;
use crate::record::Bulletin;
use crate::source::yaml::Step;
use crate::source::{Asset, attachment};

/// Where a record names a file: the record's own file, and the key in it.
type Citation = (Arc<str>, Vec<Step>);

/// The first record that names each file, by the file's path.
pub(super) fn cited(bulletin: &Bulletin) -> BTreeMap<String, Citation> {
    let mut cited = BTreeMap::new();
    for entry in &bulletin.entries {
        named::of_entry(bulletin, entry, &mut |path, asset| {
            cited.entry(asset.path.clone()).or_insert_with(|| (entry.file.clone(), path.to_vec()));
        });
    }
    cited
}

/// An image or attachment.
pub(in crate::check) struct Attached<'a> {
    /// The file.
    pub(in crate::check) asset: &'a Asset,
    /// The words in it, as far as they can be read.
    pub(in crate::check) words: Option<String>,
    looked: &'a Looked<'a>,
    cited: Option<&'a Citation>,
}

impl<'a> Attached<'a> {
    pub(super) fn new(looked: &'a Looked<'a>, asset: &'a Asset, cited: &'a BTreeMap<String, Citation>) -> Self {
        Self { asset, words: attachment::words(asset), looked, cited: cited.get(&asset.path) }
    }

    /// Whether a record names it.
    pub(in crate::check) fn is_named(&self) -> bool {
        self.cited.is_some()
    }

    /// Where it is named in a record, so that the record can be excused; the file itself where none names it.
    pub(in crate::check) fn place(&self) -> Place {
        match self.cited {
            Some((file, path)) => self.looked.source.place(file, path),
            None => Place::file(format!("content/{}", self.asset.path)),
        }
    }
}
