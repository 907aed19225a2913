//! The preview: pages from memory, rebuilt when a file changes, reloaded in the browser, findings on the page.
//!
//! A watcher thread rebuilds; each build is one immutable snapshot, handed to the server through a channel that keeps
//! only the latest. Nothing is written to disk.

mod pages;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use axum::routing::get;
use notify_debouncer_mini::new_debouncer;
use tokio::sync::watch;

use crate::build::{Outcome, Request, build};
use crate::diagnostic::Lang;
use crate::diagnostic::emit::{Format, emit};
use crate::source::SystemError;
use crate::source::{Asset, picture};

/// Changes within this time are one change.
const SETTLE: Duration = Duration::from_millis(80);

/// Where the preview listens.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// Port; 0 takes any that is free.
    pub port: u16,
    /// Whether other machines may see it.
    pub everyone: bool,
}

/// One state of the preview.
#[derive(Clone, Debug, Default)]
struct Snapshot {
    /// Counts builds; the browser reloads when it grows.
    version: u64,
    /// Files by path in the site. Those of the last build without errors.
    files: BTreeMap<String, Arc<[u8]>>,
    /// Findings of the latest build as text.
    findings: Option<String>,
    /// Path of the site on its host.
    base: String,
}

/// Serves until stopped. `ready` is told the address, `report` every build.
///
/// # Errors
/// When the port is taken or the folder cannot be read or watched.
pub fn serve(
    request: &Request,
    address: &Address,
    lang: Lang,
    ready: &dyn Fn(&str),
    report: &(dyn Fn(&Outcome) + Sync),
) -> Result<(), SystemError> {
    let first = build(request, &|_| {})?;
    report(&first);
    let (sender, receiver) = watch::channel(Arc::new(snapshot(&Snapshot::default(), &first, lang)));
    let failed = |error| SystemError::new("serve", &request.root, error);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let (changes, changed) = mpsc::channel();
    let mut debouncer = new_debouncer(SETTLE, changes).map_err(|error| failed(std::io::Error::other(error)))?;
    for folder in ["content", "themes"].map(|folder| request.root.join(folder)).iter().filter(|folder| folder.is_dir())
    {
        let watched = debouncer.watcher().watch(folder, notify::RecursiveMode::Recursive);
        watched.map_err(|error| SystemError::new("watch", folder, std::io::Error::other(error)))?;
    }
    let host = if address.everyone { [0, 0, 0, 0] } else { [127, 0, 0, 1] };
    let socket = SocketAddr::from((host, address.port));
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind(socket))
        .map_err(|error| SystemError::new("listen on", Path::new(&socket.to_string()), error))?;
    let port = listener.local_addr().map_or(address.port, |bound| bound.port());
    ready(&format!("http://localhost:{port}{}/", receiver.borrow().base));
    let router = Router::new()
        .route("/_gongbao/reload.js", get(pages::reload_script))
        .route("/_gongbao/version/{seen}", get(pages::next_version))
        .fallback(get(page))
        .with_state(receiver);
    std::thread::scope(|scope| {
        scope.spawn(move || watch_changes(request, &changed, &sender, lang, report));
        runtime.block_on(async { axum::serve(listener, router).await }).map_err(failed)
    })
}

async fn page(State(latest): State<watch::Receiver<Arc<Snapshot>>>, uri: Uri) -> Response {
    let snapshot = latest.borrow().clone();
    pages::page(&snapshot, uri.path())
}

fn watch_changes(
    request: &Request,
    changed: &mpsc::Receiver<notify_debouncer_mini::DebounceEventResult>,
    sender: &watch::Sender<Arc<Snapshot>>,
    lang: Lang,
    report: &(dyn Fn(&Outcome) + Sync),
) {
    while changed.recv().is_ok() {
        while changed.try_recv().is_ok() {}
        if let Ok(outcome) = build(request, &|_| {}) {
            report(&outcome);
            let before = sender.borrow().clone();
            sender.send_replace(Arc::new(snapshot(&before, &outcome, lang)));
        }
    }
}

/// The state after a build: its pages, or, when it has errors, the pages before and the findings.
fn snapshot(before: &Snapshot, outcome: &Outcome, lang: Lang) -> Snapshot {
    let findings = (!outcome.findings.is_empty())
        .then(|| emit(&outcome.findings, outcome, Format::Human { colour: false, width: None }, lang));
    let base = if outcome.bulletin.is_some() { outcome.base.link("") } else { before.base.clone() };
    let files = if outcome.errors() > 0 {
        before.files.clone()
    } else {
        let pages = outcome.pages.iter().map(|page| (page.path.clone(), Arc::from(page.bytes.as_slice())));
        let assets = outcome.assets();
        let bytes = |(path, asset): (&String, &Asset)| {
            // What is made carries the hash of what it is made of in its name.
            let made = before.files.get(path).filter(|_| asset.made.is_some()).cloned();
            let bytes = made.or_else(|| picture::published(asset).ok().map(Arc::from))?;
            Some((path.clone(), bytes))
        };
        let assets = assets.iter().filter_map(bytes);
        pages.chain(assets).collect()
    };
    let findings = findings.filter(|_| outcome.errors() > 0);
    Snapshot { version: before.version + 1, files, findings, base }
}
