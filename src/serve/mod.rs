//! The preview: pages from memory, rebuilt when a file changes or the day turns, reloaded in the browser, findings on the
//! page.
//!
//! A thread rebuilds; each build whose pages or findings differ is one immutable snapshot, handed to the server through a
//! channel that keeps only the latest. Nothing is written to disk.

mod door;
mod pages;
mod watch;

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use axum::routing::get;
use chrono::{DateTime, Utc};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::watch as latest;

use crate::build::{Clock, Outcome, Request, build};
use crate::date::Day;
use crate::diagnostic::Lang;
use crate::diagnostic::emit::{Format, Look, emit};
use crate::publish;
use crate::record::SiteConfig;
use crate::source::SystemError;
use crate::source::picture::{self, Unmade};
use door::Door;
use watch::Watched;

/// How often it is looked whether the day has turned.
const TICK: Duration = Duration::from_secs(1);
/// A request whose head is not complete after this time is given up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How the preview is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port; 0 takes any that is free.
    pub port: u16,
    /// Whether other machines may see it.
    pub everyone: bool,
    /// Names of this host, beside `localhost` and its addresses, under which it may be read.
    pub allowed: Vec<String>,
    /// Language of the findings.
    pub lang: Lang,
    /// The clock, for a bulletin whose day no one fixes.
    pub now: fn() -> DateTime<Utc>,
}

/// What the preview tells the one who started it.
#[derive(Clone, Copy)]
pub enum Event<'a> {
    /// It can be read at these addresses, this machine's own first.
    Ready(&'a [String]),
    /// It was built.
    Built(&'a Outcome),
    /// The system failed; the preview goes on with what it had.
    Failed(&'a SystemError),
}

/// Why the preview could not begin.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Another program listens on the port.
    #[error("port {port} is taken")]
    PortTaken {
        /// The port.
        port: u16,
        /// One that is free.
        free: Option<u16>,
    },
    /// The system failed.
    #[error(transparent)]
    System(#[from] SystemError),
}

/// The files of a site by their path in it.
type Files = BTreeMap<String, Arc<[u8]>>;

/// What readers of the preview get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shown {
    /// Files by path in the site. Those of the last build without errors.
    files: Files,
    /// Errors of the latest build as text.
    findings: Option<String>,
    /// Path of the site on its host.
    base: String,
}

/// One state of the preview.
#[derive(Clone, Debug, Default)]
struct Snapshot {
    /// Counts what was different; the browser reloads when it grows.
    version: u64,
    /// Tells this run of the preview from others: a page of an earlier run reloads.
    run: u64,
    shown: Shown,
}

/// Serves until stopped.
///
/// # Errors
/// When the port is taken or the folder cannot be read or watched.
pub fn serve(request: &Request, options: &Options, tell: &(dyn Fn(Event<'_>) + Sync)) -> Result<(), ServeError> {
    // Watched before it is read, so that no change falls between the two.
    let (changes, changed) = mpsc::channel();
    let mut watched = Watched::new(&request.root, changes)?;
    let mut builder = Builder { request, options, day: None };
    let mut first = builder.build()?;
    let shown = shown(&Shown::default(), &mut first, options.lang)?;
    tell(Event::Built(&first));
    drop(first);
    let run = RandomState::new().hash_one(std::process::id());
    let base = shown.base.clone();
    let (sender, receiver) = latest::channel(Arc::new(Snapshot { version: 1, run, shown }));
    let failed = |error| SystemError::new("serve", &request.root, error);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let (listener, port) = door::listen(options.everyone, options.port)?;
    let door = Door::new(options.everyone, &options.allowed);
    tell(Event::Ready(&door.addresses(port, &base)));
    let router = Router::new()
        .route("/_gongbao/reload.js", get(pages::reload_script))
        .route("/_gongbao/version/{seen}", get(pages::next_version))
        .fallback(get(page))
        .with_state(receiver)
        .layer(axum::middleware::from_fn_with_state(Arc::new(door), door::guard));
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while let Some(change) = watched.wait(&changed, TICK) {
                builder.follow(change, &sender, tell);
            }
        });
        runtime.block_on(async { answer(tokio::net::TcpListener::from_std(listener)?, router).await }).map_err(failed)
    })?;
    Ok(())
}

/// Answers every connection until the system fails.
async fn answer(listener: tokio::net::TcpListener, router: Router) -> std::io::Result<()> {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, or a connection that was gone at once.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
            // What a client does to its connection is its own matter.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn page(State(latest): State<latest::Receiver<Arc<Snapshot>>>, uri: Uri) -> Response {
    let snapshot = latest.borrow().clone();
    pages::page(&snapshot, &uri)
}

/// Builds again and again, each time as of the day that it then is.
struct Builder<'r> {
    request: &'r Request,
    options: &'r Options,
    /// The day of the last build, and the settings that decided it.
    day: Option<(Day, SiteConfig)>,
}

impl Builder<'_> {
    fn clock(&self) -> Clock {
        Clock { now: (self.options.now)(), ..self.request.clock.clone() }
    }

    fn build(&mut self) -> Result<Outcome, SystemError> {
        let request = Request { clock: self.clock(), ..self.request.clone() };
        let outcome = build(&request, &|_| {})?;
        let config = outcome.bulletin.as_ref().map(|bulletin| bulletin.config.clone());
        self.day = config.map(|config| (request.clock.day(&config), config)).or(self.day.take());
        Ok(outcome)
    }

    /// Whether the day is another than that of the last build: never where something fixes it.
    fn day_turned(&self) -> bool {
        self.day.as_ref().is_some_and(|(day, config)| self.clock().day(config) != *day)
    }

    /// Builds when something changed or the day turned, and shows what came of it.
    fn follow(
        &mut self,
        change: watch::Change,
        sender: &latest::Sender<Arc<Snapshot>>,
        tell: &(dyn Fn(Event<'_>) + Sync),
    ) {
        let built = match change {
            watch::Change::Nothing if !self.day_turned() => return,
            watch::Change::Nothing | watch::Change::Files => self.build(),
            watch::Change::Failed(error) => Err(error),
        };
        let before = sender.borrow().shown.clone();
        let made = built.and_then(|mut outcome| {
            let shown = shown(&before, &mut outcome, self.options.lang)?;
            Ok((outcome, shown))
        });
        let next = match made {
            Ok((outcome, shown)) => {
                tell(Event::Built(&outcome));
                shown
            }
            Err(error) => {
                tell(Event::Failed(&error));
                Shown { findings: Some(format!("{error}\n")), ..before }
            }
        };
        sender.send_if_modified(|latest| {
            let differs = latest.shown != next;
            if differs {
                *latest = Arc::new(Snapshot { version: latest.version + 1, run: latest.run, shown: next });
            }
            differs
        });
    }
}

/// What is shown after a build: its pages, or, when it has errors, the pages before and the findings. Pictures that turn
/// out to be damaged when smaller ones are made of them are errors of the build.
fn shown(before: &Shown, outcome: &mut Outcome, lang: Lang) -> Result<Shown, SystemError> {
    let base = if outcome.bulletin.is_some() { outcome.base.link("") } else { before.base.clone() };
    let assets = if outcome.errors() == 0 { assets(before, outcome)? } else { Files::new() };
    if outcome.errors() > 0 {
        let findings = emit(&outcome.findings, outcome, Format::Human(Look::default()), lang);
        return Ok(Shown { files: before.files.clone(), findings: Some(findings), base });
    }
    let pages = outcome.pages.iter().map(|page| (page.path.clone(), Arc::from(page.bytes.as_slice())));
    Ok(Shown { files: pages.chain(assets).collect(), findings: None, base })
}

/// The images and attachments of a build as they are published.
fn assets(before: &Shown, outcome: &mut Outcome) -> Result<Files, SystemError> {
    let (mut files, mut damaged) = (Files::new(), BTreeMap::new());
    for (path, asset) in outcome.assets() {
        // The name of a smaller picture holds the hash of the picture it was made from, so it need not be made again.
        if let Some(made) = before.files.get(&path).filter(|_| asset.made.is_some()) {
            files.insert(path, made.clone());
            continue;
        }
        match picture::published(&asset) {
            Ok(bytes) => {
                files.insert(path, bytes.into());
            }
            Err(Unmade::Unread(error)) => return Err(SystemError::new("read", &asset.on_disk, error)),
            Err(Unmade::Damaged(reason)) => {
                damaged.insert(outcome.picture(&path).to_owned(), reason);
            }
        }
    }
    outcome.findings.extend(publish::damaged(&damaged));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};

    static SECONDS: AtomicI64 = AtomicI64::new(0);

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(SECONDS.load(Ordering::SeqCst), 0).unwrap_or_default()
    }

    #[test]
    fn the_day_follows_the_clock_unless_it_is_fixed() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("content")).expect("a folder");
        let site = |text: &str| std::fs::write(folder.path().join("content/site.yaml"), text).expect("written");
        let clock = Clock { as_of: None, epoch: None, now: now() };
        let free = Request {
            root: folder.path().into(),
            drafts: false,
            base_url: None,
            gallery: false,
            relative: false,
            clock: clock.clone(),
        };
        let fixed = Request { clock: Clock { epoch: Some(0), ..clock }, ..free.clone() };
        let options = Options { port: 0, everyone: false, allowed: Vec::new(), lang: Lang::Zh, now };
        let turns = |request: &Request, text: &str| {
            site(text);
            // 1970-01-02 23:00 in Beijing, and two hours later.
            SECONDS.store(86_400 + 15 * 3600, Ordering::SeqCst);
            let mut builder = Builder { request, options: &options, day: None };
            builder.build().expect("built");
            let before = builder.day_turned();
            SECONDS.store(86_400 + 17 * 3600, Ordering::SeqCst);
            (before, builder.day_turned())
        };
        assert_eq!(turns(&free, "title: 公报\n"), (false, true));
        assert_eq!(turns(&free, "title: 公报\ntime_zone: '+00:00'\n"), (false, false));
        assert_eq!(turns(&free, "title: 公报\nas_of: 2024-01-01\n"), (false, false));
        assert_eq!(turns(&fixed, "title: 公报\n"), (false, false));
    }
}
