//! Chinese text: what is a Han character, slugs from pinyin, order of names, near misses, language of the interface.

mod near;
mod order;
mod raised;
mod script;
mod slug;
mod strings;
mod terms;
mod typed;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

pub use near::nearest_sorted;
pub use order::Collation;
pub use raised::{in_a_line, raised};
pub use script::{Script, is_han};
pub use slug::{is_slug, slug};
pub use strings::{Strings, Ui};
pub use terms::{Term, initials, normal, numbers, simplified, terms};
pub use typed::{
    SHEET_ERRORS, arabic, han_digit, is_control, is_harmful, is_invisible, is_sheet_error, narrow, narrow_spaced,
};

/// Han characters, kana and full-width forms: text that is set without spaces between words.
pub fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x303F | 0x3040..=0x30FF | 0x3100..=0x312F | 0x31A0..=0x31BF | 0x3200..=0x4DBF
        | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
        || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—')
}

/// What stays as it is in a path.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path with everything but unreserved characters and `/` percent-encoded.
pub fn percent_encode_path(path: &str) -> String {
    utf8_percent_encode(path, UNRESERVED).to_string()
}

/// A path as it was before [`percent_encode_path`].
pub fn percent_decode_path(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// The one of `candidates` that `word` was probably meant to be. A character of a Chinese word is half of its meaning, so
/// that of two one must not be another.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = near::limit(word);
    let length = word.chars().count();
    candidates
        .into_iter()
        // Of very different length: a text of megabytes is compared with nothing.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

/// The first `n` characters of a text, with an ellipsis where it was cut.
pub fn shorten(text: &str, n: usize) -> String {
    match text.char_indices().nth(n) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("").trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_offered() {
        assert_eq!(nearest("titel", ["title", "tags"]), Some("title"));
        assert_eq!(nearest("sorces", ["sources", "stages"]), Some("sources"));
        assert_eq!(nearest("xyz", ["title", "tags"]), None);
        assert_eq!(nearest("动工", ["复工", "竣工"]), None);
    }

    #[test]
    fn paths_are_encoded() {
        assert_eq!(percent_encode_path("a/文 件.md"), "a/%E6%96%87%20%E4%BB%B6.md");
    }
}
