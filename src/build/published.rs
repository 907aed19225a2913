//! The last stage: every file is made and looked at, and where nothing is wrong with any, the site is published.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::computed::Computed;
use super::planned::{Pictures, Planned, Told};
use crate::check::{self, Named, Pieces, Published, Seen, Stage, ids_in};
use crate::diagnostic::{Checked, Finding, Severity, codes, count};
use crate::publish::{About, Changes, PublishError, Publishing, Replaced, Shard};
use crate::record::CONFIG;
use crate::render::{Failed, Memory, Rendered, Renderer};
use crate::site::Page;
use crate::source::Asset;
use crate::timing::{Timed, Timings};

/// Where a site is published, and how.
pub struct Target<'t> {
    /// The output folder.
    pub folder: &'t Path,
    /// Tells this program from others, that make other files of the same; `None` where that is not known.
    pub program: Option<String>,
    /// Whether files and pictures that an earlier build made of the same are not made again.
    pub trust: bool,
    /// Whether compressed copies stand beside files, for servers that send them as they are.
    pub compress: bool,
    /// The part of the site that is made; `None` for all of it.
    pub shard: Option<Shard>,
    /// Whether warnings, too, keep a site from being published.
    pub deny_warnings: bool,
    /// How long everything takes, where somebody asks.
    pub timings: &'t Timings,
    /// Called after each page, from any thread, with the number of pages in all.
    pub done: &'t (dyn Fn(usize) + Sync),
}

/// What became of the output folder; `None` where findings kept the site from being published.
pub type Publication = Option<Result<Changes, PublishError>>;

/// Makes every file, checks it as it is made, and publishes the site when nothing is wrong with any.
pub(super) fn publish(
    planned: &Planned<'_>,
    target: &Target<'_>,
    told: &mut Told,
    named: Named,
) -> Result<Option<Changes>, PublishError> {
    let mut publishing = Publishing::open(target.folder, target.trust, target.shard)?;
    if target.compress {
        publishing.compress();
    }
    let renderer = planned.renderer();
    if let Some(program) = target.program.as_deref().filter(|_| target.shard.is_some()) {
        let Computed { parsed, figures, .. } = planned.computed;
        publishing.of_site(renderer.whole_made_of(program, &parsed.hash(), figures.as_of));
    }
    let has_others = target.shard.is_none_or(Shard::is_last);
    let others = if has_others {
        renderer.others()
    } else {
        Checked { value: renderer.assets().collect(), findings: Vec::new() }
    };
    let index = if has_others { put_index(planned, target, &publishing, &renderer)? } else { Vec::new() };
    told.findings.extend(others.findings);
    let draw = |file: &str| planned.draw(&renderer, file);
    let published = planned.published(&others.value, &draw).with(index);
    let making = Making { target, publishing: &publishing, renderer: &renderer, published: &published };
    let mut total = Total::default();
    if has_others {
        total.names = named.published;
        making.put_others(others.value, &mut total)?;
    }
    let is_made = |page: &&Page| target.shard.is_none_or(|shard| shard.has(&page.address));
    let pages: Vec<&Page> = planned.site.pages.iter().filter(is_made).collect();
    told.findings.extend(making.put_pages(&pages, &mut total)?);
    told.say_what_is_lost(|path| publishing.wrote(path));
    let is_on_pages = |file: &str| file.strip_prefix("content/").is_some_and(|path| total.names.contains(path));
    told.findings.retain(|finding| finding.code != check::UNNAMED || !is_on_pages(&finding.place.file));
    if !told.has_errors() {
        decide(planned, &pages, has_others, total.findings, told);
    }
    if !told.has_errors() {
        told.findings.extend(planned.damaged(&total.names, &Pictures::default()));
    }
    let warnings = target.deny_warnings && count(&told.findings, Severity::Warning) > 0;
    if told.has_errors() || warnings {
        return Ok(None);
    }
    target.timings.time(Timed::Step, "assets", || publishing.put_assets(&assets(planned, &total.names)))?;
    target.timings.time(Timed::Step, "publish", || publishing.finish()).map(Some)
}

/// Makes the search index, unless it stands there made of the same: all that was read, since every record is in it. Gives
/// the paths of its files.
fn put_index(
    planned: &Planned<'_>,
    target: &Target<'_>,
    publishing: &Publishing,
    renderer: &Renderer<'_>,
) -> Result<Vec<String>, PublishError> {
    let Computed { parsed, figures, .. } = planned.computed;
    let made_of = target.program.as_deref();
    let made_of = made_of.map(|program| renderer.whole_made_of(program, &parsed.hash(), figures.as_of));
    let kept = made_of.as_deref().map_or_else(|| Ok(Vec::new()), |made_of| publishing.keep_all(made_of))?;
    if !kept.is_empty() {
        return Ok(kept);
    }
    let files = target.timings.time(Timed::Step, "search index", || renderer.index());
    let put = |file: Rendered| {
        let about = About { made_of: made_of.clone(), ..About::default() };
        publishing.put(file.path.clone(), &file.bytes, about).map(|()| file.path)
    };
    files.into_par_iter().map(put).collect()
}

/// What was seen of all files that were made: findings, and the images and attachments that they name.
#[derive(Default)]
struct Total {
    findings: Vec<Finding>,
    names: BTreeSet<String>,
}

impl Total {
    fn add(&mut self, seen: Seen) {
        self.findings.extend(seen.findings);
        self.names.extend(seen.names);
    }
}

/// What became of a page.
enum Paged {
    /// It stands there as it was made, and names these images and attachments.
    Kept(Vec<String>),
    /// It was made.
    Made(check::Seen),
    /// Its template failed.
    Failed(Box<Failed>),
}

/// What files are made with and where they go.
#[derive(Clone, Copy)]
struct Making<'m> {
    target: &'m Target<'m>,
    publishing: &'m Publishing,
    renderer: &'m Renderer<'m>,
    published: &'m Published<'m>,
}

impl Making<'_> {
    /// Looks at the files that belong to no page, and stages them.
    fn put_others(self, others: Vec<Rendered>, total: &mut Total) -> Result<(), PublishError> {
        let put = |known: &mut Pieces, file: Rendered| {
            let seen = self.published.look(&file, known);
            self.publishing.put(file.path, &file.bytes, About::default()).map(|()| seen)
        };
        for seen in others.into_par_iter().map_init(Pieces::default, put).collect::<Vec<_>>() {
            total.add(seen?);
        }
        Ok(())
    }

    /// Makes every page that does not stand there made of the same, looks at it and stages it. Gives what is wrong with
    /// templates.
    fn put_pages(self, pages: &[&Page], total: &mut Total) -> Result<Vec<Finding>, PublishError> {
        let Target { program, timings, done, .. } = self.target;
        // Where something is gone, links to it are looked for on every page.
        let may_keep = program.is_some() && !self.publishing.before().any(|path| self.is_gone(path));
        let each = pages.par_iter().map_init(Default::default, |thread, page| {
            let made = timings.time(Timed::Page, page.template, || self.put_page(page, may_keep, thread));
            done(pages.len());
            made
        });
        let each: Vec<_> = timings.time(Timed::Step, "pages", || each.collect());
        let (mut kept, mut made, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for (page, paged) in pages.iter().copied().zip(each) {
            match paged? {
                Paged::Kept(names) => {
                    kept.push(page);
                    total.names.extend(names);
                }
                Paged::Made(seen) => {
                    made.push(page);
                    total.add(seen);
                }
                Paged::Failed(page) => failed.push(*page),
            }
        }
        if !kept.is_empty() && self.loses_ids(&made)? {
            let again = kept.par_iter().map_init(Default::default, |thread, page| self.put_page(page, false, thread));
            for paged in again.collect::<Vec<_>>() {
                if let Paged::Made(seen) = paged? {
                    total.findings.extend(seen.findings);
                }
            }
        }
        Ok(Failed::told_once(failed))
    }

    /// Makes a page, unless it `may_keep` what stands there; what a thread remembers from page to page is given.
    fn put_page(
        self,
        page: &Page,
        may_keep: bool,
        (memory, known): &mut (Memory, Pieces),
    ) -> Result<Paged, PublishError> {
        let viewed = self.renderer.view(page);
        let made_of = self.target.program.as_deref().and_then(|program| viewed.made_of(program));
        if let Some(made_of) = made_of.as_deref().filter(|_| may_keep)
            && let Some(names) = self.publishing.keep(&self.renderer.paths(page), made_of)?
        {
            return Ok(Paged::Kept(names));
        }
        let drawn = match viewed.draw() {
            Ok(drawn) => drawn,
            Err(failed) => return Ok(Paged::Failed(failed)),
        };
        let seen = self.published.look(&drawn.page, known);
        let made_of = made_of.filter(|_| seen.findings.is_empty());
        let mut names = seen.names.clone();
        for file in self.renderer.published(drawn, memory) {
            let about = About { made_of: made_of.clone(), names: std::mem::take(&mut names) };
            self.publishing.put(file.path, &file.bytes, about)?;
        }
        Ok(Paged::Made(seen))
    }

    /// Whether a file that was published is one no more that links may lead to.
    fn is_gone(self, path: &str) -> bool {
        !path.starts_with("search/") && !path.starts_with("assets/") && !self.published.has(path)
    }

    /// Whether a page that is made anew has lost an id that a link of another page may lead to.
    fn loses_ids(self, made: &[&Page]) -> Result<bool, PublishError> {
        let loses = |page: &&Page| -> Result<bool, PublishError> {
            let Some(Replaced { before, now }) = self.publishing.replaced(&page.file())? else { return Ok(false) };
            let ids = |html: &[u8]| ids_in(std::str::from_utf8(html).unwrap_or_default());
            Ok(!ids(&before).is_subset(&ids(&now)))
        };
        let each = made.par_iter().map(loses).collect::<Result<Vec<_>, _>>()?;
        Ok(each.contains(&true))
    }
}

/// Tells what was found on pages, with severities and exceptions. Whether an exception is used is seen where its page is
/// made.
fn decide(planned: &Planned<'_>, pages: &[&Page], has_others: bool, mut findings: Vec<Finding>, told: &mut Told) {
    let Computed { parsed, bulletin, .. } = planned.computed;
    told.excused.extend(check::decide(bulletin, &parsed.source, &mut findings, Stage::Pages));
    let origins: BTreeSet<&str> = pages.iter().filter_map(|page| page.origin.as_deref()).collect();
    let is_seen = |finding: &Finding| match &*finding.place.file {
        CONFIG => has_others,
        file => origins.contains(file),
    };
    findings.retain(|finding| finding.code != codes::UNUSED_EXCEPTION || is_seen(finding));
    told.findings.extend(findings);
}

/// Images and attachments that are published, by path in the site, with the smaller images that pages show.
fn assets(planned: &Planned<'_>, published: &BTreeSet<String>) -> BTreeMap<String, Asset> {
    let given = planned.computed.bulletin.assets.values();
    let all = given.flat_map(|asset| std::iter::once(asset.clone()).chain(asset.made()));
    all.filter(|asset| published.contains(&asset.path)).map(|asset| (asset.path.clone(), asset)).collect()
}
