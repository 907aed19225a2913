//! What stands around a number: words that name it, the head of its column, the web address it is a part of, its
//! sentence. Everything is looked up in windows of a stated width or in an index made once, so that a text with very many
//! numbers takes no longer than its length.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A form that is looked for.
pub(super) type Form = LazyLock<Option<Regex>>;

/// Whether a form stands in a text.
pub(super) fn is(form: &Form, text: &str) -> bool {
    form.as_ref().is_some_and(|form| form.is_match(text))
}

/// Heads of columns are no longer than this, in bytes.
const HEAD: usize = 120;
/// The head of a column stands in one of so many first lines of its table.
const HEADS: usize = 4;
/// Sentences are looked at so far to either side, in characters.
const SENTENCE: usize = 120;

/// A text with what can be looked up in it.
pub(super) struct Around<'t> {
    pub(super) text: &'t str,
    addresses: OnceCell<Vec<Range<usize>>>,
    tables: OnceCell<Tables>,
    long_numbers: OnceCell<bool>,
}

/// Fewer digits, letters in their place and marks in their place are no number that is masked, lettered or of an account.
const LONG: usize = 9;

impl<'t> Around<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, addresses: OnceCell::new(), tables: OnceCell::new(), long_numbers: OnceCell::new() }
    }

    /// Whether somewhere so many digits, or what stands in their place, follow each other, one blank or dash between two at
    /// most: a cheap look before such numbers are searched for.
    pub(super) fn has_long_numbers(&self) -> bool {
        let find = || {
            let (mut run, mut gap) = (0, false);
            self.text.bytes().any(|byte| {
                match byte {
                    // The rest of a character.
                    0x80..=0xBF => {}
                    b'0'..=b'9' | b'*' | b'x' | b'X' | b'#' | b'O' | b'o' | b'Q' | b'l' | b'I' => {
                        (run, gap) = (run + 1, false);
                    }
                    // The marks that are no ASCII, as × ● □ ★ 〇, begin with these; no Han character does.
                    0xC2 | 0xC3 | 0xE2 | 0xE3 => (run, gap) = (run + 1, false),
                    b' ' | b'-' if run > 0 && !gap => gap = true,
                    _ => (run, gap) = (0, false),
                }
                run >= LONG
            })
        };
        *self.long_numbers.get_or_init(find)
    }

    /// The text of a range.
    pub(super) fn at(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// So many characters before an offset.
    pub(super) fn before(&self, at: usize, characters: usize) -> &'t str {
        let before = self.text.get(..at).unwrap_or_default();
        let start = before.char_indices().rev().take(characters).last().map_or(at, |(start, _)| start);
        before.get(start..).unwrap_or_default()
    }

    /// So many characters after an offset.
    pub(super) fn after(&self, at: usize, characters: usize) -> &'t str {
        let after = self.text.get(at..).unwrap_or_default();
        let end = after.char_indices().nth(characters).map_or(after.len(), |(end, _)| end);
        after.get(..end).unwrap_or_default()
    }

    pub(super) fn last_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    pub(super) fn first_after(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// Whether no letter, digit or part of a decimal stands right before or after: it is a number of its own.
    pub(super) fn alone(&self, range: &Range<usize>) -> bool {
        !self.last_before(range.start).is_some_and(|c| c.is_ascii_alphanumeric())
            && !is_decimal(self.before(range.start, 2))
            && !self.first_after(range.end).is_some_and(|c| c.is_ascii_alphanumeric())
    }

    /// Whether words right before `at` name what stands there; the form ends with `$`.
    pub(super) fn named(&self, at: usize, form: &Form) -> bool {
        is(form, self.before(at, 32))
    }

    /// The part of the sentence before `at`, as far as it is near.
    pub(super) fn clause(&self, at: usize, characters: usize) -> &'t str {
        let before = self.before(at, characters);
        before.rsplit(['\n', '。', '；', ';', '|']).next().unwrap_or_default()
    }

    /// The sentence, or cell of a table, that a range stands in, as far as it is near.
    pub(super) fn sentence(&self, range: &Range<usize>) -> &'t str {
        let ends = ['\n', '。', '；', ';', '|'];
        let start = range.start - self.clause(range.start, SENTENCE).len();
        let after = self.after(range.end, SENTENCE);
        let end = range.end + after.find(ends).unwrap_or(after.len());
        self.at(&(start..end))
    }

    /// Whether an offset is inside a web address.
    pub(super) fn in_an_address(&self, at: usize) -> bool {
        static ADDRESS: Form = LazyLock::new(|| Regex::new(r#"(?:://|www\.)[!-~&&[^)\]>"'<]]*"#).ok());
        let find = || ADDRESS.iter().flat_map(|form| form.find_iter(self.text).map(|found| found.range())).collect();
        let addresses = self.addresses.get_or_init(find);
        let next = addresses.partition_point(|range| range.start <= at);
        next.checked_sub(1).and_then(|last| addresses.get(last)).is_some_and(|range| range.contains(&at))
    }

    /// The head of the column that a range is a whole cell of, in a table of Markdown, tabs or commas.
    pub(super) fn column(&self, range: &Range<usize>) -> Option<&'t str> {
        let tables = self.tables.get_or_init(|| Tables::of(self.text));
        tables.signs.iter().find_map(|signs| signs.head(self.text, range, &tables.lines))
    }

    /// The head of the table that an offset stands in.
    pub(super) fn heads(&self, at: usize) -> Option<&'t str> {
        let tables = self.tables.get_or_init(|| Tables::of(self.text));
        tables.signs.iter().find_map(|signs| {
            let line = line_of(&tables.lines, at);
            let top = *signs.tops.get(line)?;
            let head = (top < line).then(|| tables.line(top))?;
            self.text.get(head).filter(|head| head.len() <= 8 * HEAD)
        })
    }
}

/// Whether a text ends with a digit and a point: what follows are decimals.
fn is_decimal(before: &str) -> bool {
    before.strip_suffix('.').is_some_and(|whole| whole.ends_with(|c: char| c.is_ascii_digit()))
}

/// Where the lines of a text begin, and what parts cells.
struct Tables {
    lines: Vec<usize>,
    end: usize,
    signs: [Signs; 3],
}

/// A sign that parts cells.
struct Signs {
    /// Where it stands.
    places: Vec<usize>,
    /// For each line the first of the lines up to it that all hold the sign; the next line where this one does not.
    tops: Vec<usize>,
}

fn line_of(lines: &[usize], at: usize) -> usize {
    lines.partition_point(|start| *start <= at).saturating_sub(1)
}

impl Tables {
    fn of(text: &str) -> Self {
        let lines: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let signs = ['|', '\t', ','].map(|sign| Signs::of(text, sign, &lines));
        Self { lines, end: text.len(), signs }
    }

    fn line(&self, line: usize) -> Range<usize> {
        let end = self.lines.get(line + 1).map_or(self.end, |next| next - 1);
        self.lines.get(line).copied().unwrap_or(end)..end
    }
}

impl Signs {
    fn of(text: &str, sign: char, lines: &[usize]) -> Self {
        let (mut places, mut quoted) = (Vec::new(), false);
        let mut holds = vec![false; lines.len()];
        let mut line = 0;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'\n' => {
                    line += 1;
                    quoted = false;
                }
                b'"' => quoted = !quoted,
                byte if byte == sign as u8 && !(quoted && sign == ',') => {
                    places.push(at);
                    if let Some(holds) = holds.get_mut(line) {
                        *holds = true;
                    }
                }
                _ => {}
            }
        }
        let mut top = 0;
        let tops = holds.iter().enumerate().map(|(line, holds)| {
            if !holds {
                top = line + 1;
            }
            top
        });
        Self { tops: tops.collect(), places }
    }

    /// The head above the cell that a range is the whole of.
    fn head<'t>(&self, text: &'t str, range: &Range<usize>, lines: &[usize]) -> Option<&'t str> {
        let line = line_of(lines, range.start);
        let top = *self.tops.get(line).filter(|top| **top < line)?;
        let place = |at: usize| self.places.partition_point(|sign| *sign < at);
        let start = *lines.get(line)?;
        let next = place(range.start);
        let cell = next - place(start);
        let from = if cell == 0 { start } else { self.places.get(next - 1)? + 1 };
        let end_of = |line: usize| lines.get(line + 1).map_or(text.len(), |next| next - 1);
        let to = self.places.get(next).copied().unwrap_or(usize::MAX).min(end_of(line));
        let is_blank = |part: &str| part.chars().all(|c| matches!(c, ' ' | '\t' | '"' | '\'' | '+'));
        if !is_blank(text.get(from..range.start)?) || !is_blank(text.get(range.end..to)?) {
            return None;
        }
        // The first of the lines above that has something there: a title over the heads leaves the cell empty.
        (top..line).take(HEADS).find_map(|above| {
            let (start, end) = (*lines.get(above)?, end_of(above));
            let first = place(start);
            let from = if cell == 0 { start } else { self.places.get(first + cell - 1).filter(|at| **at < end)? + 1 };
            let to = self.places.get(first + cell).copied().unwrap_or(usize::MAX).min(end);
            text.get(from..to).filter(|head| head.len() <= HEAD && !is_blank(head))
        })
    }
}
