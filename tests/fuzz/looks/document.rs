//! Attachments whose words are looked through: PDF, office documents old and new, tables, zips in zips.

use std::fs;
use std::sync::LazyLock;

use gongbao::source::{Asset, attachment};

const ENDINGS: &[&str] = &["pdf", "docx", "xlsx", "pptx", "odt", "ofd", "zip", "doc", "xls", "csv"];

/// A folder with room for one attachment, for as long as the program runs.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

/// Looks at a file, of which the first byte says how its name ends; whether there are words in it.
pub(crate) fn look(data: &[u8]) -> bool {
    let Some((first, bytes)) = data.split_first() else { return false };
    let path = format!("a.{}", ENDINGS[usize::from(*first) % ENDINGS.len()]);
    let on_disk = FOLDER.path().join(&path);
    fs::write(&on_disk, bytes).expect("written");
    let asset = Asset { path, on_disk, bytes: bytes.len() as u64, pixels: None, made: None, smaller: Vec::new() };
    let Some(words) = attachment::words(&asset) else { return false };
    // A byte becomes three at most, a character that is none; names of members are told twice at most.
    let most = 3 * (attachment::MAX_UNPACKED as usize + 2 * bytes.len());
    assert!(words.text.len() <= most, "{} bytes of words", words.text.len());
    !words.text.trim().is_empty()
}
