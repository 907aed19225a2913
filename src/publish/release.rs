//! A folder of releases: each is a whole site in a folder of its own, and readers see that one to which the link `current`
//! leads. A release is made beside the others, from links to the files of the current one, so that only what differs is
//! written; it gets its name when it is whole, and the link is switched last.
//!
//! ```text
//! DIR/current → releases/2026-11-28-3f9a0c51d2e7
//! DIR/releases/2026-11-28-3f9a0c51d2e7/     the day it shows, and a hash of its files
//! DIR/releases/.next/                       while it is made
//! ```

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::journal::{self, Known};
use super::store::lock;
use super::{Changes, MANIFEST, PublishError};
use crate::source::SystemError;

/// How many releases are kept, with the current one.
const KEPT: usize = 5;
/// The link to the release that readers see.
const CURRENT: &str = "current";
/// The folder of the releases.
const RELEASES: &str = "releases";
/// Where in it the next release is made.
const NEXT: &str = ".next";
/// Where in it a release stands while it is removed.
const REMOVED: &str = ".removed";
/// Where in it the link stands before it takes the place of `current`.
const LINK: &str = ".current";

/// A folder of releases, locked as long as it is held.
pub struct Releases {
    folder: PathBuf,
    /// The current release, where there is one.
    current: Option<PathBuf>,
    _lock: File,
}

/// What became of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its name in `releases/`.
    pub name: String,
    /// Whether it is another than the one before. `false` where that one had the same files.
    pub is_new: bool,
    /// The releases that are kept, with this one.
    pub kept: usize,
}

impl Releases {
    /// Opens the folder for one release, making it if need be.
    ///
    /// # Errors
    /// When something that gongbao did not make stands in the way, another build is writing there, or the system fails.
    pub fn open(folder: &Path) -> Result<Self, PublishError> {
        let in_the_way = |name: &str| PublishError::InTheWay(name.to_owned());
        let link = folder.join(CURRENT);
        if fs::symlink_metadata(&link).is_ok_and(|found| !found.is_symlink()) {
            return Err(in_the_way(CURRENT));
        }
        let releases = folder.join(RELEASES);
        if fs::metadata(&releases).is_ok_and(|found| !found.is_dir()) {
            return Err(in_the_way(RELEASES));
        }
        fs::create_dir_all(&releases).map_err(|error| SystemError::new("create", &releases, error))?;
        let lock = lock(&releases.join(".lock"), folder)?;
        for left in [NEXT, REMOVED] {
            remove_all(&releases.join(left))?;
        }
        remove_link(&releases.join(LINK))?;
        let current = fs::canonicalize(&link).ok().filter(|current| current.is_dir());
        Ok(Self { folder: folder.to_owned(), current, _lock: lock })
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(RELEASES).join(name)
    }

    /// The folder in which the next release is to be made. It holds what the current one does: a file that differs takes
    /// the place of another and never changes it, because it is that of the current release, too.
    ///
    /// # Errors
    /// When the system fails.
    pub fn next(&self) -> Result<PathBuf, SystemError> {
        let next = self.at(NEXT);
        fs::create_dir_all(&next).map_err(|error| SystemError::new("create", &next, error))?;
        if let Some((current, known)) = self.current.as_ref().map(|current| (current, manifest(current)))
            && !known.is_empty()
        {
            link_all(known.keys(), current, &next)?;
            let to = next.join(MANIFEST);
            fs::copy(current.join(MANIFEST), &to).map_err(|error| SystemError::new("write", &to, error))?;
        }
        Ok(next)
    }

    /// Lets readers see what was made, unless the current release has the same files. `day`: which the site shows; `changes`:
    /// what was done in [`Releases::next`].
    ///
    /// # Errors
    /// When the system fails; readers see the release before, then.
    pub fn publish(self, day: &str, changes: Changes) -> Result<Release, SystemError> {
        let next = self.at(NEXT);
        let known = manifest(&next);
        let hash = hash_of(&known);
        let name_of = |folder: &Path| folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let current = self.current.as_deref().and_then(name_of);
        let is_right = changes.written == 0 && changes.removed == 0;
        if let Some(name) = current.clone().filter(|name| is_right && hash_in(name) == Some(&hash)) {
            remove_all(&next)?;
            let kept = self.all()?.len();
            return Ok(Release { name, is_new: false, kept });
        }
        let of_before = self.all()?;
        for before in of_before.iter().take(KEPT - 1) {
            let before = self.at(before);
            // A page that a reader has opened asks for these under their names.
            let lasting: Vec<_> = manifest(&before).into_keys().filter(|path| is_lasting(path)).collect();
            link_all(lasting.iter().filter(|path| !known.contains_key(*path)), &before, &next)?;
        }
        let whole = format!("{day}-{hash}");
        // The current one has other files than its name says when somebody changed them there.
        let mut names = std::iter::once(whole.clone()).chain((2_u32..).map(|n| format!("{whole}-{n}")));
        let name = names.find(|name| Some(name) != current.as_ref()).unwrap_or(whole);
        self.remove(&name)?;
        self.rename(&next, &self.at(&name))?;
        self.switch(&name)?;
        let mut all = self.all()?;
        all.retain(|other| *other != name);
        for old in all.iter().skip(KEPT - 1) {
            self.remove(old)?;
        }
        Ok(Release { name, is_new: true, kept: 1 + all.len().min(KEPT - 1) })
    }

    /// The releases, the latest first. What has another name or no manifest is none.
    fn all(&self) -> Result<Vec<String>, SystemError> {
        let folder = self.folder.join(RELEASES);
        let failed = |error| SystemError::new("read", &folder, error);
        let mut all: BTreeSet<(SystemTime, String)> = BTreeSet::new();
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let made = fs::metadata(entry.path().join(MANIFEST)).and_then(|found| found.modified());
            if let (Some(_), Ok(made)) = (hash_in(&name), made) {
                all.insert((made, name));
            }
        }
        Ok(all.into_iter().rev().map(|(_, name)| name).collect())
    }

    /// Removes a release, so that no half of it stands there under its name at any time.
    fn remove(&self, name: &str) -> Result<(), SystemError> {
        let (release, removed) = (self.at(name), self.at(REMOVED));
        if fs::symlink_metadata(&release).is_ok() {
            self.rename(&release, &removed)?;
        }
        remove_all(&removed)
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), SystemError> {
        fs::rename(from, to).map_err(|error| SystemError::new("replace", to, error))?;
        sync(&self.folder.join(RELEASES))
    }

    /// Leads readers to a release, in one step.
    fn switch(&self, name: &str) -> Result<(), SystemError> {
        let (link, current) = (self.at(LINK), self.folder.join(CURRENT));
        remove_link(&link)?;
        symlink(&Path::new(RELEASES).join(name), &link).map_err(|error| SystemError::new("create", &link, error))?;
        fs::rename(&link, &current).map_err(|error| SystemError::new("replace", &current, error))?;
        sync(&self.folder)
    }
}

impl Drop for Releases {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = remove_all(&self.at(NEXT));
    }
}

/// The hash in the name of a release: behind its day.
fn hash_in(name: &str) -> Option<&str> {
    let mut parts = name.splitn(5, '-');
    let day: Vec<&str> = parts.by_ref().take(3).collect();
    let is_day = day.iter().map(|part| part.len()).eq([4, 2, 2]) && day.concat().bytes().all(|b| b.is_ascii_digit());
    parts.next().filter(|hash| is_day && hash.len() == HASH && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Characters of the hash in a name.
const HASH: usize = 12;

/// A hash of all files by their paths and bytes, whatever made them.
fn hash_of(known: &Known) -> String {
    let mut hash = blake3::Hasher::new();
    for (path, entry) in known {
        hash.update(path.as_bytes()).update(b"\0").update(entry.hash.as_bytes()).update(b"\n");
    }
    hash.finalize().to_hex().chars().take(HASH).collect()
}

/// Whether a file has a hash in its path, so that it is the same wherever it is there: styles, scripts, the search index.
fn is_lasting(path: &str) -> bool {
    path.starts_with("assets/") || path.strip_prefix("search/").is_some_and(|below| below.contains('/'))
}

/// What the manifest of a release names; nothing where it cannot be read: then nothing of that release is used.
fn manifest(release: &Path) -> Known {
    let bytes = fs::read(release.join(MANIFEST)).ok();
    journal::of(MANIFEST, bytes).ok().flatten().unwrap_or_default()
}

/// Puts files of one folder into another, too; those that are not there are left out. Where the disk cannot link them, they
/// are copied.
fn link_all<'p>(paths: impl Iterator<Item = &'p String>, from: &Path, to: &Path) -> Result<(), SystemError> {
    let mut made: BTreeSet<PathBuf> = BTreeSet::new();
    for path in paths {
        let (from, to) = (from.join(path), to.join(path));
        if !fs::symlink_metadata(&from).is_ok_and(|found| found.is_file()) {
            continue;
        }
        let failed = |error: io::Error| SystemError::new("write", &to, error);
        if let Some(folder) = to.parent().filter(|folder| !made.contains(*folder)) {
            fs::create_dir_all(folder).map_err(failed)?;
            made.insert(folder.to_owned());
        }
        match fs::hard_link(&from, &to) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(_) => drop(fs::copy(&from, &to).map_err(failed)?),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Removes a folder with all that is in it, where there is one.
fn remove_all(folder: &Path) -> Result<(), SystemError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(SystemError::new("remove", folder, error)),
        _ => Ok(()),
    }
}

/// Removes a link, where there is one.
fn remove_link(link: &Path) -> Result<(), SystemError> {
    match fs::remove_file(link) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(SystemError::new("remove", link, error)),
        _ => Ok(()),
    }
}

/// Makes sure that what was renamed in a folder outlasts a power cut.
fn sync(folder: &Path) -> Result<(), SystemError> {
    let synced = if cfg!(unix) { File::open(folder).and_then(|folder| folder.sync_all()) } else { Ok(()) };
    synced.map_err(|error| SystemError::new("write", folder, error))
}

#[cfg(unix)]
fn symlink(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

/// A link to a folder cannot be replaced in one step there.
#[cfg(not(unix))]
fn symlink(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests;
