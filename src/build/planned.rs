//! The third stage: the site to be, which can be checked, and of which any file can be made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::computed::Computed;
use crate::check::{self, Looked, Named, Pieces, Published, Stage};
use crate::diagnostic::{Checked, Finding, Severity, codes, count};
use crate::figures::{self, CalendarItem, DisclosureDuties};
use crate::publish;
use crate::record::Bulletin;
use crate::render::{Drawn, Rendered, Renderer};
use crate::site::{self, Site};
use crate::source::{Asset, picture};
use crate::timing::Timings;

/// Whether pictures can be read to their end, by the paths of what is made of them, which hold a hash of them: `None`, or
/// why not. A preview keeps it.
pub type Pictures = Mutex<BTreeMap<String, Option<String>>>;

/// The site to be.
pub struct Planned<'c> {
    pub(super) computed: &'c Computed<'c>,
    pub(super) site: Site<'c>,
    pub(super) findings: Vec<Finding>,
}

impl Computed<'_> {
    /// Plans the site.
    pub fn plan(&self) -> Planned<'_> {
        let Checked { value: site, findings } = site::plan(&self.on_day, &self.figures, &self.settings);
        Planned { computed: self, site, findings }
    }
}

/// What is told of a site: every finding so far, those of reading among them.
#[derive(Default)]
pub struct Told {
    pub(super) findings: Vec<Finding>,
    pub(super) excused: Vec<Finding>,
    pub(super) records: Vec<String>,
    pub(super) calendar: Vec<CalendarItem>,
    pub(super) disclosures: BTreeMap<String, Vec<DisclosureDuties>>,
}

impl Told {
    /// Whether an error is among them.
    pub(super) fn has_errors(&self) -> bool {
        count(&self.findings, Severity::Error) > 0
    }

    /// Says of files that nothing names and that an earlier build published that readers lose their addresses.
    pub(super) fn say_what_is_lost(&mut self, was_published: impl Fn(&str) -> bool) {
        for finding in self.findings.iter_mut().filter(|finding| finding.code == check::UNNAMED) {
            let path = finding.place.file.strip_prefix("content/").unwrap_or(&finding.place.file);
            if was_published(path) {
                finding.message.zh += "；以前发布过，读者会失去这个网址";
                finding.message.en += "; it was published before, and readers lose its address";
            }
        }
    }
}

impl Planned<'_> {
    /// The images and attachments that records, settings and the theme name.
    pub fn named(&self) -> Named {
        let Computed { bulletin, on_day, theme, .. } = self.computed;
        Named::of(bulletin, on_day).with_theme(bulletin, theme.texts())
    }

    /// Prepares any file to be rendered.
    pub fn renderer(&self) -> Renderer<'_> {
        Renderer::new(&self.site, self.computed.theme)
    }

    /// The site.
    pub fn site(&self) -> &Site<'_> {
        &self.site
    }

    /// The records, also what they tell of later days.
    pub fn bulletin(&self) -> &Bulletin {
        self.computed.bulletin
    }

    /// Runs every rule but those that look at finished pages, and looks at the pictures: to the end while that `is_wanted`.
    pub fn check_all(&self, known: &Pictures, is_wanted: &(dyn Fn() -> bool + Sync)) -> Told {
        let named = self.named();
        let mut told = self.check(&named, &Timings::NONE, is_wanted);
        if !is_wanted() {
            return told;
        }
        told.findings.extend(self.damaged(&named.published, known));
        told
    }

    /// Runs every rule but those that look at finished pages.
    pub(super) fn check(&self, named: &Named, timings: &Timings, is_wanted: &(dyn Fn() -> bool + Sync)) -> Told {
        let Computed { parsed, bulletin, on_day, figures, .. } = self.computed;
        let looked = Looked {
            source: &parsed.source,
            bulletin,
            on_day,
            figures,
            site: &self.site,
            names: &check::Names::of(bulletin),
            named,
            timings,
            is_wanted,
        };
        let mut findings = parsed.findings.clone();
        findings.extend(self.findings.iter().cloned());
        findings.extend(check::check(&looked));
        let excused = check::decide(bulletin, &parsed.source, &mut findings, Stage::Content);
        let of_records = self.site.pages.iter().filter(|page| page.origin.is_some());
        Told {
            findings,
            excused,
            records: of_records.map(|page| page.address.clone()).collect(),
            calendar: figures::calendar(bulletin, on_day, figures),
            disclosures: figures::disclosure_duties(on_day, &figures.working_days, figures.as_of),
        }
    }

    /// Pictures that cannot be read to their end: what pages show is looked at when smaller pictures are made of it.
    pub(super) fn damaged(&self, published: &BTreeSet<String>, known: &Pictures) -> Vec<Finding> {
        let is_made = |asset: &Asset| asset.smaller.iter().any(|(path, _)| published.contains(path));
        let is_shown = |asset: &&Asset| published.contains(&asset.path) && !is_made(asset);
        let pictures: Vec<&Asset> = self.computed.bulletin.assets.values().filter(is_shown).collect();
        let damage = |asset: &Asset| {
            let (name, _) = asset.smaller.first()?;
            let all = || known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = all().get(name) {
                return known.clone();
            }
            let damage = picture::damage(asset);
            all().insert(name.clone(), damage.clone());
            damage
        };
        let damaged = pictures.into_par_iter().filter_map(|asset| Some((asset.path.clone(), damage(asset)?)));
        publish::damaged(&damaged.collect())
    }

    /// What finished pages are held against. `others` are the files that belong to no page; `draw` makes a page again whose
    /// ids a link asks for.
    pub fn published<'s>(
        &'s self,
        others: &[Rendered],
        draw: &'s (dyn Fn(&str) -> Option<String> + Sync),
    ) -> Published<'s> {
        Published::new(self.computed.bulletin, &self.site, &self.computed.parsed.source, others, draw)
    }

    /// What is wrong with a page, of what keeps it from being published.
    pub fn errors_on(&self, drawn: &Drawn, published: &Published<'_>) -> Vec<Finding> {
        let Computed { parsed, bulletin, .. } = self.computed;
        let mut findings = published.look(&drawn.page, &mut Pieces::default()).findings;
        check::decide(bulletin, &parsed.source, &mut findings, Stage::Pages);
        findings.retain(|finding| finding.severity() == Severity::Error && finding.code != codes::UNUSED_EXCEPTION);
        findings
    }

    /// The page of a file as its theme writes it.
    pub fn draw(&self, renderer: &Renderer<'_>, file: &str) -> Option<String> {
        let drawn = renderer.view(self.site.page_of(file)?).draw().ok()?;
        String::from_utf8(drawn.page.bytes).ok()
    }
}
