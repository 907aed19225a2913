//! What stands at each path of `content/`, kept from one reading to the next: of a bulletin that is read again and again
//! only what changed is read.
//!
//! What the system reports as changed is read whatever its times say. Where a folder is looked through, a file is taken for
//! the same when its [`Stamp`] is, and it was read long enough after that stamp was first seen: a file that is written twice
//! within one tick of the file system's clock keeps its stamp.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::Metadata;
use std::ops::Bound;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::{FIND, Part, Source, SystemError, is_hidden, read_file, relative, unreadable};
use crate::diagnostic::Checked;

/// The folder of a bulletin's files, in its own.
const CONTENT: &str = "content";

/// The longest tick of a file system's clock (FAT: two seconds), and one more.
const TICK: Duration = Duration::from_secs(3);

/// What may be other than it was when it was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Anything: all is looked through.
    All,
    /// What stands at these paths from the bulletin's root, be they files or folders, made, written, moved or removed.
    At(BTreeSet<PathBuf>),
}

/// What the system says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    written: Option<SystemTime>,
    /// When anything of it changed, which no program can set; and which file it is.
    #[cfg(unix)]
    changed: (i64, i64, u64, u64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            bytes: metadata.len(),
            written: metadata.modified().ok(),
            #[cfg(unix)]
            changed: (metadata.ctime(), metadata.ctime_nsec(), metadata.dev(), metadata.ino()),
        }
    }
}

/// A file as it was read.
#[derive(Clone, Debug)]
struct Known {
    /// What the system said of it before it was read; `None` where it said nothing.
    stamp: Option<Stamp>,
    /// When that was first seen.
    seen: Instant,
    /// Whether it was read so long after that a later write has another stamp.
    is_settled: bool,
    part: Part,
}

/// All files under `content/`, by path from the bulletin's root. Empty before it is first read.
#[derive(Debug, Default)]
pub struct Folder {
    known: BTreeMap<Arc<str>, Known>,
}

impl Folder {
    /// Reads what changed; says whether anything is other than it was.
    ///
    /// # Errors
    /// When `root/content` cannot be listed at all; then what was read before is kept.
    pub fn read(&mut self, root: &Path, changed: &Changed) -> Result<bool, SystemError> {
        let content = root.join(CONTENT);
        std::fs::read_dir(&content).map_err(|error| SystemError::new(FIND, &content, error))?;
        let places: BTreeSet<PathBuf> = match changed {
            Changed::All => BTreeSet::from([CONTENT.into()]),
            Changed::At(paths) => paths.iter().filter_map(|path| place(root, path)).collect(),
        };
        let mut differs = false;
        // A place within another is looked at with it. What is sorted by its parts has the outer before the inner.
        let mut outer: Option<&Path> = None;
        for place in &places {
            if outer.is_none_or(|outer| !place.starts_with(outer)) {
                outer = Some(place);
                differs |= self.read_at(root, place, place.as_os_str() != CONTENT);
            }
        }
        Ok(differs)
    }

    /// Reads what stands at a path and below it. The file at the path itself is read in any case where it `is_told` to be
    /// other than it was.
    fn read_at(&mut self, root: &Path, place: &Path, is_told: bool) -> bool {
        let on_disk = root.join(place);
        let before = self.take(&relative(root, &on_disk));
        // `content/` may be a link, and nothing in it.
        let walk = WalkDir::new(&on_disk).follow_links(false).follow_root_links(!is_told).sort_by_file_name();
        let is_shown = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_hidden(entry.file_name());
        let entries: Vec<_> = walk.into_iter().filter_entry(is_shown).collect();
        let look = |entry: Result<walkdir::DirEntry, walkdir::Error>| {
            let (path, metadata) = match entry {
                Ok(entry) if entry.file_type().is_dir() => return None,
                Ok(entry) => {
                    let metadata = entry.metadata();
                    (entry.into_path(), metadata)
                }
                Err(error) if is_gone(&error) => return None,
                Err(error) => (error.path().map(Path::to_owned).unwrap_or_default(), Err(error)),
            };
            let shown = relative(root, &path);
            let before = before.get(shown.as_str());
            let (known, differs) = match metadata {
                Ok(metadata) => known(&shown, &path, &metadata, before, is_told && path == on_disk),
                Err(error) => Known::unread(Part::refused(unreadable(&shown, &error)), before),
            };
            Some((Arc::<str>::from(shown), known, differs))
        };
        let found: Vec<_> = entries.into_par_iter().filter_map(look).collect();
        let (mut differs, mut n) = (false, 0);
        for (path, known, is_other) in found {
            differs |= is_other;
            // Of a folder that fails more than once the last failure is told.
            n += usize::from(self.known.insert(path, known).is_none());
        }
        differs || n != before.len()
    }

    /// Takes out what is known of a path and of what is below it.
    fn take(&mut self, path: &str) -> BTreeMap<Arc<str>, Known> {
        if path == CONTENT {
            return std::mem::take(&mut self.known);
        }
        // In order after the slash comes a zero.
        let (below, after) = (format!("{path}/"), format!("{path}0"));
        let below = (Bound::Included(below.as_str()), Bound::Excluded(after.as_str()));
        let of_folder = self.known.range::<str, _>(below).map(|(path, _)| path.clone());
        let taken: Vec<Arc<str>> = of_folder.chain([path.into()]).collect();
        taken.iter().filter_map(|path| self.known.remove_entry(path)).collect()
    }

    /// All that was read, sorted by path.
    pub fn source(&self) -> Checked<Source> {
        let mut source = Source::default();
        let mut all = Vec::new();
        for (path, known) in &self.known {
            match &known.part {
                Part::Text(file, findings) => {
                    source.files.push(file.clone());
                    all.extend_from_slice(findings);
                }
                Part::Asset(asset) => source.assets.push(asset.clone()),
                Part::Refused(findings) => {
                    source.unread.extend(findings.iter().map(|_| path.to_string()));
                    all.extend_from_slice(findings);
                }
            }
        }
        Checked { value: source, findings: all }
    }

    /// Whether all that it holds was read so long ago that a later look through the folder sees every change.
    pub fn is_settled(&self) -> bool {
        self.known.values().all(|known| known.is_settled)
    }
}

impl Known {
    /// A file that the system did not let us look at, and whether something else was there `before`.
    fn unread(part: Part, before: Option<&Known>) -> (Self, bool) {
        let differs = before.is_none_or(|before| !is_same(&before.part, &part));
        (Self { stamp: None, seen: Instant::now(), is_settled: true, part }, differs)
    }
}

/// Whether what was to be looked at is not there any more.
fn is_gone(error: &walkdir::Error) -> bool {
    error.depth() == 0 && error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

/// A file, and whether it is another than it was `before`. It is read where its stamp is another, or `is_told` to mean
/// nothing.
fn known(path: &str, on_disk: &Path, metadata: &Metadata, before: Option<&Known>, is_told: bool) -> (Known, bool) {
    let stamp = Some(Stamp::of(metadata));
    let same = before.filter(|before| before.stamp == stamp);
    if let Some(before) = same.filter(|before| before.is_settled && !is_told) {
        return (before.clone(), false);
    }
    let now = Instant::now();
    let seen = same.map_or(now, |same| same.seen);
    let is_settled = now.duration_since(seen) >= TICK;
    let part = read_file(path, on_disk, metadata);
    let kept = before.filter(|before| is_same(&before.part, &part)).map(|before| before.part.clone());
    // Of an attachment only the size is known.
    let differs = kept.is_none() || matches!(part, Part::Asset(_)) && same.is_none();
    (Known { stamp, seen, is_settled, part: kept.unwrap_or(part) }, differs)
}

fn is_same(one: &Part, other: &Part) -> bool {
    match (one, other) {
        (Part::Text(one, _), Part::Text(other, _)) => one.text == other.text,
        (Part::Asset(one), Part::Asset(other)) => one == other,
        (Part::Refused(one), Part::Refused(other)) => one == other,
        (Part::Text(..) | Part::Asset(_) | Part::Refused(_), _) => false,
    }
}

/// Whether what stands at a path from the bulletin's root may be read: all in `content/` but what editors do not see there,
/// and the files that programs keep beside open ones.
pub fn is_read(path: &Path) -> bool {
    let mut parts = path.components().map(Component::as_os_str);
    parts.next() == Some(OsStr::new(CONTENT)) && !parts.any(is_hidden)
}

/// The outermost part of a path below `content/` that is no folder, or else the path itself: links are not followed, and
/// with a folder all in it is gone. `None` where nothing there is read.
fn place(root: &Path, path: &Path) -> Option<PathBuf> {
    if !is_read(path) {
        return None;
    }
    let is_folder = |path: &Path| {
        path.as_os_str() == CONTENT
            || root.join(path).symlink_metadata().is_ok_and(|metadata| metadata.file_type().is_dir())
    };
    let mut outer: Vec<&Path> = path.ancestors().filter(|path| !path.as_os_str().is_empty()).collect();
    outer.reverse();
    outer.into_iter().find(|outer| !is_folder(outer)).or(Some(path)).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let root = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(root.path().join("content/news/deep")).expect("a folder");
        for name in ["news/a.md", "news/b.md", "news/deep/c.md", "news0.md", "site.yaml"] {
            std::fs::write(root.path().join("content").join(name), "old\n").expect("written");
        }
        let mut folder = Folder::default();
        assert!(folder.read(root.path(), &Changed::All).expect("read"));
        (root, folder)
    }

    fn texts(folder: &Folder) -> Vec<String> {
        let source = folder.source().value;
        source.files.iter().map(|file| format!("{} {}", &file.path["content/".len()..], file.text.trim())).collect()
    }

    fn at(paths: &[&str]) -> Changed {
        Changed::At(paths.iter().map(PathBuf::from).collect())
    }

    #[test]
    fn only_what_is_told_is_read() {
        let (root, mut folder) = folder();
        let write = |name: &str| std::fs::write(root.path().join(name), "new\n").expect("written");
        for name in ["content/news/a.md", "content/news/b.md", "content/.hidden.md"] {
            write(name);
        }
        let before = folder.source().value;
        let told = at(&["content/news/a.md", "content/.hidden.md", "content/nothing.md", "themes/a.html", "elsewhere"]);
        assert!(folder.read(root.path(), &told).expect("read"));
        assert_eq!(
            texts(&folder),
            ["news/a.md new", "news/b.md old", "news/deep/c.md old", "news0.md old", "site.yaml old"]
        );
        let after = folder.source().value;
        let same: Vec<bool> = before.files.iter().zip(&after.files).map(|(one, other)| one.is(other)).collect();
        assert_eq!(same, [false, true, true, true, true], "the others are the same files");
        assert!(!folder.read(root.path(), &told).expect("read"), "nothing is other than it was");
    }

    #[test]
    fn folders_come_and_go() {
        let (root, mut folder) = folder();
        let path = |name: &str| root.path().join("content").join(name);
        std::fs::rename(path("news"), path("pages")).expect("renamed");
        // As the system tells of it: of the folder, or of a file that was in it.
        for told in
            [&["content/news", "content/pages"][..], &["content/news/deep/c.md", "content/pages/deep", "content/pages"]]
        {
            let mut folder = Folder { known: folder.known.clone() };
            assert!(folder.read(root.path(), &at(told)).expect("read"));
            assert_eq!(
                texts(&folder),
                ["news0.md old", "pages/a.md old", "pages/b.md old", "pages/deep/c.md old", "site.yaml old"]
            );
        }
        std::fs::rename(path("pages"), path("../away")).expect("moved away");
        assert!(folder.read(root.path(), &at(&["content/news"])).expect("read"));
        assert_eq!(texts(&folder), ["news0.md old", "site.yaml old"]);
        std::fs::remove_dir_all(path("")).expect("removed");
        assert!(folder.read(root.path(), &Changed::All).is_err_and(|error| error.is_no_bulletin()));
        assert_eq!(texts(&folder).len(), 2, "what was read is kept");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (root, mut folder) = folder();
        let path = |name: &str| root.path().join("content").join(name);
        std::fs::rename(path("news"), path("../news")).expect("moved away");
        std::os::unix::fs::symlink(path("../news"), path("news")).expect("a link");
        assert!(folder.read(root.path(), &at(&["content/news/a.md"])).expect("read"));
        assert_eq!(folder.source().value.unread, ["content/news"]);
        let mut fresh = Folder::default();
        fresh.read(root.path(), &Changed::All).expect("read");
        assert_eq!(fresh.source().findings, folder.source().findings);
    }

    #[test]
    fn a_file_that_is_written_twice_in_one_tick_is_read_twice() {
        let (root, mut folder) = folder();
        let (name, path) = ("content/site.yaml", root.path().join("content/site.yaml"));
        // Written again after it was read, and the system's clock stood still.
        std::fs::write(&path, "new\n").expect("written");
        let stamp = Some(Stamp::of(&path.metadata().expect("a file")));
        let known = folder.known.get_mut(name).expect("known");
        (known.stamp, known.is_settled) = (stamp, false);
        let kept = known.clone();
        assert!(folder.read(root.path(), &Changed::All).expect("read"));
        assert_eq!(texts(&folder).last().map(String::as_str), Some("site.yaml new"));
        // Where it was read long after, the clock has gone on, and its time would tell.
        folder.known.insert(name.into(), Known { is_settled: true, ..kept.clone() });
        assert!(!folder.read(root.path(), &Changed::All).expect("read"));
        assert_eq!(texts(&folder).last().map(String::as_str), Some("site.yaml old"));
        // What is told is read even so.
        assert!(folder.read(root.path(), &at(&[name])).expect("read"));
        assert_eq!(texts(&folder).last().map(String::as_str), Some("site.yaml new"));
        // It becomes settled when it is read long after its time was first seen.
        let long_ago = Instant::now().checked_sub(TICK).expect("a moment");
        folder.known.insert(name.into(), Known { seen: long_ago, ..kept });
        folder.read(root.path(), &Changed::All).expect("read");
        assert!(folder.known.get(name).expect("known").is_settled && !folder.is_settled());
    }

    #[test]
    fn an_attachment_of_the_same_size_is_another() {
        let (root, mut folder) = folder();
        let path = root.path().join("content/a.txt");
        std::fs::write(&path, "one").expect("written");
        assert!(folder.read(root.path(), &at(&["content/a.txt"])).expect("read"));
        assert!(!folder.read(root.path(), &at(&["content/a.txt"])).expect("read"));
        std::fs::remove_file(&path).expect("removed");
        std::fs::write(&path, "two").expect("written");
        let later = SystemTime::now() + Duration::from_secs(9);
        std::fs::File::options().write(true).open(&path).expect("open").set_modified(later).expect("set");
        assert!(folder.read(root.path(), &at(&["content/a.txt"])).expect("read"));
    }
}
