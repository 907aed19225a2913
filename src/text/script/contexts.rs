//! What offices write otherwise than the dictionaries do, by what stands beside it: surnames before titles, villages,
//! 了 before another verb, 著 after one. `contexts.txt` lists it for Traditional characters, `simplified.txt` for
//! Simplified ones, with the reasons.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Script, is_han};

/// The list for Traditional characters.
const TRADITIONAL: &str = include_str!("contexts.txt");
/// The list for Simplified characters.
const SIMPLIFIED: &str = include_str!("simplified.txt");

/// A line of the list: what is written otherwise, where.
struct Line {
    from: Vec<char>,
    to: Vec<char>,
    /// What stands before it; of several, one.
    before: Vec<Beside>,
    after: Vec<Beside>,
    not_before: Vec<Beside>,
    not_after: Vec<Beside>,
}

/// What must stand on one side of a place: these words, and where `to_edge` is set an edge behind them. Without words, only
/// the edge.
struct Beside {
    words: Vec<char>,
    /// No Han character stands on their other side.
    to_edge: bool,
}

impl Beside {
    fn of(words: &str) -> Self {
        let to_edge = words.contains('^');
        let words = words.chars().filter(|c| *c != '^').map(|c| if c == '~' { ' ' } else { c });
        Self { words: words.collect(), to_edge }
    }

    fn is_after(&self, text: &[char], end: usize) -> bool {
        let behind = end + self.words.len();
        text.get(end..behind).is_some_and(|beside| is_same(&self.words, beside))
            && (!self.to_edge || text.get(behind).is_none_or(|c| !is_han(*c)))
    }

    fn is_before(&self, text: &[char], start: usize) -> bool {
        let Some(from) = start.checked_sub(self.words.len()) else { return false };
        let edge = || from.checked_sub(1).and_then(|last| text.get(last)).is_none_or(|c| !is_han(*c));
        text.get(from..start).is_some_and(|beside| is_same(&self.words, beside)) && (!self.to_edge || edge())
    }
}

/// Whether words stand there; `_` is any character.
fn is_same(words: &[char], there: &[char]) -> bool {
    words.iter().zip(there).all(|(word, there)| *word == '_' || word == there)
}

impl Line {
    fn fits(&self, text: &[char], at: usize) -> bool {
        let end = at + self.from.len();
        let is_here = text.get(at..).is_some_and(|rest| rest.starts_with(&self.from));
        is_here
            && (self.before.is_empty() || self.before.iter().any(|beside| beside.is_before(text, at)))
            && (self.after.is_empty() || self.after.iter().any(|beside| beside.is_after(text, end)))
            && !self.not_before.iter().any(|beside| beside.is_before(text, at))
            && !self.not_after.iter().any(|beside| beside.is_after(text, end))
    }
}

/// The lines of a list by the character that they begin with, in their order.
type Lines = BTreeMap<char, Vec<Line>>;

static TO_TRADITIONAL: LazyLock<Lines> = LazyLock::new(|| read(TRADITIONAL));
static TO_SIMPLIFIED: LazyLock<Lines> = LazyLock::new(|| read(SIMPLIFIED));

fn read(list: &'static str) -> Lines {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut lines = Lines::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split_whitespace();
        let Some(first) = parts.next() else { continue };
        let Some((from, to)) = first.split_once('=') else {
            lists.insert(first, parts.collect());
            continue;
        };
        let mut read = Line {
            from: from.chars().collect(),
            to: to.chars().collect(),
            before: Vec::new(),
            after: Vec::new(),
            not_before: Vec::new(),
            not_after: Vec::new(),
        };
        for part in parts {
            let (side, words) = if let Some(words) = part.strip_prefix("<!") {
                (&mut read.not_before, words)
            } else if let Some(words) = part.strip_prefix(">!") {
                (&mut read.not_after, words)
            } else if let Some(words) = part.strip_prefix('<') {
                (&mut read.before, words)
            } else {
                (&mut read.after, part.trim_start_matches('>'))
            };
            match lists.get(words) {
                Some(list) => side.extend(list.iter().map(|words| Beside::of(words))),
                None => side.push(Beside::of(words)),
            }
        }
        if let Some(first) = from.chars().next() {
            lines.entry(first).or_default().push(read);
        }
    }
    lines
}

/// Mends what the dictionary of a script wrote for `text`, character for character. `None` where nothing is to be mended.
pub(super) fn mended(script: Script, text: &str, written: &str) -> Option<String> {
    let lines: &Lines = match script {
        Script::Simplified => &TO_SIMPLIFIED,
        Script::Traditional => &TO_TRADITIONAL,
    };
    if !text.chars().any(|c| lines.contains_key(&c)) {
        return None;
    }
    let text: Vec<char> = text.chars().collect();
    let mut out: Vec<char> = written.chars().collect();
    // No phrase of the dictionary is longer or shorter than what it stands for; a test holds that.
    if out.len() != text.len() {
        return None;
    }
    let mut at = 0;
    while let Some(c) = text.get(at) {
        let line = lines.get(c).and_then(|lines| lines.iter().find(|line| line.fits(&text, at)));
        let length = line.map_or(1, |line| line.from.len());
        if let Some((line, place)) = line.zip(out.get_mut(at..at + length)) {
            place.copy_from_slice(&line.to);
        }
        at += length;
    }
    Some(out.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        for list in [TRADITIONAL, SIMPLIFIED] {
            for line in list.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
                for part in line.split_whitespace().skip(1).filter(|_| line.contains('=')) {
                    assert!(part.starts_with(['<', '>']), "{part}: {line}");
                    let words = part.trim_start_matches(['<', '>', '!']);
                    assert!(
                        !words.contains(['{', '<', '>', '!']) || list.contains(&format!("\n{words} ")),
                        "{part}: {line}"
                    );
                }
            }
        }
        for line in TO_TRADITIONAL.values().chain(TO_SIMPLIFIED.values()).flatten() {
            assert_eq!(line.from.len(), line.to.len(), "{}", line.from.iter().collect::<String>());
        }
    }
}
