//! A finished page, read once for all rules that look at pages.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::RULES;
use super::named::Paths;
use super::private::{Lines, as_seen, find};
use super::rules::Looks;
use crate::diagnostic::{Code, Finding, Place, Text};
use crate::record::{Bulletin, SiteConfig};
use crate::render::Rendered;
use crate::site::{Site, TRADITIONAL};
use crate::source::Source;
use crate::text::percent_decode_path;

/// What a page is held against: the other files that are published, and the content.
pub struct Published<'a> {
    site: &'a Site<'a>,
    source: &'a Source,
    content: OnceLock<Content>,
    /// Images and attachments, smaller pictures among them.
    paths: Paths<'a>,
    /// Files that belong to no page, with the ids in them.
    others: BTreeMap<String, BTreeSet<String>>,
    /// Renders a page again, whose ids a link asks for.
    draw: &'a (dyn Fn(&str) -> Option<String> + Sync),
    /// The ids of pages that were asked for, by file.
    ids: Mutex<BTreeMap<String, Arc<OnceLock<BTreeSet<String>>>>>,
}

/// What was seen of a finished file.
#[derive(Debug, Default)]
pub struct Seen {
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// The images and attachments that it names, sorted.
    pub names: Vec<String>,
}

/// What the files of the content hold, made when a page first asks.
struct Content {
    /// Digits of every number, and of those that several groups make.
    numbers: BTreeSet<String>,
    /// All files as readers see them.
    text: String,
    /// What was looked for in it.
    held: Mutex<BTreeMap<String, bool>>,
}

/// The digits of a number, where it has so many that they tell it from others.
fn digits_of(words: &str) -> Option<String> {
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    (digits.len() > 6).then_some(digits)
}

impl Content {
    fn of(source: &Source) -> Self {
        let (mut numbers, mut text) = (BTreeSet::new(), String::new());
        for file in &source.files {
            let seen = as_seen(&file.text);
            numbers.extend(seen.split(|c: char| !c.is_ascii_digit()).filter_map(digits_of));
            let found = find(&file.text, Lines::RunOn).into_iter();
            numbers.extend(found.filter_map(|(_, range)| digits_of(&as_seen(file.text.get(range)?))));
            text.push_str(&seen);
            text.push('\n');
        }
        Self { numbers, text, held: Mutex::default() }
    }

    fn holds(&self, words: &str) -> bool {
        let words = as_seen(words);
        if digits_of(&words).is_some_and(|digits| self.numbers.contains(&digits)) {
            return true;
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held.get(&words) {
            return *known;
        }
        let holds = self.text.contains(&words);
        held.insert(words, holds);
        holds
    }
}

impl<'a> Published<'a> {
    /// `others` are the files that belong to no page. `draw` renders the page of a file as its theme writes it, where there
    /// is one.
    pub fn new(
        bulletin: &'a Bulletin,
        site: &'a Site<'a>,
        source: &'a Source,
        others: &[Rendered],
        draw: &'a (dyn Fn(&str) -> Option<String> + Sync),
    ) -> Self {
        let ids = |file: &Rendered| (file.path.clone(), ids_in(std::str::from_utf8(&file.bytes).unwrap_or_default()));
        Published {
            site,
            source,
            content: OnceLock::new(),
            paths: Paths::of(bulletin),
            others: others.iter().map(ids).collect(),
            draw,
            ids: Mutex::default(),
        }
    }

    /// Reads a finished file with the eyes of every rule that looks at pages and at what stylesheets load.
    pub fn look(&self, file: &Rendered) -> Seen {
        // The pages in Traditional characters are made from the others; in the gallery examples share their ids.
        let (text, extension) = (std::str::from_utf8(&file.bytes), file.path.rsplit_once('.').map(|(_, end)| end));
        let (Ok(text), Some("html" | "css" | "js")) = (text, extension) else { return Seen::default() };
        if file.path.starts_with(TRADITIONAL.trim_start_matches('/')) {
            return Seen::default();
        }
        let (page, names) = Page::read(text, &file.path, self);
        let is_judged = extension != Some("js") && !file.path.starts_with("gallery/");
        let looks = RULES.iter().filter_map(|rule| if let Looks::Page(look) = rule.looks { Some(look) } else { None });
        let findings = looks.filter(|_| is_judged).flat_map(|look| look(&page)).collect();
        Seen { findings, names: names.into_iter().map(str::to_owned).collect() }
    }

    /// Whether a file is published.
    pub fn has(&self, file: &str) -> bool {
        let of_page = |file: &str| self.site.page_of(file).is_some();
        let again =
            file.strip_prefix(TRADITIONAL.trim_start_matches('/')).filter(|_| self.site.traditional().is_some());
        of_page(file)
            || again.is_some_and(|file| file != "404.html" && of_page(file))
            || self.others.contains_key(file)
            || self.paths.get(file).is_some()
    }

    /// Whether an id stands in a file that is published.
    fn has_id(&self, file: &str, id: &str) -> bool {
        if let Some(ids) = self.others.get(file) {
            return ids.contains(id);
        }
        let plain = file.strip_prefix(TRADITIONAL.trim_start_matches('/')).unwrap_or(file);
        let Some(page) = [file, plain].into_iter().find(|file| self.site.page_of(file).is_some()) else { return true };
        let known = {
            let mut all = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(page.to_owned()).or_default().clone()
        };
        known.get_or_init(|| ids_in(&(self.draw)(page).unwrap_or_default())).contains(id)
    }
}

/// The ids in a text of HTML.
pub fn ids_in(html: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    each_part(html, |part| {
        if let Part::Open(tag) = part {
            ids.extend(tag.get("id").map(str::to_owned));
        }
    });
    ids
}

/// A part of a finished page.
pub(super) enum Part<'t> {
    Open(&'t Tag),
    Close(&'t [u8]),
    Words(&'t str),
}

/// A start tag.
#[derive(Default)]
pub(super) struct Tag {
    pub(super) name: Vec<u8>,
    pub(super) self_closing: bool,
    /// Names and values; of one that stands there twice, the first counts.
    attributes: Vec<(Vec<u8>, String)>,
    /// How many of them are of this tag: the others are kept for their memory.
    used: usize,
}

impl Tag {
    pub(super) fn attributes(&self) -> impl Iterator<Item = &(Vec<u8>, String)> {
        self.attributes.iter().take(self.used)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.attributes().find(|(other, _)| other == name.as_bytes()).map(|(_, value)| value.as_str())
    }

    /// Makes room for one more attribute.
    fn attribute(&mut self, name: &[u8]) {
        if self.attributes.len() == self.used {
            self.attributes.push(Default::default());
        }
        if let Some((own, value)) = self.attributes.get_mut(self.used) {
            own.clear();
            own.extend_from_slice(name);
            value.clear();
        }
        self.used += 1;
    }

    fn value(&mut self, text: &[u8]) {
        if let Some((_, value)) = self.used.checked_sub(1).and_then(|last| self.attributes.get_mut(last)) {
            value.push_str(&String::from_utf8_lossy(text));
        }
    }
}

/// Visits the parts of a page in their order.
pub(super) fn each_part(html: &str, mut visit: impl FnMut(Part<'_>)) {
    let (mut tag, mut is_open) = (Tag::default(), false);
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                is_open = true;
                tag.used = 0;
                tag.name.clear();
                tag.name.extend_from_slice(name);
            }
            // End tags may have some too, which mean nothing.
            CallbackEvent::AttributeName { name } if is_open => tag.attribute(name),
            CallbackEvent::AttributeValue { value } if is_open => tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                is_open = false;
                tag.self_closing = self_closing;
                visit(Part::Open(&tag));
            }
            CallbackEvent::EndTag { name } => visit(Part::Close(name)),
            CallbackEvent::String { value } => visit(Part::Words(&String::from_utf8_lossy(value))),
            _ => {}
        }
        None
    });
    // Reading a text cannot fail.
    let _ = Tokenizer::new_with_emitter(html, emitter).finish();
}

/// A finished page, or a stylesheet, which only loads.
pub(in crate::check) struct Page<'a> {
    /// Whether it is a page.
    pub(in crate::check) is_html: bool,
    /// Bytes of HTML.
    pub(in crate::check) bytes: usize,
    /// First-level headings.
    pub(in crate::check) h1: usize,
    /// How often each id stands on it.
    pub(in crate::check) ids: BTreeMap<String, usize>,
    /// Its links.
    pub(in crate::check) links: Vec<Link>,
    /// Its images: address, whether they have `alt`.
    pub(in crate::check) images: Vec<(String, bool)>,
    /// What it loads by itself: styles, scripts, images, frames.
    pub(in crate::check) loads: Vec<String>,
    /// What readers see, without code.
    pub(in crate::check) words: String,
    path: &'a str,
    published: &'a Published<'a>,
}

/// A link for readers to follow.
pub(in crate::check) struct Link {
    /// Where to.
    pub(in crate::check) href: String,
    /// Whether anything says so.
    pub(in crate::check) named: bool,
}

/// The addresses that a style loads: `url(…)`, and `@import "…"`.
fn addresses_in_style(style: &str) -> impl Iterator<Item = String> {
    let urls = style.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let imports = style.split("@import").skip(1).filter_map(|rest| rest.trim_start().strip_prefix(['"', '\'']));
    let imports = imports.filter_map(|rest| rest.split(['"', '\'']).next());
    let addresses = urls.chain(imports).map(|address| address.trim_matches(['"', '\'', ' ']));
    addresses.filter(|address| !address.starts_with('#') && !address.starts_with("data:")).map(str::to_owned)
}

impl<'a> Page<'a> {
    /// Reads a page, a stylesheet or a script, with the images and attachments that it names.
    fn read(text: &str, path: &'a str, published: &'a Published<'a>) -> (Self, BTreeSet<&'a str>) {
        let mut this = Page {
            is_html: path.ends_with(".html"),
            bytes: text.len(),
            h1: 0,
            ids: BTreeMap::new(),
            links: Vec::new(),
            images: Vec::new(),
            loads: Vec::new(),
            words: String::new(),
            path,
            published,
        };
        let mut names = BTreeSet::new();
        if !this.is_html {
            this.loads.extend(addresses_in_style(text));
            names.extend(published.paths.in_text(text));
            return (this, names);
        }
        let mut in_page = published.paths.in_page(path, published.site.base());
        let (mut silent, mut in_link) = (0_usize, false);
        let is_silent = |name: &[u8]| matches!(name, b"code" | b"pre" | b"script" | b"style" | b"title");
        each_part(text, |part| {
            in_page.part(&part, &mut names);
            match part {
                Part::Open(tag) => {
                    this.part(&tag.name);
                    silent += usize::from(is_silent(&tag.name) && !tag.self_closing);
                    in_link |= tag.name.as_slice() == b"a";
                    this.open(tag, in_link);
                }
                Part::Close(name) => {
                    this.part(name);
                    silent = silent.saturating_sub(usize::from(is_silent(name)));
                    in_link &= name != b"a";
                }
                Part::Words(text) => {
                    if in_link && !text.trim().is_empty() {
                        this.name_link();
                    }
                    if silent == 0 {
                        this.words.push_str(text);
                    }
                }
            }
        });
        (this, names)
    }

    /// Words of different elements stand apart, but for those inside a word.
    fn part(&mut self, name: &[u8]) {
        if matches!(name, b"br" | b"sup" | b"sub") {
            self.words.push('\u{2028}');
        } else if !matches!(
            name,
            b"b" | b"em" | b"i" | b"mark" | b"strong" | b"wbr" | b"del" | b"s" | b"u" | b"ins" | b"small"
        ) && !self.words.ends_with('\n')
        {
            self.words.push('\n');
        }
    }

    fn open(&mut self, tag: &Tag, in_link: bool) {
        let attribute = |name: &str| tag.get(name).map(str::to_owned);
        let says = |name: &str| tag.get(name).is_some_and(|value| !value.trim().is_empty());
        if let Some(id) = attribute("id") {
            *self.ids.entry(id).or_default() += 1;
        }
        let sets = tag.get("srcset").into_iter().flat_map(|sets| sets.split(", "));
        self.loads.extend(sets.filter_map(|one| one.split_whitespace().next()).map(str::to_owned));
        self.loads.extend(tag.get("style").into_iter().flat_map(addresses_in_style));
        match tag.name.as_slice() {
            b"h1" => self.h1 += 1,
            b"a" => {
                if let Some(href) = attribute("href") {
                    self.links.push(Link { href, named: says("aria-label") });
                }
            }
            b"img" => {
                let src = attribute("src").unwrap_or_default();
                self.images.push((src.clone(), tag.get("alt").is_some()));
                self.loads.push(src);
                if in_link && says("alt") {
                    self.name_link();
                }
            }
            b"script" | b"iframe" | b"source" | b"video" | b"audio" | b"embed" | b"track" | b"input" => {
                self.loads.extend(["src", "poster"].into_iter().filter_map(attribute));
            }
            b"object" => self.loads.extend(attribute("data")),
            b"use" | b"image" => self
                .loads
                .extend(attribute("href").or_else(|| attribute("xlink:href")).filter(|href| !href.starts_with('#'))),
            b"form" => self.loads.extend(attribute("action").filter(|action| !action.is_empty())),
            b"link" => {
                let fetched = tag.get("rel").is_some_and(|rel| rel != "canonical" && rel != "alternate");
                self.loads.extend(attribute("href").filter(|_| fetched));
            }
            _ => {}
        }
    }

    fn name_link(&mut self) {
        if let Some(link) = self.links.last_mut() {
            link.named = true;
        }
    }

    /// A finding about the page, which names the record that it is made of.
    pub(in crate::check) fn finding(&self, code: Code, message: Text) -> Finding {
        let finding = Finding::new(code, Place::file(self.path), message);
        let origin = self.published.site.origin(&format!("/{}", self.path.trim_end_matches("index.html")));
        match origin {
            Some(file) => finding.related(Place::file(Arc::clone(file)), Text::new("页面的记录", "the page's record")),
            None => finding,
        }
    }

    /// What the bulletin sets.
    pub(in crate::check) fn config(&self) -> &SiteConfig {
        self.published.site.config()
    }

    /// Whether some file of the content holds these words.
    pub(in crate::check) fn is_in_the_content(&self, words: &str) -> bool {
        self.published.content.get_or_init(|| Content::of(self.published.source)).holds(words)
    }

    /// Whether an address is of this site.
    pub(in crate::check) fn is_own(&self, address: &str) -> bool {
        self.inside(address).is_some()
    }

    fn inside<'b>(&self, address: &'b str) -> Option<&'b str> {
        self.published.site.base().address(address).filter(|_| !address.starts_with("//"))
    }

    /// Whether something is at an address: always outside the site, inside where a page or file is published, and what
    /// an anchor names stands on it.
    pub(in crate::check) fn leads_somewhere(&self, address: &str) -> bool {
        let (page, anchor) = address.split_once('#').unwrap_or((address, ""));
        let anchor = percent_decode_path(anchor);
        if page.is_empty() {
            return anchor.is_empty() || self.ids.contains_key(&anchor);
        }
        let Some(inside) = self.inside(page) else { return true };
        let path = percent_decode_path(inside.split('?').next().unwrap_or(inside).trim_start_matches('/'));
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        self.published.has(&file) && (anchor.is_empty() || self.published.has_id(&file, &anchor))
    }
}
