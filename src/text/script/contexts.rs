//! What offices write otherwise in Traditional characters than the dictionary does, by what stands beside it: surnames
//! before titles, villages, 了 before another verb. `contexts.txt` lists them with the reasons.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::is_han;

/// The list.
const LIST: &str = include_str!("contexts.txt");

/// A line of the list: what is written otherwise, where.
struct Line {
    simplified: Vec<char>,
    traditional: Vec<char>,
    /// What stands before it; of several, one.
    before: Vec<Beside>,
    after: Vec<Beside>,
    not_before: Vec<Beside>,
    not_after: Vec<Beside>,
}

/// What stands beside a place.
enum Beside {
    /// No Han character.
    Edge,
    /// These words.
    Words(Vec<char>),
}

impl Beside {
    fn is_after(&self, text: &[char], end: usize) -> bool {
        match self {
            Self::Edge => text.get(end).is_none_or(|c| !is_han(*c)),
            Self::Words(words) => text.get(end..end + words.len()).is_some_and(|beside| is_same(words, beside)),
        }
    }

    fn is_before(&self, text: &[char], start: usize) -> bool {
        match self {
            Self::Edge => start.checked_sub(1).and_then(|last| text.get(last)).is_none_or(|c| !is_han(*c)),
            Self::Words(words) => {
                let from = start.checked_sub(words.len());
                from.and_then(|from| text.get(from..start)).is_some_and(|beside| is_same(words, beside))
            }
        }
    }
}

/// Whether words stand there; `_` is any character.
fn is_same(words: &[char], there: &[char]) -> bool {
    words.iter().zip(there).all(|(word, there)| *word == '_' || word == there)
}

impl Line {
    fn fits(&self, text: &[char], at: usize) -> bool {
        let end = at + self.simplified.len();
        let is_here = text.get(at..).is_some_and(|rest| rest.starts_with(&self.simplified));
        is_here
            && (self.before.is_empty() || self.before.iter().any(|beside| beside.is_before(text, at)))
            && (self.after.is_empty() || self.after.iter().any(|beside| beside.is_after(text, end)))
            && !self.not_before.iter().any(|beside| beside.is_before(text, at))
            && !self.not_after.iter().any(|beside| beside.is_after(text, end))
    }
}

/// The lines by the character that they begin with, in their order.
static LINES: LazyLock<BTreeMap<char, Vec<Line>>> = LazyLock::new(|| {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut lines: BTreeMap<char, Vec<Line>> = BTreeMap::new();
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split_whitespace();
        let Some(first) = parts.next() else { continue };
        let Some((simplified, traditional)) = first.split_once('=') else {
            lists.insert(first, parts.collect());
            continue;
        };
        let mut read = Line {
            simplified: simplified.chars().collect(),
            traditional: traditional.chars().collect(),
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
                Some(list) => side.extend(list.iter().map(|words| Beside::Words(words.chars().collect()))),
                None if words == "^" => side.push(Beside::Edge),
                None => side.push(Beside::Words(words.chars().collect())),
            }
        }
        if let Some(first) = simplified.chars().next() {
            lines.entry(first).or_default().push(read);
        }
    }
    lines
});

/// Mends what the dictionary wrote for `text`, character for character. `None` where nothing is to be mended.
pub(super) fn mended(text: &str, written: &str) -> Option<String> {
    if !text.chars().any(|c| LINES.contains_key(&c)) {
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
        let line = LINES.get(c).and_then(|lines| lines.iter().find(|line| line.fits(&text, at)));
        let length = line.map_or(1, |line| line.simplified.len());
        if let Some((line, place)) = line.zip(out.get_mut(at..at + length)) {
            place.copy_from_slice(&line.traditional);
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
        for line in LIST.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            for part in line.split_whitespace().skip(1).filter(|_| line.contains('=')) {
                assert!(part.starts_with(['<', '>']), "{part}: {line}");
                let words = part.trim_start_matches(['<', '>', '!']);
                assert!(
                    !words.contains(['{', '<', '>', '!']) || LIST.contains(&format!("\n{words} ")),
                    "{part}: {line}"
                );
            }
        }
        for line in LINES.values().flatten() {
            let simplified: String = line.simplified.iter().collect();
            assert_eq!(line.simplified.len(), line.traditional.len(), "{simplified}");
        }
    }
}
