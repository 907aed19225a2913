//! A finished page, read once for all rules that look at pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasher;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use aho_corasick::AhoCorasick;
use rustc_hash::FxBuildHasher;

use super::named::Paths;
use super::private::{Lines, as_seen, find, may_hold};
use crate::diagnostic::{Code, Finding, Place, Text};
use crate::record::{Bulletin, SiteConfig};
use crate::render::Rendered;
use crate::render::parts::{Part, Tag, each_part};
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

    /// With files that are no pages and hold no links, by their paths: those of the search index.
    pub fn with(mut self, paths: Vec<String>) -> Self {
        self.others.extend(paths.into_iter().map(|path| (path, BTreeSet::new())));
        self
    }

    /// Reads a finished file, and lets `judge` look at it where it is a page or a stylesheet. What was read of other pages is
    /// in `known`.
    pub(super) fn read(
        &self,
        file: &Rendered,
        known: &mut Pieces,
        judge: impl FnOnce(&Page<'_>) -> Vec<Finding>,
    ) -> Seen {
        // The pages in Traditional characters are made from the others; in the gallery examples share their ids.
        let (text, extension) = (std::str::from_utf8(&file.bytes), file.path.rsplit_once('.').map(|(_, end)| end));
        let (Ok(text), Some("html" | "css" | "js")) = (text, extension) else { return Seen::default() };
        if file.path.starts_with(TRADITIONAL.trim_start_matches('/')) {
            return Seen::default();
        }
        let (page, names) = Page::read(text, &file.path, self, known);
        let is_judged = extension != Some("js") && !file.path.starts_with("gallery/");
        let findings = if is_judged { judge(&page) } else { Vec::new() };
        Seen { findings, names: names.into_iter().collect() }
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

    /// The address within the site that an address from the root of the host means.
    fn inside<'b>(&self, address: &'b str) -> Option<&'b str> {
        self.site.base().address(address).filter(|_| !address.starts_with("//"))
    }

    /// The file at an address of the site.
    fn file_at(&self, inside: &str) -> String {
        let path = percent_decode_path(inside.split('?').next().unwrap_or(inside).trim_start_matches('/'));
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
    }

    /// Whether an address leads somewhere from whatever page it stands on, and whatever ids pages have.
    fn leads_from_everywhere(&self, address: &str) -> bool {
        let leads = |inside: &str| self.has(&self.file_at(inside));
        !address.is_empty() && !address.contains('#') && self.inside(address).is_none_or(leads)
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

/// What no reader should see on a page.
pub(in crate::check) const PLACEHOLDERS: &[&str] =
    &["undefined", "[object Object]", "NaN", "lorem ipsum", "Lorem ipsum", "{%"];

/// A finished page, or a stylesheet, which only loads. What is right wherever it stands is left out: links and loads that
/// lead somewhere from every page, images with `alt`.
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
    /// What readers see, without code, where some piece of it may be what no page should show; else nothing.
    pub(in crate::check) words: String,
    path: &'a str,
    published: &'a Published<'a>,
}

/// A link for readers to follow.
#[derive(Clone)]
pub(in crate::check) struct Link {
    /// Where to.
    pub(in crate::check) href: String,
    /// Whether anything says so.
    pub(in crate::check) named: bool,
}

/// Pieces of pages, by a hash of their text: most of a page stands on others too, and is read when it is first seen and
/// when it is seen again, and then no more.
#[derive(Default)]
pub struct Pieces(HashMap<u64, Option<Box<(String, Piece)>>, FxBuildHasher>);

/// Pieces that are longer stand on one page, as texts do.
const LONGEST: usize = 1000;
/// So many are remembered.
const KEPT: usize = 16_384;

/// Elements that begin a piece: those that what repeats consists of.
const BEGINNINGS: [&str; 9] = ["li", "tr", "section", "nav", "header", "footer", "main", "meta", "link"];

/// A piece of a page that is read as if it stood alone.
#[derive(Default)]
struct Piece {
    h1: usize,
    ids: Vec<String>,
    links: Vec<Link>,
    images: Vec<(String, bool)>,
    loads: Vec<String>,
    words: String,
    /// The images and attachments that it names.
    names: BTreeSet<String>,
    /// Whether its words may be what no page should show, whatever stands around them; looked for when it is kept, before with
    /// all that is new on its page.
    is_doubtful: Option<bool>,
    /// Whether what follows is read as if it stood alone, too: no tag is open in it that matters.
    ends: bool,
    /// Whether it says the same on every page.
    is_general: bool,
}

impl Pieces {
    /// Visits a page's pieces in their order.
    fn each(&mut self, html: &str, path: &str, published: &Published<'_>, mut visit: impl FnMut(&Piece)) {
        // Looked at byte by byte, because a page has hundreds of tags and few of them begin a piece.
        let is_cut = |at: &usize| {
            let tag = html.as_bytes().get(at + 1..).unwrap_or_default();
            let ends = |name: &str| matches!(tag.get(name.len()), Some(b' ' | b'>'));
            let may = matches!(tag.first(), Some(b'l' | b't' | b's' | b'n' | b'h' | b'f' | b'm'));
            may && *at > 0 && BEGINNINGS.iter().any(|name| tag.starts_with(name.as_bytes()) && ends(name))
        };
        let cuts = memchr::memchr_iter(b'<', html.as_bytes()).filter(is_cut);
        let cuts: Vec<usize> = cuts.chain([html.len()]).collect();
        let (mut from, mut next, mut several) = (0, 0, 1);
        while from < html.len() {
            // Of what does not end here twice as much is read, then twice of that: the whole takes twice its length at most.
            let last = (next + several).min(cuts.len()) - 1;
            let to = cuts.get(last).copied().unwrap_or(html.len());
            let text = html.get(from..to).unwrap_or_default();
            let hash = FxBuildHasher.hash_one(text);
            let known = if text.len() <= LONGEST { self.0.get(&hash) } else { None };
            if let Some(known) = known.and_then(Option::as_ref).filter(|known| known.0 == text) {
                visit(&known.1);
            } else {
                let was_seen = known.is_some();
                let piece = Piece::read(text, path, published);
                if !piece.ends && to < html.len() {
                    several *= 2;
                    continue;
                }
                visit(&piece);
                if piece.ends && piece.is_general && text.len() <= LONGEST {
                    if self.0.len() >= KEPT {
                        self.0.clear();
                    }
                    let kept = |piece: Piece| {
                        let is_doubtful = Some(are_doubtful(&piece.words));
                        Box::new((text.to_owned(), Piece { is_doubtful, ..piece }))
                    };
                    self.0.insert(hash, was_seen.then(|| kept(piece)));
                }
            }
            (from, next, several) = (to, last + 1, 1);
        }
    }
}

impl Piece {
    fn read(text: &str, path: &str, published: &Published<'_>) -> Self {
        let (mut this, mut names, mut is_general) = (Self::default(), BTreeSet::new(), true);
        let mut in_page = published.paths.in_page(path, published.site.base());
        let (mut silent, mut in_link) = (0_usize, false);
        let is_silent = |name: &[u8]| matches!(name, b"code" | b"pre" | b"script" | b"style" | b"title");
        let ends = each_part(text, |part| {
            is_general &= in_page.part(&part, &mut names);
            match part {
                Part::Open(tag) => {
                    this.part(&tag.name);
                    silent += usize::from(is_silent(&tag.name) && !tag.self_closing);
                    in_link |= tag.name.as_slice() == b"a";
                    this.open(tag, in_link);
                }
                Part::Close(name, _) => {
                    this.part(name);
                    silent = silent.saturating_sub(usize::from(is_silent(name)));
                    in_link &= name != b"a";
                }
                Part::Words(text, _) => {
                    if in_link && !text.trim().is_empty() {
                        this.name_link();
                    }
                    if silent == 0 {
                        this.words.push_str(text);
                    }
                }
            }
        });
        this.links.retain(|link| !link.named || !published.leads_from_everywhere(&link.href));
        this.images.retain(|(_, has_alt)| !has_alt);
        this.loads.retain(|load| load.contains("//") || !published.leads_from_everywhere(load));
        this.names = names.into_iter().map(str::to_owned).collect();
        (this.ends, this.is_general) = (ends && silent == 0 && !in_link, is_general);
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

    fn open(&mut self, tag: &Tag, in_link: bool) {
        let attribute = |name: &str| tag.get(name).map(str::to_owned);
        let says = |name: &str| tag.get(name).is_some_and(|value| !value.trim().is_empty());
        if let Some(id) = attribute("id") {
            self.ids.push(id);
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
}

/// Whether words may be what no page should show. What stands in other lines changes nothing.
fn are_doubtful(words: &str) -> bool {
    static HOLDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(PLACEHOLDERS).ok());
    HOLDS.as_ref().is_none_or(|any| any.is_match(words)) || may_hold(words)
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
    fn read(text: &str, path: &'a str, published: &'a Published<'a>, known: &mut Pieces) -> (Self, BTreeSet<String>) {
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
            names.extend(published.paths.in_text(text).map(str::to_owned));
            return (this, names);
        }
        let (mut is_doubtful, mut new_words) = (false, String::new());
        known.each(text, path, published, |piece| {
            this.add(piece);
            names.extend(piece.names.iter().cloned());
            match piece.is_doubtful {
                Some(known) => is_doubtful |= known,
                None => {
                    new_words.push_str(&piece.words);
                    new_words.push('\n');
                }
            }
        });
        if !is_doubtful && !are_doubtful(&new_words) {
            this.words.clear();
        }
        (this, names)
    }

    fn add(&mut self, piece: &Piece) {
        self.h1 += piece.h1;
        for id in &piece.ids {
            *self.ids.entry(id.clone()).or_default() += 1;
        }
        self.links.extend_from_slice(&piece.links);
        self.images.extend_from_slice(&piece.images);
        self.loads.extend_from_slice(&piece.loads);
        let words = piece.words.as_str();
        let parted = self.words.ends_with('\n');
        self.words.push_str(words.strip_prefix('\n').filter(|_| parted).unwrap_or(words));
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
        self.published.inside(address).is_some()
    }

    /// Whether something is at an address: always outside the site, inside where a page or file is published, and what
    /// an anchor names stands on it.
    pub(in crate::check) fn leads_somewhere(&self, address: &str) -> bool {
        let (page, anchor) = address.split_once('#').unwrap_or((address, ""));
        let anchor = percent_decode_path(anchor);
        if page.is_empty() {
            return anchor.is_empty() || self.ids.contains_key(&anchor);
        }
        let Some(inside) = self.published.inside(page) else { return true };
        let file = self.published.file_at(inside);
        self.published.has(&file) && (anchor.is_empty() || self.published.has_id(&file, &anchor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record;
    use crate::render::Theme;
    use crate::site::{Base, Settings};
    use crate::source::{Format, OwnTheme, SourceFile};
    use crate::text::Ui;

    /// Calls `look` with what a bulletin without records publishes.
    fn with_published(look: impl FnOnce(&Published<'_>)) {
        let file = SourceFile::new("content/site.yaml".into(), Format::Yaml, "title: a\n".to_owned());
        let source = Source { files: vec![file], ..Source::default() };
        let bulletin = record::parse(&source, false).expect("a bulletin").value;
        let figures = crate::figures::compute(&bulletin, "2024-01-01".parse().expect("a day"));
        let theme = Theme::load(&OwnTheme::default(), Ui::ZhHans).ok().expect("the default theme");
        let settings = Settings {
            base: Base::root(),
            relative: false,
            gallery: false,
            strings: theme.strings(),
            assets: theme.asset_paths(),
            day_on_all: false,
        };
        let site = crate::site::plan(&bulletin, &figures, &settings).value;
        look(&Published::new(&bulletin, &site, &source, &[], &|_| None));
    }

    /// All that rules see of a page.
    fn seen(page: &Page<'_>) -> String {
        let links: Vec<_> = page.links.iter().map(|link| (&link.href, link.named)).collect();
        format!("{} {:?} {links:?} {:?} {:?} {:?}", page.h1, page.ids, page.images, page.loads, page.words)
    }

    #[test]
    fn pages_that_are_read_in_pieces_are_read_as_a_whole() {
        let items = "<li><a href=\"/a/\">13800138000</a></li><li id=\"x\"><a href=\"#x\"></a><img src=\"//b/c\"></li>"
            .repeat(3);
        let cut_badly = [
            "<p title=\"<li>\"><li>NaN".to_owned(),
            "<a href=\"/a/\"><section>甲</section></a><li><a href=/b/></a>".to_owned(),
            "<!-- <li> --><li>1<!-- <tr> <tr> <tr> --><li>2".to_owned(),
            "<pre>1<li>2<li>3</pre><li>NaN<li>4".to_owned(),
            "<script>\"<li>\"</script><main>undefined <</<li>a<tr>b".to_owned(),
            format!("<ul>{}</ul>", "<a><li>13800138000".repeat(50)),
        ];
        let pages = cut_badly.into_iter().map(|html| format!("<main>{html}{items}</main>")).chain([items.clone()]);
        with_published(|published| {
            let mut known = Pieces::default();
            for html in pages {
                let mut whole = Page::read("", "a/index.html", published, &mut Pieces::default()).0;
                let piece = Piece::read(&html, "a/index.html", published);
                whole.add(&piece);
                assert!(are_doubtful(&piece.words), "{html}");
                // The pieces are seen for the first time, again, and known.
                for _ in 0..3 {
                    let (page, _) = Page::read(&html, "a/index.html", published, &mut known);
                    assert_eq!(seen(&page), seen(&whole), "{html}");
                }
            }
            assert!(known.0.values().any(Option::is_some));
        });
    }
}
