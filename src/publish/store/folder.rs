//! A folder on disk, locked as long as it is held.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::{Duration, SystemTime};

use super::{Found, Store};
use crate::publish::{MANIFEST, OWN, PublishError, Shard};
use crate::source::SystemError;

/// Files an empty output folder may hold: what keeps it in git.
const KEEPERS: &[&str] = &[".gitignore", ".gitkeep", ".keep"];

/// The output folder.
pub(in crate::publish) struct Folder {
    root: PathBuf,
    /// The system gives the lock back when the file is closed, also when the program is killed.
    _lock: File,
}

impl Folder {
    /// Opens the folder for one build, making it if need be.
    pub(in crate::publish) fn open(root: &Path) -> Result<Self, PublishError> {
        fs::create_dir_all(root).map_err(|error| SystemError::new("create", root, error))?;
        let own = root.join(OWN);
        // A folder with content that gongbao did not write is not touched, not even for a lock.
        let names = names_in(root)?;
        let is_manifest = |name: &&String| **name == MANIFEST || Shard::of_manifest(name).is_some();
        let is_begun = || own.read_dir().is_ok_and(|mut all| all.any(|file| is_journal(&file)));
        let is_empty = names.iter().all(|name| name == OWN || KEEPERS.contains(&name.as_str()));
        if !is_empty && !names.iter().any(|name| is_manifest(&name)) && !is_begun() {
            let is_ours = own.is_dir();
            let error = if is_ours { PublishError::Missing } else { PublishError::NotOurs };
            return Err(error(root.display().to_string()));
        }
        fs::create_dir_all(&own).map_err(|error| SystemError::new("create", &own, error))?;
        let lock = lock(&own.join("lock"), root)?;
        Ok(Self { root: root.to_owned(), _lock: lock })
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

/// Takes the lock on a folder, which is a file: it is held until that is closed.
pub(in crate::publish) fn lock(path: &Path, root: &Path) -> Result<File, PublishError> {
    let lock = File::options().create(true).append(true).open(path);
    let lock = lock.map_err(|error| SystemError::new("create", path, error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        // Some file systems of networks have no locks: there two builds at once are the office's own care.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(PublishError::Busy(root.display().to_string())),
        Err(TryLockError::Error(error)) => Err(SystemError::new("lock", path, error).into()),
    }
}

/// The names of what a folder holds.
fn names_in(root: &Path) -> Result<Vec<String>, SystemError> {
    let failed = |error| SystemError::new("read", root, error);
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    fs::read_dir(root).map_err(failed)?.map(|entry| entry.map(name).map_err(failed)).collect()
}

/// Whether a file is the journal of a build that was interrupted.
fn is_journal(entry: &std::io::Result<fs::DirEntry>) -> bool {
    entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("journal"))
}

/// Whether an error says that nothing stands at the path.
fn is_nothing(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// A file by its length and when it was last touched: a file that was put back with an old time was touched when it was put
/// there, which the system notes beside that time.
fn file(found: &fs::Metadata) -> Found {
    let modified = found.modified().ok();
    #[cfg(unix)]
    let modified = modified.max(changed(found));
    Found::File { size: found.len(), modified }
}

/// When the system last changed what it keeps of a file.
#[cfg(unix)]
fn changed(found: &fs::Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let (seconds, nanoseconds) = (u64::try_from(found.ctime()).ok()?, u32::try_from(found.ctime_nsec()).ok()?);
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
}

impl Store for Folder {
    fn found(&self, path: &str) -> Result<Found, SystemError> {
        let path = self.at(path);
        let failed = |error| SystemError::new("read", &path, error);
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => match fs::metadata(&path) {
                Ok(found) if found.is_dir() => Ok(Found::Elsewhere),
                Ok(found) => Ok(file(&found)),
                // A link to nothing is a file that is to be replaced.
                Err(error) if is_nothing(&error) => Ok(Found::File { size: 0, modified: None }),
                Err(error) => Err(failed(error)),
            },
            Ok(found) if found.is_dir() => Ok(Found::Folder),
            Ok(found) => Ok(file(&found)),
            Err(error) if is_nothing(&error) => Ok(Found::Nothing),
            Err(error) => Err(failed(error)),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, SystemError> {
        let folder = self.at(folder);
        let mut names = if folder.is_dir() { names_in(&folder)? } else { Vec::new() };
        names.sort();
        Ok(names)
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SystemError> {
        let path = self.at(path);
        // What is neither file nor folder may never end.
        if fs::metadata(&path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            return Ok(None);
        }
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_nothing(&error) => Ok(None),
            Err(error) => Err(SystemError::new("read", &path, error)),
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError> {
        let path = self.at(path);
        fs::write(&path, bytes).map_err(|error| SystemError::new("write", &path, error))
    }

    fn sync(&self, path: &str) -> Result<(), SystemError> {
        let path = self.at(path);
        let file = File::options().append(true).open(&path);
        file.and_then(|file| file.sync_all()).map_err(|error| SystemError::new("write", &path, error))
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError> {
        let to = self.at(to);
        fs::rename(self.at(from), &to).map_err(|error| SystemError::new("replace", &to, error))
    }

    fn remove(&self, path: &str) -> Result<bool, SystemError> {
        let path = self.at(path);
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if is_nothing(&error) => Ok(false),
            Err(error) => Err(SystemError::new("remove", &path, error)),
        }
    }

    fn make_folder(&self, path: &str) -> Result<(), SystemError> {
        let path = self.at(path);
        fs::create_dir_all(&path).map_err(|error| SystemError::new("create", &path, error))
    }

    fn remove_folder(&self, path: &str) -> Result<bool, SystemError> {
        let path = self.at(path);
        match fs::remove_dir(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
            Err(error) if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::NotADirectory) => Ok(false),
            Err(error) => Err(SystemError::new("remove", &path, error)),
        }
    }
}
