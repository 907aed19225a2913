//! Bringing a folder from what it is to what it should be: write what differs, remove what is gone, touch nothing else.
//!
//! ```text
//! lock → what was written before (journal.rs) → every file made, compared, staged → what is to be done (plan.rs)
//!      → journal → moves and removals → manifest
//! ```
//!
//! A manifest in the folder says what gongbao wrote there. A folder with content and no manifest was made by someone
//! else and is left alone. Nothing that readers see is touched before every file has been made and stands in the folder
//! under another name; then each takes its place in one step. A build may be stopped at any moment: what is on disk is
//! compared byte by byte with what should be there, and the journal names every file that an interrupted build may have
//! written, so that the next build leaves exactly the right folder. `tests` tries that for every single operation.

mod found;
mod journal;
mod plan;
mod store;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

pub use self::found::{damaged, missing, unreadable};
use self::journal::Known;
use self::plan::{Plan, folders_above, plan};
use self::store::{Folder, Found, Store};
use crate::render::Rendered;
use crate::source::picture::Unmade;
use crate::source::{Asset, SystemError, picture};

/// The manifest's name in the output folder.
const MANIFEST: &str = ".gongbao-manifest.json";
/// The folder in the output folder that holds the lock, and during a build the journal and the staged files.
const OWN: &str = ".gongbao";
/// Where files stand until all of them are made.
const STAGED: &str = ".gongbao/new";

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files written because they are new or differ.
    pub written: usize,
    /// Files that were right already.
    pub kept: usize,
    /// Files of an earlier build that are gone.
    pub removed: usize,
    /// Bytes of the whole site.
    pub bytes: u64,
    /// Whether the build before this one was interrupted.
    pub resumed: bool,
}

/// Why the folder is not as it should be. But for [`PublishError::Halfway`], it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder holds files that gongbao did not write.
    #[error("{0} is not empty and was not made by gongbao")]
    NotOurs(String),
    /// A file or folder that gongbao did not write stands where one of the site belongs.
    #[error("{0} stands in the way and was not made by gongbao")]
    InTheWay(String),
    /// The folder holds what gongbao keeps for itself, and files, but no manifest: nobody knows what is whose.
    #[error("{0} has no manifest any more")]
    Missing(String),
    /// Another build is writing into the folder.
    #[error("another build is writing into {0}")]
    Busy(String),
    /// The manifest or journal, from the output folder, cannot be read: nobody knows what is whose.
    #[error("{0} cannot be read")]
    Unreadable(String),
    /// Smaller pictures that cannot be made, by path, and why.
    #[error("{} pictures are damaged", .0.len())]
    Damaged(Vec<(String, String)>),
    /// The system failed before anything that readers see was touched.
    #[error(transparent)]
    System(#[from] SystemError),
    /// The system failed while files took their places.
    #[error(transparent)]
    Halfway(SystemError),
}

/// What a file of the site is made of.
#[derive(Clone, Copy)]
enum Content<'a> {
    Bytes(&'a [u8]),
    Asset(&'a Asset),
}

/// Makes `out` hold exactly `files` and `assets`, beside what others put there. With `trust`, a picture that an earlier
/// build made is not made again.
///
/// # Errors
/// When the folder is not gongbao's, a picture is damaged, or the system fails.
pub fn publish(
    out: &Path,
    files: &[Rendered],
    assets: &BTreeMap<String, Asset>,
    trust: bool,
) -> Result<Changes, PublishError> {
    let assets = assets.iter().map(|(path, asset)| (path.as_str(), Content::Asset(asset)));
    let files = files.iter().map(|file| (file.path.as_str(), Content::Bytes(&file.bytes)));
    bring(&Folder::open(out)?, &assets.chain(files).collect(), trust)
}

/// The paths that builds wrote into `out`, as its manifest says; none where there is no such folder.
///
/// # Errors
/// When it cannot be read.
pub fn written_before(out: &Path) -> Result<BTreeSet<String>, PublishError> {
    let path = out.join(MANIFEST);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(SystemError::new("read", &path, error).into()),
    };
    Ok(journal::of(MANIFEST, bytes)?.unwrap_or_default().into_keys().collect())
}

/// Makes the store hold exactly `files`, beside what others put there.
fn bring(store: &dyn Store, files: &BTreeMap<&str, Content<'_>>, trust: bool) -> Result<Changes, PublishError> {
    let (before, resumed) = journal::read(store)?;
    clear_staged(store)?;
    store.make_folder(STAGED)?;
    let nothing = Known::new();
    let made = if trust { &before } else { &nothing };
    let staged = stage(store, files, made).and_then(|staged| {
        let wanted: Known = staged.iter().map(|(path, file)| ((*path).to_owned(), file.hash.clone())).collect();
        let new = staged.iter().filter_map(|(path, file)| Some((*path, file.staged.clone()?))).collect();
        Ok((plan(store, &before, &wanted, &new)?, wanted, staged))
    });
    let (plan, wanted, staged) = staged.inspect_err(|_| {
        // A disk that is full should not stay so. What cannot be removed now is removed by the next build.
        let _ = clear_staged(store);
    })?;
    let is_right = !resumed && !before.is_empty() && plan == Plan::default() && before == wanted;
    let removed = if is_right { clear_staged(store).map(|()| 0) } else { carry_out(store, &plan, &before, &wanted) };
    let removed = removed.map_err(PublishError::Halfway)?;
    let written = plan.moves.len();
    let bytes = staged.values().map(|file| file.size).sum();
    Ok(Changes { written, kept: staged.len() - written, removed, bytes, resumed })
}

/// A file as it should be.
struct Staged {
    hash: String,
    size: u64,
    /// Where it stands, unless the right one is in its place already.
    staged: Option<String>,
}

/// Makes every file, and writes those that differ from what is published beside them, in parallel.
fn stage<'f>(
    store: &dyn Store,
    files: &BTreeMap<&'f str, Content<'_>>,
    made: &Known,
) -> Result<BTreeMap<&'f str, Staged>, PublishError> {
    let files: Vec<_> = files.iter().enumerate().collect();
    let each = files.par_iter().map(|(number, (path, content))| {
        let staged = stage_one(store, *number, path, **content, made)?;
        Ok((**path, staged))
    });
    let (mut staged, mut damaged) = (BTreeMap::new(), Vec::new());
    for one in each.collect::<Vec<_>>() {
        match one {
            Ok((path, file)) => {
                staged.insert(path, file);
            }
            Err(PublishError::Damaged(pictures)) => damaged.extend(pictures),
            Err(error) => return Err(error),
        }
    }
    if damaged.is_empty() { Ok(staged) } else { Err(PublishError::Damaged(damaged)) }
}

fn stage_one(
    store: &dyn Store,
    number: usize,
    path: &str,
    content: Content<'_>,
    made: &Known,
) -> Result<Staged, PublishError> {
    let found = store.found(path)?;
    let bytes: std::borrow::Cow<'_, [u8]> = match content {
        Content::Bytes(bytes) => bytes.into(),
        Content::Asset(asset) => {
            // What is made carries the hash of its picture in its name: if it is what a build made, it is right.
            let known = made.get(path).filter(|_| asset.made.is_some() && matches!(found, Found::File(_)));
            if let Some(hash) = known
                && let Some(bytes) = store.read(path)?
                && hash_of(&bytes) == *hash
            {
                return Ok(Staged { hash: hash.clone(), size: bytes.len() as u64, staged: None });
            }
            let bytes = picture::published(asset).map_err(|error| match error {
                Unmade::Unread(error) => SystemError::new("read", &asset.on_disk, error).into(),
                Unmade::Damaged(reason) => PublishError::Damaged(vec![(asset.path.clone(), reason)]),
            })?;
            bytes.into()
        }
    };
    let (hash, size) = (hash_of(&bytes), bytes.len() as u64);
    if found == Found::File(size) && store.read(path)?.is_some_and(|there| there == *bytes) {
        return Ok(Staged { hash, size, staged: None });
    }
    let staged = format!("{STAGED}/{number}");
    store.write(&staged, &bytes)?;
    Ok(Staged { hash, size, staged: Some(staged) })
}

fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Carries the plan out, between journal and manifest. How many files were removed.
fn carry_out(store: &dyn Store, plan: &Plan, before: &Known, wanted: &Known) -> Result<usize, SystemError> {
    if *plan != Plan::default() {
        journal::begin(store, before, wanted)?;
    }
    let mut removed = 0;
    for path in &plan.in_the_way {
        removed += usize::from(store.remove(path)?);
    }
    for folder in &plan.folders_in_the_way {
        store.remove_folder(folder)?;
    }
    let folders: BTreeSet<&str> =
        plan.moves.iter().filter_map(|(_, path)| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
    for folder in folders {
        if store.found(folder)? != Found::Folder {
            store.make_folder(folder)?;
        }
    }
    for (staged, path) in &plan.moves {
        store.rename(staged, path)?;
    }
    for path in &plan.gone {
        // In a folder that became a file, or was never made, is nothing to remove.
        if matches!(store.found(path)?, Found::File(_)) {
            removed += usize::from(store.remove(path)?);
        }
    }
    for folder in emptied(plan, wanted) {
        if store.found(folder)? == Found::Folder {
            store.remove_folder(folder)?;
        }
    }
    journal::end(store, wanted)?;
    clear_staged(store)?;
    Ok(removed)
}

/// Folders that held what is gone and may be empty now, the deepest first.
fn emptied<'p>(plan: &'p Plan, wanted: &'p Known) -> Vec<&'p str> {
    let needed: BTreeSet<&str> = wanted.keys().flat_map(|path| folders_above(path)).collect();
    let gone = plan.gone.iter().chain(&plan.in_the_way);
    let folders: BTreeSet<&str> = gone.flat_map(|path| folders_above(path)).collect();
    let mut folders: Vec<&str> = folders.difference(&needed).copied().collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(folder.matches('/').count()));
    folders
}

/// Removes what an interrupted build left staged.
fn clear_staged(store: &dyn Store) -> Result<(), SystemError> {
    for name in store.list(STAGED)? {
        store.remove(&format!("{STAGED}/{name}"))?;
    }
    store.remove_folder(STAGED).map(drop)
}

#[cfg(test)]
mod tests;
