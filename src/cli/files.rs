//! Files that commands write beside a bulletin's own.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::source::SystemError;

/// Writes a file, with the folders above it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), SystemError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| SystemError::new("create", folder, error))?;
    }
    fs::write(path, bytes).map_err(|error| SystemError::new("write", path, error))
}

/// Writes a file beside the old one, which it then replaces: it is never half written.
pub(super) fn in_one_step(path: &Path, text: &str) -> Result<(), SystemError> {
    let mut beside = std::ffi::OsString::from(".");
    beside.push(path.file_name().unwrap_or_default());
    beside.push(".new");
    let beside = path.with_file_name(beside);
    let write = || {
        let mut file = fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    let done = write().map_err(|error| SystemError::new("write", &beside, error));
    let done = done.and_then(|()| fs::rename(&beside, path).map_err(|error| SystemError::new("replace", path, error)));
    if done.is_err() {
        // What cannot be removed either is in nobody's way: it is hidden, and written over the next time.
        let _ = fs::remove_file(&beside);
    }
    done
}

/// What became of a file that is written once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// It is there now.
    New,
    /// It was there with the same bytes.
    Same,
    /// Another is there and was not touched.
    Other,
}

/// Writes a file that is not there yet.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<Written, SystemError> {
    match fs::read(path) {
        Ok(there) if there == bytes => Ok(Written::Same),
        Ok(_) => Ok(Written::Other),
        Err(error) if error.kind() == ErrorKind::NotFound => write(path, bytes).map(|()| Written::New),
        Err(error) => Err(SystemError::new("read", path, error)),
    }
}

/// Adds the lines that a file does not have yet, at its end.
pub(super) fn write_lines(path: &Path, lines: &[&str]) -> Result<(), SystemError> {
    let mut text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(SystemError::new("read", path, error)),
    };
    let missing: Vec<&str> = lines.iter().copied().filter(|line| !text.lines().any(|there| there == *line)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    missing.iter().for_each(|line| text.extend([line, "\n"]));
    write(path, text.as_bytes())
}
