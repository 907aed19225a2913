//! Files that commands write beside a bulletin's own.

use std::fs;
use std::path::Path;

use crate::source::SystemError;

/// Writes a file, with the folders above it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), SystemError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| SystemError::new("create", folder, error))?;
    }
    fs::write(path, bytes).map_err(|error| SystemError::new("write", path, error))
}
