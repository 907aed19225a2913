//! The sprite: drawings of `icons/`, each once on a page, and only where the page shows it.

use std::collections::BTreeMap;

/// The browser's drawing for the tab; a file of its own.
const SITE: &str = "site";

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
pub(super) fn with_sprite(mut html: String, symbols: &BTreeMap<String, String>) -> String {
    if !html.contains("\"#i-") {
        return html;
    }
    let is_shown = |name: &&String| html.contains(&format!("\"#i-{name}\""));
    let shown: String = symbols.iter().filter(|(name, _)| is_shown(name)).map(|(_, symbol)| symbol.as_str()).collect();
    if let Some(end) = html.rfind("</body>").filter(|_| !shown.is_empty()) {
        html.insert_str(end, &format!("<svg class=\"gb-sprite\">{shown}</svg>\n"));
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
        assert_eq!(with_sprite(page.clone(), &symbols), page.replace("</body>", &format!("{sprite}\n</body>")));
        assert_eq!(with_sprite("<body></body>".to_owned(), &symbols), "<body></body>");
    }
}
