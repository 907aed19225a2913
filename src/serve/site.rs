//! One state of the site, held by a thread that answers until another state takes its place: a page is rendered when it
//! is asked for, an attachment is read when it is asked for, and all rules look while readers do.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::build::{Outcome, Parsed, Pictures, Planned, Request};
use crate::check::Published;
use crate::diagnostic::emit::{Format, Look, emit};
use crate::diagnostic::{Finding, Lang};
use crate::render::{Rendered, Renderer};
use crate::site::{Page, TRADITIONAL};
use crate::source::{Asset, picture};

/// Rules begin to look after this time, so that the page that a reader waits for is made first.
const AFTER_READERS: Duration = Duration::from_millis(100);

/// A file that a reader asked for.
pub(super) struct Ask {
    /// Its path in the site.
    pub(super) file: String,
    /// Where the answer goes: nothing where there is no such file.
    pub(super) answer: oneshot::Sender<Option<Answer>>,
}

/// A file of the site.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    /// Its bytes.
    pub(super) bytes: Arc<[u8]>,
    /// What is wrong with the finished page, as text.
    pub(super) findings: Option<String>,
}

impl From<Arc<[u8]>> for Answer {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self { bytes, findings: None }
    }
}

/// What one state leaves to the next.
#[derive(Default)]
pub(super) struct Kept {
    /// What is known of pictures.
    pictures: Pictures,
    /// Smaller pictures, by paths that hold a hash of the picture.
    made: Mutex<BTreeMap<String, Arc<[u8]>>>,
    rules: Rules,
}

/// The threads on which rules look: others than those that read and compute, which would wait for them.
#[derive(Default)]
struct Rules(OnceLock<Option<rayon::ThreadPool>>);

impl Rules {
    fn run<T: Send>(&self, check: impl FnOnce() -> T + Send) -> T {
        match self.0.get_or_init(|| rayon::ThreadPoolBuilder::new().build().ok()) {
            Some(threads) => threads.install(check),
            None => check(),
        }
    }
}

/// Answers until no one can ask any more, in `lang`. `is_latest` tells whether no other state has taken the place of this one;
/// `checked` takes what the rules found.
pub(super) fn hold(
    parsed: &Arc<Parsed>,
    request: &Request,
    lang: Lang,
    kept: &Kept,
    asked: mpsc::Receiver<Ask>,
    is_latest: &(dyn Fn() -> bool + Sync),
    checked: &(dyn Fn(Outcome) + Sync),
) {
    let Some(computed) = parsed.compute(request) else { return checked(Outcome::new(parsed.clone(), None)) };
    let planned = computed.plan();
    let renderer = planned.renderer();
    let assets: Vec<Rendered> = renderer.assets().collect();
    let draw = |file: &str| planned.draw(&renderer, file);
    let published = planned.published(&assets, &draw);
    let answers =
        Answers { planned: &planned, renderer: &renderer, published, parsed, lang, kept, made: Made::default() };
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(AFTER_READERS);
            if is_latest() {
                let told = kept.rules.run(|| planned.check_all(&kept.pictures, is_latest));
                // What another state has taken the place of is told no more.
                if is_latest() {
                    checked(Outcome::new(parsed.clone(), Some(told)));
                }
            }
        });
        let answers = &answers;
        for Ask { file, answer } in asked {
            scope.spawn(move || {
                // A reader that went away needs no answer.
                let _ = answer.send(answers.file(&file));
            });
        }
    });
}

/// Makes the files of a site.
struct Answers<'a> {
    planned: &'a Planned<'a>,
    renderer: &'a Renderer<'a>,
    /// What pages are held against.
    published: Published<'a>,
    parsed: &'a Parsed,
    lang: Lang,
    kept: &'a Kept,
    made: Made,
}

/// Pages that are kept: a browser that waits for a change asks for its page as soon as it was told that it is another.
const PAGES: usize = 8;

/// The folders of the search index and of the gallery.
const OTHERS: [&str; 2] = ["search/", "gallery/"];

/// A page by its file, made by the first who asks for it.
type MadePage = (String, Arc<OnceLock<Option<Answer>>>);

/// What was made so far.
#[derive(Default)]
struct Made {
    /// The last pages that were asked for.
    pages: Mutex<VecDeque<MadePage>>,
    /// Images and attachments, smaller pictures among them.
    assets: OnceLock<BTreeMap<String, Asset>>,
    /// The search index and the gallery, made when first one of them is asked for.
    others: OnceLock<BTreeMap<String, Arc<[u8]>>>,
}

impl Answers<'_> {
    fn file(&self, file: &str) -> Option<Answer> {
        let plain = file.strip_prefix(TRADITIONAL.trim_start_matches('/')).unwrap_or(file);
        let page = [file, plain].into_iter().find_map(|file| self.planned.site().page_of(file));
        if let Some(page) = page {
            let kept = {
                let mut pages = self.made.pages.lock().unwrap_or_else(PoisonError::into_inner);
                let known = pages.iter().find(|(name, _)| name == file).map(|(_, kept)| kept.clone());
                known.unwrap_or_else(|| {
                    let kept = Arc::<OnceLock<_>>::default();
                    pages.truncate(PAGES - 1);
                    pages.push_front((file.to_owned(), kept.clone()));
                    kept
                })
            };
            return kept.get_or_init(|| self.page(page, file)).clone();
        }
        if let Some(asset) = self.renderer.assets().find(|asset| asset.path == file) {
            return Some(Arc::<[u8]>::from(asset.bytes).into());
        }
        if let Some(asset) = self.assets().get(file) {
            return self.asset(asset).map(Answer::from);
        }
        // Made at once, and not for an address where there is nothing.
        let is_other = OTHERS.iter().any(|folder| plain.starts_with(folder));
        is_other.then(|| self.others().get(file).cloned().map(Answer::from))?
    }

    /// The file of a page, itself or again in Traditional characters.
    fn page(&self, page: &Page, file: &str) -> Option<Answer> {
        let as_text = |findings: &[Finding]| {
            let text = || emit(findings, self.parsed, Format::Human(Look::default()), self.lang);
            (!findings.is_empty()).then(text)
        };
        let drawn = match self.renderer.view(page).draw() {
            Ok(drawn) => drawn,
            Err(failed) => return Some(Answer { findings: as_text(&[failed.told()]), ..Answer::default() }),
        };
        let findings = as_text(&self.planned.errors_on(&drawn, &self.published));
        let made = self.renderer.published_as(file, drawn)?;
        Some(Answer { bytes: made.bytes.into(), findings })
    }

    fn assets(&self) -> &BTreeMap<String, Asset> {
        self.made.assets.get_or_init(|| {
            let named = self.planned.named().published;
            let assets = self.planned.bulletin().assets.values().filter(|asset| named.contains(&asset.path));
            let assets = assets.flat_map(|asset| std::iter::once(asset.clone()).chain(asset.made()));
            assets.map(|asset| (asset.path.clone(), asset)).collect()
        })
    }

    fn asset(&self, asset: &Asset) -> Option<Arc<[u8]>> {
        if asset.made.is_none() {
            return picture::published(asset).ok().map(Into::into);
        }
        let made = || self.kept.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = made().get(&asset.path) {
            return Some(made.clone());
        }
        let bytes: Arc<[u8]> = picture::published(asset).ok()?.into();
        made().insert(asset.path.clone(), bytes.clone());
        Some(bytes)
    }

    fn others(&self) -> &BTreeMap<String, Arc<[u8]>> {
        self.made.others.get_or_init(|| {
            let made = self.renderer.others().value.into_iter().chain(self.renderer.index());
            made.map(|file| (file.path, file.bytes.into())).collect()
        })
    }
}
