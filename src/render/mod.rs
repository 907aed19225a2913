//! View and theme in, bytes out. Pure: nothing here reads a file, a clock or another page.

mod as_written;
mod classes;
mod contents;
mod gallery;
mod highlight;
mod icons;
mod once;
mod page;
pub(crate) mod parts;
mod prose;
mod relative;
mod rewrite;
mod script;
mod search;
mod styles;
mod theme;
mod traditional;

use std::collections::BTreeMap;

use crate::date::Day;
use crate::diagnostic::Checked;
use crate::record::Entry;
use crate::site::{Page, Site, View};

pub use theme::{Failed, Theme, example};
use traditional::Writer;

/// A finished file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Path from the output folder.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A site and its theme, ready to render any file when it is asked for.
pub struct Renderer<'a> {
    site: &'a Site<'a>,
    theme: &'a Theme,
    /// The records that were written in Traditional characters, by the files of their pages.
    written: BTreeMap<String, &'a Entry>,
    /// Writes pages again in Traditional characters, where the site has them.
    writer: Option<Writer<'a>>,
    /// Of what all pages are made of.
    common: blake3::Hasher,
}

/// A page with its view, not rendered yet.
pub struct Viewed<'a> {
    renderer: &'a Renderer<'a>,
    page: &'a Page,
    view: View,
}

/// A rendered page, as its theme wrote it: links lead from the root of the host.
pub struct Drawn {
    /// The page.
    pub page: Rendered,
    /// The same with marks for what was written in Traditional characters, where something was.
    marked: Option<String>,
}

/// What was written already in Traditional characters, kept from page to page.
#[derive(Default)]
pub struct Memory(traditional::Known);

impl<'a> Renderer<'a> {
    /// Prepares what all pages share.
    pub fn new(site: &'a Site<'a>, theme: &'a Theme) -> Self {
        theme.forget();
        let written = if site.traditional().is_some() { site.written() } else { BTreeMap::new() };
        let writer = site.traditional().map(|own| Writer::new(own, &written, site.base()));
        let mut common = blake3::Hasher::new();
        theme.add_to(&mut common);
        let runs: BTreeMap<&String, _> =
            written.iter().filter_map(|(file, entry)| Some((file, &entry.written.as_ref()?.runs))).collect();
        let settings = (site.base().url(""), site.is_relative(), site.traditional(), site.config().page_kilobytes);
        let _ = serde_json::to_writer(std::io::BufWriter::new(&mut common), &(settings, runs));
        Self { site, theme, written, writer, common }
    }

    /// A page, to be rendered or only to be told from what it was.
    pub fn view(&'a self, page: &'a Page) -> Viewed<'a> {
        Viewed { renderer: self, page, view: self.site.view(page) }
    }

    /// The paths of the files that a page is published as.
    pub fn paths(&self, page: &Page) -> Vec<String> {
        let file = page.file();
        let again = self.writer.as_ref().and_then(|_| traditional::path(&file));
        std::iter::once(file).chain(again).collect()
    }

    /// The files that a page is published as: itself, and where the site has them its copy in Traditional characters, both
    /// with relative links where the site has those.
    pub fn published(&self, drawn: Drawn, memory: &mut Memory) -> Vec<Rendered> {
        let again =
            self.writer.as_ref().and_then(|writer| writer.again(&drawn.page, drawn.marked.as_deref(), &mut memory.0));
        let mut files: Vec<Rendered> = std::iter::once(drawn.page).chain(again).collect();
        if self.site.is_relative() {
            files.iter_mut().for_each(|file| relative::links(file, self.site.base()));
        }
        files
    }

    /// That one of the files.
    pub fn published_as(&self, file: &str, drawn: Drawn) -> Option<Rendered> {
        let mut made = if drawn.page.path == file {
            drawn.page
        } else {
            let writer = self.writer.as_ref()?;
            writer.again(&drawn.page, drawn.marked.as_deref(), &mut Memory::default().0)?
        };
        if self.site.is_relative() {
            relative::links(&mut made, self.site.base());
        }
        (made.path == file).then_some(made)
    }

    /// The stylesheets, scripts and drawings of the theme.
    pub fn assets(&self) -> impl Iterator<Item = Rendered> {
        self.theme.assets().map(|(path, text)| Rendered { path: path.to_owned(), bytes: text.as_bytes().to_vec() })
    }

    /// The files that belong to no page, but for the search index: stylesheets, scripts, the gallery of components.
    pub fn others(&self) -> Checked<Vec<Rendered>> {
        let mut value: Vec<Rendered> = self.assets().collect();
        let mut findings = Vec::new();
        match gallery::pages(self.site.gallery(), self.theme) {
            Ok(pages) => {
                let mut memory = Memory::default();
                value.extend(
                    pages.into_iter().flat_map(|page| self.published(Drawn { page, marked: None }, &mut memory)),
                );
            }
            Err(finding) => findings.push(*finding),
        }
        Checked { value, findings }
    }

    /// The search index, where the site has one.
    pub fn index(&self) -> Vec<Rendered> {
        if self.site.has_search() { search::index(self.site, self.writer.as_ref()) } else { Vec::new() }
    }

    /// Tells what the search index is made of, and a whole site that is built in parts, by the program of this name, as
    /// [`Viewed::made_of`] does of a page. `read` is the hash of all that was read.
    pub fn whole_made_of(&self, program: &str, read: &blake3::Hash, day: Day) -> String {
        let mut hash = self.common.clone();
        hash.update(b"whole").update(program.as_bytes()).update(read.as_bytes());
        hash.update(day.to_string().as_bytes());
        // Drafts, where they are built too, are pages.
        for page in &self.site.pages {
            hash.update(page.address.as_bytes());
        }
        hash.finalize().to_hex().to_string()
    }
}

impl Viewed<'_> {
    /// Tells what the files of the page are made of, by the program of this name: the same give the same files. `None`
    /// where that cannot be told.
    pub fn made_of(&self, program: &str) -> Option<String> {
        let Renderer { site, written, common, .. } = self.renderer;
        let mut hash = common.clone();
        hash.update(program.as_bytes()).update(&site.hash(self.page, &self.view)?);
        let written = written.get(&self.page.file());
        let typed = written.and_then(|entry| Some((entry.record.tree(), entry.written.as_ref()?.tree())));
        serde_json::to_writer(std::io::BufWriter::new(&mut hash), &(&self.page.address, typed)).ok()?;
        Some(hash.finalize().to_hex().to_string())
    }

    /// Renders the page.
    ///
    /// # Errors
    /// What is wrong with the template when it cannot be rendered.
    pub fn draw(self) -> Result<Drawn, Box<Failed>> {
        let path = self.page.file();
        let written = self.renderer.written.get(&path).copied();
        let twice = page::with_marks(self.page, self.view, self.renderer.theme, written)?;
        let marked = twice.marked.and_then(|marked| String::from_utf8(marked).ok());
        Ok(Drawn { page: Rendered { path, bytes: twice.bytes }, marked })
    }
}
