//! The preview: pages made when they are asked for, read anew when a file changes or the day turns, reloaded in the browser,
//! findings on the page.
//!
//! A thread reads what changed, and once it is quiet looks whether that was all. Each state of the bulletin is held by a thread of its own (`site.rs`), which answers what
//! readers ask and lets the rules look; which of them is the latest, and what was found, stands in a snapshot, handed to
//! the server through a channel that keeps only the latest. Nothing is written to disk.

mod door;
mod pages;
mod site;
mod watch;

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, mpsc};
use std::thread::Scope;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use axum::routing::get;
use chrono::{DateTime, Utc};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::watch as latest;

use crate::build::{Before, Clock, Outcome, Parsed, Request};
use crate::date::Day;
use crate::diagnostic::Lang;
use crate::diagnostic::emit::{Format, Look, emit};
use crate::record::SiteConfig;
use crate::source::{Changed, SystemError};
use door::Door;
use site::{Ask, Kept};
use watch::Watched;

/// How often it is looked whether the day has turned.
const TICK: Duration = Duration::from_secs(1);
/// So long after a change all is looked through, for what the system did not tell; by then the times of files tell every change.
const AFTERWARDS: Duration = Duration::from_secs(4);
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

/// One state of the preview.
#[derive(Clone, Debug, Default)]
struct Snapshot {
    /// Counts what was different; the browser reloads when it grows.
    version: u64,
    /// Tells this run of the preview from others: a page of an earlier run reloads.
    run: u64,
    /// Path of the site on its host.
    base: String,
    /// Who answers for the site; `None` before there is one.
    site: Option<mpsc::Sender<Ask>>,
    /// Which of them it is, counted.
    state: u64,
    /// Errors of the latest state as text; while its rules have not looked yet, what rules found in the one before.
    findings: Option<String>,
    /// Whether rules found them, in what was read without errors.
    of_rules: bool,
}

/// Serves until stopped.
///
/// # Errors
/// When the port is taken or the folder cannot be read or watched.
pub fn serve(request: &Request, options: &Options, tell: &(dyn Fn(Event<'_>) + Sync)) -> Result<(), ServeError> {
    // Watched before it is read, so that no change falls between the two.
    let (changes, changed) = mpsc::channel();
    let mut watched = Watched::new(&request.root, changes)?;
    let run = RandomState::new().hash_one(std::process::id());
    let (sender, receiver) = latest::channel(Arc::new(Snapshot { run, ..Snapshot::default() }));
    let failed = |error| SystemError::new("serve", &request.root, error);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let (listener, port) = door::listen(options.everyone, options.port)?;
    let door = Door::new(options.everyone, &options.allowed);
    let kept = Kept::default();
    let (first_checked, first) = mpsc::channel();
    std::thread::scope(|scope| {
        let reader = Reader { request, options, tell, sender: &sender, kept: &kept, first: &first_checked };
        let mut states = States::new(scope, reader);
        states.follow(watch::Change::Files(Changed::All))?;
        // What is wrong stands before the address.
        let _ = first.recv();
        tell(Event::Ready(&door.addresses(port, &receiver.borrow().base)));
        let router = Router::new()
            .route("/_gongbao/reload.js", get(pages::reload_script))
            .route("/_gongbao/version/{seen}", get(pages::next_version))
            .fallback(get(page))
            .with_state(receiver)
            .layer(axum::middleware::from_fn_with_state(Arc::new(door), door::guard));
        scope.spawn(move || {
            while let Some(change) = watched.wait(&changed, TICK) {
                if let Err(error) = states.follow(change) {
                    states.failed(&error);
                }
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
    pages::page(&snapshot, &uri).await
}

/// What every state of the bulletin is read and held with.
#[derive(Clone, Copy)]
struct Reader<'r> {
    request: &'r Request,
    options: &'r Options,
    tell: &'r (dyn Fn(Event<'_>) + Sync),
    sender: &'r latest::Sender<Arc<Snapshot>>,
    kept: &'r Kept,
    /// Hears when rules have looked.
    first: &'r mpsc::Sender<()>,
}

impl Reader<'_> {
    fn clock(&self) -> Clock {
        Clock { now: (self.options.now)(), ..self.request.clock.clone() }
    }

    /// Shows what is wrong with the state of this number, unless another has taken its place.
    fn checked(&self, state: u64, outcome: &Outcome) {
        let errors = outcome.errors() > 0;
        let findings =
            errors.then(|| emit(&outcome.findings, outcome, Format::Human(Look::default()), self.options.lang));
        let mut is_latest = false;
        self.sender.send_if_modified(|latest| {
            is_latest = latest.state == state;
            let differs = is_latest && latest.findings != findings;
            if differs {
                let of_rules = !outcome.is_cut();
                *latest = Arc::new(Snapshot { version: latest.version + 1, findings, of_rules, ..(**latest).clone() });
            }
            differs
        });
        if is_latest {
            (self.tell)(Event::Built(outcome));
        }
        let _ = self.first.send(());
    }
}

/// Reads again and again, each time as of the day that it then is.
struct States<'scope, 'env, 'r> {
    scope: &'scope Scope<'scope, 'env>,
    reader: Reader<'r>,
    /// The day of the latest state, and the settings that decided it.
    day: Option<(Day, SiteConfig)>,
    /// What was read so far.
    before: Before,
    /// Whether what is shown is not what was read last: nothing is, or the system failed.
    is_stale: bool,
    /// When the last change was, while it is not known whether that was all.
    unsettled: Option<Instant>,
}

impl<'scope, 'env, 'r: 'scope> States<'scope, 'env, 'r> {
    fn new(scope: &'scope Scope<'scope, 'env>, reader: Reader<'r>) -> Self {
        Self { scope, reader, day: None, before: Before::default(), is_stale: true, unsettled: None }
    }

    /// Whether the day is another than that of the latest state: never where something fixes it.
    fn day_turned(&self) -> bool {
        self.day.as_ref().is_some_and(|(day, config)| self.reader.clock().day(config) != *day)
    }

    /// Reads when something changed or the day turned, and lets a new state answer when it is another.
    fn follow(&mut self, change: watch::Change) -> Result<(), SystemError> {
        let day_turned = self.day_turned();
        let is_late = self.unsettled.is_some_and(|last| last.elapsed() >= AFTERWARDS);
        let (changed, is_last) = match change {
            watch::Change::Nothing if is_late => (Changed::All, true),
            watch::Change::Nothing if day_turned => (Changed::At(BTreeSet::new()), false),
            watch::Change::Nothing => return Ok(()),
            watch::Change::Files(changed) => (changed, false),
            watch::Change::Failed(error) => return Err(error),
        };
        let request = Request { clock: self.reader.clock(), ..self.reader.request.clone() };
        // Where the system fails, it is waited for what it tells.
        self.unsettled = None;
        let differs = self.before.look(&request, &changed)?;
        let is_known = is_last && self.before.is_settled();
        self.unsettled = (!is_known).then(Instant::now);
        if !(differs || day_turned || self.is_stale) {
            return Ok(());
        }
        let parsed = Arc::new(Parsed::again(&request, &mut self.before)?);
        self.is_stale = false;
        if let Some(config) = parsed.config() {
            self.day = Some((request.clock.day(config), config.clone()));
        }
        let (site, asked) = mpsc::channel();
        let mut state = 0;
        self.reader.sender.send_modify(|latest| {
            state = latest.state + 1;
            // Where a record or the theme is missing, what was there before is shown below the findings.
            let is_shown = latest.site.is_none() || !parsed.has_errors();
            let (version, of_rules) = (latest.version + 1, latest.of_rules && !parsed.has_errors());
            let of_reading = || parsed.errors_of_reading(self.reader.options.lang);
            let findings = if of_rules { latest.findings.clone() } else { of_reading() };
            let next = Snapshot { state, version, findings, of_rules, ..(**latest).clone() };
            let shown = Snapshot { base: parsed.base(), site: Some(site.clone()), ..next.clone() };
            *latest = Arc::new(if is_shown { shown } else { next });
        });
        drop(site);
        let reader = self.reader;
        self.scope.spawn(move || {
            let is_latest = || reader.sender.borrow().state == state;
            let checked = |outcome: Outcome| reader.checked(state, &outcome);
            site::hold(&parsed, &request, reader.options.lang, reader.kept, asked, &is_latest, &checked);
        });
        Ok(())
    }

    /// Shows that the system failed; the preview goes on with what it had.
    fn failed(&mut self, error: &SystemError) {
        (self.reader.tell)(Event::Failed(error));
        self.is_stale = true;
        let findings = Some(format!("{error}\n"));
        self.reader.sender.send_if_modified(|latest| {
            let differs = latest.findings != findings;
            if differs {
                let (version, state) = (latest.version + 1, latest.state + 1);
                *latest = Arc::new(Snapshot { version, state, findings, of_rules: false, ..(**latest).clone() });
            }
            differs
        });
    }
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
            let (sender, _receiver) = latest::channel(Arc::new(Snapshot::default()));
            let (kept, (first, _checked)) = (Kept::default(), mpsc::channel());
            let tell = |_: Event<'_>| {};
            let reader =
                Reader { request, options: &options, tell: &tell, sender: &sender, kept: &kept, first: &first };
            std::thread::scope(|scope| {
                let mut states = States::new(scope, reader);
                states.follow(watch::Change::Files(Changed::All)).expect("read");
                let before = states.day_turned();
                SECONDS.store(86_400 + 17 * 3600, Ordering::SeqCst);
                let after = states.day_turned();
                // No one asks any more, so that the state ends.
                sender.send_replace(Arc::default());
                (before, after)
            })
        };
        assert_eq!(turns(&free, "title: 公报\n"), (false, true));
        assert_eq!(turns(&free, "title: 公报\ntime_zone: '+00:00'\n"), (false, false));
        assert_eq!(turns(&free, "title: 公报\nas_of: 2024-01-01\n"), (false, false));
        assert_eq!(turns(&fixed, "title: 公报\n"), (false, false));
    }
}
