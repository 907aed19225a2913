//! Releases as they follow each other, and everything that a kill may leave.

use std::collections::BTreeMap;

use super::super::{About, Publishing};
use super::*;

type Site = BTreeMap<String, String>;

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// A site with a style under a name of its own.
fn with(text: &str) -> Site {
    site(&[("index.html", text), ("about/index.html", "关于"), (&format!("assets/{text}.css"), text)])
}

fn made(releases: &Releases, site: &Site) -> Changes {
    let next = releases.next().expect("a folder");
    let publishing = Publishing::open(&next, true, None).expect("ours");
    for (path, text) in site {
        publishing.put(path.clone(), text.as_bytes(), About::default()).expect("staged");
    }
    publishing.finish().expect("made")
}

fn release(folder: &Path, day: &str, site: &Site) -> (Release, Changes) {
    let releases = Releases::open(folder).expect("open");
    let changes = made(&releases, site);
    let release = releases.publish(day, changes).expect("published");
    assert_eq!(shown(folder, site), *site);
    let own: Vec<_> =
        [NEXT, REMOVED, LINK].into_iter().filter(|own| folder.join(RELEASES).join(own).exists()).collect();
    assert!(own.is_empty(), "{own:?} are left");
    (release, changes)
}

/// What readers see of the paths of a site.
fn shown(folder: &Path, site: &Site) -> Site {
    let read = |path: &String| Some((path.clone(), fs::read_to_string(folder.join(CURRENT).join(path)).ok()?));
    site.keys().filter_map(read).collect()
}

#[test]
fn readers_see_the_last_and_only_what_differs_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (first, changes) = release(folder, "2026-01-01", &with("a"));
    assert_eq!((first.is_new, first.kept, changes.written), (true, 1, 3));
    let (second, changes) = release(folder, "2026-01-02", &with("b"));
    assert_eq!((second.is_new, second.kept, changes.written, changes.kept), (true, 2, 2, 1));
    let old = folder.join(RELEASES).join(&first.name);
    assert_eq!(fs::read_to_string(old.join("index.html")).expect("there"), "a", "the release before is as it was");
    let a = fs::read_to_string(folder.join("current/assets/a.css"));
    assert_eq!(a.expect("there"), "a", "a page that a reader opened before has its style still");
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let inode = |release: &str| {
            fs::metadata(folder.join(RELEASES).join(release).join("about/index.html")).expect("there").ino()
        };
        assert_eq!(inode(&first.name), inode(&second.name), "what is the same takes no room twice");
    }
}

#[test]
fn the_same_files_are_no_release_and_those_of_before_are_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (first, _) = release(folder, "2026-01-01", &with("a"));
    let (again, _) = release(folder, "2026-01-02", &with("a"));
    assert_eq!(again, Release { is_new: false, ..first.clone() });
    release(folder, "2026-01-02", &with("b"));
    let (back, _) = release(folder, "2026-01-01", &with("a"));
    assert_eq!(back, Release { kept: 2, ..first });
}

#[test]
fn what_was_changed_in_a_release_is_mended_in_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (first, _) = release(folder, "2026-01-01", &with("a"));
    fs::write(folder.join("current/index.html"), "改").expect("written");
    let (second, _) = release(folder, "2026-01-01", &with("a"));
    assert_eq!(second.name, format!("{}-2", first.name));
    fs::remove_file(folder.join("current/index.html")).expect("removed");
    assert_eq!(release(folder, "2026-01-01", &with("a")).0.name, first.name);
    fs::write(folder.join("current").join(MANIFEST), "{").expect("written");
    release(folder, "2026-01-01", &with("a"));
    fs::remove_dir_all(folder.join(RELEASES)).expect("removed");
    assert_eq!(release(folder, "2026-01-01", &with("a")).1.written, 3, "the link leads nowhere");
}

#[test]
fn the_last_five_are_kept_and_what_is_no_release() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::create_dir_all(folder.join("releases/notes")).expect("a folder");
    let all: Vec<String> = (0..7).map(|n| release(folder, "2026-01-01", &with(&n.to_string())).0.name).collect();
    let left = |name: &&String| folder.join(RELEASES).join(name).is_dir();
    assert_eq!(all.iter().filter(left).collect::<Vec<_>>(), all.iter().skip(2).collect::<Vec<_>>());
    assert!(folder.join("releases/notes").is_dir());
    assert!(folder.join("current/assets/2.css").is_file() && !folder.join("current/assets/1.css").exists());
    // The office leads readers back: that release is not removed, old as it is.
    #[cfg(unix)]
    {
        fs::remove_file(folder.join(CURRENT)).expect("removed");
        symlink(&Path::new(RELEASES).join(&all[2]), &folder.join(CURRENT)).expect("linked");
        release(folder, "2026-01-01", &with("8"));
        assert!(!left(&&all[2]) && left(&&all[3]));
    }
}

/// Everything that a kill may leave.
#[test]
fn what_a_stopped_release_left_is_cleared() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    release(folder, "2026-01-01", &with("a"));
    let releases = folder.join(RELEASES);
    let half = |name: &str| {
        fs::create_dir_all(releases.join(name).join("about")).expect("a folder");
        fs::write(releases.join(name).join("about/index.html"), "半").expect("written");
    };
    half(NEXT);
    half(REMOVED);
    fs::write(releases.join(LINK), "").expect("written");
    release(folder, "2026-01-02", &with("b"));
    // Stopped between the link and its place, and then the same again.
    fs::write(releases.join(LINK), "").expect("written");
    assert!(!release(folder, "2026-01-02", &with("b")).0.is_new);
    // Whole and named, but not switched to, or damaged since.
    let (c, _) = release(folder, "2026-01-03", &with("c"));
    release(folder, "2026-01-02", &with("b"));
    fs::write(releases.join(&c.name).join("index.html"), "半").expect("written");
    assert_eq!(release(folder, "2026-01-03", &with("c")).0.name, c.name);
}

#[test]
fn what_stands_in_the_way_is_told() {
    for (name, is_folder) in [(CURRENT, true), (CURRENT, false), (RELEASES, false)] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        if is_folder {
            fs::create_dir(&path).expect("made");
        } else {
            fs::write(&path, "").expect("written");
        }
        let error = Releases::open(folder.path()).err();
        assert!(matches!(error, Some(PublishError::InTheWay(path)) if path == name));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let _held = Releases::open(folder.path()).expect("open");
    assert!(matches!(Releases::open(folder.path()).err(), Some(PublishError::Busy(_))));
}

#[test]
fn names_of_releases_are_told_from_others() {
    assert_eq!(hash_in("2026-11-28-3f9a0c51d2e7"), Some("3f9a0c51d2e7"));
    assert_eq!(hash_in("2026-11-28-3f9a0c51d2e7-2"), Some("3f9a0c51d2e7"));
    for other in ["2026-11-28", "2026-11-28-x", "backup-11-28-3f9a0c51d2e7", "notes", ".next"] {
        assert_eq!(hash_in(other), None, "{other}");
    }
}
