//! The gallery: the theme's components with their examples, once in each way that readers may have them.

use std::sync::Arc;

use tera::Context;

use super::{Rendered, Theme, theme};
use crate::diagnostic::Finding;
use crate::site::View;
use crate::site::view::Shared;

/// Conditions of the published stylesheets, and what stands for them in a mode: they hold, or never do.
const MODES: &[(&str, &[(&str, &str)])] = &[
    ("light", &[("@media screen and (prefers-color-scheme:dark)", "@media not all")]),
    ("dark", &[("@media screen and (prefers-color-scheme:dark)", "@media all")]),
    ("contrast", &[("@media (prefers-contrast:more)", "@media all")]),
    ("large", &[("[data-size=larger]", ":root")]),
    (
        "print",
        &[("@media screen", "@media speech"), ("@media print", "@media all"), ("position:fixed", "position:static")],
    ),
];

/// The picture of the examples, from the site's front page.
const PICTURE: &str = "gallery/site.png";

/// The pages that show every component, with the stylesheets of their modes.
pub(super) fn pages(frames: Vec<(&str, String, View)>, own: &Theme) -> Result<Vec<Rendered>, Box<Finding>> {
    let mut files = Vec::new();
    let Some((.., first)) = frames.first() else { return Ok(files) };
    // Examples name a picture that is there for them.
    let picture = format!("{}{PICTURE}", first.site.of.home);
    let examples = own.examples(&picture)?;
    files.push(Rendered { path: PICTURE.into(), bytes: theme::picture().to_vec() });
    for (mode, path, mut view) in frames {
        let mut site = view.site.of.clone();
        for (name, link) in &mut site.styles {
            let sheet = own.asset(&format!("{name}.css"));
            // What is for paper stands on the screen, after the rest.
            let paper = own.asset("print.css").filter(|_| mode == "print" && name == "pages");
            let Some((published, text)) = sheet else { continue };
            let own = as_in(mode, &(text.to_owned() + paper.map_or("", |(_, text)| text)));
            if own != text {
                let path = format!("gallery/{mode}/{name}.css");
                *link = link.replace(published, &path);
                files.push(Rendered { path, bytes: own.into_bytes() });
            }
        }
        view.site = Arc::new(Shared::new(site));
        let view = Context::from_serialize(&view).map(|mut view| {
            view.insert("gallery", &examples);
            view
        });
        let bytes = own.render("gallery", view, &path).map_err(|failed| Box::new(failed.told()))?;
        files.push(Rendered { path, bytes });
    }
    Ok(files)
}

/// A stylesheet as it is in a mode.
fn as_in(mode: &str, sheet: &str) -> String {
    let changes = MODES.iter().filter(|(name, _)| *name == mode).flat_map(|(_, changes)| *changes);
    changes.fold(sheet.to_owned(), |sheet, (condition, holds)| sheet.replace(condition, holds))
}

#[cfg(test)]
mod tests {
    use super::as_in;

    #[test]
    fn a_mode_holds_whatever_the_browser_has() {
        let sheet = "a{b:c}@media screen and (prefers-color-scheme:dark){a{b:d}}:root[data-size=larger]{e:f}@media print{g{h:i}}";
        assert_eq!(as_in("browser", sheet), sheet);
        assert!(as_in("dark", sheet).contains("@media all{a{b:d}}"));
        assert!(as_in("light", sheet).contains("@media not all{a{b:d}}"));
        assert!(as_in("large", sheet).contains(":root:root{e:f}"));
        assert!(as_in("print", sheet).ends_with("@media all{g{h:i}}"));
        assert!(!as_in("print", sheet).contains("screen"));
    }
}
