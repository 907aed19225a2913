//! The names of projects, and of places and offices that they might be taken for, looked for in a text all at once.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::record::{Bulletin, Entry, Kind, Record};

/// Names of fewer characters are words as well.
const SHORTEST: usize = 3;

/// Every name, with the project that alone bears it.
pub struct Names {
    search: Option<AhoCorasick>,
    /// For each name the place of its project in the bulletin; `None` for names of others, or of several.
    projects: Vec<Option<usize>>,
    /// What the names of the projects' figures begin with, in order, and the 投 of their totals.
    figures: Vec<char>,
}

/// A name in a text, and the project that it names, if it is one.
pub(in crate::check) type Mention<'a> = (Range<usize>, Option<&'a Entry>);

impl Names {
    /// The names of a bulletin's projects, parks, offices, events and fairs.
    pub fn of(bulletin: &Bulletin) -> Self {
        let mut names: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        for (index, entry) in bulletin.entries.iter().enumerate() {
            let (aliases, project) = match &entry.record {
                Record::Project(project) => (project.aliases.as_slice(), Some(index)),
                _ if matches!(entry.kind, Kind::Park | Kind::Office | Kind::Event | Kind::Fair) => (&[][..], None),
                _ => continue,
            };
            let title = entry.record.common().title;
            for name in aliases
                .iter()
                .map(String::as_str)
                .chain([title])
                .filter(|name| name.chars().nth(SHORTEST - 1).is_some())
            {
                let known = names.entry(name).or_insert(project);
                if *known != project {
                    *known = None;
                }
            }
        }
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names.keys()).ok();
        let mut figures = vec!['投'];
        for entry in bulletin.of_kind(Kind::Project) {
            let names = entry.record.common().figures.iter().map(|figure| figure.what.as_str());
            figures.extend(names.filter_map(|name| name.chars().next()));
        }
        figures.sort_unstable();
        figures.dedup();
        Self { search, projects: names.into_values().collect(), figures }
    }

    /// Whether a text may name a figure of a project: a cheap look before it is read. An `&` may stand for any character.
    pub(in crate::check) fn may_state(&self, text: &str) -> bool {
        match self.figures.as_slice() {
            [total] => text.contains('&') || text.contains(*total),
            figures => text.chars().any(|c| c == '&' || figures.binary_search(&c).is_ok()),
        }
    }

    /// The names in a text, from left to right.
    pub(in crate::check) fn find<'a>(&self, bulletin: &'a Bulletin, text: &str) -> Vec<Mention<'a>> {
        let found = self.search.iter().flat_map(|search| search.find_iter(text));
        found
            .map(|found| {
                let project = self.projects.get(found.pattern().as_usize()).copied().flatten();
                (found.range(), project.and_then(|project| bulletin.entries.get(project)))
            })
            .collect()
    }
}
