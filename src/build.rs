//! The whole way once, without the last step: from a folder to finished pages in memory, with every finding.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, Utc};

use crate::check::{self, Looked};
use crate::date::Day;
use crate::diagnostic::{Finding, Severity, Text, Texts, codes, count, settle};
use crate::figures::{self, Figures};
use crate::record::{self, Bulletin, SiteConfig, UiLang};
use crate::render::{self, Rendered, Theme};
use crate::site::{self, Base, Settings, Site};
use crate::source::yaml::Step;
use crate::source::{self, Asset, Source, SystemError};
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
    fn day(&self, config: &SiteConfig) -> Day {
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
    /// The pages to be.
    pub site: Option<Site>,
    /// The finished pages. Empty when only checked, or when there are errors.
    pub pages: Vec<Rendered>,
    /// All findings, in order.
    pub findings: Vec<Finding>,
    theme_texts: Option<Box<dyn Texts>>,
}

impl Outcome {
    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        count(&self.findings, Severity::Error)
    }

    /// Images and attachments by path in the site.
    pub fn assets(&self) -> BTreeMap<String, Asset> {
        self.site.as_ref().map(|site| site.assets.clone()).unwrap_or_default()
    }
}

impl Texts for Outcome {
    fn text(&self, file: &str) -> Option<&str> {
        self.source.text(file).or_else(|| self.theme_texts.as_ref()?.text(file))
    }
}

/// Reads, parses, computes, plans and checks; builds no page.
///
/// # Errors
/// When the system fails, not the content.
pub fn check(request: &Request) -> Result<Outcome, SystemError> {
    prepare(request).map(|(outcome, _)| outcome)
}

/// Everything that [`check()`] does, and renders every page when there is no error.
/// `done` is called after each page with the number of pages in all.
///
/// # Errors
/// When the system fails, not the content.
pub fn build(request: &Request, done: &(dyn Fn(usize) + Sync)) -> Result<Outcome, SystemError> {
    let (mut outcome, theme) = prepare(request)?;
    if let (0, Some(site), Some(theme)) = (outcome.errors(), &outcome.site, theme) {
        let rendered = render::render(site, &theme, done);
        outcome.findings.extend(rendered.findings);
        settle(&mut outcome.findings);
        if outcome.errors() == 0 {
            outcome.pages = rendered.value;
        }
        outcome.theme_texts = Some(Box::new(theme));
    }
    Ok(outcome)
}

fn prepare(request: &Request) -> Result<(Outcome, Option<Theme>), SystemError> {
    let read = source::read(&request.root)?;
    let (source, mut findings) = (read.value, read.findings);
    let empty = |source, mut findings: Vec<Finding>, bulletin, theme_texts| {
        settle(&mut findings);
        (Outcome { source, bulletin, site: None, pages: Vec::new(), findings, theme_texts }, None)
    };
    let bulletin = match record::parse(&source, request.drafts) {
        Ok(parsed) => {
            findings.extend(parsed.findings);
            parsed.value
        }
        Err(found) => {
            findings.extend(found);
            return Ok(empty(source, findings, None, None));
        }
    };
    let theme = match theme(request, &bulletin.config, &source)? {
        Ok(theme) => theme,
        Err((found, texts)) => {
            findings.extend(found);
            return Ok(empty(source, findings, Some(bulletin), texts));
        }
    };
    let base = base(request, &bulletin.config, &source, &mut findings);
    let figures: Figures = figures::compute(&bulletin, request.clock.day(&bulletin.config));
    let settings = Settings { base, strings: theme.strings(), stylesheet: theme.stylesheet_path() };
    let planned = site::plan(&bulletin, &figures, &settings);
    findings.extend(planned.findings);
    let site = planned.value;
    findings.extend(check::check(&Looked { source: &source, bulletin: &bulletin, figures: &figures, site: &site }));
    settle(&mut findings);
    let outcome =
        Outcome { source, bulletin: Some(bulletin), site: Some(site), pages: Vec::new(), findings, theme_texts: None };
    Ok((outcome, Some(theme)))
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
        let help = "写成 https://example.org/ 或 https://example.org/gongbao/";
        findings.push(
            Finding::new(codes::WRONG_TYPE, place, message)
                .help(help, "write https://example.org/ or https://example.org/gongbao/"),
        );
        Base::root()
    })
}
