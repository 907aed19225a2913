//! Pages whose links are relative to themselves and name their files, so that the site can be read from a folder, a
//! memory stick or an archive, without a server.

use lol_html::{RewriteStrSettings, element, rewrite_str};

use super::Rendered;
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
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("[href], [src], [action], [data-root]", |element| {
            for (key, names_files) in [("href", true), ("src", true), ("action", true), ("data-root", false)] {
                let moved = element.get_attribute(key).and_then(|link| from_here(&link, names_files));
                if let Some(moved) = moved {
                    element.set_attribute(key, &moved)?;
                }
            }
            Ok(())
        }))
        .append_element_content_handler(element!("[srcset]", |element| {
            let sources = element.get_attribute("srcset").unwrap_or_default();
            let moved = sources.split(", ").map(|source| match source.split_once(' ') {
                Some((link, width)) => format!("{} {width}", from_here(link, true).unwrap_or_else(|| link.to_owned())),
                None => source.to_owned(),
            });
            element.set_attribute("srcset", &moved.collect::<Vec<_>>().join(", "))?;
            Ok(())
        }));
    rewrite_str(html, settings).unwrap_or_else(|_| html.to_owned())
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
