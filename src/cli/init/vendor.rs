//! `gongbao init --vendor`: the program itself in the bulletin's `bin/`, so that CI downloads nothing.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::super::{End, args, files, terminal};
use super::repository::git;
use crate::source::SystemError;

/// The program, from the bulletin's folder.
pub(super) const PROGRAM: &str = "bin/gongbao";

/// How a program for Linux begins.
const ELF: &[u8] = b"\x7fELF";

/// The bytes of the program: this one, or that in `file`. CI runs on Linux, so another system's is refused.
pub(super) fn program(file: Option<&Path>) -> Result<Vec<u8>, End> {
    let path = match file {
        Some(file) => Ok(file.to_owned()),
        None => std::env::current_exe().map_err(|error| SystemError::new("find", Path::new("gongbao"), error)),
    };
    let read = path.and_then(|path| {
        let bytes = fs::read(&path).map_err(|error| SystemError::new("read", &path, error))?;
        Ok((path, bytes))
    });
    let (path, bytes) = read.map_err(|error| terminal::system(&error, args::locale()))?;
    if bytes.starts_with(ELF) {
        return Ok(bytes);
    }
    terminal::message(&format!(
        "{0} 不是 Linux 程序，流水线的机器运行不了它。下载 Linux 的 gongbao，再用 --vendor=文件 指明；什么也没有写 / {0} is no program for Linux, which CI runs on. Get gongbao for Linux and name it: --vendor=FILE; nothing was written",
        path.display()
    ));
    Err(End::Usage)
}

/// Writes the program with its run bit, and its SHA-256 beside it. Gives the program's path where it is one that was put
/// there by other means: it is not touched.
pub(super) fn put(dir: &Path, program: &[u8]) -> Result<Option<PathBuf>, SystemError> {
    let path = dir.join(PROGRAM);
    let sums = dir.join(format!("{PROGRAM}.sha256"));
    let hash = sha256(program);
    if let Ok(there) = fs::read(&path) {
        let known = fs::read_to_string(&sums).unwrap_or_default();
        let is = sha256(&there);
        if is != hash && known.split_whitespace().next() != Some(&is) {
            return Ok(Some(path));
        }
    }
    // A program that runs cannot be written into, but another can take its place.
    let new = dir.join(format!("{PROGRAM}.new"));
    files::write(&new, program)?;
    may_run(&new)?;
    fs::rename(&new, &path).map_err(|error| SystemError::new("replace", &path, error))?;
    files::write(&sums, format!("{hash}  gongbao\n").as_bytes())?;
    // On Windows files have no run bit: git keeps it.
    let _ = git(dir, &["update-index", "--add", "--chmod=+x", "--", PROGRAM]);
    terminal::message(&format!("程序 / program: {} (SHA-256 {hash})", path.display()));
    Ok(None)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(unix)]
fn may_run(path: &Path) -> Result<(), SystemError> {
    use std::os::unix::fs::PermissionsExt;
    let all = fs::Permissions::from_mode(0o755);
    fs::set_permissions(path, all).map_err(|error| SystemError::new("change", path, error))
}

#[cfg(not(unix))]
fn may_run(_: &Path) -> Result<(), SystemError> {
    Ok(())
}
