//! What ids, names and files that are not there are looked for in. Thousands of them may be missing among thousands that
//! are there, so it is put in order once, when the first is missing.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Kind;

/// Of a longer name only so many characters are looked at.
const MAX_NAME: usize = 100;
/// How many records are named whose names have a word in them.
const MAX_NAMED: usize = 3;

/// What is looked in, put in order when it is first wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    pub(super) files: OnceLock<Files>,
    pub(super) names: OnceLock<Names>,
    pub(super) unread: OnceLock<Vec<String>>,
    pub(super) documents: OnceLock<Vec<String>>,
}

/// Images and attachments.
#[derive(Clone, Debug)]
pub(super) struct Files {
    /// Their paths, in order.
    pub(super) paths: Vec<String>,
    /// By name without folder, the first path of it; and the same with capitals as small letters.
    pub(super) by_name: BTreeMap<String, usize>,
    pub(super) by_small: BTreeMap<String, usize>,
}

/// Titles of records and numbers of notices. Records are named by their places in the bulletin.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// The records that have a name, in their order.
    whole: BTreeMap<(Kind, String), Vec<usize>>,
    /// The titles, as far as they are looked at.
    titles: Vec<String>,
    /// Every end of every title, with its record and where it begins in the title: by kind, then by what it says. So the
    /// titles that have a word in them stand together.
    ends: Vec<(Kind, usize, usize)>,
}

impl Files {
    /// Of their paths, in order.
    pub(super) fn of(paths: Vec<String>) -> Self {
        let (mut by_name, mut by_small) = (BTreeMap::new(), BTreeMap::new());
        for (place, path) in paths.iter().enumerate() {
            let name = file_name(path);
            by_name.entry(name.to_owned()).or_insert(place);
            by_small.entry(name.to_ascii_lowercase()).or_insert(place);
        }
        Self { paths, by_name, by_small }
    }
}

/// The name of a file, without its folders.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Names {
    /// Of records in their order: kind, title, number.
    pub(super) fn of<'a>(records: impl Iterator<Item = (Kind, &'a str, Option<&'a str>)>) -> Self {
        let mut whole: BTreeMap<(Kind, String), Vec<usize>> = BTreeMap::new();
        let (mut titles, mut ends) = (Vec::new(), Vec::new());
        for (place, (kind, title, number)) in records.enumerate() {
            for name in [Some(title), number.filter(|number| *number != title)].into_iter().flatten() {
                whole.entry((kind, name.to_owned())).or_default().push(place);
            }
            let looked_at: String = title.chars().take(MAX_NAME).collect();
            ends.extend(looked_at.char_indices().map(|(start, _)| (kind, place, start)));
            titles.push(looked_at);
        }
        let mut names = Self { whole, titles, ends };
        let mut ends = std::mem::take(&mut names.ends);
        ends.sort_by_key(|(kind, place, start)| (*kind, names.end(*place, *start), *place));
        names.ends = ends;
        names
    }

    fn end(&self, place: usize, start: usize) -> &str {
        self.titles.get(place).and_then(|title| title.get(start..)).unwrap_or_default()
    }

    /// The first record of these kinds that has this name, but not the one at a place.
    pub(super) fn named(&self, kinds: &[Kind], name: &str, but: Option<usize>) -> Option<usize> {
        let of = |kind: &Kind| self.whole.get(&(*kind, name.to_owned()));
        kinds.iter().filter_map(of).find_map(|places| places.iter().copied().find(|place| Some(*place) != but))
    }

    /// Records of these kinds in whose names a word stands, but not the one at a place.
    pub(super) fn with(&self, kinds: &[Kind], word: &str, but: Option<usize>) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for kind in kinds {
            let is_before =
                |(own, place, start): &(Kind, usize, usize)| (*own, self.end(*place, *start)) < (*kind, word);
            let first = self.ends.partition_point(is_before);
            let ends = self.ends.get(first..).unwrap_or_default().iter();
            let ends = ends.take_while(|(own, place, start)| own == kind && self.end(*place, *start).starts_with(word));
            for (_, place, _) in ends {
                if Some(*place) != but && !found.contains(place) {
                    found.push(*place);
                }
                if found.len() == MAX_NAMED {
                    break;
                }
            }
            if found.len() == MAX_NAMED {
                break;
            }
        }
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(titles: &[(bool, String)]) -> Names {
        let kind = |is_news: bool| if is_news { Kind::ALL[1] } else { Kind::ALL[0] };
        Names::of(titles.iter().map(|(is_news, title)| (kind(*is_news), title.as_str(), None)))
    }

    proptest! {
        /// What is found in order is what a look at every title finds: as many, up to so many, each with the word in it.
        #[test]
        fn words_in_names_are_found(
            titles in proptest::collection::vec((any::<bool>(), "[甲乙丙]{0,5}"), 0..12),
            word in "[甲乙丙]{1,3}",
            but in 0_usize..12,
        ) {
            let names = names(&titles);
            for kinds in [&Kind::ALL[..1], &Kind::ALL[1..2], &Kind::ALL[..2]] {
                let is_meant = |place: &usize| {
                    let (is_news, title) = &titles[*place];
                    kinds.contains(&Kind::ALL[usize::from(*is_news)]) && title.contains(&word) && *place != but
                };
                let all: Vec<usize> = (0..titles.len()).filter(is_meant).collect();
                let found = names.with(kinds, &word, Some(but));
                prop_assert_eq!(found.len(), all.len().min(MAX_NAMED));
                prop_assert!(found.iter().all(is_meant) && found.is_sorted());
            }
        }

        #[test]
        fn names_are_found(
            titles in proptest::collection::vec((any::<bool>(), "[甲乙]{1,2}"), 0..12),
            name in "[甲乙]{1,2}",
            but in proptest::option::of(0_usize..12),
        ) {
            let mut titles = titles;
            titles.sort_by_key(|(is_news, _)| *is_news);
            let found = names(&titles).named(&Kind::ALL[..2], &name, but);
            prop_assert_eq!(found, (0..titles.len()).find(|place| titles[*place].1 == name && Some(*place) != but));
        }
    }

    #[test]
    fn of_long_names_a_part_is_looked_at() {
        let names = names(&[(false, "甲".repeat(MAX_NAME) + "乙")]);
        assert_eq!(names.ends.len(), MAX_NAME);
        assert!(names.with(Kind::ALL, "乙", None).is_empty());
    }
}
