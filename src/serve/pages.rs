//! What the preview answers: files from memory, the reload script, findings over the page.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;

use super::Snapshot;

/// How long the browser waits for news before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// Asks for the next version and reloads when there is one.
const RELOAD: &str = "(async () => {
  const seen = document.currentScript.dataset.version;
  for (;;) {
    try {
      const answer = await fetch('/_gongbao/version/' + seen);
      if (answer.ok && (await answer.text()) !== seen) { location.reload(); return; }
    } catch (error) {
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
})();
";

pub(super) async fn reload_script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], RELOAD)
}

/// Answers with the version as soon as it is another than `seen`, or after a while with the same.
pub(super) async fn next_version(
    State(mut latest): State<watch::Receiver<Arc<Snapshot>>>,
    Path(seen): Path<u64>,
) -> impl IntoResponse {
    let _ = tokio::time::timeout(WAIT, latest.wait_for(|snapshot| snapshot.version != seen)).await;
    let version = latest.borrow().version.to_string();
    ([(header::CACHE_CONTROL, "no-store")], version)
}

/// The file at an address.
pub(super) fn page(snapshot: &Snapshot, path: &str) -> Response {
    let inside = path.strip_prefix(&snapshot.base).unwrap_or(path);
    let file = file_name(inside);
    match snapshot.files.get(&file) {
        Some(bytes) => answer(snapshot, &file, bytes, StatusCode::OK),
        None if snapshot.files.contains_key(&format!("{file}/index.html")) => {
            let target = format!("{}/", path.trim_end_matches('/'));
            (StatusCode::FOUND, [(header::LOCATION, target)]).into_response()
        }
        None => {
            let empty: Arc<[u8]> = Arc::from(&b"<!doctype html><title>gongbao</title><body></body>"[..]);
            let bytes = snapshot.files.get("404.html").unwrap_or(&empty);
            answer(snapshot, "404.html", bytes, StatusCode::NOT_FOUND)
        }
    }
}

/// The file an address stands for: percent-decoded, `index.html` in a folder.
fn file_name(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.trim_start_matches('/').bytes();
    while let Some(byte) = rest.next() {
        let hex = (byte == b'%').then(|| rest.as_slice_hex()).flatten();
        bytes.push(match hex {
            Some(decoded) => {
                rest.next();
                rest.next();
                decoded
            }
            None => byte,
        });
    }
    let name = String::from_utf8_lossy(&bytes).into_owned();
    if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name }
}

/// The two hexadecimal digits that come next.
trait Hex {
    fn as_slice_hex(&self) -> Option<u8>;
}

impl Hex for std::str::Bytes<'_> {
    fn as_slice_hex(&self) -> Option<u8> {
        let mut ahead = self.clone();
        let high = char::from(ahead.next()?).to_digit(16)?;
        let low = char::from(ahead.next()?).to_digit(16)?;
        u8::try_from(high * 16 + low).ok()
    }
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
    let script = format!("<script src=\"/_gongbao/reload.js\" data-version=\"{}\"></script>", snapshot.version);
    let overlay = snapshot.findings.as_deref().map(overlay).unwrap_or_default();
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

    #[test]
    fn addresses_become_files() {
        assert_eq!(file_name("/"), "index.html");
        assert_eq!(file_name("/projects/a/"), "projects/a/index.html");
        assert_eq!(file_name("/images/%E5%9B%BE.png"), "images/图.png");
        assert_eq!(file_name("/a%2"), "a%2");
    }

    #[test]
    fn findings_are_shown_over_the_page() {
        let snapshot = Snapshot { version: 3, findings: Some("<b>".into()), ..Snapshot::default() };
        let html = with_reload(&snapshot, b"<html><body class=\"x\"><p>hi</p></body></html>");
        assert!(html.contains("<pre>&lt;b&gt;</pre>") && html.contains("data-version=\"3\""), "{html}");
        assert!(html.find("<details").is_some_and(|at| at < html.find("<p>").unwrap_or(0)));
    }
}
