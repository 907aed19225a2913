//! The sprite: drawings of `icons/`, each once on a page, and only where the page shows it.

use std::collections::BTreeMap;

use memchr::{memchr, memmem};

/// The browser's drawing for the tab; a file of its own.
const SITE: &str = "site";
/// What stands before the name of a drawing where a page shows it.
const SHOWS: &[u8] = b"\"#i-";

/// A drawing as a symbol, by the name of its file: `icons/download.svg` is `#i-download`.
pub(super) fn symbols<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<String, String> {
    files.filter_map(|(path, text)| symbol(path.strip_prefix("icons/")?.strip_suffix(".svg")?, text)).collect()
}

fn symbol(name: &str, text: &str) -> Option<(String, String)> {
    let (tag, rest) = text.trim().split_once('>').filter(|_| name != SITE)?;
    let (view_box, _) = tag.split_once("viewBox=\"")?.1.split_once('"')?;
    let (drawing, _) = rest.rsplit_once("</svg>")?;
    Some((name.to_owned(), format!("<symbol id=\"i-{name}\" viewBox=\"{view_box}\">{drawing}</symbol>")))
}

/// A page with the symbols that it shows, at its end.
pub(super) fn with_sprite(mut html: Vec<u8>, symbols: &BTreeMap<String, String>) -> Vec<u8> {
    let named = |at: usize| {
        let name = html.get(at + SHOWS.len()..)?;
        let name = name.get(..memchr(b'"', name)?)?;
        symbols.get_key_value(std::str::from_utf8(name).ok()?)
    };
    let shown: BTreeMap<&String, &String> = memmem::find_iter(&html, SHOWS).filter_map(named).collect();
    if let Some(end) = memmem::rfind(&html, b"</body>").filter(|_| !shown.is_empty()) {
        let shown: String = shown.into_values().map(String::as_str).collect();
        let sprite = format!("<svg class=\"gb-sprite\">{shown}</svg>\n");
        html.splice(end..end, sprite.into_bytes());
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_drawings_that_it_shows() {
        let site = r#"<svg viewBox="0 0 32 32"><path d="M0 0"/></svg>"#;
        let down = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 1"/></svg>"#;
        let files = [("icons/site.svg", site), ("icons/down.svg", down), ("icons/up.svg", down), ("styles/a.css", "")];
        let symbols = symbols(files.into_iter());
        let page = r##"<body><svg><use href="#i-down"/></svg><svg><use href="#i-down"/></svg></body>"##.to_owned();
        let sprite =
            r#"<svg class="gb-sprite"><symbol id="i-down" viewBox="0 0 24 24"><path d="M1 1"/></symbol></svg>"#;
        let with = |page: &str| String::from_utf8(with_sprite(page.into(), &symbols)).expect("a page");
        assert_eq!(with(&page), page.replace("</body>", &format!("{sprite}\n</body>")));
        for plain in ["<body></body>", r##"<use href="#i-none"/></body>"##, r##"</body><use href="#i-down"##] {
            assert_eq!(with(plain), plain);
        }
    }
}
