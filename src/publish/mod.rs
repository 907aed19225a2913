//! Bringing a folder from what it is to what it should be: write what differs, remove what is gone, touch nothing else.
//!
//! ```text
//! lock → what was written before (journal.rs) → file by file: made, compared, staged, forgotten → what is to be done
//!      (plan.rs) → journal → moves and removals → manifest
//! ```
//!
//! A manifest in the folder says what gongbao wrote there. A folder with content and no manifest was made by someone
//! else and is left alone. Nothing that readers see is touched before every file has been made and stands in the folder
//! under another name; then each takes its place in one step. A build may be stopped at any moment: what is on disk is
//! compared byte by byte with what should be there, and the journal names every file that an interrupted build may have
//! written, so that the next build leaves exactly the right folder. `tests` tries that for every single operation.
//!
//! A file is not made again when the manifest says that it was made of the same and nothing touched it since: it is older
//! than the manifest, and the manifest is as old as the build noted. A copy or a checkout of the folder has other times:
//! then files are read and held against the hashes of the manifest.

mod compressed;
mod found;
mod journal;
mod plan;
mod release;
mod shard;
mod store;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;

pub use self::found::{damaged, missing, unreadable};
use self::journal::{Entry, Known, Whose};
use self::plan::{Plan, folders_above, plan};
pub use self::release::{Release, Releases};
pub use self::shard::Shard;
use self::store::{Folder, Found, Store};
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
    /// Parts of a site that are not there, or are not whole.
    #[error("{0} is missing")]
    Part(String),
    /// There are no parts to join.
    #[error("{0} holds no parts of a site")]
    NoParts(String),
    /// Two manifests of parts that were made of different content, days or options.
    #[error("{0} and {1} are not of the same site")]
    Mixed(String, String),
    /// The system failed before anything that readers see was touched.
    #[error(transparent)]
    System(#[from] SystemError),
    /// The system failed while files took their places.
    #[error(transparent)]
    Halfway(SystemError),
}

/// Publishing, from the lock on the folder to the manifest. Dropped before [`Publishing::finish`], it leaves what is
/// published as it is.
pub struct Publishing {
    store: Box<dyn Store>,
    whose: Whose,
    /// What builds wrote there.
    ours: Known,
    /// What builds of the same part wrote; the same as `ours` where the site is built whole.
    before: Known,
    /// Whether the build before was interrupted.
    resumed: bool,
    /// When the last build ended, where files that are older were not touched since.
    ended: Option<SystemTime>,
    /// Whether what the manifest says is believed.
    trust: bool,
    /// Of a part: what all parts of the site were made of, as its manifest says.
    site_before: Option<String>,
    /// Of a part: what they are made of now.
    site: Option<String>,
    staged: Mutex<BTreeMap<String, Staged>>,
    /// Compressed copies of what is staged; `None` where none are wanted.
    copies: Option<Mutex<BTreeMap<String, Staged>>>,
    /// How many files were staged.
    number: AtomicUsize,
    is_finished: bool,
}

/// A file as it should be.
struct Staged {
    entry: Entry,
    /// Where it stands, unless the right one is in its place already.
    staged: Option<String>,
}

/// A file that takes the place of another.
pub struct Replaced {
    /// The bytes that stand there.
    pub before: Vec<u8>,
    /// Those that will.
    pub now: Vec<u8>,
}

/// What is told of a file beside its bytes, for the next build.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Hash of what it is made of; `None` when it must be made anew by the next build.
    pub made_of: Option<String>,
    /// The images and attachments that it names.
    pub names: Vec<String>,
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

/// Joins the parts of a site that were copied into one folder: it is then as if the site had been built whole.
///
/// # Errors
/// When a part or a file of one is missing, or as for [`Publishing::open`].
pub fn merge(out: &Path) -> Result<Changes, PublishError> {
    let no_parts = || PublishError::NoParts(out.display().to_string());
    // A folder that is not there is not made for this.
    if !out.is_dir() {
        return Err(no_parts());
    }
    let publishing = Publishing::open(out, true, None)?;
    let store = &*publishing.store;
    let found = journal::parts(store)?;
    let Some(first) = found.first().copied() else { return Err(no_parts()) };
    let wanted: Vec<Shard> = (1..=first.of).filter_map(|number| Shard::new(number, first.of)).collect();
    // Of what is left over from another division nobody knows whether it is of the same site.
    let missing = wanted.iter().find(|shard| !found.contains(shard));
    if let Some(shard) = missing.or_else(|| found.iter().find(|shard| shard.of != first.of)) {
        return Err(PublishError::Part(Whose(Some(*shard)).manifest()));
    }
    let site = journal::site_of(store, Whose(Some(first)))?;
    for whose in wanted.into_iter().map(|shard| Whose(Some(shard))) {
        if journal::site_of(store, whose)? != site {
            return Err(PublishError::Mixed(Whose(Some(first)).manifest(), whose.manifest()));
        }
        let (known, _) = journal::read(store, whose)?;
        known.into_par_iter().try_for_each(|(path, entry)| {
            let is_whole = store.read(&path)?.is_some_and(|bytes| hash_of(&bytes) == entry.hash);
            if !is_whole {
                return Err(PublishError::Part(path));
            }
            publishing.staged().insert(path, Staged { entry, staged: None });
            Ok(())
        })?;
    }
    publishing.finish()
}

/// Whether a build that was interrupted left a folder part new, part old.
pub fn is_halfway(out: &Path) -> bool {
    out.join(Whose(None).journal()).exists()
}

impl Publishing {
    /// Locks a folder and reads what builds wrote there. Without `trust` every file and picture is made anew. With `shard`
    /// only that part of a site is taken, and what other parts wrote there stays.
    ///
    /// # Errors
    /// When the folder is not gongbao's, another build is writing there, or the system fails.
    pub fn open(out: &Path, trust: bool, shard: Option<Shard>) -> Result<Self, PublishError> {
        Self::on(Box::new(Folder::open(out)?), trust, shard)
    }

    fn on(store: Box<dyn Store>, trust: bool, shard: Option<Shard>) -> Result<Self, PublishError> {
        let whose = Whose(shard);
        let (own, mut resumed) = journal::read(&*store, whose)?;
        let mut ours = own.clone();
        let others = std::iter::once(None).chain(journal::begun_parts(&*store)?.into_iter().map(Some));
        for other in others.filter(|other| *other != shard) {
            let (known, begun) = journal::read(&*store, Whose(other))?;
            resumed |= begun && shard.is_none();
            ours.extend(known);
        }
        let before = if shard.is_none() { ours.clone() } else { own };
        clear_staged(&*store)?;
        store.make_folder(STAGED)?;
        let ended = journal::written(&*store, whose)?;
        let (staged, number) = (Mutex::default(), AtomicUsize::new(0));
        let site_before = shard.map_or(Ok(None), |_| journal::site_of(&*store, whose))?;
        Ok(Self {
            store,
            whose,
            ours,
            before,
            resumed,
            ended,
            trust,
            site_before,
            site: None,
            staged,
            copies: None,
            number,
            is_finished: false,
        })
    }

    /// Notes what all parts of the site are made of: those of another are not joined with this one.
    pub fn of_site(&mut self, hash: String) {
        self.site = Some(hash);
    }

    /// From now on each file that becomes smaller has compressed copies beside it.
    pub fn compress(&mut self) {
        self.copies = Some(Mutex::default());
    }

    /// The paths that builds wrote there, but for compressed copies.
    pub fn before(&self) -> impl Iterator<Item = &str> {
        let files = self.before.iter().filter(|(_, entry)| !compressed::is_copy(entry.made_of.as_deref()));
        files.map(|(path, _)| path.as_str())
    }

    /// Whether an earlier build wrote a file.
    pub fn wrote(&self, path: &str) -> bool {
        self.before.contains_key(path)
    }

    /// Keeps the files of these paths as they are, when each was made of the same, and stands there as it was made. Gives
    /// what they name; `None` where one must be made.
    ///
    /// # Errors
    /// When the system fails.
    pub fn keep(&self, paths: &[String], made_of: &str) -> Result<Option<Vec<String>>, PublishError> {
        let mut kept = Vec::with_capacity(paths.len());
        for path in paths {
            match self.before.get_key_value(path).filter(|_| self.trust) {
                Some((path, entry)) if entry.made_of.as_deref() == Some(made_of) && self.is_there(path, entry)? => {
                    kept.push((path, entry));
                }
                _ => return Ok(None),
            }
        }
        for (path, entry) in &kept {
            self.put_copies(path, &entry.hash, None)?;
        }
        let names = kept.iter().flat_map(|(_, entry)| entry.names.iter().cloned()).collect();
        let mut staged = self.staged();
        staged.extend(
            kept.into_iter().map(|(path, entry)| (path.clone(), Staged { entry: entry.clone(), staged: None })),
        );
        Ok(Some(names))
    }

    /// Keeps all files that were made of the same, where there are any and each stands there as it was made. Gives their paths.
    ///
    /// # Errors
    /// When the system fails.
    pub fn keep_all(&self, made_of: &str) -> Result<Vec<String>, PublishError> {
        let is_same = |(_, entry): &(&String, &Entry)| entry.made_of.as_deref() == Some(made_of);
        let paths: Vec<String> = self.before.iter().filter(is_same).map(|(path, _)| path.clone()).collect();
        Ok(if self.keep(&paths, made_of)?.is_some() { paths } else { Vec::new() })
    }

    /// Whether a file stands there as the manifest has it.
    fn is_there(&self, path: &str, entry: &Entry) -> Result<bool, SystemError> {
        let Found::File { size, modified } = self.store.found(path)? else { return Ok(false) };
        if size != entry.size {
            return Ok(false);
        }
        let is_untouched = modified.zip(self.ended).is_some_and(|(modified, ended)| modified < ended);
        Ok(is_untouched || self.store.read(path)?.is_some_and(|bytes| hash_of(&bytes) == entry.hash))
    }

    /// Takes a file: stages it, unless it stands there already.
    ///
    /// # Errors
    /// When the system fails.
    pub fn put(&self, path: String, bytes: &[u8], about: About) -> Result<(), PublishError> {
        let hash = hash_of(bytes);
        self.put_copies(&path, &hash, Some(bytes))?;
        let entry = Entry { hash, size: bytes.len() as u64, made_of: about.made_of, names: about.names };
        let staged = self.stage(&path, bytes)?;
        self.staged().insert(path, Staged { entry, staged });
        Ok(())
    }

    /// Stages a file, unless it stands there already. Gives where it is staged.
    fn stage(&self, path: &str, bytes: &[u8]) -> Result<Option<String>, SystemError> {
        let is_right = matches!(self.store.found(path)?, Found::File { size, .. } if size == bytes.len() as u64)
            && self.store.read(path)?.is_some_and(|there| there == bytes);
        if is_right {
            return Ok(None);
        }
        let staged = format!("{STAGED}/{}", self.number.fetch_add(1, Ordering::Relaxed));
        self.store.write(&staged, bytes)?;
        Ok(Some(staged))
    }

    /// Takes the compressed copies of a file, where they are wanted. Its bytes, where they are not given, are those that
    /// stand there.
    fn put_copies(&self, path: &str, hash: &str, bytes: Option<&[u8]>) -> Result<(), PublishError> {
        let Some(copies) = self.copies.as_ref().filter(|_| compressed::is_compressed(path)) else { return Ok(()) };
        let made_of = compressed::made_of(hash);
        let mut there = None;
        for way in compressed::WAYS {
            let copy = format!("{path}{}", way.ending);
            let before = self.before.get(&copy).filter(|_| self.trust);
            let before = before.filter(|entry| entry.made_of.as_deref() == Some(made_of.as_str()));
            let staged = match before {
                Some(entry) if self.is_there(&copy, entry)? => Staged { entry: entry.clone(), staged: None },
                _ => {
                    if bytes.is_none() && there.is_none() {
                        there = self.store.read(path)?;
                    }
                    let bytes = bytes.or(there.as_deref()).unwrap_or_default();
                    let made = way.copy(bytes).map_err(|error| SystemError::new("write", Path::new(&copy), error))?;
                    let Some(made) = made else { continue };
                    let (hash, size) = (hash_of(&made), made.len() as u64);
                    let entry = Entry { hash, size, made_of: Some(made_of.clone()), names: Vec::new() };
                    Staged { entry, staged: self.stage(&copy, &made)? }
                }
            };
            copies.lock().unwrap_or_else(PoisonError::into_inner).insert(copy, staged);
        }
        Ok(())
    }

    /// Takes images and attachments.
    ///
    /// # Errors
    /// When a picture is damaged, or the system fails.
    pub fn put_assets(&self, assets: &BTreeMap<String, Asset>) -> Result<(), PublishError> {
        let all: Vec<_> = assets.par_iter().map(|(path, asset)| self.put_asset(path, asset)).collect();
        let mut damaged = Vec::new();
        for one in all {
            match one {
                Err(PublishError::Damaged(pictures)) => damaged.extend(pictures),
                one => one?,
            }
        }
        if damaged.is_empty() { Ok(()) } else { Err(PublishError::Damaged(damaged)) }
    }

    fn put_asset(&self, path: &str, asset: &Asset) -> Result<(), PublishError> {
        // A smaller picture has the hash of its original in its name. So one that an earlier build made under that name
        // need not be made again.
        if let Some(entry) = self.before.get(path).filter(|_| self.trust && asset.made.is_some())
            && let Some(bytes) = self.store.read(path)?
            && hash_of(&bytes) == entry.hash
        {
            let entry = Entry { size: bytes.len() as u64, ..entry.clone() };
            self.put_copies(path, &entry.hash, Some(&bytes))?;
            self.staged().insert(path.to_owned(), Staged { entry, staged: None });
            return Ok(());
        }
        let bytes = picture::published(asset).map_err(|error| match error {
            Unmade::Unread(error) => SystemError::new("read", &asset.on_disk, error).into(),
            Unmade::Damaged(reason) => PublishError::Damaged(vec![(asset.path.clone(), reason)]),
        })?;
        self.put(path.to_owned(), &bytes, About::default())
    }

    /// The text of a page that this build replaces, and of what it puts in its place.
    ///
    /// # Errors
    /// When the system fails.
    pub fn replaced(&self, path: &str) -> Result<Option<Replaced>, PublishError> {
        let new = self.staged().get(path).and_then(|file| file.staged.clone());
        let Some(new) = new.filter(|_| self.before.contains_key(path)) else { return Ok(None) };
        // What stands there may have become a folder or a device; the plan says so.
        let is_file = matches!(self.store.found(path)?, Found::File { .. });
        let both = if is_file { self.store.read(path)?.zip(self.store.read(&new)?) } else { None };
        Ok(both.map(|(before, now)| Replaced { before, now }))
    }

    /// Makes the folder hold exactly the files that it was given, beside what others put there.
    ///
    /// # Errors
    /// When something stands in the way, or the system fails.
    pub fn finish(mut self) -> Result<Changes, PublishError> {
        let mut all = std::mem::take(&mut *self.staged());
        // A file of the site that has the name of a copy is what it is.
        for (path, copy) in self.copies.take().into_iter().flat_map(Mutex::into_inner).flatten() {
            all.entry(path).or_insert(copy);
        }
        let store = &*self.store;
        let (bytes, count) = (all.values().map(|file| file.entry.size).sum(), all.len());
        let staged: BTreeMap<&str, String> =
            all.iter().filter_map(|(path, file)| Some((path.as_str(), file.staged.clone()?))).collect();
        let wanted: Known = all.iter().map(|(path, file)| (path.clone(), file.entry.clone())).collect();
        let plan = plan(store, &self.ours, &self.before, &wanted, &staged)?;
        // From here on what is staged is needed, also by whoever looks why it stopped.
        self.is_finished = true;
        let is_same = self.before == wanted && self.site_before == self.site;
        let is_right = !self.resumed && self.ended.is_some() && plan == Plan::default() && is_same;
        let removed = if is_right {
            clear_staged(store).map(|()| 0)
        } else {
            carry_out(store, self.whose, &plan, &self.before, &wanted, self.site.as_deref())
        };
        let removed = removed.map_err(PublishError::Halfway)?;
        let written = plan.moves.len();
        Ok(Changes { written, kept: count - written, removed, bytes, resumed: self.resumed })
    }

    fn staged(&self) -> MutexGuard<'_, BTreeMap<String, Staged>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Publishing {
    fn drop(&mut self) {
        if !self.is_finished {
            // A disk that is full should not stay so. What cannot be removed now is removed by the next build.
            let _ = clear_staged(&*self.store);
        }
    }
}

fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Carries the plan out, between journal and manifest. How many files were removed.
fn carry_out(
    store: &dyn Store,
    whose: Whose,
    plan: &Plan,
    before: &Known,
    wanted: &Known,
    site: Option<&str>,
) -> Result<usize, SystemError> {
    if *plan != Plan::default() {
        journal::begin(store, whose, before, wanted)?;
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
        if matches!(store.found(path)?, Found::File { .. }) {
            removed += usize::from(store.remove(path)?);
        }
    }
    for folder in emptied(plan, wanted) {
        if store.found(folder)? == Found::Folder {
            store.remove_folder(folder)?;
        }
    }
    journal::end(store, whose, wanted, site)?;
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
