//! Watching the folders a bulletin is made from.
//!
//! Only what changes a file counts: the system also reports that a file was opened or read, which the preview itself does
//! at each build. The bulletin's folder is watched for `content/` and `themes/` being made, replaced or removed.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::SystemError;

/// Changes that follow each other within this time are one change.
const SETTLE: Duration = Duration::from_millis(80);
/// Changes without end are followed after this time.
const LONGEST: Duration = Duration::from_secs(2);

/// What happened while it was waited.
pub(super) enum Change {
    /// Nothing.
    Nothing,
    /// Files changed.
    Files,
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
        let mut watched = Self { watcher, root, lost: false };
        watched.watch()?;
        Ok(watched)
    }

    fn folders(&self) -> [PathBuf; 2] {
        ["content", "themes"].map(|folder| self.root.join(folder))
    }

    fn watch(&mut self) -> Result<(), SystemError> {
        let folders = self.folders().into_iter().map(|folder| (folder, RecursiveMode::Recursive));
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
        let start = Instant::now();
        let mut change = Change::Nothing;
        let mut again = false;
        let mut until = start + tick;
        loop {
            match events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Ok(event)) if self.concerns(&event) => {
                    let itself = |path: &PathBuf| *path == self.root || self.folders().contains(path);
                    again |= event.need_rescan() || event.paths.iter().any(itself);
                    change = Change::Files;
                    until = (Instant::now() + SETTLE).min(start + tick + LONGEST);
                }
                Ok(Ok(_)) if Instant::now() < until => {}
                Ok(Err(error)) => return Some(Change::Failed(failed(&self.root, error))),
                Ok(Ok(_)) | Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        if again || (self.lost && self.root.is_dir()) {
            change = self.watch().map_or_else(Change::Failed, |()| Change::Files);
        }
        Some(change)
    }

    /// Whether what the system reports changes what a bulletin is made from.
    fn concerns(&self, event: &notify::Event) -> bool {
        let inside =
            |path: &PathBuf| *path == self.root || self.folders().iter().any(|folder| path.starts_with(folder));
        event.need_rescan() || (is_change(event.kind) && event.paths.iter().any(inside))
    }
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
