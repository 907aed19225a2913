//! The git repository a bulletin lies in: its top, the bulletin's folder below that, its branch and its remotes.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::args::Platform;

/// Where a bulletin lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The top of the repository, where platforms look for CI files; the bulletin's folder where there is no repository.
    pub(super) top: PathBuf,
    /// The bulletin's folder from there, with `/`; `.` where it is the same.
    pub(super) below: String,
    /// The branch that is checked out.
    pub(super) branch: Option<String>,
    /// The platforms that the remotes are on, as far as their addresses tell.
    pub(super) platforms: Vec<Platform>,
}

impl Place {
    /// Of this folder. Nothing but `git` itself reads what git keeps; without it only the top is known.
    pub(super) fn of(dir: &Path) -> Self {
        let real = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        let Some(top) = real.ancestors().find(|folder| folder.join(".git").exists()) else {
            return Self { top: dir.to_owned(), below: ".".into(), branch: None, platforms: Vec::new() };
        };
        let parts = real.strip_prefix(top).unwrap_or(Path::new("")).components();
        let below: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
        let (top, below) = match below.as_slice() {
            [] => (dir.to_owned(), ".".to_owned()),
            parts => (top.to_owned(), parts.join("/")),
        };
        let branch = git(&top, &["symbolic-ref", "--short", "HEAD"]);
        let remotes = git(&top, &["config", "--get-regexp", r"^remote\..*\.url$"]).unwrap_or_default();
        let mut platforms = Vec::new();
        for platform in remotes.lines().filter_map(|line| platform(line.split_once(' ')?.1)) {
            if !platforms.contains(&platform) {
                platforms.push(platform);
            }
        }
        Self { top, below, branch, platforms }
    }
}

/// What git prints, without the line's end; nothing where git is missing or refuses.
pub(super) fn git(dir: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(dir).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_owned())
}

/// The platform of a remote, by the name of its host: `https://HOST/…`, `ssh://USER@HOST:PORT/…`, `USER@HOST:PATH`.
fn platform(remote: &str) -> Option<Platform> {
    let rest = remote.split_once("://").map_or(remote, |(_, rest)| rest);
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    let named = |names: &[&str]| names.iter().any(|name| host.contains(name));
    [
        (Platform::Github, &["github"][..]),
        (Platform::Gitlab, &["gitlab", "jihulab"]),
        (Platform::Gitee, &["gitee"]),
        (Platform::Gitea, &["gitea", "forgejo", "codeberg"]),
    ]
    .into_iter()
    .find(|(_, names)| named(names))
    .map(|(platform, _)| platform)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_tell_their_platform() {
        for (remote, wanted) in [
            ("https://github.com/a/b.git", Some(Platform::Github)),
            ("git@github.com:a/gitlab.git", Some(Platform::Github)),
            ("ssh://git@gitlab.example.cn:2222/a/b.git", Some(Platform::Gitlab)),
            ("https://user@jihulab.com/a/b", Some(Platform::Gitlab)),
            ("git@gitee.com:a/b.git", Some(Platform::Gitee)),
            ("https://Gitea.example.cn/a/b", Some(Platform::Gitea)),
            ("https://code.example.cn/github/b", None),
            ("/srv/git/b.git", None),
            ("", None),
        ] {
            assert_eq!(platform(remote), wanted, "{remote}");
        }
    }
}
