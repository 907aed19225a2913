//! One state of the site, held by a thread that answers until another state takes its place: a page is rendered when it
//! is asked for, an attachment is read when it is asked for, and all rules look while readers do.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::build::{Outcome, Parsed, Pictures, Planned, Request};
use crate::diagnostic::emit::{Format, Look, emit};
use crate::diagnostic::{Finding, Lang};
use crate::render::{Memory, Renderer};
use crate::site::TRADITIONAL;
use crate::source::{Asset, picture};
use crate::timing::Timings;

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
    let answers = Answers::new(&planned, parsed, lang, kept);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(AFTER_READERS);
            if is_latest() {
                checked(Outcome::new(parsed.clone(), Some(planned.check_all(&kept.pictures, &Timings::NONE))));
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
    renderer: Renderer<'a>,
    parsed: &'a Parsed,
    lang: Lang,
    kept: &'a Kept,
    /// Images and attachments, smaller pictures among them.
    assets: BTreeMap<String, Asset>,
    /// The search index and the gallery, made when first one of them is asked for.
    others: OnceLock<BTreeMap<String, Arc<[u8]>>>,
}

impl<'a> Answers<'a> {
    fn new(planned: &'a Planned<'a>, parsed: &'a Parsed, lang: Lang, kept: &'a Kept) -> Self {
        let named = planned.named().published;
        let assets = planned.bulletin().assets.values().filter(|asset| named.contains(&asset.path));
        let assets = assets.flat_map(|asset| std::iter::once(asset.clone()).chain(asset.made()));
        let assets = assets.map(|asset| (asset.path.clone(), asset)).collect();
        Self { planned, renderer: planned.renderer(), parsed, lang, kept, assets, others: OnceLock::new() }
    }

    fn file(&self, file: &str) -> Option<Answer> {
        if let Some(asset) = self.renderer.assets().find(|asset| asset.path == file) {
            return Some(Arc::<[u8]>::from(asset.bytes).into());
        }
        if let Some(asset) = self.assets.get(file) {
            return self.asset(asset).map(Answer::from);
        }
        let plain = file.strip_prefix(TRADITIONAL.trim_start_matches('/')).unwrap_or(file);
        let page = [file, plain].into_iter().find_map(|file| self.planned.site().page_of(file));
        let Some(page) = page else { return self.others().get(file).cloned().map(Answer::from) };
        let as_text = |findings: &[Finding]| {
            let text = || emit(findings, self.parsed, Format::Human(Look::default()), self.lang);
            (!findings.is_empty()).then(text)
        };
        let drawn = match self.renderer.view(page).draw() {
            Ok(drawn) => drawn,
            Err(finding) => return Some(Answer { findings: as_text(&[*finding]), ..Answer::default() }),
        };
        let findings = as_text(&self.planned.errors_on(&drawn, &self.renderer));
        let files = self.renderer.published(drawn, &mut Memory::default());
        let made = files.into_iter().find(|made| made.path == file)?;
        Some(Answer { bytes: made.bytes.into(), findings })
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
        self.others.get_or_init(|| {
            let made = self.renderer.others().value.into_iter();
            made.map(|file| (file.path, file.bytes.into())).collect()
        })
    }
}
