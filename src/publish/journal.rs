//! What gongbao wrote into the output folder: the manifest of the last build that came to its end, and the journal of
//! one that may not have.
//!
//! The journal is written before the first file is moved and removed after the manifest is. A build that was stopped
//! in between leaves it, so that the next one knows every file that either may have written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store::{Found, Store};
use super::{MANIFEST, OWN, PublishError, STAGED, Shard};
use crate::source::SystemError;

/// What gongbao wrote, or began to write, by path.
pub(super) type Known = BTreeMap<String, Entry>;

/// A file as the manifest has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub(super) struct Entry {
    /// Hash of its bytes.
    pub(super) hash: String,
    /// How many they are.
    pub(super) size: u64,
    /// Hash of what it is made of, where that is known and nothing was found wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) made_of: Option<String>,
    /// The images and attachments that it names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) names: Vec<String>,
}

/// An entry as it stands in a manifest; those of 0.1.0 are hashes of bytes only.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Hash(String),
    Entry {
        hash: String,
        size: u64,
        #[serde(default)]
        made_of: Option<String>,
        #[serde(default)]
        names: Vec<String>,
    },
}

impl From<Written> for Entry {
    fn from(written: Written) -> Self {
        match written {
            Written::Hash(hash) => Self { hash, ..Self::default() },
            Written::Entry { hash, size, made_of, names } => Self { hash, size, made_of, names },
        }
    }
}

/// The key in the manifest of a part under which stands what all parts of the site are made of.
const SITE: &str = "";

/// Whose manifest and journal: of a whole site, or of one of several parts that are built apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whose(pub(super) Option<Shard>);

impl Whose {
    /// What stands in the names of its files.
    fn suffix(self) -> String {
        self.0.map(|Shard { number, of }| format!(".{number}-of-{of}")).unwrap_or_default()
    }

    /// Where the manifest stands.
    pub(super) fn manifest(self) -> String {
        MANIFEST.replace(".json", &format!("{}.json", self.suffix()))
    }

    /// Where the journal stands.
    pub(super) fn journal(self) -> String {
        format!("{OWN}/journal{}.json", self.suffix())
    }

    /// Where the time of the manifest stands.
    fn time(self) -> String {
        format!("{OWN}/time{}", self.suffix())
    }
}

/// The parts of a site whose manifests stand in a folder: those that were built to their end.
pub(super) fn parts(store: &dyn Store) -> Result<BTreeSet<Shard>, SystemError> {
    Ok(store.list("")?.iter().filter_map(|name| Shard::of_manifest(name)).collect())
}

/// Those parts, and those whose first build was stopped.
pub(super) fn begun_parts(store: &dyn Store) -> Result<BTreeSet<Shard>, SystemError> {
    let of_journal = |name: &String| Shard::of_manifest(&name.replacen("journal", MANIFEST.strip_suffix(".json")?, 1));
    let mut all = parts(store)?;
    all.extend(store.list(OWN)?.iter().filter_map(of_journal));
    Ok(all)
}

/// Where journal and manifest stand until they are whole.
fn unfinished() -> String {
    format!("{STAGED}/unfinished.json")
}

/// What the last build or an interrupted one wrote, and whether one was interrupted: then it is not known what files hold.
pub(super) fn read(store: &dyn Store, whose: Whose) -> Result<(Known, bool), PublishError> {
    let mut known = of(&whose.manifest(), store.read(&whose.manifest())?)?.unwrap_or_default();
    let begun = of(&whose.journal(), store.read(&whose.journal())?)?;
    let is_interrupted = begun.is_some();
    known.extend(begun.unwrap_or_default());
    if is_interrupted {
        known.values_mut().for_each(|entry| entry.made_of = None);
    }
    Ok((known, is_interrupted))
}

/// A manifest or journal, where there is one.
pub(super) fn of(path: &str, bytes: Option<Vec<u8>>) -> Result<Option<Known>, PublishError> {
    let Some(bytes) = bytes else { return Ok(None) };
    let is_inside = |path: &String| {
        let mut parts = Path::new(path).components();
        !path.is_empty() && !path.starts_with(OWN) && parts.all(|part| matches!(part, Component::Normal(_)))
    };
    let mut known: Option<Known> = serde_json::from_slice(&bytes).ok();
    known.iter_mut().for_each(|known| drop(known.remove(SITE)));
    match known.filter(|known| known.keys().all(is_inside)) {
        Some(known) => Ok(Some(known)),
        None => Err(PublishError::Unreadable(path.to_owned())),
    }
}

/// What all parts of the site are made of that a part belongs to, where its manifest says so.
pub(super) fn site_of(store: &dyn Store, whose: Whose) -> Result<Option<String>, SystemError> {
    let known = store.read(&whose.manifest())?.and_then(|bytes| serde_json::from_slice::<Known>(&bytes).ok());
    Ok(known.and_then(|mut known| known.remove(SITE)).map(|entry| entry.hash))
}

/// Notes what is about to be written, with what earlier builds wrote.
pub(super) fn begin(store: &dyn Store, whose: Whose, before: &Known, wanted: &Known) -> Result<(), SystemError> {
    let mut all = before.clone();
    all.extend(wanted.iter().map(|(path, entry)| (path.clone(), entry.clone())));
    put(store, &all, &whose.journal())
}

/// Notes that everything was written, and when: files that are older were not touched since. The manifest of a whole site
/// takes the place of those of its parts; that of a part says what all are made of.
pub(super) fn end(store: &dyn Store, whose: Whose, wanted: &Known, site: Option<&str>) -> Result<(), SystemError> {
    match site {
        Some(hash) => {
            let mut all = wanted.clone();
            all.insert(SITE.to_owned(), Entry { hash: hash.to_owned(), ..Entry::default() });
            put(store, &all, &whose.manifest())?;
        }
        None => put(store, wanted, &whose.manifest())?,
    }
    if let Found::File { modified: Some(modified), .. } = store.found(&whose.manifest())? {
        store.write(&whose.time(), stamp(modified).as_bytes())?;
    }
    let parts = if whose.0.is_none() { begun_parts(store)? } else { BTreeSet::new() };
    for part in parts.into_iter().map(|shard| Whose(Some(shard))) {
        for file in [part.manifest(), part.time(), part.journal()] {
            store.remove(&file)?;
        }
    }
    store.remove(&whose.journal()).map(drop)
}

/// When the manifest was written, where the times of the folder are still those of the build: a copy or a checkout makes
/// them anew.
pub(super) fn written(store: &dyn Store, whose: Whose) -> Result<Option<SystemTime>, SystemError> {
    let Found::File { modified: Some(modified), .. } = store.found(&whose.manifest())? else { return Ok(None) };
    let noted = store.read(&whose.time())?;
    Ok(noted.filter(|noted| noted == stamp(modified).as_bytes()).map(|_| modified))
}

fn stamp(time: SystemTime) -> String {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos().to_string()
}

/// A line a file, so that two manifests can be compared.
fn text(known: &Known) -> String {
    let line = |(path, entry): (&String, &Entry)| format!("{}: {}", json!(path), json!(entry));
    format!("{{\n{}\n}}\n", known.iter().map(line).collect::<Vec<_>>().join(",\n"))
}

fn put(store: &dyn Store, known: &Known, path: &str) -> Result<(), SystemError> {
    store.write(&unfinished(), text(known).as_bytes())?;
    store.sync(&unfinished())?;
    store.rename(&unfinished(), path)
}
