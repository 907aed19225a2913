//! A whole build, published into a folder of its own and read back.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::Path;

use gongbao::build::{Outcome, Request, Target};
use gongbao::render::Rendered;
use gongbao::source::SystemError;
use gongbao::timing::Timings;

/// What was found, and the files of the site, but for images and attachments; none where there are errors.
pub(crate) struct Built {
    pub(crate) outcome: Outcome,
    pub(crate) pages: Vec<Rendered>,
    /// Paths of the images and attachments that were published.
    #[allow(dead_code, reason = "not every test asks")]
    pub(crate) assets: BTreeSet<String>,
}

impl Deref for Built {
    type Target = Outcome;

    fn deref(&self) -> &Outcome {
        &self.outcome
    }
}

pub(crate) fn build(request: &Request) -> Result<Built, SystemError> {
    // In memory where the system has such a folder: nothing of it is to outlast the test.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let folder = folder.expect("a folder");
    let out = folder.path().join("public");
    let target = Target {
        folder: &out,
        program: None,
        trust: true,
        compress: false,
        shard: None,
        deny_warnings: false,
        timings: &Timings::NONE,
        done: &|_| {},
    };
    let (outcome, publication) = gongbao::build::build(request, &target)?;
    let published = publication.is_some_and(|publication| publication.is_ok());
    let assets = outcome.bulletin().into_iter().flat_map(|bulletin| bulletin.assets.values());
    let assets: BTreeSet<String> = assets
        .flat_map(|asset| std::iter::once(asset.path.clone()).chain(asset.made().map(|made| made.path)))
        .collect();
    let (mut pages, mut published_assets) = (Vec::new(), BTreeSet::new());
    for entry in walkdir::WalkDir::new(&out).sort_by_file_name().into_iter().flatten().filter(|_| published) {
        let path = entry.path().strip_prefix(&out).expect("inside").to_string_lossy().replace('\\', "/");
        if !entry.file_type().is_file() || path.starts_with(".gongbao") {
            continue;
        }
        if assets.contains(&path) {
            published_assets.insert(path);
        } else {
            pages.push(Rendered { path, bytes: std::fs::read(entry.path()).expect("a file") });
        }
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Built { outcome, pages, assets: published_assets })
}
