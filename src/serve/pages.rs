//! What the preview answers: files from memory, the reload script, findings over the page.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;

use super::Snapshot;
use crate::text::{percent_decode_path, percent_encode_path};

/// How long the browser waits for news before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// Asks for the next version and reloads when there is one, or when the preview was started again.
const RELOAD: &str = "(async () => {
  const { version, run } = document.currentScript.dataset;
  for (;;) {
    try {
      const answer = await fetch('/_gongbao/version/' + version + '?run=' + run);
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
/// word when `?run=` names another run of the preview.
pub(super) async fn next_version(
    State(mut latest): State<watch::Receiver<Arc<Snapshot>>>,
    Path(seen): Path<u64>,
    uri: Uri,
) -> impl IntoResponse {
    let run = uri.query().and_then(|query| query.strip_prefix("run="));
    let fresh = [(header::CACHE_CONTROL, "no-store")];
    if run.is_some_and(|run| run != latest.borrow().run.to_string()) {
        return (fresh, "restarted".to_owned());
    }
    let _ = tokio::time::timeout(WAIT, latest.wait_for(|snapshot| snapshot.version != seen)).await;
    let version = latest.borrow().version.to_string();
    (fresh, version)
}

/// The file at an address.
pub(super) fn page(snapshot: &Snapshot, uri: &Uri) -> Response {
    let base = &snapshot.shown.base;
    let inside = uri.path().strip_prefix(base.as_str()).filter(|rest| rest.starts_with('/'));
    let file = inside.map(file_name);
    let found = |file: &str| snapshot.shown.files.get(file);
    if let Some((file, bytes)) = file.as_deref().and_then(|file| Some((file, found(file)?))) {
        return answer(snapshot, file, bytes, StatusCode::OK);
    }
    let folder = match &file {
        Some(file) => Some(format!("{}/", file.trim_end_matches('/'))),
        None => ["/", base].contains(&uri.path()).then(String::new),
    };
    match folder.filter(|folder| found(&format!("{folder}index.html")).is_some()) {
        // Made from what there is, so that `//projects` leads to no other host.
        Some(folder) => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            let target = format!("{base}/{}{query}", percent_encode_path(&folder));
            (StatusCode::FOUND, [(header::LOCATION, target)]).into_response()
        }
        None => {
            let empty: Arc<[u8]> = Arc::from(&b"<!doctype html><title>gongbao</title><body></body>"[..]);
            let bytes = found("404.html").unwrap_or(&empty);
            answer(snapshot, "404.html", bytes, StatusCode::NOT_FOUND)
        }
    }
}

/// The file an address stands for: percent-decoded, `index.html` in a folder.
fn file_name(path: &str) -> String {
    let name = percent_decode_path(path.trim_start_matches('/'));
    if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name }
}

fn answer(snapshot: &Snapshot, file: &str, bytes: &Arc<[u8]>, status: StatusCode) -> Response {
    let kind = content_type(file);
    let body = if kind.starts_with("text/html") {
        Body::from(with_reload(snapshot, bytes))
    } else {
        Body::from(bytes.to_vec())
    };
    (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], body).into_response()
}

/// The page with the reload script and, when the latest build failed, its findings above.
fn with_reload(snapshot: &Snapshot, bytes: &[u8]) -> String {
    let html = String::from_utf8_lossy(bytes);
    let script = format!(
        "<script src=\"/_gongbao/reload.js\" data-version=\"{}\" data-run=\"{}\"></script>",
        snapshot.version, snapshot.run
    );
    let overlay = snapshot.shown.findings.as_deref().map(overlay).unwrap_or_default();
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

fn content_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "geojson" => "application/json",
        "txt" | "csv" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::Shown;

    #[test]
    fn addresses_become_files() {
        assert_eq!(file_name("/"), "index.html");
        assert_eq!(file_name("/projects/a/"), "projects/a/index.html");
        assert_eq!(file_name("/images/%E5%9B%BE.png"), "images/图.png");
        assert_eq!(file_name("/a%2"), "a%2");
    }

    #[test]
    fn findings_are_shown_over_the_page() {
        let snapshot = Snapshot {
            version: 3,
            shown: Shown { findings: Some("<b>".into()), ..Shown::default() },
            ..Snapshot::default()
        };
        let html = with_reload(&snapshot, b"<html><body class=\"x\"><p>hi</p></body></html>");
        assert!(html.contains("<pre>&lt;b&gt;</pre>") && html.contains("data-version=\"3\""), "{html}");
        assert!(html.find("<details").is_some_and(|at| at < html.find("<p>").unwrap_or(0)));
    }
}
