//! A finished page, read once for all rules that look at pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use html5gum::{StartTag, Token, Tokenizer};

use super::private::{Lines, as_seen, find};
use crate::diagnostic::{Code, Finding, Place, Text};
use crate::record::SiteConfig;
use crate::render::Rendered;
use crate::site::Site;
use crate::source::Source;
use crate::text::percent_decode_path;

/// What is published, by path from the output folder, and what it is made of.
pub struct Published<'a> {
    files: BTreeMap<&'a str, File<'a>>,
    site: &'a Site<'a>,
    source: &'a Source,
    content: OnceLock<Content>,
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

/// A published file.
#[derive(Default)]
struct File<'a> {
    /// The page that it is.
    page: Option<&'a Rendered>,
    /// Its ids, read when a link of another page asks for one.
    ids: OnceLock<BTreeSet<String>>,
}

impl<'a> Published<'a> {
    /// Pages, and images and attachments by their paths.
    pub fn new(
        pages: &'a [Rendered],
        assets: impl Iterator<Item = &'a str>,
        site: &'a Site<'a>,
        source: &'a Source,
    ) -> Self {
        let pages = pages.iter().map(|page| (page.path.as_str(), File { page: Some(page), ..File::default() }));
        Published {
            files: pages.chain(assets.map(|path| (path, File::default()))).collect(),
            site,
            source,
            content: OnceLock::new(),
        }
    }
}

impl File<'_> {
    fn has(&self, id: &str) -> bool {
        let ids = |page: &Rendered| {
            let html = std::str::from_utf8(&page.bytes).unwrap_or_default();
            let tags = Tokenizer::new(html).flatten().filter_map(|token| match token {
                Token::StartTag(tag) => {
                    tag.attributes.get(b"id".as_slice()).map(|id| String::from_utf8_lossy(id).into())
                }
                _ => None,
            });
            tags.collect()
        };
        self.page.is_none_or(|page| self.ids.get_or_init(|| ids(page)).contains(id))
    }
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
    /// Reads a page.
    pub(in crate::check) fn read(page: &'a Rendered, published: &'a Published<'a>) -> Self {
        let mut this = Page {
            is_html: page.path.ends_with(".html"),
            bytes: page.bytes.len(),
            h1: 0,
            ids: BTreeMap::new(),
            links: Vec::new(),
            images: Vec::new(),
            loads: Vec::new(),
            words: String::new(),
            path: &page.path,
            published,
        };
        let (mut silent, mut in_link) = (0_usize, false);
        let is_silent = |name: &[u8]| matches!(name, b"code" | b"pre" | b"script" | b"style" | b"title");
        let Ok(html) = std::str::from_utf8(&page.bytes) else { return this };
        if !this.is_html {
            this.loads.extend(addresses_in_style(html));
            return this;
        }
        for token in Tokenizer::new(html).flatten() {
            match token {
                Token::StartTag(tag) => {
                    this.part(&tag.name);
                    silent += usize::from(is_silent(&tag.name) && !tag.self_closing);
                    in_link |= tag.name.as_slice() == b"a";
                    this.open(&tag, in_link);
                }
                Token::EndTag(tag) => {
                    this.part(&tag.name);
                    silent = silent.saturating_sub(usize::from(is_silent(&tag.name)));
                    in_link &= tag.name.as_slice() != b"a";
                }
                Token::String(text) => {
                    let text = String::from_utf8_lossy(&text);
                    if in_link && !text.trim().is_empty() {
                        this.name_link();
                    }
                    if silent == 0 {
                        this.words.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        this
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

    fn open(&mut self, tag: &StartTag<()>, in_link: bool) {
        let attribute =
            |name: &str| tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned());
        let says = |name: &str| attribute(name).is_some_and(|value| !value.trim().is_empty());
        if let Some(id) = attribute("id") {
            *self.ids.entry(id).or_default() += 1;
        }
        let sets = attribute("srcset").unwrap_or_default();
        let sets = sets.split(", ").filter_map(|one| one.split_whitespace().next());
        self.loads.extend(sets.map(str::to_owned));
        self.loads.extend(attribute("style").as_deref().into_iter().flat_map(addresses_in_style));
        match tag.name.as_slice() {
            b"h1" => self.h1 += 1,
            b"a" => {
                if let Some(href) = attribute("href") {
                    self.links.push(Link { href, named: says("aria-label") });
                }
            }
            b"img" => {
                let src = attribute("src").unwrap_or_default();
                self.images.push((src.clone(), tag.attributes.contains_key(b"alt".as_slice())));
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
                let fetched = attribute("rel").is_some_and(|rel| rel != "canonical" && rel != "alternate");
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
        self.published.files.get(file.as_str()).is_some_and(|file| anchor.is_empty() || file.has(&anchor))
    }
}
