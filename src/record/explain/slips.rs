//! Slips of the keyboard that keep a text from being YAML: full-width signs, a missing space, dash, bracket or quote.
//!
//! A mend is told only when it was tried: with it the text can be read, or at least further than before. So what the
//! help says to type is right, and the faults after it are found as well.

use std::collections::BTreeSet;
use std::ops::Range;

use super::mends::{
    Found, MAX_SLIPS, aligned, control, forgotten_dash, full_width_colon, head, no_colon, signs, unclosed, wide_braces,
    wide_dash, wide_indentation, word,
};
use super::schema::Words;
use crate::diagnostic::{Code, Text};
use crate::source::yaml::{self, NodeValue, YamlError};
use crate::text::is_control;

/// Texts longer than this are not tried line by line.
const MAX_TRIED: usize = 64 * 1024;
/// Mended lines longer than this are not written out with every further change in them: thousands may stand in one line.
const MAX_REWRITTEN: usize = 4096;

/// A slip: what was typed where, and what the line should be.
pub(super) struct Slip {
    /// From 0; a line is told once, mended in full.
    line: usize,
    pub(super) code: Code,
    /// Byte range in the text as it was typed.
    pub(super) span: Range<usize>,
    pub(super) message: Text,
    pub(super) help: Text,
    /// The lines that its mend changes.
    lines: Vec<usize>,
}

/// A text with its slips mended.
pub(super) struct Mended<'a> {
    lines: Vec<Line<'a>>,
    /// What was mended, in the order of the text.
    pub(super) slips: Vec<Slip>,
    /// Why it is still no YAML.
    pub(super) error: Option<YamlError>,
    /// The mends that were made, by line and by what was told.
    made: BTreeSet<(usize, String)>,
    /// Where the lines begin in the text as it should be, once all are mended.
    starts: Vec<usize>,
}

/// A line as it was typed, from byte `start` on, and as it should be.
struct Line<'a> {
    start: usize,
    was: &'a str,
    now: String,
    /// How many bytes at its beginning and at its end are as they were typed, once it is mended.
    same: (usize, usize),
}

impl<'a> Mended<'a> {
    /// Mends what can be mended in `text`.
    pub(super) fn new(text: &'a str, words: &Words) -> Self {
        let mut start = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            let was = line.trim_end_matches(['\n', '\r']);
            let line = Line { start, was, now: was.to_owned(), same: (0, 0) };
            start += line_length(text, start);
            line
        });
        let mut mended =
            Self { lines: lines.collect(), slips: Vec::new(), error: None, made: BTreeSet::new(), starts: Vec::new() };
        mended.unindented_blocks(words);
        mended.filled_empty_lists();
        mended.certain(words, text.len());
        mended.tried(words, text.len());
        mended.slips.sort_by_key(|slip| slip.span.start);
        let mut start = 0;
        for line in &mut mended.lines {
            line.same = line.unchanged();
            mended.starts.push(start);
            start += line.now.len() + 1;
        }
        mended
    }

    /// The text as it should be.
    pub(super) fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{}\n", line.now)).collect()
    }

    /// A byte range of the text as it should be, as one of the text that was typed.
    pub(super) fn typed(&self, span: Range<usize>) -> Range<usize> {
        let start = self.typed_place(span.start);
        start..self.typed_place(span.end).max(start)
    }

    fn typed_place(&self, place: usize) -> usize {
        let index = self.line_at(place);
        match (self.lines.get(index), self.starts.get(index)) {
            (Some(line), Some(start)) => line.start + line.typed(line.same, (place - start).min(line.now.len())),
            _ => 0,
        }
    }

    /// The line that a byte of the text as it should be is in.
    fn line_at(&self, place: usize) -> usize {
        self.starts.partition_point(|start| *start <= place).saturating_sub(1)
    }

    /// Texts begun with `|` or `>` whose lines are not indented under their key: mended together, told once.
    fn unindented_blocks(&mut self, words: &Words) {
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let mut index = 0;
        while let Some(line) = self.lines.get(index).map(|line| line.now.trim_end().to_owned()) {
            index += 1;
            let mark = line.trim_end_matches(['+', '-']);
            if !(mark.ends_with(": |") || mark.ends_with(": >")) {
                continue;
            }
            let key = head(&line);
            let goes_on = |line: &str| {
                let start = word(line.trim_start().trim_start_matches("- "));
                let is_word = words.key(start).is_some() || start.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                let after = line.trim_start().trim_start_matches("- ").get(start.len()..).unwrap_or("");
                let is_key = !start.is_empty() && is_word && after.starts_with([':', '：']);
                !(indent(line) <= key && (is_key || line.trim_start().starts_with("- ") || line.starts_with("---")))
            };
            let mut wanted: Option<usize> = None;
            let mut is_told = false;
            while let Some(text) = self.lines.get(index).map(|line| line.now.clone()).filter(|line| goes_on(line)) {
                let own = indent(&text);
                if !text.trim().is_empty() && own < *wanted.get_or_insert(own.max(key + 2)) {
                    let spaces = wanted.unwrap_or(key + 2);
                    let now = format!("{}{}", " ".repeat(spaces), text.trim_start());
                    let name = word(line.get(key..).unwrap_or("")).to_owned();
                    let message = Text::new(
                        format!("“{name}: |”下面的文字没有缩进"),
                        format!("the text under \"{name}: |\" is not indented"),
                    );
                    let help = Text::new(
                        format!("每一行行首空 {spaces} 格：{now}"),
                        format!("begin each of its lines with {spaces} spaces: {now}"),
                    );
                    if is_told {
                        self.set(index, now);
                        if let Some(slip) = self.slips.last_mut() {
                            slip.lines.push(index);
                        }
                    } else {
                        self.take(index, Found { help: Some(help), ..Found::new(0..text.len(), now, message) });
                    }
                    is_told = true;
                }
                index += 1;
            }
        }
    }

    /// Items written under a key that says that there are none: `requirements: []`.
    fn filled_empty_lists(&mut self) {
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        // How far the next line is indented that is not blank, where it is an item: from the last line to the first.
        let mut item: Option<usize> = None;
        let mut found = Vec::new();
        for (index, line) in self.lines.iter().enumerate().rev() {
            let line = line.now.trim_end();
            if line.ends_with(": []") && item.is_some_and(|item| item >= indent(line)) {
                found.push(index);
            }
            if !line.is_empty() {
                item = line.trim_start().starts_with("- ").then(|| indent(line));
            }
        }
        for index in found.into_iter().rev() {
            let Some(line) = self.lines.get(index).map(|line| line.now.trim_end().to_owned()) else { continue };
            let Some(key) = line.strip_suffix(" []") else { continue };
            let message =
                Text::new("“[]”是说没有，下面却写了各项", "\"[]\" says that there are none, and items follow");
            let help = Text::new(format!("删去 []：{}", key.trim()), format!("delete []: {}", key.trim()));
            let mark = line.len() - 2..line.len();
            self.take(index, Found { help: Some(help), ..Found::new(mark, key.to_owned(), message) });
        }
    }

    /// Slips that are ones wherever they stand outside a text.
    fn certain(&mut self, words: &Words, length: usize) {
        let mut told_control = false;
        let in_blocks = self.in_blocks();
        for index in 0..self.lines.len() {
            let Some(line) = self.lines.get(index).map(|line| line.now.clone()) else { continue };
            if let Some(place) = line.find(is_control) {
                if !told_control {
                    self.take(index, control(&line, place));
                }
                told_control = true;
                self.set(index, line.chars().filter(|c| !is_control(*c)).collect());
            }
            if in_blocks.get(index) == Some(&true) {
                continue;
            }
            if let Some(found) = self.wide_before_key(index, words, length) {
                self.take(index, found);
            }
            if let Some(found) = self.lines.get(index).and_then(|line| wide_dash(&line.now))
                && self.begins_item(index)
            {
                self.take(index, found);
            }
            if let Some(found) = self.lines.get(index).and_then(|line| wide_braces(&line.now)) {
                self.take(index, found);
            }
            if let Some(found) = self.lines.get(index).and_then(|line| full_width_colon(&line.now, words)) {
                self.take(index, found);
            }
        }
    }

    /// Wide spaces before a key, which a parser takes for a part of it: mended so that the text reads furthest.
    fn wide_before_key(&self, index: usize, words: &Words, length: usize) -> Option<Found> {
        let line = &self.lines.get(index)?.now;
        let rest = line.get(head(line)..)?;
        let key = word(rest);
        let is_entry = words.key(key).is_some() && rest.get(key.len()..)?.starts_with([':', '：']);
        if !is_entry || length > MAX_TRIED || self.slips.len() >= MAX_SLIPS {
            return None;
        }
        let reads_to = |found: &Found| self.error_with(index, &found.now).unwrap_or(usize::MAX);
        let found = wide_indentation(line).into_iter().map(|found| (reads_to(&found), found));
        found.reduce(|best, other| if other.0 > best.0 { other } else { best }).map(|(_, found)| found)
    }

    /// Whether an item of a list may begin in a line: after a key without a value, or another item as far in.
    fn begins_item(&self, index: usize) -> bool {
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let Some(own) = self.lines.get(index).map(|line| indent(&line.now)) else { return false };
        let mut before = self.lines.get(..index).unwrap_or_default().iter().rev().map(|line| line.now.trim_end());
        let before = before.find(|line| !line.trim().is_empty() && indent(line) <= own);
        before.is_some_and(|line| line.ends_with(':') || (indent(line) == own && line.trim_start().starts_with("- ")))
    }

    /// Slips that are ones because without them the text is YAML, or YAML further down.
    fn tried(&mut self, words: &Words, length: usize) {
        for _ in 0..MAX_SLIPS {
            self.error = fault(&self.text());
            let Some(error) = &self.error else { return };
            if length > MAX_TRIED {
                return;
            }
            let at = line_of(&self.text(), error.offset);
            let is_open = error.message.contains("unexpected end") || at + 1 >= self.lines.len();
            let Some((index, found)) = self.first_that_helps(at, is_open, words) else { return };
            self.take(index, found);
        }
    }

    /// The first mend that helps: of a sign that is wrong in itself, in any of the lines, then of a colon or dash
    /// that lacks, and then of how lines stand.
    fn first_that_helps(&self, at: usize, is_open: bool, words: &Words) -> Option<(usize, Found)> {
        let suspects = self.suspects(at);
        let of = |candidates: fn(&str, &[&str], &Words) -> Vec<Found>| {
            suspects.iter().find_map(|index| self.mend_that_helps(*index, (at, is_open), words, candidates))
        };
        of(signs).or_else(|| of(no_colon)).or_else(|| of(forgotten_dash)).or_else(|| of(aligned))
    }

    fn mend_that_helps(
        &self,
        index: usize,
        (at, is_open): (usize, bool),
        words: &Words,
        candidates: fn(&str, &[&str], &Words) -> Vec<Found>,
    ) -> Option<(usize, Found)> {
        let line = &self.lines.get(index)?.now;
        let before: Vec<&str> = self.lines.get(..index)?.iter().map(|line| line.now.as_str()).collect();
        // What a line grows to by mending upon mending is no mend.
        let most = self.lines.get(index).map_or(0, |line| line.was.len() * 2 + 64);
        let mut found = candidates(line, &before, words);
        found.retain(|found| found.now.len() <= most);
        // A mend that was made there once did not do: made upon itself it would grow.
        found.retain(|found| !self.made.contains(&(index, found.message.zh.clone())));
        let is_mend = |found: &&Found| found.now != *line;
        let reads = |found: &&Found| self.error_with(index, &found.now).is_none();
        let further = |found: &&Found| self.reads_further(index, &found.now, at, is_open);
        let best = found.iter().filter(is_mend).position(|found| reads(&found));
        let best = best.or_else(|| found.iter().filter(is_mend).position(|found| further(&found)))?;
        found.into_iter().filter(|found| found.now != *line).nth(best).map(|found| (index, found))
    }

    /// Why the text is no YAML with another line in the place of one, and in which line.
    fn error_with(&self, index: usize, now: &str) -> Option<usize> {
        let line = |(place, line): (usize, &Line<'_>)| format!("{}\n", if place == index { now } else { &line.now });
        let text: String = self.lines.iter().enumerate().map(line).collect();
        fault(&text).map(|error| line_of(&text, error.offset))
    }

    fn reads_further(&self, index: usize, now: &str, at: usize, is_open: bool) -> bool {
        self.error_with(index, now).is_none_or(|line| line > at || (is_open && line > index && at > index))
    }

    /// The lines where the slip may be: that of the error, those before it, and those with an open quote or bracket.
    fn suspects(&self, at: usize) -> Vec<usize> {
        let is_line = |index: &usize| self.lines.get(*index).is_some_and(|line| !line.now.trim().is_empty());
        let mut suspects: Vec<usize> = (0..=at).rev().filter(is_line).take(4).collect();
        let is_open = |index: &usize| self.lines.get(*index).is_some_and(|line| unclosed(&line.now).is_some());
        let open: Vec<usize> = (0..=at).filter(is_open).filter(|index| !suspects.contains(index)).take(3).collect();
        suspects.extend(open);
        suspects
    }

    /// For each line, whether it belongs to a text that was begun with `|` or `>`.
    fn in_blocks(&self) -> Vec<bool> {
        let mut begun: Option<usize> = None;
        let of_line = |line: &Line<'_>| {
            let now = line.now.as_str();
            let indent = now.len() - now.trim_start_matches(' ').len();
            if begun.is_some_and(|least| now.trim().is_empty() || indent > least) {
                return true;
            }
            let head = now.trim_end_matches(['+', '-', '1', '2', '4']);
            let is_key = [": |", ": >"].iter().any(|mark| head.ends_with(mark));
            let is_item = ["- |", "- >"].iter().any(|mark| head.ends_with(mark));
            begun = if is_key { Some(self::head(now)) } else { is_item.then_some(indent) };
            false
        };
        self.lines.iter().map(of_line).collect()
    }

    fn take(&mut self, index: usize, found: Found) {
        let Some(line) = self.lines.get(index) else { return };
        self.made.insert((index, found.message.zh.clone()));
        let same = line.unchanged();
        let at = |place| line.start + line.typed(same, place);
        let span = at(found.mark.start)..at(found.mark.end);
        let shown = found.now.trim();
        let help = found.help.unwrap_or_else(|| Text::new(format!("改为：{shown}"), format!("write: {shown}")));
        match self.slips.iter_mut().rev().take(MAX_SLIPS).find(|slip| slip.line == index) {
            Some(slip) => slip.help = Text::new(format!("改为：{shown}"), format!("write: {shown}")),
            None => {
                let (code, message, lines) = (found.code, found.message, vec![index]);
                self.slips.push(Slip { line: index, code, span, message, help, lines });
            }
        }
        self.set(index, found.now);
    }

    /// The changes of the text as it was typed that a slip's mend is.
    pub(super) fn edits(&self, slip: &Slip) -> Vec<(Range<usize>, String)> {
        let lines = slip.lines.iter().filter_map(|index| self.lines.get(*index));
        lines.map(|line| (line.start..line.start + line.was.len(), line.now.clone())).collect()
    }

    /// Changes of the text as it should be, as changes of the text that was typed: where a line of them was mended, all
    /// lines from the first to the last. None where those are too long.
    pub(super) fn typed_edits(&self, edits: &[(Range<usize>, String)]) -> Vec<(Range<usize>, String)> {
        let touched = |(span, _): &(Range<usize>, String)| self.line_at(span.start)..=self.line_at(span.end);
        let (Some(first), Some(last)) = (
            edits.iter().map(|edit| *touched(edit).start()).min(),
            edits.iter().map(|edit| *touched(edit).end()).max(),
        ) else {
            return Vec::new();
        };
        let is_as_typed = |index: usize| {
            self.lines.get(index).is_some_and(|line| line.same.0 == line.now.len() && line.same.0 == line.was.len())
        };
        if edits.iter().flat_map(touched).all(is_as_typed) {
            return edits.iter().map(|(span, text)| (self.typed(span.clone()), text.clone())).collect();
        }
        let lines = self.lines.get(first..=last).unwrap_or_default();
        let (Some(from), Some(to), Some(start)) = (lines.first(), lines.last(), self.starts.get(first)) else {
            return Vec::new();
        };
        if lines.iter().map(|line| line.now.len()).sum::<usize>() > MAX_REWRITTEN {
            return Vec::new();
        }
        let text = lines.iter().map(|line| line.now.as_str()).collect::<Vec<_>>().join("\n");
        let edits = edits.iter().map(|(span, new)| {
            (span.start.saturating_sub(*start)..span.end.saturating_sub(*start).min(text.len()), new.as_str())
        });
        let changed = changed(&text, edits.collect());
        changed.map(|changed| (from.start..to.start + to.was.len(), changed)).into_iter().collect()
    }

    fn set(&mut self, index: usize, now: String) {
        if let Some(line) = self.lines.get_mut(index) {
            line.now = now;
        }
    }
}

impl Line<'_> {
    /// How many bytes at its beginning, and at its end, are as they were typed.
    fn unchanged(&self) -> (usize, usize) {
        let same = |(a, b): (char, char)| (a == b).then_some(a.len_utf8());
        let head: usize = self.now.chars().zip(self.was.chars()).map_while(same).sum();
        let (now, was) = (self.now.get(head..).unwrap_or(""), self.was.get(head..).unwrap_or(""));
        (head, now.chars().rev().zip(was.chars().rev()).map_while(same).sum())
    }

    /// A place in the line as it should be, as one in the line as it was typed, of which so much is unchanged.
    fn typed(&self, (head, tail): (usize, usize), place: usize) -> usize {
        let from_end = self.now.len().saturating_sub(place);
        match place {
            place if place <= head => place,
            _ if from_end <= tail => self.was.len() - from_end,
            _ => head,
        }
    }
}

/// A text with changes of it made together; nothing where two of them overlap, or one is of no part of the text.
pub(super) fn changed(text: &str, mut edits: Vec<(Range<usize>, &str)>) -> Option<String> {
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for (span, new) in edits {
        out += text.get(done..span.start)?;
        text.get(span.clone())?;
        out += new;
        done = span.end;
    }
    Some(out + text.get(done..)?)
}

/// Why a text cannot be read as a map of keys.
fn fault(text: &str) -> Option<YamlError> {
    yaml::fault(text).or_else(|| {
        let root = yaml::parse(text).ok()??;
        let is_word = matches!(root.value, NodeValue::Scalar(..));
        is_word.then(|| YamlError { message: "simple key expect ':'".into(), offset: root.span.start })
    })
}

fn line_length(text: &str, start: usize) -> usize {
    text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len() - start, |end| end + 1)
}

/// The line of a byte, from 0; of the end, the last line with something on it.
fn line_of(text: &str, offset: usize) -> usize {
    let end = text.trim_end().len();
    let before = text.get(..text.floor_char_boundary(offset.min(end))).unwrap_or(text);
    before.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_together() {
        let made = |edits: &[(Range<usize>, &str)]| changed("甲乙丙", edits.to_vec());
        assert_eq!(made(&[(6..9, "c"), (0..3, "a"), (3..3, "+")]).as_deref(), Some("a+乙c"));
        assert_eq!(made(&[(3..6, "b"), (3..3, "+")]).as_deref(), Some("甲+b丙"));
        assert_eq!(made(&[(0..6, "a"), (3..9, "b")]), None);
        assert_eq!(made(&[(1..3, "a")]), None);
        assert_eq!(made(&[(9..12, "a")]), None);
    }

    /// Every place of a mended text is one of the text that was typed, whichever lines were mended.
    #[test]
    fn places_are_those_that_were_typed() {
        let schema = serde_json::json!({"properties": {"title": {"title": "标题"}, "note": {}}});
        let text = "title：甲乙\nnote: 丙\n标题 丁\n";
        let mended = Mended::new(text, &Words::of(&schema));
        let now = mended.text();
        assert!(now.starts_with("title: 甲乙\nnote: 丙\n"), "{now}");
        for word in ["甲乙", "note", "丙", "丁"] {
            let (at, typed) = (now.find(word).expect(word), text.find(word).expect(word));
            assert_eq!(mended.typed(at..at + word.len()), typed..typed + word.len(), "{word}");
        }
        assert_eq!(mended.typed(now.len()..now.len() + 9).end, text.trim_end().len());
        let note = now.find("丙").expect("it");
        assert_eq!(
            mended.typed_edits(&[(note..note + 3, "x".to_owned())]),
            [(text.find("丙").expect("it")..text.find("丙").expect("it") + 3, "x".to_owned())]
        );
        let title = now.find("甲").expect("it");
        assert_eq!(
            mended.typed_edits(&[(title..title + 3, "x".to_owned())]),
            [(0.."title：甲乙".len(), "title: x乙".to_owned())]
        );
    }
}
