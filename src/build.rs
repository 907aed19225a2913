//! The whole way, one type a stage: [`Parsed`] → [`Computed`] → [`Planned`], each made of the one before it, and from the
//! last of them every finding, any file of the site, or the site as it is published.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset, Utc};
use rayon::prelude::*;

use crate::check::{self, Looked, Named, Pieces, Published, Stage, ids_in};
use crate::date::Day;
use crate::diagnostic::emit::{Format, Look, emit};
use crate::diagnostic::{Checked, Finding, Lang, Severity, Text, Texts, codes, count, settle};
use crate::figures::{self, CalendarItem, DisclosureDuties, Figures};
use crate::publish::{self, About, Changes, PublishError, Publishing, Replaced, Shard};
use crate::record::leaf::WebAddress;
use crate::record::{self, Bulletin, CONFIG, Records, SiteConfig, UiLang};
use crate::render::{Drawn, Memory, Rendered, Renderer, Theme};
use crate::site::{self, Base, Page, Settings, Site};
use crate::source::yaml::Step;
use crate::source::{self, Asset, Changed, Folder, Source, SystemError, ThemeFile, picture};
use crate::text::Ui;
use crate::timing::{Timed, Timings};

/// The folder in a bulletin's own that its site is published in, where no other is given.
pub const PUBLIC: &str = "public";

/// What is to be built.
#[derive(Clone, Debug)]
pub struct Request {
    /// The bulletin's folder, which holds `content/`.
    pub root: PathBuf,
    /// Whether drafts are built too.
    pub drafts: bool,
    /// The site's address, instead of that in `site.yaml`.
    pub base_url: Option<String>,
    /// Whether a page shows the theme's components.
    pub gallery: bool,
    /// Whether links are relative, for a site that is read from a folder.
    pub relative: bool,
    /// The day.
    pub clock: Clock,
}

/// Where the day comes from: the first that is given. Nothing else reads the clock.
#[derive(Clone, Debug)]
pub struct Clock {
    /// `--as-of`.
    pub as_of: Option<Day>,
    /// `SOURCE_DATE_EPOCH`, seconds since 1970.
    pub epoch: Option<i64>,
    /// The moment, for bulletins whose `site.yaml` gives no day.
    pub now: DateTime<Utc>,
}

impl Clock {
    /// The day a bulletin with these settings is built as of.
    pub fn day(&self, config: &SiteConfig) -> Day {
        let zone = config.time_zone.as_deref().and_then(|zone| zone.parse::<FixedOffset>().ok());
        let zone = zone.or_else(|| FixedOffset::east_opt(8 * 3600));
        let local = |moment: DateTime<Utc>| {
            zone.map_or_else(|| moment.date_naive(), |zone| moment.with_timezone(&zone).date_naive())
        };
        self.as_of
            .or_else(|| self.epoch.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).map(local))
            .or_else(|| config.as_of.map(|day| day.last()))
            .unwrap_or_else(|| local(self.now))
    }
}

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

/// Says of files that nothing names and that an earlier build published that readers lose their addresses.
fn tell_what_is_lost(findings: &mut [Finding], was_published: impl Fn(&str) -> bool) {
    for finding in findings.iter_mut().filter(|finding| finding.code == check::UNNAMED) {
        let path = finding.place.file.strip_prefix("content/").unwrap_or(&finding.place.file);
        if was_published(path) {
            finding.message.zh += "；以前发布过，读者会失去这个网址";
            finding.message.en += "; it was published before, and readers lose its address";
        }
    }
}

/// Where a site is published, and how.
pub struct Target<'t> {
    /// The output folder.
    pub folder: &'t Path,
    /// Tells this program from others, that make other files of the same; `None` where that is not known.
    pub program: Option<String>,
    /// Whether files and pictures that an earlier build made of the same are not made again.
    pub trust: bool,
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

/// Reads, parses, computes, plans and checks; renders no page.
///
/// # Errors
/// When the system fails, not the content.
pub fn check(request: &Request) -> Result<Outcome, SystemError> {
    let parsed = Arc::new(Parsed::read(request)?);
    let told = parsed.compute(request).map(|computed| {
        let mut told = computed.plan().check_all(&Pictures::default(), &|| true);
        // A manifest that cannot be read is told by `build`, which needs it.
        let before = publish::written_before(&request.root.join(PUBLIC)).unwrap_or_default();
        tell_what_is_lost(&mut told.findings, |path| before.contains(path));
        told
    });
    Ok(Outcome::new(parsed, told))
}

/// Everything that [`check()`] does; where nothing is wrong, makes every file and publishes the site.
///
/// # Errors
/// When the system fails, not the content, before anything is published.
pub fn build(request: &Request, target: &Target<'_>) -> Result<(Outcome, Publication), SystemError> {
    let timings = target.timings;
    let step = Timed::Step;
    let parsed = Arc::new(Parsed::timed(request, timings)?);
    let mut publication = None;
    let told = timings.time(step, "compute", || parsed.compute(request)).map(|computed| {
        let planned = timings.time(step, "plan", || computed.plan());
        // What pages of other parts name is not seen.
        let named =
            if target.shard.is_some() { planned.named() } else { Named::of(computed.bulletin, &computed.on_day) };
        let mut told = timings.time(step, "check", || planned.check(&named, timings, &|| true));
        let published = if count(&told.findings, Severity::Error) == 0 {
            planned.publish(target, &mut told, named)
        } else {
            match publish::written_before(target.folder) {
                Ok(before) => {
                    tell_what_is_lost(&mut told.findings, |path| before.contains(path));
                    Ok(None)
                }
                Err(unreadable @ PublishError::Unreadable(_)) => Err(unreadable),
                // What else is wrong with the folder is told when it is written to.
                Err(_) => Ok(None),
            }
        };
        match published {
            Err(PublishError::Unreadable(file)) => {
                let folder = target.folder.display().to_string();
                told.findings.push(publish::unreadable(&format!("{folder}/{file}"), &folder));
            }
            published => publication = published.transpose(),
        }
        told
    });
    Ok((Outcome::new(parsed, told), publication))
}

/// Whether pictures can be read to their end, by the paths of what is made of them, which hold a hash of them: `None`, or
/// why not. A preview keeps it.
pub type Pictures = Mutex<BTreeMap<String, Option<String>>>;

/// What was read before: empty at first, and kept where a bulletin is read again and again, so that only what changed is read
/// and parsed.
#[derive(Default)]
pub struct Before {
    folder: Folder,
    records: Records,
    theme: Option<ReadTheme>,
}

/// A theme as it was read.
struct ReadTheme {
    name: String,
    ui: Ui,
    /// The files of the bulletin's own, where it has one.
    own: Option<Vec<ThemeFile>>,
    /// The theme, where nothing is wrong with it.
    loaded: Option<Arc<Theme>>,
}

impl Before {
    /// Reads what changed; says whether anything is other than it was.
    ///
    /// # Errors
    /// When the system fails, not the content.
    pub fn look(&mut self, request: &Request, changed: &Changed) -> Result<bool, SystemError> {
        let differs = self.folder.read(&request.root, changed)?;
        let Some(theme) = &self.theme else { return Ok(differs) };
        Ok(differs || own_theme(request, &theme.name)? != theme.own)
    }

    /// Whether a look through all sees every change since.
    pub fn is_settled(&self) -> bool {
        self.folder.is_settled()
    }
}

/// What was read.
pub struct Parsed {
    source: Source,
    bulletin: Option<Bulletin>,
    theme: Result<Arc<Theme>, Option<Box<dyn Texts>>>,
    base: Base,
    findings: Vec<Finding>,
}

impl Parsed {
    /// Reads and parses the bulletin, its settings and its theme.
    ///
    /// # Errors
    /// When the system fails, not the content.
    pub fn read(request: &Request) -> Result<Self, SystemError> {
        Self::timed(request, &Timings::NONE)
    }

    /// The same, with how long it takes.
    fn timed(request: &Request, timings: &Timings) -> Result<Self, SystemError> {
        let mut before = Before::default();
        timings.time(Timed::Step, "read", || before.look(request, &Changed::All))?;
        Self::of(request, &mut before, timings)
    }

    /// Parses what was looked at.
    ///
    /// # Errors
    /// When the system fails, not the content.
    pub fn again(request: &Request, before: &mut Before) -> Result<Self, SystemError> {
        Self::of(request, before, &Timings::NONE)
    }

    fn of(request: &Request, before: &mut Before, timings: &Timings) -> Result<Self, SystemError> {
        let step = Timed::Step;
        let Checked { value: source, mut findings } = before.folder.source();
        let parsed = timings.time(step, "parse", || record::parse_again(&source, request.drafts, &mut before.records));
        let bulletin = match parsed {
            Ok(parsed) => {
                findings.extend(parsed.findings);
                parsed.value
            }
            Err(found) => {
                findings.extend(found);
                findings.extend(check::files(&source));
                return Ok(Self { source, bulletin: None, theme: Err(None), base: Base::root(), findings });
            }
        };
        let base = base(request, &bulletin.config, &source, &mut findings);
        let theme = || theme(request, &bulletin.config, &source, &mut before.theme);
        let theme = match timings.time(step, "theme", theme)? {
            Ok(theme) => {
                findings.extend_from_slice(theme.findings());
                Ok(theme)
            }
            Err((found, texts)) => {
                findings.extend(found);
                Err(texts)
            }
        };
        Ok(Self { source, bulletin: Some(bulletin), theme, base, findings })
    }

    /// Computes what follows from the records on the day. `None` where there is no bulletin or no theme.
    pub fn compute(&self, request: &Request) -> Option<Computed<'_>> {
        let (bulletin, theme) = (self.bulletin.as_ref()?, self.theme.as_ref().ok()?);
        let day = request.clock.day(&bulletin.config);
        let on_day = bulletin.on_day(day);
        let figures = figures::compute(&on_day, day);
        let settings = Settings {
            base: self.base.clone(),
            relative: request.relative,
            gallery: request.gallery,
            strings: theme.strings(),
            day_on_all: theme.asks_for_the_day(),
            assets: theme.asset_paths(),
        };
        Some(Computed { parsed: self, bulletin, theme, on_day, figures, settings })
    }

    /// A hash of all files of the bulletin but drafts that are left out: their texts, and of images and attachments what pages
    /// tell of them.
    fn hash(&self) -> blake3::Hash {
        let mut hash = blake3::Hasher::new();
        let mut add = |text: &str| {
            hash.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        };
        let drafts = self.bulletin.iter().flat_map(|bulletin| bulletin.drafts.iter());
        let drafts: BTreeSet<&str> = drafts.map(|draft| &*draft.file).collect();
        for file in self.source.files.iter().filter(|file| !drafts.contains(&*file.path)) {
            add(&file.path);
            add(&file.text);
        }
        for asset in &self.source.assets {
            add(&format!("{} {} {:?} {:?}", asset.path, asset.bytes, asset.pixels, asset.smaller));
        }
        hash.finalize()
    }

    /// What the bulletin sets, where that can be read.
    pub fn config(&self) -> Option<&SiteConfig> {
        self.bulletin.as_ref().map(|bulletin| &bulletin.config)
    }

    /// The site's path on its host, without a slash at the end.
    pub fn base(&self) -> String {
        self.base.link("")
    }

    /// Whether something is wrong with what was read, so that a record or the theme is missing.
    pub fn has_errors(&self) -> bool {
        count(&self.findings, Severity::Error) > 0
    }

    /// What is wrong with it, as text.
    pub fn errors_of_reading(&self, lang: Lang) -> Option<String> {
        let mut findings = self.findings.clone();
        findings.retain(|finding| finding.severity() == Severity::Error);
        check::conceal(&mut findings);
        settle(&mut findings);
        (!findings.is_empty()).then(|| emit(&findings, self, Format::Human(Look::default()), lang))
    }
}

impl Texts for Parsed {
    fn text(&self, file: &str) -> Option<&str> {
        let theme: Option<&dyn Texts> = match &self.theme {
            Ok(theme) => Some(&**theme),
            Err(texts) => texts.as_deref(),
        };
        self.source.text(file).or_else(|| theme?.text(file))
    }
}

/// What follows from the records on the day.
pub struct Computed<'p> {
    parsed: &'p Parsed,
    bulletin: &'p Bulletin,
    theme: &'p Theme,
    on_day: Cow<'p, Bulletin>,
    figures: Figures,
    settings: Settings<'p>,
}

impl Computed<'_> {
    /// Plans the site.
    pub fn plan(&self) -> Planned<'_> {
        let Checked { value: site, findings } = site::plan(&self.on_day, &self.figures, &self.settings);
        Planned { computed: self, site, findings }
    }
}

/// The site to be.
pub struct Planned<'c> {
    computed: &'c Computed<'c>,
    site: Site<'c>,
    findings: Vec<Finding>,
}

/// What is told of a site: every finding so far, those of reading among them.
#[derive(Default)]
pub struct Told {
    findings: Vec<Finding>,
    excused: Vec<Finding>,
    records: Vec<String>,
    calendar: Vec<CalendarItem>,
    disclosures: BTreeMap<String, Vec<DisclosureDuties>>,
}

/// What became of a page.
enum Paged {
    /// It stands there as it was made, and names these images and attachments.
    Kept(Vec<String>),
    /// It was made.
    Made(check::Seen),
    /// Its template failed.
    Failed(Box<Finding>),
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
    fn check(&self, named: &Named, timings: &Timings, is_wanted: &(dyn Fn() -> bool + Sync)) -> Told {
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
    fn damaged(&self, published: &BTreeSet<String>, known: &Pictures) -> Vec<Finding> {
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

    /// Images and attachments that are published, by path in the site, with the smaller images that pages show.
    fn assets(&self, published: &BTreeSet<String>) -> BTreeMap<String, Asset> {
        let given = self.computed.bulletin.assets.values();
        let all = given.flat_map(|asset| std::iter::once(asset.clone()).chain(asset.made()));
        all.filter(|asset| published.contains(&asset.path)).map(|asset| (asset.path.clone(), asset)).collect()
    }

    /// Makes the search index, unless it stands there made of the same: all that was read, since every record is in it. Gives
    /// the paths of its files.
    fn publish_index(
        &self,
        target: &Target<'_>,
        publishing: &Publishing,
        renderer: &Renderer<'_>,
    ) -> Result<Vec<String>, PublishError> {
        let Computed { parsed, figures, .. } = self.computed;
        let made_of = target.program.as_deref();
        let made_of = made_of.map(|program| renderer.index_made_of(program, &parsed.hash(), figures.as_of));
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

    /// Makes every file, checks it as it is made, and publishes the site when nothing is wrong with any.
    fn publish(&self, target: &Target<'_>, told: &mut Told, named: Named) -> Result<Option<Changes>, PublishError> {
        let Computed { parsed, bulletin, .. } = self.computed;
        let publishing = Publishing::open(target.folder, target.trust, target.shard)?;
        let timings = target.timings;
        let renderer = self.renderer();
        let has_others = target.shard.is_none_or(Shard::is_last);
        let others = if has_others {
            renderer.others()
        } else {
            Checked { value: renderer.assets().collect(), findings: Vec::new() }
        };
        let index = if has_others { self.publish_index(target, &publishing, &renderer)? } else { Vec::new() };
        told.findings.extend(others.findings);
        let draw = |file: &str| self.draw(&renderer, file);
        let published = self.published(&others.value, &draw).with(index);
        let mut on_pages = if has_others { named.published } else { BTreeSet::new() };
        let mut of_pages = Vec::new();
        let put_other = |known: &mut Pieces, file: Rendered| {
            let seen = published.look(&file, known);
            publishing.put(file.path, &file.bytes, About::default()).map(|()| seen)
        };
        let others = if has_others { others.value } else { Vec::new() };
        for seen in others.into_par_iter().map_init(Pieces::default, put_other).collect::<Vec<_>>() {
            let seen = seen?;
            of_pages.extend(seen.findings);
            on_pages.extend(seen.names);
        }
        // Where something is gone, links to it are looked for on every page.
        let is_gone = |path: &str| !path.starts_with("search/") && !path.starts_with("assets/") && !published.has(path);
        let program = target.program.as_deref().filter(|_| !publishing.before().any(is_gone));
        let make =
            |keep: Option<&str>, (memory, known): &mut (Memory, Pieces), page: &Page| -> Result<Paged, PublishError> {
                let viewed = renderer.view(page);
                let made_of = target.program.as_deref().and_then(|program| viewed.made_of(program));
                if let Some(made_of) = made_of.as_deref().filter(|_| keep.is_some())
                    && let Some(names) = publishing.keep(&renderer.paths(page), made_of)?
                {
                    return Ok(Paged::Kept(names));
                }
                let drawn = match viewed.draw() {
                    Ok(drawn) => drawn,
                    Err(finding) => return Ok(Paged::Failed(finding)),
                };
                let seen = published.look(&drawn.page, known);
                let made_of = made_of.filter(|_| seen.findings.is_empty());
                let mut names = seen.names.clone();
                for file in renderer.published(drawn, memory) {
                    let about = About { made_of: made_of.clone(), names: std::mem::take(&mut names) };
                    publishing.put(file.path, &file.bytes, about)?;
                }
                Ok(Paged::Made(seen))
            };
        let is_made = |page: &&Page| target.shard.is_none_or(|shard| shard.has(&page.address));
        let pages: Vec<&Page> = self.site.pages.iter().filter(is_made).collect();
        let total = pages.len();
        let each = pages.par_iter().map_init(Default::default, |memory, page| {
            let made = timings.time(Timed::Page, page.template, || make(program, memory, page));
            (target.done)(total);
            made
        });
        let each: Vec<_> = timings.time(Timed::Step, "pages", || each.collect());
        let mut failed = Vec::new();
        let (mut kept, mut made) = (Vec::new(), Vec::new());
        for (page, paged) in pages.iter().copied().zip(each) {
            match paged? {
                Paged::Kept(names) => {
                    kept.push(page);
                    on_pages.extend(names);
                }
                Paged::Made(seen) => {
                    made.push(page);
                    of_pages.extend(seen.findings);
                    on_pages.extend(seen.names);
                }
                Paged::Failed(finding) => failed.push(*finding),
            }
        }
        if !kept.is_empty() && self.loses_ids(&publishing, &made)? {
            let again = kept.par_iter().map_init(Default::default, |memory, page| make(None, memory, page));
            for paged in again.collect::<Vec<_>>() {
                if let Paged::Made(seen) = paged? {
                    of_pages.extend(seen.findings);
                }
            }
        }
        failed.sort_by(|a, b| a.place.cmp(&b.place));
        failed.dedup_by(|a, b| a.place == b.place && a.message == b.message);
        told.findings.extend(failed);
        tell_what_is_lost(&mut told.findings, |path| publishing.wrote(path));
        let is_on_pages = |file: &str| file.strip_prefix("content/").is_some_and(|path| on_pages.contains(path));
        told.findings.retain(|finding| finding.code != check::UNNAMED || !is_on_pages(&finding.place.file));
        let errors = |told: &Told| count(&told.findings, Severity::Error);
        if errors(told) == 0 {
            told.excused.extend(check::decide(bulletin, &parsed.source, &mut of_pages, Stage::Pages));
            // Whether an exception is used is seen where its page is made.
            let origins: BTreeSet<&str> = pages.iter().filter_map(|page| page.origin.as_deref()).collect();
            let is_seen = |finding: &Finding| match &*finding.place.file {
                CONFIG => has_others,
                file => origins.contains(file),
            };
            of_pages.retain(|finding| finding.code != codes::UNUSED_EXCEPTION || is_seen(finding));
            told.findings.extend(of_pages);
        }
        if errors(told) == 0 {
            told.findings.extend(self.damaged(&on_pages, &Pictures::default()));
        }
        let warnings = target.deny_warnings && count(&told.findings, Severity::Warning) > 0;
        if errors(told) > 0 || warnings {
            return Ok(None);
        }
        timings.time(Timed::Step, "assets", || publishing.put_assets(&self.assets(&on_pages)))?;
        timings.time(Timed::Step, "publish", || publishing.finish()).map(Some)
    }

    /// Whether a page that is made anew has lost an id that a link of another page may lead to.
    fn loses_ids(&self, publishing: &Publishing, made: &[&Page]) -> Result<bool, PublishError> {
        let loses = |page: &&Page| -> Result<bool, PublishError> {
            let Some(Replaced { before, now }) = publishing.replaced(&page.file())? else { return Ok(false) };
            let ids = |html: &[u8]| ids_in(std::str::from_utf8(html).unwrap_or_default());
            Ok(!ids(&before).is_subset(&ids(&now)))
        };
        let each = made.par_iter().map(loses).collect::<Result<Vec<_>, _>>()?;
        Ok(each.contains(&true))
    }
}

type ThemeFault = (Vec<Finding>, Option<Box<dyn Texts>>);

/// The files of a bulletin's own theme, where it has one of that name.
fn own_theme(request: &Request, name: &str) -> Result<Option<Vec<ThemeFile>>, SystemError> {
    if crate::text::is_slug(name) { source::read_theme(&request.root, name) } else { Ok(None) }
}

fn theme(
    request: &Request,
    config: &SiteConfig,
    source: &Source,
    before: &mut Option<ReadTheme>,
) -> Result<Result<Arc<Theme>, ThemeFault>, SystemError> {
    let name = config.theme.as_deref().unwrap_or("default").to_owned();
    let ui = if config.ui == Some(UiLang::En) { Ui::En } else { Ui::ZhHans };
    let own = own_theme(request, &name)?;
    let same = before.take().filter(|before| (&before.name, before.ui, &before.own) == (&name, ui, &own));
    let loaded = match same.and_then(|same| same.loaded) {
        Some(loaded) => Ok(loaded),
        None if own.is_none() && name != "default" => Err(no_theme(&name, source)),
        None => Theme::load(own.as_deref().unwrap_or_default(), ui)
            .map(Arc::new)
            .map_err(|(findings, texts)| (findings, Some(texts))),
    };
    *before = Some(ReadTheme { name, ui, own, loaded: loaded.as_ref().ok().cloned() });
    Ok(loaded)
}

fn no_theme(name: &str, source: &Source) -> ThemeFault {
    let message = Text::new(format!("没有主题“{name}”"), format!("there is no theme \"{name}\""));
    let place = source.place(&"content/site.yaml".into(), &[Step::Key("theme".into())]);
    let finding = Finding::new(codes::UNKNOWN_THEME, place, message).help(
        format!("新建 themes/{name}/，或写 theme: default"),
        format!("make themes/{name}/, or write theme: default"),
    );
    (vec![finding], None)
}

fn base(request: &Request, config: &SiteConfig, source: &Source, findings: &mut Vec<Finding>) -> Base {
    let Some(url) = request.base_url.as_deref().or(config.base_url.as_deref()) else { return Base::root() };
    Base::parse(url).unwrap_or_else(|| {
        let message =
            Text::new(format!("网站地址“{url}”的写法不对"), format!("\"{url}\" is not the address of a site"));
        let place = source.place(&"content/site.yaml".into(), &[Step::Key("base_url".into())]);
        let finding = Finding::new(codes::BAD_ADDRESS, place, message);
        let is_in_file = request.base_url.is_none();
        findings.push(match WebAddress::typed(url).filter(|meant| Base::parse(meant).is_some()) {
            Some(meant) if is_in_file => finding.write(meant),
            Some(meant) => finding.help(format!("是不是 {meant}？"), format!("did you mean {meant}?")),
            None => finding.help(
                "例如 https://example.org/ 或 https://example.org/gongbao/",
                "as https://example.org/ or https://example.org/gongbao/",
            ),
        });
        Base::root()
    })
}
