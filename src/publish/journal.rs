//! What gongbao wrote into the output folder: the manifest of the last build that came to its end, and the journal of
//! one that may not have.
//!
//! The journal is written before the first file is moved and removed after the manifest is. A build that was stopped
//! in between leaves it, so that the next one knows every file that either may have written.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use super::store::Store;
use super::{MANIFEST, OWN, PublishError, STAGED};
use crate::source::SystemError;

/// Content hashes by path: what gongbao wrote, or began to write. As in the manifest, since 0.1.0.
pub(super) type Known = BTreeMap<String, String>;

/// Where the journal stands.
pub(super) fn path() -> String {
    format!("{OWN}/journal.json")
}

/// Where journal and manifest stand until they are whole.
fn unfinished() -> String {
    format!("{STAGED}/unfinished.json")
}

/// What this build or an interrupted one wrote, and whether one was interrupted.
pub(super) fn read(store: &dyn Store) -> Result<(Known, bool), PublishError> {
    let mut known = of(MANIFEST, store.read(MANIFEST)?)?.unwrap_or_default();
    let begun = of(&path(), store.read(&path())?)?;
    let is_interrupted = begun.is_some();
    known.extend(begun.unwrap_or_default());
    Ok((known, is_interrupted))
}

/// A manifest or journal, where there is one.
pub(super) fn of(path: &str, bytes: Option<Vec<u8>>) -> Result<Option<Known>, PublishError> {
    let Some(bytes) = bytes else { return Ok(None) };
    let is_inside = |path: &String| {
        let mut parts = Path::new(path).components();
        !path.is_empty() && !path.starts_with(OWN) && parts.all(|part| matches!(part, Component::Normal(_)))
    };
    let known: Option<Known> = serde_json::from_slice(&bytes).ok();
    match known.filter(|known| known.keys().all(is_inside)) {
        Some(known) => Ok(Some(known)),
        None => Err(PublishError::Unreadable(path.to_owned())),
    }
}

/// Notes what is about to be written, with what earlier builds wrote.
pub(super) fn begin(store: &dyn Store, before: &Known, wanted: &Known) -> Result<(), SystemError> {
    let mut all = before.clone();
    all.extend(wanted.iter().map(|(path, hash)| (path.clone(), hash.clone())));
    put(store, &all, &path())
}

/// Notes that everything was written.
pub(super) fn end(store: &dyn Store, wanted: &Known) -> Result<(), SystemError> {
    put(store, wanted, MANIFEST)?;
    store.remove(&path()).map(drop)
}

fn put(store: &dyn Store, known: &Known, path: &str) -> Result<(), SystemError> {
    let text = serde_json::to_string_pretty(known).unwrap_or_default();
    store.write(&unfinished(), text.as_bytes())?;
    store.sync(&unfinished())?;
    store.rename(&unfinished(), path)
}
