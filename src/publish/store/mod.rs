//! Where a site is published: a handful of operations, so that publishing can be tried with each of them failing.

mod folder;

use std::time::SystemTime;

pub(super) use folder::{Folder, lock};

use crate::source::SystemError;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A file.
    File {
        /// Its bytes.
        size: u64,
        /// When it was last written, where the place knows.
        modified: Option<SystemTime>,
    },
    /// A folder.
    Folder,
    /// A link to a folder: what is in it stands elsewhere.
    Elsewhere,
}

/// A place that holds files by path, with `/`, from its root.
pub(super) trait Store: Sync {
    /// What stands at a path.
    fn found(&self, path: &str) -> Result<Found, SystemError>;

    /// The names in a folder, sorted; none where there is no folder.
    fn list(&self, folder: &str) -> Result<Vec<String>, SystemError>;

    /// The bytes of a file; `None` where there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SystemError>;

    /// Writes a file. The folder above it must exist. When it fails, part of the file may stand there.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError>;

    /// Makes sure that a file that was written outlasts a power cut.
    fn sync(&self, path: &str) -> Result<(), SystemError>;

    /// Moves a file in one step, in place of the file that stands there.
    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError>;

    /// Removes a file. Whether there was one.
    fn remove(&self, path: &str) -> Result<bool, SystemError>;

    /// Makes a folder and those above it.
    fn make_folder(&self, path: &str) -> Result<(), SystemError>;

    /// Removes a folder when it is empty. Whether it is gone.
    fn remove_folder(&self, path: &str) -> Result<bool, SystemError>;
}
