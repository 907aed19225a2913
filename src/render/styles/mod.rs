//! Stylesheets as they are published: without cascade layers and for the browsers that readers have.
//!
//! The theme's files stand in layers, which no browser knew before 2022: older ones read nothing of them. Here every rule
//! is taken out of its layer, and where one would then lose to a rule of a lower layer, its selector is made more specific
//! by `:not(_)`, `:not(._)` or `:not(#_)`, which every element satisfies. `:is()`, `:where()` and lists in `:not()` are
//! written out; properties of the inline and block direction become those of a page that reads from left to right and
//! from top to bottom, as all pages do. The rest of lowering is `lightningcss`'s.

mod layers;
mod properties;
mod read;
mod selector;
mod write;

use std::sync::{Mutex, PoisonError};

use lightningcss::printer::PrinterOptions;
use lightningcss::targets::{Browsers, Features, Targets};

use super::classes::Classes;
use super::script::Fault;
use layers::settle;
use read::Reader;
use write::written;

/// The oldest browsers that the pages are for: the accessibility statement and `docs/theme.md` name them.
const OLDEST: Browsers = Browsers {
    android: Some(69 << 16),
    chrome: Some(69 << 16),
    edge: None,
    firefox: Some(78 << 16),
    ie: None,
    ios_saf: Some(12 << 16),
    opera: None,
    safari: Some(12 << 16),
    samsung: None,
};

/// A file of the theme: the sheet it is published in, its layer, and its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'t> {
    pub(super) sheet: usize,
    pub(super) layer: u32,
    pub(super) text: &'t str,
}

/// The sheets, and what could not be read of each source.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    pub(super) sheets: Vec<String>,
    pub(super) faults: Vec<(usize, Fault)>,
}

/// Publishes sources, which stand in the order in which pages load them, as so many sheets. `files` are all of the
/// theme's: their templates tell which classes meet.
pub(super) fn publish<'t>(
    sources: &[Source<'_>],
    sheets: usize,
    files: impl Iterator<Item = (&'t str, &'t str)> + Clone,
) -> Published {
    /// The last theme made: a preview and tests make the same one again and again.
    static LAST: Mutex<Option<(blake3::Hash, Published)>> = Mutex::new(None);
    let mut hasher = blake3::Hasher::new();
    for source in sources {
        hasher.update(&[u8::try_from(source.sheet).unwrap_or(u8::MAX)]);
        hasher.update(&source.layer.to_le_bytes());
        hasher.update(&source.text.len().to_le_bytes());
        hasher.update(source.text.as_bytes());
    }
    for text in files.clone().flat_map(|(path, text)| [path, text]) {
        hasher.update(&text.len().to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let key = hasher.finalize();
    let known = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, published)) = known.filter(|(made, _)| *made == key) {
        return published;
    }
    let mut reader = Reader::default();
    for (index, source) in sources.iter().enumerate() {
        reader.read_source(index, source);
    }
    let Reader { mut rules, faults, .. } = reader;
    let classes = Classes::read(files);
    for target in rules.iter_mut().flat_map(|rule| &mut rule.selectors) {
        target.uses = target.classes.iter().filter_map(|class| classes.uses(class)).collect();
    }
    for is_important in [false, true] {
        settle(&mut rules, is_important);
    }
    let sheets = (0..sheets).map(|sheet| written(&rules, sheet)).collect();
    let published = Published { sheets, faults };
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, published.clone()));
    published
}

const MINIFIED: fn() -> PrinterOptions<'static> = || PrinterOptions { minify: true, ..PrinterOptions::default() };

/// What `lightningcss` lowers; selectors are lowered here, and `light-dark()` would need properties on every page.
fn targets() -> Targets {
    let exclude = Features::LightDark | Features::IsSelector | Features::NotSelectorList | Features::Nesting;
    Targets { browsers: Some(OLDEST), exclude, ..Targets::default() }
}

#[cfg(test)]
mod tests;
