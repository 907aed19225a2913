//! The first stage: the files, records, settings and theme as they were read.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::request::Request;
use super::theme::{ReadTheme, own_theme, theme};
use crate::check;
use crate::diagnostic::emit::{Format, Look, emit};
use crate::diagnostic::{Checked, Finding, Lang, Severity, Text, Texts, codes, count, settle};
use crate::record::leaf::WebAddress;
use crate::record::{self, Bulletin, Records, SiteConfig};
use crate::render::Theme;
use crate::site::Base;
use crate::source::yaml::Step;
use crate::source::{Changed, Folder, Source, SystemError};
use crate::timing::{Timed, Timings};

/// What was read before: empty at first, and kept where a bulletin is read again and again, so that only what changed is read
/// and parsed.
#[derive(Default)]
pub struct Before {
    folder: Folder,
    records: Records,
    theme: Option<ReadTheme>,
}

impl Before {
    /// Reads what changed; says whether anything is other than it was.
    ///
    /// # Errors
    /// When the system fails, not the content.
    pub fn look(&mut self, request: &Request, changed: &Changed) -> Result<bool, SystemError> {
        let differs = self.folder.read(&request.root, changed)?;
        let Some(theme) = &self.theme else { return Ok(differs) };
        Ok(differs || own_theme(request, &theme.name) != theme.own)
    }

    /// Whether a look through all sees every change since.
    pub fn is_settled(&self) -> bool {
        self.folder.is_settled()
    }
}

/// What was read.
pub struct Parsed {
    pub(super) source: Source,
    pub(super) bulletin: Option<Bulletin>,
    pub(super) theme: Result<Arc<Theme>, Option<Box<dyn Texts>>>,
    pub(super) base: Base,
    pub(super) findings: Vec<Finding>,
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
    pub(super) fn timed(request: &Request, timings: &Timings) -> Result<Self, SystemError> {
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
        let theme = match timings.time(step, "theme", theme) {
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

    /// A hash of all files of the bulletin but drafts that are left out: their texts, and of images and attachments what pages
    /// tell of them.
    pub(super) fn hash(&self) -> blake3::Hash {
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

fn base(request: &Request, config: &SiteConfig, source: &Source, findings: &mut Vec<Finding>) -> Base {
    let Some(url) = request.base_url.as_deref().or(config.base_url.as_deref()) else { return Base::root() };
    Base::parse(url).unwrap_or_else(|| {
        let message =
            Text::new(format!("网站地址“{url}”的写法不对"), format!("\"{url}\" is not the address of a site"));
        let place = source.place(&"content/site.yaml".into(), &[Step::Key("base_url".into())]);
        let finding = Finding::new(codes::BAD_ADDRESS, place, message);
        findings.push(match WebAddress::typed(url).filter(|meant| Base::parse(meant).is_some()) {
            Some(meant) => finding.write(meant),
            None => finding.help(
                "例如 https://example.org/ 或 https://example.org/gongbao/",
                "as https://example.org/ or https://example.org/gongbao/",
            ),
        });
        Base::root()
    })
}
