//! What the preview answers: files of the site, the reload script, findings over the page.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::{oneshot, watch};

use super::Snapshot;
use super::site::{Answer, Ask};
use crate::text::{percent_decode_path, percent_encode_path};

/// How long the browser waits for news before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// Asks for the next version and reloads when the page is another in it, or when the preview was started again.
const RELOAD: &str = "(async () => {
  const { version, run, page } = document.currentScript.dataset;
  const query = '?run=' + run + '&page=' + page + '&at=' + encodeURIComponent(location.pathname);
  for (;;) {
    try {
      const answer = await fetch('/_gongbao/version/' + version + query);
      if (answer.ok && (await answer.text()) !== version) { location.reload(); return; }
    } catch (error) {
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
})();
";

pub(super) async fn reload_script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], RELOAD)
}

/// Answers with the version as soon as it is another than `seen`, or after a while with the same; at once with another
/// word when `?run=` names another run of the preview. With `page`, the hash of what the reader has `at` a path, only a
/// version in which that is another counts.
pub(super) async fn next_version(
    State(mut latest): State<watch::Receiver<Arc<Snapshot>>>,
    Path(seen): Path<u64>,
    uri: Uri,
) -> impl IntoResponse {
    let given = |name: &str| {
        let mut all = uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
        all.find(|(key, _)| *key == name).map(|(_, value)| percent_decode_path(value))
    };
    let fresh = [(header::CACHE_CONTROL, "no-store")];
    if given("run").is_some_and(|run| run != latest.borrow().run.to_string()) {
        return (fresh, "restarted".to_owned());
    }
    let (page, at) = (given("page"), given("at").and_then(|at| at.parse::<Uri>().ok()));
    let next = async {
        let mut looked_at = seen;
        loop {
            let Ok(snapshot) = latest.wait_for(|snapshot| snapshot.version != looked_at).await.map(|now| now.clone())
            else {
                return seen;
            };
            let same = match (&page, &at) {
                (Some(page), Some(at)) => find(&snapshot, at).await.hash(&snapshot) == *page,
                _ => false,
            };
            if !same {
                return snapshot.version;
            }
            looked_at = snapshot.version;
        }
    };
    let version = tokio::time::timeout(WAIT, next).await.unwrap_or(seen);
    (fresh, version.to_string())
}

/// What is at an address.
enum Found {
    /// A file, by its name.
    File(String, Answer),
    /// A folder with a page, to which the address lacks a slash.
    Folder(String),
    /// Nothing, and the page that says so.
    Nothing(Answer),
}

impl Found {
    /// A hash of what a reader sees there.
    fn hash(&self, snapshot: &Snapshot) -> String {
        match self {
            Found::File(_, answer) | Found::Nothing(answer) => answer.hash(snapshot),
            Found::Folder(target) => target.clone(),
        }
    }
}

async fn find(snapshot: &Snapshot, uri: &Uri) -> Found {
    let base = &snapshot.base;
    let inside = uri.path().strip_prefix(base.as_str()).filter(|rest| rest.starts_with('/'));
    let file = inside.map(file_name);
    if let Some(file) = &file
        && let Some(found) = ask(snapshot, file).await
    {
        return Found::File(file.clone(), found);
    }
    let folder = match &file {
        Some(file) => Some(format!("{}/", file.trim_end_matches('/'))),
        None => ["/", base].contains(&uri.path()).then(String::new),
    };
    if let Some(folder) = folder
        && ask(snapshot, &format!("{folder}index.html")).await.is_some()
    {
        return Found::Folder(folder);
    }
    Found::Nothing(ask(snapshot, "404.html").await.unwrap_or_default())
}

/// The file at an address.
pub(super) async fn page(snapshot: &Snapshot, uri: &Uri) -> Response {
    match find(snapshot, uri).await {
        Found::File(file, found) => answer(snapshot, &file, &found, StatusCode::OK),
        // Made from what there is, so that `//projects` leads to no other host.
        Found::Folder(folder) => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            let target = format!("{}/{}{query}", snapshot.base, percent_encode_path(&folder));
            (StatusCode::FOUND, [(header::LOCATION, target)]).into_response()
        }
        Found::Nothing(found) => answer(snapshot, "404.html", &found, StatusCode::NOT_FOUND),
    }
}

/// Asks the site for a file.
async fn ask(snapshot: &Snapshot, file: &str) -> Option<Answer> {
    let (answer, answered) = oneshot::channel();
    snapshot.site.as_ref()?.send(Ask { file: file.to_owned(), answer }).ok()?;
    answered.await.ok()?
}

/// The file an address stands for: percent-decoded, `index.html` in a folder.
fn file_name(path: &str) -> String {
    let name = percent_decode_path(path.trim_start_matches('/'));
    if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name }
}

fn answer(snapshot: &Snapshot, file: &str, found: &Answer, status: StatusCode) -> Response {
    let kind = content_type(file);
    let body = if kind.starts_with("text/html") {
        Body::from(with_reload(snapshot, found))
    } else {
        Body::from(found.bytes.to_vec())
    };
    (status, [(header::CONTENT_TYPE, kind)], [(header::CACHE_CONTROL, "no-store")], body).into_response()
}

impl Answer {
    /// What is wrong with the bulletin and with the page.
    fn all_findings<'a>(&'a self, snapshot: &'a Snapshot) -> impl Iterator<Item = &'a str> {
        snapshot.findings.iter().chain(&self.findings).map(String::as_str)
    }

    /// A hash of what a reader sees.
    fn hash(&self, snapshot: &Snapshot) -> String {
        let mut hash = blake3::Hasher::new();
        hash.update(&self.bytes);
        self.all_findings(snapshot).for_each(|findings| {
            hash.update(findings.as_bytes());
        });
        hash.finalize().to_hex().to_string()
    }
}

/// A page where there is none.
const EMPTY: &str = "<!doctype html><title>gongbao</title><body></body>";

/// The page with the reload script and, where something is wrong with it or the bulletin, the findings above.
fn with_reload(snapshot: &Snapshot, page: &Answer) -> String {
    let html = if page.bytes.is_empty() { EMPTY.into() } else { String::from_utf8_lossy(&page.bytes) };
    let Snapshot { version, run, .. } = snapshot;
    let hash = page.hash(snapshot);
    let script = format!(
        "<script src=\"/_gongbao/reload.js\" data-version=\"{version}\" data-run=\"{run}\" data-page=\"{hash}\"></script>"
    );
    let overlay: String = page.all_findings(snapshot).map(overlay).collect();
    let body = html.find("<body").and_then(|start| html.get(start..)?.find('>').map(|end| start + end + 1));
    let (head, tail) = body.map_or((&*html, ""), |at| html.split_at(at));
    let tail = match tail.rsplit_once("</body>") {
        Some((before, after)) => format!("{before}{script}</body>{after}"),
        None => format!("{tail}{script}"),
    };
    format!("{head}{overlay}{tail}")
}

fn overlay(findings: &str) -> String {
    let escaped = findings.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<details open class=\"gb-findings\" role=\"alert\"><summary>gongbao check</summary><pre>{escaped}</pre></details>"
    )
}

/// What a file is, by its name; texts are in UTF-8.
fn content_type(file: &str) -> String {
    let kind = mime_guess::from_path(file).first_or_octet_stream();
    if kind.type_() == mime_guess::mime::TEXT { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_files() {
        assert_eq!(file_name("/"), "index.html");
        assert_eq!(file_name("/projects/a/"), "projects/a/index.html");
        assert_eq!(file_name("/images/%E5%9B%BE.png"), "images/图.png");
        assert_eq!(file_name("/a%2"), "a%2");
    }

    #[test]
    fn texts_are_in_utf_8() {
        for (file, kind) in [
            ("index.html", "text/html; charset=utf-8"),
            ("assets/site.0a1b.css", "text/css; charset=utf-8"),
            ("assets/search.js", "text/javascript; charset=utf-8"),
            ("feed.xml", "text/xml; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("data/a.csv", "text/csv; charset=utf-8"),
            ("data/a.json", "application/json"),
            ("district.geojson", "application/geo+json"),
            ("icons.svg", "image/svg+xml"),
            ("a.webp", "image/webp"),
            ("a.avif", "image/avif"),
            ("A.PDF", "application/pdf"),
            ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("nothing", "application/octet-stream"),
        ] {
            assert_eq!(content_type(file), kind, "{file}");
        }
    }

    #[test]
    fn findings_are_shown_over_the_page() {
        let snapshot = Snapshot { version: 3, findings: Some("<b>".into()), ..Snapshot::default() };
        let page = Arc::<[u8]>::from(&b"<html><body class=\"x\"><p>hi</p></body></html>"[..]);
        let html = with_reload(&snapshot, &page.into());
        assert!(html.contains("<pre>&lt;b&gt;</pre>") && html.contains("data-version=\"3\""), "{html}");
        assert!(html.find("<details").is_some_and(|at| at < html.find("<p>").unwrap_or(0)));
    }
}
