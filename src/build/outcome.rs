//! What was found, for those who show it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::parsed::Parsed;
use super::planned::Told;
use crate::check;
use crate::diagnostic::{Finding, Severity, Texts, count, settle};
use crate::figures::{CalendarItem, DisclosureDuties};
use crate::record::Bulletin;
use crate::source::Source;

/// What was found, and what is told of the bulletin beside it.
pub struct Outcome {
    parsed: Arc<Parsed>,
    /// All findings, in order.
    pub findings: Vec<Finding>,
    /// What records are excused from, with a reason.
    pub excused: Vec<Finding>,
    /// Addresses of the records' pages.
    pub records: Vec<String>,
    /// What comes after the day.
    pub calendar: Vec<CalendarItem>,
    /// What major projects disclose, by office.
    pub disclosures: BTreeMap<String, Vec<DisclosureDuties>>,
}

impl Outcome {
    /// What was found of what was read, with what is told of the site where there is one.
    pub fn new(parsed: Arc<Parsed>, told: Option<Told>) -> Self {
        let told = told.unwrap_or_else(|| Told { findings: parsed.findings.clone(), ..Told::default() });
        let Told { mut findings, mut excused, records, calendar, disclosures } = told;
        check::conceal(&mut findings);
        settle(&mut findings);
        settle(&mut excused);
        Self { parsed, findings, excused, records, calendar, disclosures }
    }

    /// Whether a record or the theme is missing, because it could not be read.
    pub fn is_cut(&self) -> bool {
        self.parsed.has_errors()
    }

    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        count(&self.findings, Severity::Error)
    }

    /// The files read.
    pub fn source(&self) -> &Source {
        &self.parsed.source
    }

    /// The records, where the settings can be read.
    pub fn bulletin(&self) -> Option<&Bulletin> {
        self.parsed.bulletin.as_ref()
    }

    /// The picture that the smaller one at `path` is made of.
    pub fn picture<'a>(&'a self, path: &'a str) -> &'a str {
        let mut all = self.bulletin().into_iter().flat_map(|bulletin| bulletin.assets.values());
        all.find(|asset| asset.smaller.iter().any(|(made, _)| made == path)).map_or(path, |asset| &asset.path)
    }
}

impl Texts for Outcome {
    fn text(&self, file: &str) -> Option<&str> {
        self.parsed.text(file)
    }
}
