//! The nearest of many: among thousands of sorted candidates, what begins too differently is passed over at once.

use super::is_wide;

/// How many slips a word may be away from what was meant.
pub(super) fn limit(word: &str) -> usize {
    let least = usize::from(!word.chars().all(is_wide));
    (word.chars().count() / 3).clamp(least, 3)
}

/// The one of `n` candidates, sorted and each given by its place, that `word` was probably meant to be: as
/// [`nearest`](super::nearest), without looking at all of them. What is one slip away is looked for before what is two away,
/// because the further away, the more beginnings must be followed.
pub fn nearest_sorted<'a>(word: &str, n: usize, at: &dyn Fn(usize) -> Option<&'a str>) -> Option<&'a str> {
    (0..=limit(word)).find_map(|slips| within(slips, word, n, at))
}

/// The first candidate so many slips away, where none is nearer.
fn within<'a>(slips: usize, word: &str, n: usize, at: &dyn Fn(usize) -> Option<&'a str>) -> Option<&'a str> {
    let mut search = Search::new(word, slips);
    let mut place = 0;
    while let Some(candidate) = at(place).filter(|_| place < n) {
        place = match search.look(candidate) {
            Looked::Found => return Some(candidate),
            Looked::TooFar => place + 1,
            // No candidate with this beginning is near enough: they stand together.
            Looked::Dead(start) => place + 1 + first_without(start, n - place - 1, &|offset| at(place + 1 + offset)),
        };
    }
    None
}

/// The place of the first of `n` sorted candidates that does not begin with `start`, where those that do stand first.
fn first_without<'a>(start: &str, n: usize, at: &dyn Fn(usize) -> Option<&'a str>) -> usize {
    let begins = |place: usize| at(place).is_some_and(|candidate| candidate.starts_with(start));
    let (mut low, mut high) = (0, 1);
    while high <= n && begins(high - 1) {
        (low, high) = (high, high * 2);
    }
    high = high.min(n + 1) - 1;
    while low < high {
        let middle = low + (high - low) / 2;
        if begins(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A word, and how far the beginnings of the candidate last looked at are from its beginnings: swapped, wrong, lacking and
/// surplus characters count one each.
struct Search {
    word: Vec<char>,
    /// Further away than this is not looked for.
    limit: usize,
    last: Vec<char>,
    /// For each beginning of `last` its distance from each beginning of `word`.
    rows: Vec<Vec<usize>>,
}

/// What was seen of a candidate.
enum Looked<'c> {
    Found,
    TooFar,
    /// The beginning of it with which nothing is near enough.
    Dead(&'c str),
}

impl Search {
    fn new(word: &str, limit: usize) -> Self {
        let word: Vec<char> = word.chars().collect();
        let rows = vec![(0..=word.len()).collect()];
        Self { word, limit, last: Vec::new(), rows }
    }

    fn look<'c>(&mut self, candidate: &'c str) -> Looked<'c> {
        let same = candidate.chars().zip(&self.last).take_while(|(a, b)| a == *b).count();
        let same = same.min(self.rows.len() - 1);
        self.last.truncate(same);
        self.rows.truncate(same + 1);
        let end = candidate.char_indices().nth(same).map_or(candidate.len(), |(end, _)| end);
        for (place, c) in candidate.get(end..).unwrap_or_default().char_indices() {
            let row = self.row(c);
            let least = row.iter().min().copied().unwrap_or(0);
            self.last.push(c);
            self.rows.push(row);
            if least > self.limit {
                return Looked::Dead(candidate.get(..end + place + c.len_utf8()).unwrap_or(candidate));
            }
        }
        match self.rows.last().and_then(|row| row.last()) {
            Some(distance) if *distance <= self.limit => Looked::Found,
            _ => Looked::TooFar,
        }
    }

    /// The distances of `last` with one character more.
    fn row(&self, c: char) -> Vec<usize> {
        let before = self.rows.last().map_or(&[][..], Vec::as_slice);
        let swapped = self.rows.len().checked_sub(2).and_then(|row| self.rows.get(row));
        let mut row = Vec::with_capacity(before.len());
        row.push(self.last.len() + 1);
        for (column, own) in self.word.iter().enumerate() {
            let of = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut least = (of(before, column) + usize::from(*own != c)).min(of(before, column + 1) + 1);
            least = least.min(of(&row, column) + 1);
            let is_swap = column > 0 && self.word.get(column - 1) == Some(&c) && self.last.last() == Some(own);
            if let Some(swapped) = swapped.filter(|_| is_swap) {
                least = least.min(of(swapped, column - 1) + 1);
            }
            row.push(least);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    fn sorted<'a>(word: &str, all: &'a [String], looked: &Cell<usize>) -> Option<&'a str> {
        nearest_sorted(word, all.len(), &|place| {
            looked.set(looked.get() + 1);
            all.get(place).map(String::as_str)
        })
    }

    #[test]
    fn swapped_lacking_and_surplus_characters_are_near() {
        let all = ["stages", "tags", "title"].map(str::to_owned);
        for (word, meant) in
            [("titel", Some("title")), ("satges", Some("stages")), ("tag", Some("tags")), ("xyz", None)]
        {
            assert_eq!(sorted(word, &all, &Cell::new(0)), meant, "{word}");
        }
    }

    /// Work, not time: how many candidates are asked for while four times as many stand there.
    #[test]
    fn not_all_are_looked_at() {
        let asked = |n: usize| {
            let all: Vec<String> = (0..n).map(|n| format!("/projects/p{n:07}/")).collect();
            let looked = Cell::new(0);
            assert_eq!(sorted("/nowhere/p0000001/", &all, &looked), None);
            assert_eq!(sorted("/project/p0000123/", &all, &looked), Some("/projects/p0000123/"));
            looked.get()
        };
        let (few, many) = (asked(5_000), asked(20_000));
        assert!(many < few * 2, "{few}, then {many}");
    }

    proptest! {
        #[test]
        fn it_finds_what_a_scan_finds(word in "[abc/]{1,9}", all in proptest::collection::btree_set("[abc/]{1,9}", 0..60)) {
            let all: Vec<String> = all.into_iter().collect();
            let found = sorted(&word, &all, &Cell::new(0));
            let limit = limit(&word);
            let scanned = all.iter().map(|one| (strsim::osa_distance(&word, one), one.as_str()));
            let scanned = scanned.filter(|(distance, _)| *distance <= limit).min();
            prop_assert_eq!(found, scanned.map(|(_, one)| one));
        }
    }
}
