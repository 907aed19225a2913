//! Pictures as they lie in a bulletin: measured, made smaller and upright, freed of what they tell, in bounded memory.

use std::fs;
use std::sync::LazyLock;

use gongbao::source::{attachment, picture, read};

const ENDINGS: &[&str] = &["jpg", "png", "webp", "gif", "avif"];

/// A bulletin with room for one picture, for as long as the program runs.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("content")).expect("a folder in it");
    fs::write(folder.path().join("content/site.yaml"), "title: a\n").expect("a file in it");
    folder
});

/// Looks at a file, of which the first byte says how its name ends; whether it is a picture.
pub(crate) fn look(data: &[u8]) -> bool {
    let Some((first, bytes)) = data.split_first() else { return false };
    let ending = ENDINGS[usize::from(*first) % ENDINGS.len()];
    let file = FOLDER.path().join(format!("content/a.{ending}"));
    fs::write(&file, bytes).expect("written");
    let source = read(FOLDER.path()).expect("the system works").value;
    for asset in source.assets.iter().flat_map(|asset| std::iter::once(asset.clone()).chain(asset.made())) {
        let _ = (picture::damage(&asset), attachment::has_position(&asset));
        if let Ok(published) = picture::published(&asset) {
            assert!(bytes.is_empty() || !published.is_empty(), "{} is published as nothing", asset.path);
        }
    }
    fs::remove_file(&file).expect("removed");
    source.assets.iter().any(|asset| asset.pixels.is_some())
}
