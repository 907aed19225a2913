//! Rules over what was read, computed and planned. A rule looks and reports; it changes nothing.

mod rules;

use rayon::prelude::*;

use crate::diagnostic::Finding;
use crate::figures::Figures;
use crate::record::{Bulletin, Entry};
use crate::site::Site;
use crate::source::Source;

/// All that a rule may look at.
#[derive(Clone, Copy)]
pub struct Looked<'a> {
    /// The files.
    pub source: &'a Source,
    /// The records, as they were read.
    pub bulletin: &'a Bulletin,
    /// The records as they stand on the day.
    pub on_day: &'a Bulletin,
    /// What follows from them.
    pub figures: &'a Figures,
    /// The pages to be.
    pub site: &'a Site<'a>,
}

/// A rule: what it finds in one record.
type Rule = fn(&Looked<'_>, &Entry) -> Vec<Finding>;

/// Every rule.
const RULES: &[Rule] = &[
    rules::figures::relations,
    rules::figures::keys,
    rules::places::coordinates,
    rules::progress::progress,
    rules::prose::prose,
    rules::targets::targets,
];

/// Runs every rule over every record.
pub fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let of_entry = |entry: &Entry| RULES.iter().flat_map(|rule| rule(looked, entry)).collect::<Vec<_>>();
    looked.bulletin.entries.par_iter().flat_map_iter(of_entry).collect()
}
