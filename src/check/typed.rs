//! What findings say of a record in Traditional characters 繁体记录, in the characters of its file: rules look at it in
//! Simplified ones.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Looked;
use crate::diagnostic::{At, Finding, Text};
use crate::record::Entry;
use crate::source::SourceFile;
use crate::text::{Script, is_han};

/// Puts what findings quote of a record in Traditional characters as it was typed, and what they tell to write in the same
/// characters, also in the edits that do it.
pub(super) fn as_in_the_file(looked: &Looked<'_>, entry: &Entry, findings: &mut [Finding]) {
    let file = looked.source.file(&entry.file).filter(|_| entry.written.is_some() && !findings.is_empty());
    let Some(file) = file else { return };
    let sides = Sides::of(&file.text);
    for finding in findings.iter_mut().filter(|finding| finding.place.file == entry.file) {
        let at = match finding.place.at {
            At::Span(start, _) => start,
            At::Line(_) => 0,
        };
        let quote = |words: &str| sides.typed(words, at);
        if finding.edits.is_empty() {
            let write = |words: &str| {
                quote(words).or_else(|| sides.is_other(words, at).then(|| Script::Traditional.write(words)))
            };
            let own = |text: &Text| own_words(text, &quote);
            finding.message = own(&finding.message.with_quotes(&quote));
            finding.help = finding.help.take().map(|help| own(&help.with_quotes(&write)));
        } else {
            edits_as_typed(file, finding);
            finding.message = own_words(&finding.message.with_quotes(&quote), &quote);
        }
    }
}

/// A file in Traditional characters beside the same in Simplified ones, in which findings quote it.
struct Sides<'a> {
    typed: &'a str,
    simplified: String,
    /// Where the characters of both begin.
    typed_at: Vec<usize>,
    simplified_at: Vec<usize>,
    /// What was looked for in the whole file: a thousand findings may quote the same.
    known: RefCell<BTreeMap<String, Option<String>>>,
}

/// Characters before and behind a finding in which what it quotes is looked for first.
const NEAR: usize = 200;

impl<'a> Sides<'a> {
    fn of(typed: &'a str) -> Self {
        let starts = |text: &str| text.char_indices().map(|(start, _)| start).collect();
        let simplified = Script::Simplified.write(typed);
        let (typed_at, simplified_at) = (starts(typed), starts(&simplified));
        Self { typed, simplified, typed_at, simplified_at, known: RefCell::default() }
    }

    /// Whether words do not stand in the file as they are.
    fn is_other(&self, words: &str, at: usize) -> bool {
        let near = self.near(at, words);
        let is_here = part(self.typed, &self.typed_at, &near).contains(words);
        !is_here && words.contains(is_han) && !self.typed.contains(words)
    }

    /// How words were typed, which a finding at a byte of the file quotes in Simplified characters.
    fn typed(&self, words: &str, at: usize) -> Option<String> {
        let near = self.near(at, words);
        if !words.contains(is_han) || part(self.typed, &self.typed_at, &near).contains(words) {
            return None;
        }
        let here = part(&self.simplified, &self.simplified_at, &near);
        let found = here.find(words).and_then(|found| Some(self.simplified_at.get(near.start)? + found));
        if let Some(typed) = found.and_then(|found| self.typed_of(found, words)) {
            return Some(typed);
        }
        let mut known = self.known.borrow_mut();
        let of_file = || self.typed_of(self.simplified.find(words)?, words);
        let of_file = || if self.typed.contains(words) { None } else { of_file() };
        known.entry(words.to_owned()).or_insert_with(of_file).clone()
    }

    /// Characters around a byte of the file.
    fn near(&self, at: usize, words: &str) -> Range<usize> {
        let at = self.typed_at.partition_point(|start| *start < at);
        at.saturating_sub(NEAR)..at + words.len() + NEAR
    }

    /// What was typed for words that stand at a byte in Simplified characters.
    fn typed_of(&self, start: usize, words: &str) -> Option<String> {
        let first = self.simplified_at.partition_point(|at| *at < start);
        let end = self.typed_at.get(first + words.chars().count()).copied().unwrap_or(self.typed.len());
        Some(self.typed.get(*self.typed_at.get(first)?..end)?.to_owned())
    }
}

/// Characters of a text, of which is known where they begin.
fn part<'t>(text: &'t str, starts: &[usize], characters: &Range<usize>) -> &'t str {
    let at = |character: usize| starts.get(character).copied().unwrap_or(text.len());
    text.get(at(characters.start)..at(characters.end)).unwrap_or_default()
}

/// What stands in edits, and in the help that tells them, in the characters of what they take the place of.
fn edits_as_typed(file: &SourceFile, finding: &mut Finding) {
    for edit in finding.edits.iter_mut().filter(|edit| edit.place.file == file.path) {
        let At::Span(start, end) = edit.place.at else { continue };
        let Some(there) = file.text.get(start..end).filter(|there| !there.is_empty()) else { continue };
        let text = as_typed(&Script::Simplified.write(there), there, &edit.text);
        if text != edit.text {
            let replaced = |words: &str| words.replace(&edit.text, &text);
            finding.help = finding.help.take().map(|help| Text::new(replaced(&help.zh), replaced(&help.en)));
            edit.text = text;
        }
    }
}

/// The words of a file in a text of a finding that stand without quotation marks: what is Chinese in the English wording
/// is the file's.
fn own_words(text: &Text, typed: &dyn Fn(&str) -> Option<String>) -> Text {
    let (mut zh, mut en) = (text.zh.clone(), text.en.clone());
    for run in runs(&text.en) {
        if let Some(typed) = typed(run) {
            en = en.replace(run, &typed);
            if run.chars().nth(1).is_some() {
                zh = zh.replace(run, &typed);
            }
        }
    }
    Text::new(zh, en)
}

/// The runs of Han characters of a text, from left to right.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_han(c)).filter(|run| !run.is_empty())
}

/// `new`, which was made from `read`, in the characters of `typed`, which reads `read` in Simplified ones. What `read`
/// does not hold is written in Traditional characters.
pub(super) fn as_typed(read: &str, typed: &str, new: &str) -> String {
    let (read, typed): (Vec<char>, Vec<char>) = (read.chars().collect(), typed.chars().collect());
    if read == typed || read.len() != typed.len() {
        return new.to_owned();
    }
    let find = |words: &[char], from: usize| {
        let place = |from: usize| read.get(from..)?.windows(words.len()).position(|there| there == words);
        place(from).map(|at| from + at).or_else(|| place(0))
    };
    let (mut out, mut rest, mut at) = (String::with_capacity(new.len()), new, 0);
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|other| is_han(other) != is_han(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if !is_han(c) {
            out += run;
            continue;
        }
        let words: Vec<char> = run.chars().collect();
        if let Some(found) = find(&words, at) {
            at = found + words.len();
            out.extend(typed.get(found..at).unwrap_or_default());
            continue;
        }
        // Words that were parted before, or some that are new.
        let otherwise: Vec<char> = Script::Traditional.write(run).chars().collect();
        for (n, word) in words.iter().enumerate() {
            let own = || typed.get(at..)?.iter().position(|there| there == word);
            if !read.contains(word)
                && let Some(found) = own()
            {
                at += found + 1;
                out.push(*word);
            } else if let Some(found) = find(&[*word], at) {
                at = found + 1;
                out.extend(typed.get(found));
            } else {
                out.extend(otherwise.get(n));
            }
        }
    }
    out
}

/// Whether `typed` is what stands in the file for what is read as `read`.
pub(super) fn is_typed_for(typed: &str, read: &str) -> bool {
    typed == read || Script::Simplified.write(typed) == read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_written_is_in_the_characters_of_the_file() {
        for (read, typed, new, expected) in [
            ("[日本语] (a)", "[日本語] (a)", "[日本语](a)", "[日本語](a)"),
            ("钟声，钟声", "鐘聲，鍾聲", "钟声、钟声", "鐘聲、鍾聲"),
            ("后里 里面", "后里 裏面", "后里里面", "后里裏面"),
            ("干 干", "乾 干", "干干", "乾干"),
            // What is in those characters already stays.
            ("干 干", "乾 干", "乾干", "乾干"),
            ("后里 里面", "后里 裏面", "后里裏面", "后里裏面"),
            ("讯", "讯", "訊", "訊"),
            ("开工", "開工", "开工。完工会议", "開工。完工會議"),
            ("a", "a", "开工", "开工"),
        ] {
            assert_eq!(as_typed(read, typed, new), expected, "{typed}");
        }
    }

    #[test]
    fn words_without_quotation_marks_are_the_files() {
        let typed = |words: &str| (words == "日本语").then(|| "日本語".to_owned());
        let text = own_words(&Text::new("例如：[日本语](地址)", "as [日本语](ADDRESS)"), &typed);
        assert_eq!(text, Text::new("例如：[日本語](地址)", "as [日本語](ADDRESS)"));
    }
}
