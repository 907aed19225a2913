//! Watching the folders a bulletin is made from.
//!
//! Only what changes a file counts: the system also reports that a file was opened or read, which the preview itself does
//! when it reads; and only of files that are read, so not of those that an editor keeps beside an open one. The bulletin's
//! folder is watched for `content/` and `themes/` being made, replaced or removed.
//!
//! How long it is waited after a change depends on what it was ([`Batch`]): a file that was closed after it was written, or
//! that took the place of another, is whole, and of a file that is gone another of its name may be on its way.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::{Changed, SystemError, is_read};

/// So long after a save that is complete, for the other files of an editor that saves several.
const SHORT: Duration = Duration::from_millis(5);
/// So long after a change that may be the first half of a save, or one of many.
const SETTLE: Duration = Duration::from_millis(80);
/// Changes without end are followed after this time.
const LONGEST: Duration = Duration::from_secs(2);
/// More paths than these are one of many.
const FEW: usize = 8;

/// What happened while it was waited.
pub(super) enum Change {
    /// Nothing.
    Nothing,
    /// Files changed.
    Files(Changed),
    /// The system cannot tell.
    Failed(SystemError),
}

/// The folders that are watched.
pub(super) struct Watched {
    watcher: RecommendedWatcher,
    /// The bulletin's folder.
    root: PathBuf,
    /// Whether the bulletin's folder itself must be watched anew.
    lost: bool,
    /// Whether the system could not watch all, so that it is looked through all the time.
    blind: bool,
    /// When the last changes were followed.
    followed: Option<Instant>,
}

impl Watched {
    /// Watches what the bulletin in `root` is made from and sends what the system reports to `events`.
    pub(super) fn new(root: &Path, events: Sender<notify::Result<notify::Event>>) -> Result<Self, SystemError> {
        // The system reports paths without links in them.
        let root = root.canonicalize().map_err(|error| SystemError::new("find", root, error))?;
        let sent = move |event| {
            let _ = events.send(event);
        };
        let watcher = notify::recommended_watcher(sent).map_err(|error| failed(&root, error))?;
        let mut watched = Self { watcher, root, lost: false, blind: false, followed: None };
        watched.watch()?;
        Ok(watched)
    }

    fn watch(&mut self) -> Result<(), SystemError> {
        let folders = FOLDERS.map(|folder| (self.root.join(folder), RecursiveMode::Recursive));
        let all = std::iter::once((self.root.clone(), RecursiveMode::NonRecursive)).chain(folders);
        for (folder, mode) in all.filter(|(folder, _)| folder.is_dir()) {
            // Not watched yet, or another folder of that name: either way there is nothing to end.
            let _ = self.watcher.unwatch(&folder);
            self.watcher.watch(&folder, mode).map_err(|error| failed(&folder, error))?;
        }
        self.lost = !self.root.is_dir();
        Ok(())
    }

    /// Waits until files have changed and are quiet, or `tick` has passed. `None` when nothing can come any more.
    pub(super) fn wait(&mut self, events: &Receiver<notify::Result<notify::Event>>, tick: Duration) -> Option<Change> {
        let idle_until = Instant::now() + tick;
        let mut batch = Batch::default();
        loop {
            let until = batch.until.unwrap_or(idle_until);
            match events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Ok(event)) => {
                    let now = Instant::now();
                    let is_busy = self.followed.is_some_and(|followed| now.duration_since(followed) < 3 * SETTLE);
                    batch.add(&event, &self.root, is_busy, now);
                    // Others report so much of what does not concern a bulletin that it would never end.
                    if batch.until.is_none() && now >= idle_until {
                        break;
                    }
                }
                Ok(Err(error)) => {
                    self.blind = true;
                    return Some(Change::Failed(failed(&self.root, error)));
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        if batch.is_of_folders || self.blind || (self.lost && self.root.is_dir()) {
            match self.watch() {
                Ok(()) => self.blind = false,
                // It is looked through at each tick then, and told once.
                Err(error) if !std::mem::replace(&mut self.blind, true) => return Some(Change::Failed(error)),
                Err(_) => {}
            }
            batch.changed = Some(Changed::All);
        }
        Some(match batch.changed {
            Some(changed) => {
                self.followed = Some(Instant::now());
                Change::Files(changed)
            }
            None => Change::Nothing,
        })
    }
}

/// What is watched in a bulletin's folder.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// Changes that are followed together.
#[derive(Default)]
struct Batch {
    changed: Option<Changed>,
    /// Whether a folder that is watched was made, replaced or removed.
    is_of_folders: bool,
    /// Files that are being written, or are gone, so that more may come of them.
    open: BTreeSet<PathBuf>,
    /// Those that were made: when such a one is gone again, nothing comes of it.
    made: BTreeSet<PathBuf>,
    /// When it is to be followed at the latest.
    longest: Option<Instant>,
    /// When it is to be followed; `None` while it is empty.
    until: Option<Instant>,
}

impl Batch {
    /// Adds what the system reports, where it concerns the bulletin in `root`. When things are busy, others are waited for.
    fn add(&mut self, event: &notify::Event, root: &Path, is_busy: bool, now: Instant) {
        let mut concerns = event.need_rescan();
        if concerns {
            self.changed = Some(Changed::All);
        }
        if is_change(event.kind) {
            let inside = |path: &PathBuf| path.strip_prefix(root).ok().map(Path::to_owned);
            let paths: Vec<PathBuf> = event.paths.iter().filter_map(inside).collect();
            if paths.iter().any(|path| path.as_os_str().is_empty() || is_folder(path)) {
                self.is_of_folders = true;
                concerns = true;
            }
            for path in paths.iter().filter(|path| is_made_from(path)) {
                concerns = true;
                if let Changed::At(all) = self.changed.get_or_insert_with(|| Changed::At(BTreeSet::new())) {
                    all.insert(path.clone());
                }
            }
            self.follow(event.kind, &paths);
        }
        if concerns {
            let are_few = matches!(&self.changed, Some(Changed::At(paths)) if paths.len() <= FEW);
            let is_whole = self.open.is_empty() && !self.is_of_folders && are_few && !is_busy;
            let longest = *self.longest.get_or_insert(now + LONGEST);
            self.until = Some((now + if is_whole { SHORT } else { SETTLE }).min(longest));
        }
    }

    /// Notes which files are being written and which are whole.
    fn follow(&mut self, kind: EventKind, paths: &[PathBuf]) {
        use RenameMode::{Both, From, To};
        let mut all = paths.iter().filter(|path| is_made_from(path));
        match (kind, paths) {
            (EventKind::Modify(ModifyKind::Metadata(_)), _) => {}
            // It has another name, unless it was put out of the way.
            (EventKind::Modify(ModifyKind::Name(Both)), [from, to]) => {
                if is_made_from(to) {
                    self.open.remove(from);
                }
            }
            (EventKind::Access(_) | EventKind::Modify(ModifyKind::Name(To)), _) => {
                for path in all {
                    self.open.remove(path);
                }
            }
            (EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(From)), _) => {
                for path in all {
                    if self.made.remove(path) {
                        self.open.remove(path);
                    } else {
                        self.open.insert(path.clone());
                    }
                }
            }
            _ => {
                if kind == EventKind::Create(CreateKind::File) {
                    self.made.extend(all.clone().cloned());
                }
                self.open.extend(all.by_ref().cloned());
            }
        }
    }
}

/// Whether a path in a bulletin's folder is one of those that are watched.
fn is_folder(path: &Path) -> bool {
    FOLDERS.iter().any(|folder| path.as_os_str() == *folder)
}

/// Whether a bulletin is made from what stands at a path in its folder.
fn is_made_from(path: &Path) -> bool {
    !is_folder(path) && (is_read(path) || path.starts_with("themes"))
}

fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn failed(folder: &Path, error: notify::Error) -> SystemError {
    let error = match error.kind {
        notify::ErrorKind::Io(error) => error,
        _ => std::io::Error::other(error),
    };
    SystemError::new("watch", folder, error)
}

#[cfg(test)]
mod tests {
    use notify::Event;
    use notify::event::{DataChange, RemoveKind};

    use super::*;

    /// What an editor's save is, as Linux reports it: the paths that changed, and how long after its last event it is waited.
    fn settled(events: &[(EventKind, &[&str])], is_busy: bool) -> (Option<Changed>, Option<Duration>) {
        let (root, start) = (Path::new("/b"), Instant::now());
        let mut batch = Batch::default();
        for (kind, paths) in events {
            let event = paths.iter().fold(Event::new(*kind), |event, path| event.add_path(root.join(path)));
            batch.add(&event, root, is_busy, start);
        }
        (batch.changed, batch.until.map(|until| until.duration_since(start)))
    }

    const CREATE: EventKind = EventKind::Create(CreateKind::File);
    const WRITE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSE: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const READ: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Read));
    const REMOVE: EventKind = EventKind::Remove(RemoveKind::File);
    const FROM: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));
    const TO: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));
    const BOTH: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));

    #[test]
    fn a_save_that_is_complete_is_followed_at_once() {
        let (a, b) = ("content/news/a.md", "content/news/b.md");
        let old = "content/news/a.md~";
        let new = "content/news/.a.md.new";
        let test = "content/news/4913";
        type Told<'a> = [(EventKind, &'a [&'a str])];
        let saves: [(&Told<'_>, &[&str], Duration); 11] = [
            (&[(WRITE, &[a]), (WRITE, &[a]), (CLOSE, &[a])], &[a], SHORT),
            (&[(WRITE, &[a])], &[a], SETTLE),
            // Written beside, and put in its place.
            (
                &[(CREATE, &[new]), (WRITE, &[new]), (CLOSE, &[new]), (FROM, &[new]), (TO, &[a]), (BOTH, &[new, a])],
                &[a],
                SHORT,
            ),
            // The old one put out of the way, as vim does, which tries first whether it may.
            (
                &[
                    (CREATE, &[test]),
                    (CLOSE, &[test]),
                    (REMOVE, &[test]),
                    (FROM, &[a]),
                    (TO, &[old]),
                    (BOTH, &[a, old]),
                    (CREATE, &[a]),
                    (WRITE, &[a]),
                    (CLOSE, &[a]),
                    (REMOVE, &[old]),
                ],
                &[a, test],
                SHORT,
            ),
            // So far there is none.
            (&[(FROM, &[a]), (TO, &[old]), (BOTH, &[a, old])], &[a], SETTLE),
            (&[(REMOVE, &[a])], &[a], SETTLE),
            (&[(REMOVE, &[a]), (CREATE, &[a]), (CLOSE, &[a])], &[a], SHORT),
            (&[(FROM, &[a]), (TO, &[b]), (BOTH, &[a, b])], &[a, b], SHORT),
            // A file is whole, another is being written.
            (&[(WRITE, &[b]), (WRITE, &[a]), (CLOSE, &[a])], &[a, b], SETTLE),
            (&[(EventKind::Create(CreateKind::Folder), &["content/news/x"])], &["content/news/x"], SETTLE),
            (&[(CLOSE, &["themes/own/templates/news.html"])], &["themes/own/templates/news.html"], SHORT),
        ];
        for (events, paths, wait) in saves {
            let changed = Changed::At(paths.iter().map(PathBuf::from).collect());
            assert_eq!(settled(events, false), (Some(changed), Some(wait)), "{events:?}");
            assert_eq!(settled(events, true).1, Some(SETTLE), "{events:?}");
        }
        let many: Vec<String> = (0..=FEW).map(|n| format!("content/news/{n}.md")).collect();
        let many: Vec<[&str; 1]> = many.iter().map(|path| [path.as_str()]).collect();
        let many: Vec<(EventKind, &[&str])> = many.iter().map(|path| (CLOSE, &path[..])).collect();
        assert_eq!(settled(&many, false).1, Some(SETTLE));
    }

    #[test]
    fn what_changes_no_file_is_no_change() {
        let (a, hidden) = ("content/news/a.md", "content/news/.a.md.swp");
        for (kind, path) in [(READ, a), (WRITE, hidden), (CLOSE, "content/.git/index"), (CLOSE, "public/index.html")] {
            assert_eq!(settled(&[(kind, &[path])], false), (None, None), "{path}");
        }
    }

    #[test]
    fn what_is_not_told_file_by_file_is_looked_for() {
        let root = Path::new("/b");
        let mut batch = Batch::default();
        let lost = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        batch.add(&Event::new(CLOSE).add_path("/b/content/a.md".into()), root, false, Instant::now());
        batch.add(&lost, root, false, Instant::now());
        batch.add(&Event::new(CLOSE).add_path("/b/content/b.md".into()), root, false, Instant::now());
        assert_eq!(batch.changed, Some(Changed::All));
        let mut batch = Batch::default();
        batch.add(&Event::new(REMOVE).add_path("/b/content".into()), root, false, Instant::now());
        assert!(batch.is_of_folders && batch.until.is_some());
    }
}
