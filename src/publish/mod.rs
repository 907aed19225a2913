//! Bringing a folder from what it is to what it should be: write what differs, remove what is gone, touch nothing else.
//!
//! A manifest in the folder says what gongbao wrote there. A folder with content and no manifest was made by someone
//! else and is left alone. A file that changes is written beside the old one and takes its place in one step, so a full
//! disk leaves the old one standing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::render::Rendered;
use crate::source::{Asset, SystemError, picture};

/// The manifest's name in the output folder.
const MANIFEST: &str = ".gongbao-manifest.json";
/// Files an empty output folder may hold: what keeps it in git.
const KEEPERS: &[&str] = &[".gitignore", ".gitkeep", ".keep"];

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
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder holds files that gongbao did not write.
    #[error("{0} is not empty and was not made by gongbao")]
    NotOurs(String),
    /// The system failed.
    #[error(transparent)]
    System(#[from] SystemError),
}

/// Content hashes by path.
type Manifest = BTreeMap<String, String>;

/// Makes `out` hold exactly `files` and `assets`, beside what others put there. With `trust`, a file that the manifest
/// calls right and that has the right size is not written again.
///
/// # Errors
/// When the folder is not gongbao's, or the system fails.
pub fn publish(
    out: &Path,
    files: &[Rendered],
    assets: &BTreeMap<String, Asset>,
    trust: bool,
) -> Result<Changes, PublishError> {
    let before = open(out)?;
    make_way(out, &before, files.iter().map(|file| file.path.as_str()).chain(assets.keys().map(String::as_str)))?;
    let nothing = Manifest::new();
    let known = if trust { &before } else { &nothing };
    let written: Vec<(String, String, Outcome)> = files
        .par_iter()
        .map(|file| place(out, &file.path, &file.bytes, known))
        .chain(assets.par_iter().map(|(path, asset)| {
            // What is made carries the hash of what it is made of in its name: once made, it is right.
            let made = known.get(path).filter(|_| asset.made.is_some());
            let on_disk = made.and_then(|_| fs::metadata(out.join(path)).ok());
            if let (Some(hash), Some(on_disk)) = (made, on_disk) {
                return Ok((path.clone(), hash.clone(), Outcome::Kept(on_disk.len())));
            }
            let bytes = picture::published(asset).map_err(|error| SystemError::new("read", &asset.on_disk, error))?;
            place(out, path, &bytes, known)
        }))
        .collect::<Result<_, SystemError>>()?;
    let mut changes = Changes::default();
    let mut manifest = Manifest::new();
    for (path, hash, outcome) in written {
        match outcome {
            Outcome::Written(bytes) => {
                changes.written += 1;
                changes.bytes += bytes;
            }
            Outcome::Kept(bytes) => {
                changes.kept += 1;
                changes.bytes += bytes;
            }
        }
        manifest.insert(path, hash);
    }
    changes.removed = prune(out, &before, &manifest)?;
    save(out, &manifest)?;
    Ok(changes)
}

/// The manifest of the folder, made if need be.
fn open(out: &Path) -> Result<Manifest, PublishError> {
    fs::create_dir_all(out).map_err(|error| SystemError::new("create", out, error))?;
    let path = out.join(MANIFEST);
    if path.exists() {
        let text = fs::read_to_string(&path).map_err(|error| SystemError::new("read", &path, error))?;
        return Ok(serde_json::from_str(&text).unwrap_or_default());
    }
    let listing = fs::read_dir(out).map_err(|error| SystemError::new("read", out, error))?;
    for entry in listing {
        let entry = entry.map_err(|error| SystemError::new("read", out, error))?;
        if !entry.file_name().to_str().is_some_and(|name| KEEPERS.contains(&name)) {
            return Err(PublishError::NotOurs(out.display().to_string()));
        }
    }
    Ok(Manifest::new())
}

enum Outcome {
    Written(u64),
    Kept(u64),
}

fn place(out: &Path, path: &str, bytes: &[u8], before: &Manifest) -> Result<(String, String, Outcome), SystemError> {
    let hash = blake3::hash(bytes).to_hex().to_string();
    let target = out.join(path);
    let size = bytes.len() as u64;
    let on_disk = fs::metadata(&target).ok();
    if before.get(path) == Some(&hash) && on_disk.as_ref().is_some_and(|found| found.is_file() && found.len() == size) {
        return Ok((path.to_owned(), hash, Outcome::Kept(size)));
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| SystemError::new("create", folder, error))?;
    }
    if on_disk.is_some() {
        let beside = beside(&target);
        fs::write(&beside, bytes).map_err(|error| SystemError::new("write", &beside, error))?;
        fs::rename(&beside, &target).map_err(|error| SystemError::new("replace", &target, error))?;
    } else {
        fs::write(&target, bytes).map_err(|error| SystemError::new("write", &target, error))?;
    }
    Ok((path.to_owned(), hash, Outcome::Written(size)))
}

fn beside(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".gongbao-new");
    target.with_file_name(name)
}

/// Removes files of an earlier build that stand where this one needs a folder, and empty folders where it needs a file.
fn make_way<'p>(out: &Path, before: &Manifest, paths: impl Iterator<Item = &'p str>) -> Result<(), SystemError> {
    let mut in_the_way: Vec<&str> = Vec::new();
    for path in paths {
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        in_the_way.extend(folders.filter(|folder| before.contains_key(*folder)));
        let inside = format!("{path}/");
        let below = before.range(inside.clone()..).take_while(|(other, _)| other.starts_with(&inside));
        in_the_way.extend(below.map(|(other, _)| other.as_str()));
    }
    in_the_way.sort_unstable();
    in_the_way.dedup();
    in_the_way.into_iter().try_for_each(|path| remove(out, path).map(drop))
}

/// Removes what an earlier build wrote and this one did not, and the folders that leaves empty.
fn prune(out: &Path, before: &Manifest, now: &Manifest) -> Result<usize, SystemError> {
    let mut removed = 0;
    for path in before.keys().filter(|path| !now.contains_key(*path)) {
        removed += usize::from(remove(out, path)?);
    }
    Ok(removed)
}

/// Removes a file of an earlier build and the folders that leaves empty. Whether it was there.
fn remove(out: &Path, path: &str) -> Result<bool, SystemError> {
    let safe = Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    let target = out.join(path);
    if !safe || !target.is_file() {
        return Ok(false);
    }
    fs::remove_file(&target).map_err(|error| SystemError::new("remove", &target, error))?;
    let mut folder = target.parent();
    while let Some(empty) = folder.filter(|folder| *folder != out && fs::remove_dir(folder).is_ok()) {
        folder = empty.parent();
    }
    Ok(true)
}

fn save(out: &Path, manifest: &Manifest) -> Result<(), SystemError> {
    let path = out.join(MANIFEST);
    let text = serde_json::to_string_pretty(manifest).unwrap_or_default();
    let beside = beside(&path);
    fs::write(&beside, text).map_err(|error| SystemError::new("write", &beside, error))?;
    fs::rename(&beside, &path).map_err(|error| SystemError::new("replace", &path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> Rendered {
        Rendered { path: path.into(), bytes: text.into() }
    }

    #[test]
    fn only_what_differs_is_written_and_only_ours_is_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("public");
        let none = BTreeMap::new();
        let changes =
            publish(&out, &[file("a/index.html", "1"), file("b/index.html", "2")], &none, true).expect("published");
        assert_eq!((changes.written, changes.kept, changes.removed), (2, 0, 0));
        fs::write(out.join("CNAME"), "example.org").expect("written");
        let changes = publish(&out, &[file("a/index.html", "3")], &none, true).expect("published");
        assert_eq!((changes.written, changes.kept, changes.removed), (1, 0, 1));
        assert!(!out.join("b").exists() && out.join("CNAME").exists());
        let changes = publish(&out, &[file("a/index.html", "3")], &none, true).expect("published");
        assert_eq!((changes.written, changes.kept, changes.removed), (0, 1, 0));
    }

    #[test]
    fn a_file_may_become_a_folder_and_a_folder_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let (out, none) = (folder.path().join("public"), BTreeMap::new());
        publish(&out, &[file("a", "1"), file("b/c/d", "2")], &none, true).expect("published");
        publish(&out, &[file("a/index.html", "1"), file("b", "2")], &none, true).expect("published");
        assert_eq!(fs::read_to_string(out.join("a/index.html")).expect("a page"), "1");
        assert_eq!(fs::read_to_string(out.join("b")).expect("a file"), "2");
    }

    #[test]
    fn a_folder_of_someone_else_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("letter.txt"), "dear").expect("written");
        let error = publish(folder.path(), &[file("index.html", "1")], &BTreeMap::new(), true);
        assert!(matches!(error, Err(PublishError::NotOurs(_))));
        assert!(!folder.path().join("index.html").exists());
    }

    #[test]
    fn a_folder_kept_in_git_may_be_filled() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(".gitignore"), "*").expect("written");
        assert!(publish(folder.path(), &[file("index.html", "1")], &BTreeMap::new(), true).is_ok());
        assert!(folder.path().join(".gitignore").exists());
    }
}
