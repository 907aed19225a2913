//! View and theme in, bytes out. Pure: nothing here reads a file, a clock or another page.

mod as_written;
mod classes;
mod contents;
mod gallery;
mod highlight;
mod icons;
mod page;
mod prose;
mod relative;
mod script;
mod search;
mod styles;
mod theme;
mod traditional;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Finding};
use crate::site::{Document, Site};

pub use page::page;
pub use theme::{Theme, example};

/// A finished file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Path from the output folder.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Renders every page of a site, the search index, the stylesheet and the scripts.
///
/// `done` is called after each page, from any thread, with the number of pages in all.
pub fn render(
    site: &Site<'_>,
    documents: &[Document],
    theme: &Theme,
    done: &(dyn Fn(usize) + Sync),
) -> Checked<Vec<Rendered>> {
    let total = site.pages.len();
    let written = if site.traditional().is_some() { site.written() } else { BTreeMap::new() };
    let results: Vec<Result<(String, page::Twice), Box<Finding>>> = site
        .pages
        .par_iter()
        .map(|planned| {
            let path = planned.file();
            let pages = page::with_marks(planned, &site.view(planned), theme, written.get(&path).copied());
            done(total);
            pages.map(|pages| (path, pages))
        })
        .collect();
    let mut value = Vec::with_capacity(total + 1);
    let mut findings = Vec::new();
    let mut marked = BTreeMap::new();
    for result in results {
        match result {
            Ok((path, pages)) => {
                marked.extend(pages.marked.and_then(|marked| Some((path.clone(), String::from_utf8(marked).ok()?))));
                value.push(Rendered { path, bytes: pages.bytes });
            }
            Err(finding) => findings.push(*finding),
        }
    }
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    findings.dedup_by(|a, b| a.place == b.place && a.message == b.message);
    match gallery::pages(site.gallery(), theme) {
        Ok(pages) => value.extend(pages),
        Err(finding) => findings.push(*finding),
    }
    let writer = site.traditional().map(|own| traditional::Writer::new(own, written, site.base()));
    let again = writer.as_ref().map(|writer| writer.pages(&value, &marked));
    value.extend(again.into_iter().flatten());
    if site.is_relative() {
        relative::pages(&mut value, site.base());
    }
    if site.has_search() {
        value.extend(search::index(documents, writer.as_ref()));
    }
    let asset = |(path, text): (&str, &str)| Rendered { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    value.extend(theme.assets().map(asset));
    Checked { value, findings }
}
