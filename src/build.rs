//! The whole way once, without the last step: from a folder to finished pages in memory, with every finding.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, Utc};
use rayon::prelude::*;

use crate::check::{self, Looked, Published, Stage};
use crate::date::Day;
use crate::diagnostic::{Finding, Severity, Text, Texts, codes, count, settle};
use crate::figures::{self, CalendarItem, DisclosureDuties, Figures};
use crate::publish;
use crate::record::leaf::WebAddress;
use crate::record::{self, Bulletin, SiteConfig, UiLang};
use crate::render::{self, Rendered, Theme};
use crate::site::{self, Base, Document, Settings};
use crate::source::yaml::Step;
use crate::source::{self, Asset, Source, SystemError, picture};
use crate::text::Ui;

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

/// What was made, as far as it could be, and everything that was found.
pub struct Outcome {
    /// The files read.
    pub source: Source,
    /// The records.
    pub bulletin: Option<Bulletin>,
    /// The finished pages. Empty when only checked, or when there are errors.
    pub pages: Vec<Rendered>,
    /// Where the site is to be published.
    pub base: Base,
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
    /// The records as search finds them, when the site is built.
    pub documents: Vec<Document>,
    /// Images and attachments that are published, smaller pictures among them.
    published: BTreeSet<String>,
    theme_texts: Option<Box<dyn Texts>>,
}

impl Outcome {
    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        count(&self.findings, Severity::Error)
    }

    /// The picture that the smaller one at `path` is made of.
    pub fn picture<'a>(&'a self, path: &'a str) -> &'a str {
        let mut all = self.bulletin.iter().flat_map(|bulletin| bulletin.assets.values());
        all.find(|asset| asset.smaller.iter().any(|(made, _)| made == path)).map_or(path, |asset| &asset.path)
    }

    /// Says of files that nothing names and that an earlier build published that readers lose their addresses.
    pub fn tell_what_is_lost(&mut self, published_before: &BTreeSet<String>) {
        for finding in self.findings.iter_mut().filter(|finding| finding.code == check::UNNAMED) {
            let path = finding.place.file.strip_prefix("content/").unwrap_or(&finding.place.file);
            if published_before.contains(path) {
                finding.message.zh += "；以前发布过，读者会失去这个网址";
                finding.message.en += "; it was published before, and readers lose its address";
            }
        }
    }

    /// Images and attachments that are published, by path in the site, with the smaller images that pages show.
    pub fn assets(&self) -> BTreeMap<String, Asset> {
        let given = self.bulletin.iter().flat_map(|bulletin| bulletin.assets.values());
        let all = given.flat_map(|asset| std::iter::once(asset.clone()).chain(asset.made()));
        let published = all.filter(|asset| self.published.contains(&asset.path));
        published.map(|asset| (asset.path.clone(), asset)).collect()
    }
}

impl Texts for Outcome {
    fn text(&self, file: &str) -> Option<&str> {
        self.source.text(file).or_else(|| self.theme_texts.as_ref()?.text(file))
    }
}

/// Reads, parses, computes, plans and checks; renders no page.
///
/// # Errors
/// When the system fails, not the content.
pub fn check(request: &Request) -> Result<Outcome, SystemError> {
    run(request, None)
}

/// Everything that [`check()`] does, and renders every page when there is no error.
/// `done` is called after each page with the number of pages in all.
///
/// # Errors
/// When the system fails, not the content.
pub fn build(request: &Request, done: &(dyn Fn(usize) + Sync)) -> Result<Outcome, SystemError> {
    run(request, Some(done))
}

/// The way, step by step; rendering only where `render` is given and nothing is wrong.
fn run(request: &Request, render: Option<&(dyn Fn(usize) + Sync)>) -> Result<Outcome, SystemError> {
    let read = source::read(&request.root)?;
    let (source, findings) = (read.value, read.findings);
    let mut outcome = Outcome {
        source,
        bulletin: None,
        pages: Vec::new(),
        base: Base::root(),
        findings,
        excused: Vec::new(),
        records: Vec::new(),
        calendar: Vec::new(),
        disclosures: BTreeMap::new(),
        documents: Vec::new(),
        published: BTreeSet::new(),
        theme_texts: None,
    };
    let bulletin = match record::parse(&outcome.source, request.drafts) {
        Ok(parsed) => {
            outcome.findings.extend(parsed.findings);
            parsed.value
        }
        Err(found) => {
            outcome.findings.extend(found);
            outcome.findings.extend(check::files(&outcome.source));
            check::conceal(&mut outcome.findings);
            settle(&mut outcome.findings);
            return Ok(outcome);
        }
    };
    outcome.base = base(request, &bulletin.config, &outcome.source, &mut outcome.findings);
    match theme(request, &bulletin.config, &outcome.source)? {
        Ok(theme) => {
            outcome.findings.extend_from_slice(theme.findings());
            site(request, &bulletin, &theme, &mut outcome, render);
            outcome.theme_texts = Some(Box::new(theme));
        }
        Err((found, texts)) => {
            outcome.findings.extend(found);
            outcome.theme_texts = texts;
        }
    }
    check::conceal(&mut outcome.findings);
    settle(&mut outcome.findings);
    outcome.bulletin = Some(bulletin);
    Ok(outcome)
}

/// Computes, plans, checks and renders.
fn site(
    request: &Request,
    bulletin: &Bulletin,
    theme: &Theme,
    outcome: &mut Outcome,
    render: Option<&(dyn Fn(usize) + Sync)>,
) {
    let day = request.clock.day(&bulletin.config);
    let on_day = bulletin.on_day(day);
    let figures: Figures = figures::compute(&on_day, day);
    let settings = Settings {
        base: outcome.base.clone(),
        relative: request.relative,
        gallery: request.gallery,
        strings: theme.strings(),
        assets: theme.asset_paths(),
    };
    let planned = site::plan(&on_day, &figures, &settings);
    outcome.findings.extend(planned.findings);
    let names = check::Names::of(bulletin);
    let mut named = check::Named::of(bulletin);
    if render.is_none() {
        named = named.with_theme(bulletin, theme.texts());
    }
    let looked = Looked {
        source: &outcome.source,
        bulletin,
        on_day: &on_day,
        figures: &figures,
        site: &planned.value,
        names: &names,
        named: &named,
    };
    let of_records = planned.value.pages.iter().filter(|page| page.origin.is_some());
    outcome.records = of_records.map(|page| page.address.clone()).collect();
    outcome.calendar = figures::calendar(bulletin, &on_day, &figures);
    outcome.disclosures = figures::disclosure_duties(&on_day, &figures.working_days, day);
    outcome.findings.extend(check::check(&looked));
    outcome.excused = check::decide(bulletin, &outcome.source, &mut outcome.findings, Stage::Content);
    if let (Some(done), 0) = (render, outcome.errors()) {
        outcome.documents = if planned.value.has_search() { planned.value.documents() } else { Vec::new() };
        let rendered = render::render(&planned.value, &outcome.documents, theme, done);
        outcome.findings.extend(rendered.findings);
        let on_pages = check::named_by_pages(&rendered.value, &outcome.base, bulletin);
        let is_on_pages = |file: &str| file.strip_prefix("content/").is_some_and(|path| on_pages.contains(path));
        outcome.findings.retain(|finding| finding.code != check::UNNAMED || !is_on_pages(&finding.place.file));
        named.published.extend(on_pages);
        if outcome.errors() == 0 {
            let made = bulletin.assets.values().flat_map(|asset| asset.smaller.iter().map(|(path, _)| path.as_str()));
            let assets = bulletin.assets.keys().map(String::as_str).chain(made);
            let published = Published::new(&rendered.value, assets, &planned.value, &outcome.source);
            let mut of_pages = check::pages(&rendered.value, &published);
            outcome.excused.extend(check::decide(bulletin, &outcome.source, &mut of_pages, Stage::Pages));
            outcome.findings.extend(of_pages);
        }
        if outcome.errors() == 0 {
            outcome.pages = rendered.value;
        }
    }
    // What pages show is looked at when smaller pictures are made of it.
    if render.is_none() || outcome.errors() == 0 {
        let is_made = |asset: &Asset| asset.smaller.iter().any(|(path, _)| named.published.contains(path));
        let is_shown = |asset: &&Asset| named.published.contains(&asset.path) && !is_made(asset);
        let pictures: Vec<&Asset> = bulletin.assets.values().filter(is_shown).collect();
        let damaged = pictures.into_par_iter().filter_map(|asset| Some((asset.path.clone(), picture::damage(asset)?)));
        outcome.findings.extend(publish::damaged(&damaged.collect()));
    }
    outcome.published = named.published;
    settle(&mut outcome.excused);
}

type ThemeFault = (Vec<Finding>, Option<Box<dyn Texts>>);

fn theme(request: &Request, config: &SiteConfig, source: &Source) -> Result<Result<Theme, ThemeFault>, SystemError> {
    let name = config.theme.as_deref().unwrap_or("default");
    let ui = if config.ui == Some(UiLang::En) { Ui::En } else { Ui::ZhHans };
    let is_name = crate::text::is_slug(name);
    let own = if is_name { source::read_theme(&request.root, name)? } else { None };
    if own.is_none() && name != "default" {
        let message = Text::new(format!("没有主题“{name}”"), format!("there is no theme \"{name}\""));
        let place = source.place(&"content/site.yaml".into(), &[Step::Key("theme".into())]);
        let finding = Finding::new(codes::UNKNOWN_THEME, place, message).help(
            format!("新建 themes/{name}/，或写 theme: default"),
            format!("make themes/{name}/, or write theme: default"),
        );
        return Ok(Err((vec![finding], None)));
    }
    Ok(Theme::load(&own.unwrap_or_default(), ui).map_err(|(findings, texts)| (findings, Some(texts))))
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
