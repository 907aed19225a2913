//! Findings 检查结果: what is wrong where, and what to type instead, in Chinese and English.
//!
//! A step returns its value *with* its findings ([`Checked`]). Findings stay values until `emit` shows them.

pub mod codes;
pub mod emit;
mod page;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// How bad a finding is, by its consequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Publishing would be wrong or impossible.
    Error,
    /// Allowed, but the editor should look.
    Warning,
    /// Worth knowing.
    Advice,
}

impl Severity {
    /// `error`, `warning` or `advice`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

/// A rule's code. Two are the same when their ids are.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// `GB0102`.
    pub id: &'static str,
    /// `full-width-colon`.
    pub name: &'static str,
    /// How bad it is, unless the bulletin says otherwise.
    pub severity: Severity,
    /// The source file that the code stands in; its `//!` lines are the code's page.
    pub page: &'static str,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

/// The language findings are shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Both wordings.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The same with what `instead` gives for the words in quotes.
    #[must_use]
    pub fn with_quotes(&self, instead: &dyn Fn(&str) -> Option<String>) -> Self {
        let replaced = |text: &str, open: char, close: char| {
            let (mut out, mut rest) = (String::with_capacity(text.len()), text);
            while let Some((before, quoted, after)) = rest
                .split_once(open)
                .and_then(|(before, after)| after.split_once(close).map(|(quoted, after)| (before, quoted, after)))
            {
                out += before;
                out.push(open);
                out += &instead(quoted).unwrap_or_else(|| quoted.to_owned());
                out.push(close);
                rest = after;
            }
            out + rest
        };
        Self { zh: replaced(&self.zh, '“', '”'), en: replaced(&self.en, '"', '"') }
    }

    /// The wording in `lang`.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Path from the bulletin's root, with `/`.
    pub file: Arc<str>,
    /// Where in it.
    pub at: At,
}

/// Where in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum At {
    /// A line, from 1: where there is no text to point into.
    Line(usize),
    /// Bytes of its text, start and end.
    Span(usize, usize),
}

impl Place {
    /// The file as a whole: its first line.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self::line(file, 1)
    }

    /// A line of the file, from 1.
    pub fn line(file: impl Into<Arc<str>>, line: usize) -> Self {
        Self { file: file.into(), at: At::Line(line) }
    }

    /// A byte range of the file.
    pub fn span(file: impl Into<Arc<str>>, span: Range<usize>) -> Self {
        Self { file: file.into(), at: At::Span(span.start, span.end) }
    }
}

/// A change of a file that does what a help says 改法: what is to stand in a place instead of what stands there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced: a byte range; an empty one where something is put in.
    pub place: Place,
    /// What stands there then.
    pub text: String,
}

/// What a help begins with where it gives exactly what to type: a finding with such a help has [`Finding::edits`], and no
/// other has.
pub const WRITE: (&str, &str) = ("改为：", "write: ");

/// One finding 检查结果.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Which rule.
    pub code: Code,
    /// What is wrong.
    pub message: Text,
    /// What to do or type instead.
    pub help: Option<Text>,
    /// What the help says to type, as changes of the file, which are made together. None where an editor must decide.
    pub edits: Vec<Edit>,
    /// Where.
    pub place: Place,
    /// Another place that matters, with what it is.
    pub related: Option<(Place, Text)>,
    /// How bad: the code's own severity, or what the bulletin sets.
    pub severity: Severity,
    /// Whether the text at the place must not be shown: it is what should not be public.
    pub secret: bool,
}

impl Finding {
    /// A finding without help.
    pub fn new(code: Code, place: Place, message: Text) -> Self {
        Self {
            code,
            message,
            help: None,
            edits: Vec::new(),
            place,
            related: None,
            severity: code.severity,
            secret: false,
        }
    }

    /// The same with a help.
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Text::new(zh, en));
        self
    }

    /// The same with the text that is to stand in its place.
    pub fn write(self, text: impl Into<String>) -> Self {
        let (text, (zh, en)) = (text.into(), WRITE);
        let place = self.place.clone();
        self.help(format!("{zh}{text}"), format!("{en}{text}")).edit(place, text)
    }

    /// The same with a change of the file, which its help tells with the words of [`WRITE`].
    pub fn edit(mut self, place: Place, text: impl Into<String>) -> Self {
        self.edits.push(Edit { place, text: text.into() });
        self
    }

    /// The same, without an excerpt of the source.
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// The same with another place.
    pub fn related(mut self, place: Place, what: Text) -> Self {
        self.related = Some((place, what));
        self
    }

    /// How bad.
    pub fn severity(&self) -> Severity {
        self.severity
    }
}

/// Sorts findings by place and code, and drops repetitions.
pub fn settle(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| (&a.place, a.code.id, &a.message).cmp(&(&b.place, b.code.id, &b.message)));
    findings.dedup();
}

/// How many findings are of a severity.
pub fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity() == severity).count()
}

/// A value and what was found while making it.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value, as far as it could be made.
    pub value: T,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// The texts that findings point into.
pub trait Texts: Send + Sync {
    /// The text of `file`, if it could be read.
    fn text(&self, file: &str) -> Option<&str>;
}

/// Lines and columns of places; the lines and characters of a text are counted once.
pub struct Positions<'t> {
    texts: &'t dyn Texts,
    counted: BTreeMap<Arc<str>, Counted>,
}

/// Line and column, both from 1; columns count characters.
pub type Position = (usize, usize);

impl<'t> Positions<'t> {
    /// Positions in these texts.
    pub fn new(texts: &'t dyn Texts) -> Self {
        Self { texts, counted: BTreeMap::new() }
    }

    /// The text of a place's file.
    pub fn text(&self, place: &Place) -> Option<&'t str> {
        self.texts.text(&place.file)
    }

    /// The whole lines that a byte range of a file is in: from the beginning of the first to behind the newline of the last.
    pub fn lines(&mut self, file: &Arc<str>, span: Range<usize>) -> Option<Range<usize>> {
        let text = self.texts.text(file)?;
        let counted = self.counted.entry(file.clone()).or_insert_with(|| Counted::new(text));
        let after = |offset: usize| counted.lines.partition_point(|start| *start <= offset);
        let start = after(span.start).checked_sub(1).and_then(|line| counted.lines.get(line)).copied().unwrap_or(0);
        Some(start..counted.lines.get(after(span.end)).copied().unwrap_or(text.len()))
    }

    /// The first position of a place, and the one after its last.
    pub fn extent(&mut self, place: &Place) -> (Position, Position) {
        match (place.at, self.text(place)) {
            (At::Line(line), _) => ((line, 1), (line, 1)),
            (At::Span(start, end), Some(text)) => {
                let counted = self.counted.entry(place.file.clone()).or_insert_with(|| Counted::new(text));
                (counted.position(text, start), counted.position(text, end))
            }
            (At::Span(..), None) => ((1, 1), (1, 1)),
        }
    }
}

/// Where the lines of a text begin, and how many characters stand before every so many bytes: a line of a megabyte with
/// thousands of findings is not counted through for each.
struct Counted {
    lines: Vec<usize>,
    characters: Vec<usize>,
}

/// Bytes between two counts of characters.
const COUNTED_EACH: usize = 1024;

impl Counted {
    fn new(text: &str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(newline, _)| newline + 1)).collect();
        let mut characters = Vec::with_capacity(text.len() / COUNTED_EACH + 1);
        let mut n = 0;
        for chunk in text.as_bytes().chunks(COUNTED_EACH) {
            characters.push(n);
            n += begun(chunk);
        }
        characters.push(n);
        Self { lines, characters }
    }

    /// How many characters begin before a byte.
    fn before(&self, text: &str, offset: usize) -> usize {
        let chunk = offset / COUNTED_EACH;
        let rest = text.as_bytes().get(chunk * COUNTED_EACH..offset).map_or(0, begun);
        self.characters.get(chunk).copied().unwrap_or(0) + rest
    }

    fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset);
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|before| self.lines.get(before)).copied().unwrap_or(0);
        (line, self.before(text, offset) - self.before(text, start) + 1)
    }
}

/// How many characters begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_long_line_are_counted_the_same() {
        let text = "一\n".to_owned() + &"甲a乙é".repeat(1000);
        let counted = Counted::new(&text);
        for (n, (offset, _)) in text.char_indices().skip(2).enumerate() {
            assert_eq!(counted.position(&text, offset), (2, n + 1), "{offset}");
        }
        assert_eq!(counted.position(&text, text.len()), (2, 4001));
    }

    #[test]
    fn columns_count_characters() {
        let text = "甲乙\n丙丁\n";
        let counted = Counted::new(text);
        for (offset, expected) in
            [(0, (1, 1)), (3, (1, 2)), (6, (1, 3)), (7, (2, 1)), (11, (2, 2)), (14, (3, 1)), (99, (3, 1))]
        {
            assert_eq!(counted.position(text, offset), expected, "{offset}");
        }
    }
}
