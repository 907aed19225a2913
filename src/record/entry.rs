//! A record and where it came from, with what is found out about it once.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::tree::Leaf;
use super::written::Written;
use super::{Kind, Record, walk};
use crate::source::markdown::{self, Headings};
use crate::source::yaml::Step;

/// One record and where it came from. A copy of it is the same: what is found out about one is known of the other.
#[derive(Clone, Debug)]
pub struct Entry(Arc<Read>);

impl Deref for Entry {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.0
    }
}

/// What was read of a record, and what was found out about it.
#[derive(Debug)]
pub struct Read {
    /// Its id, unique over the bulletin.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its file.
    pub file: Arc<str>,
    /// Itself.
    pub record: Record,
    /// Whether it is not to be published yet.
    pub(super) is_draft: bool,
    /// What the editor wrote, for a record in Traditional characters: everything else is in Simplified ones, of which the
    /// pages in Traditional characters are made, and these words put back.
    pub written: Option<Written>,
    /// Whether its file has characters of Simplified script alone and of Traditional script alone, or writes characters by
    /// their numbers.
    pub may_mix_scripts: bool,
    /// Its tree, where texts refer to its values.
    tree: OnceLock<Value>,
    /// The headings of its text, and whether they are all that its page has, read when a link to one is first looked at.
    headings: OnceLock<(Headings, bool)>,
    /// The keys of its figures in order, each with the place of the first that has it.
    figure_keys: OnceLock<Vec<(String, usize)>>,
    /// The ids that it names.
    named: OnceLock<Vec<String>>,
}

impl Read {
    /// The headings of the text of its page, references as they are written; and whether all that its page has are known:
    /// not those with references in them, nor those of texts beside the body.
    pub fn headings(&self) -> &(Headings, bool) {
        self.headings.get_or_init(|| {
            let text = self.record.common().body.map_or("", |body| body.0.as_str());
            let headings = markdown::headings(&markdown::events(text), &markdown::as_written);
            let mut known = headings.iter().all(|heading| !heading.title.contains("{{"));
            walk::leaves(&self.record, &mut |path, leaf| {
                let is_body = matches!(path, [Step::Key(key)] if key == "body");
                known &= is_body || !matches!(leaf, Leaf::Prose(text) if text.contains('#'));
            });
            (Headings::new(headings), known)
        })
    }

    /// The keys of its figures in order, each with the place of the first figure that has it.
    pub fn figure_keys(&self) -> &[(String, usize)] {
        self.figure_keys.get_or_init(|| {
            let figures = self.record.common().figures.iter().enumerate();
            let mut keys: Vec<(String, usize)> =
                figures.filter_map(|(place, figure)| Some((figure.key.clone()?, place))).collect();
            keys.sort();
            keys.dedup_by(|second, first| second.0 == first.0);
            keys
        })
    }

    /// The ids of the records that it names, as `find` finds them when they are first asked for.
    pub fn named(&self, find: impl FnOnce(&Record) -> Vec<String>) -> &[String] {
        self.named.get_or_init(|| find(&self.record))
    }

    /// Itself as the editor wrote it.
    pub fn written(&self) -> &Record {
        self.written.as_ref().map_or(&self.record, |written| &written.record)
    }

    /// Its tree of tagged leaves, made once and kept, for the references of texts: there may be thousands to one record.
    /// What looks at a record once takes [`Record::tree`].
    pub fn tree(&self) -> &Value {
        self.tree.get_or_init(|| self.record.tree())
    }
}

impl Entry {
    pub(super) fn new(
        (id, kind, file): (String, Kind, Arc<str>),
        record: Record,
        written: Option<Written>,
        may_mix_scripts: bool,
    ) -> Self {
        let (tree, headings) = (OnceLock::new(), OnceLock::new());
        let (figure_keys, named) = (OnceLock::new(), OnceLock::new());
        let is_draft = record.common().draft;
        let read =
            Read { id, kind, file, record, is_draft, written, may_mix_scripts, tree, headings, figure_keys, named };
        Self(Arc::new(read))
    }

    /// Itself, with another record in its place.
    pub(super) fn with(&self, record: Record, written: Option<Written>) -> Self {
        let named = (self.id.clone(), self.kind, self.file.clone());
        Self::new(named, record, written, self.may_mix_scripts)
    }
}
