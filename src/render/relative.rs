//! Pages whose links are relative to themselves and name their files, so that the site can be read from a folder, a
//! memory stick or an archive, without a server.

use super::Rendered;
use super::parts::{Part, each_part};
use super::rewrite::Copied;
use crate::site::Base;

/// Makes the links of a page relative; other files stay as they are.
pub(super) fn links(page: &mut Rendered, base: &Base) {
    if page.path.ends_with(".html") {
        let html = String::from_utf8_lossy(&page.bytes);
        page.bytes = relative(&html, &page.path, base).into_bytes();
    }
}

fn relative(html: &str, path: &str, base: &Base) -> String {
    let up = "../".repeat(path.matches('/').count());
    let from_here = |link: &str, names_files: bool| -> Option<String> {
        let address = base.address(link).filter(|_| !link.starts_with("//"))?;
        let cut = address.find(['?', '#']).unwrap_or(address.len());
        let (target, rest) = address.split_at_checked(cut)?;
        let target = target.trim_start_matches('/');
        let file = if names_files && (target.is_empty() || target.ends_with('/')) { "index.html" } else { "" };
        let from_here = format!("{up}{target}{file}{rest}");
        Some(if from_here.is_empty() { "./".to_owned() } else { from_here })
    };
    let from_each = |sources: &str| {
        let moved = sources.split(", ").map(|source| match source.split_once(' ') {
            Some((link, width)) => format!("{} {width}", from_here(link, true).unwrap_or_else(|| link.to_owned())),
            None => source.to_owned(),
        });
        moved.collect::<Vec<_>>().join(", ")
    };
    let mut copied = Copied::of(html);
    each_part(html, |part| {
        let Part::Open(tag) = part else { return };
        for (name, link) in tag.written_values(html) {
            let moved = match name {
                "href" | "src" | "action" => from_here(link, true),
                "data-root" => from_here(link, false),
                "srcset" => Some(from_each(link)).filter(|moved| moved != link),
                _ => None,
            };
            if let Some(moved) = moved {
                copied.set(tag, name, &moved);
            }
        }
    });
    copied.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_page() {
        let base = Base::parse("https://example.org/b/").expect("an address");
        let html = concat!(
            r##"<a href="/b/">a</a><a href="/b/projects/?q=1#x">b</a><a href="#x">c</a><a href="//x/">d</a>"##,
            r#"<a href="https://example.org/b/">e</a><img src="/b/images/a.png" srcset="/b/a-1.webp 480w, /b/a-2.webp 960w">"#,
            r#"<form action="/b/search/" data-root="/b/search/"></form>"#
        );
        let expected = concat!(
            r##"<a href="../../index.html">a</a><a href="../../projects/index.html?q=1#x">b</a><a href="#x">c</a><a href="//x/">d</a>"##,
            r#"<a href="https://example.org/b/">e</a><img src="../../images/a.png" srcset="../../a-1.webp 480w, ../../a-2.webp 960w">"#,
            r#"<form action="../../search/index.html" data-root="../../search/"></form>"#
        );
        assert_eq!(relative(html, "projects/a/index.html", &base), expected);
    }
}
