//! `gongbao serve`: build in memory, serve on this machine, rebuild on change.

use std::path::Path;

use super::args::{Serve, now};
use super::terminal::Showing;
use super::{End, terminal};
use crate::build::Request;
use crate::diagnostic::Lang;
use crate::serve::{Event, Options, ServeError, serve as run};

pub(super) fn serve(root: &Path, args: &Serve) -> End {
    let lang = args.reading.lang();
    let options = Options { port: args.port, everyone: args.host, allowed: args.allow_host.clone(), lang, now };
    let tell = |event: Event<'_>| match event {
        Event::Ready(addresses) => ready(addresses, args.open, lang),
        Event::Built(outcome) if outcome.findings.is_empty() => terminal::message("✓"),
        Event::Built(outcome) => terminal::findings(outcome, lang, Showing::default()),
        Event::Failed(error) => {
            terminal::system(error, lang);
        }
    };
    let request = Request { gallery: args.gallery, ..args.reading.request(root, None) };
    match run(&request, &options, &tell) {
        Ok(()) => End::Fine,
        Err(ServeError::System(error)) => terminal::system(&error, lang),
        Err(ServeError::PortTaken { port, free }) => {
            let free = free.map_or_else(|| "0".to_owned(), |free| free.to_string());
            terminal::message(&match lang {
                Lang::Zh => format!("端口 {port} 已被别的程序占用；换一个：gongbao serve --port {free}"),
                Lang::En => {
                    format!("port {port} is taken by another program; use another: gongbao serve --port {free}")
                }
            });
            End::System
        }
    }
}

/// Says where the preview is, and opens the browser where that was asked for.
fn ready(addresses: &[String], open: bool, lang: Lang) {
    let stop = if lang == Lang::Zh { "（Ctrl+C 结束）" } else { "  (Ctrl+C to stop)" };
    terminal::message(&format!("{}{stop}", addresses.join("  ")));
    if let Some(url) = addresses.first().filter(|url| open && open::that(url).is_err()) {
        terminal::message(&match lang {
            Lang::Zh => format!("请在浏览器打开：{url}"),
            Lang::En => format!("Open in a browser: {url}"),
        });
    }
}
