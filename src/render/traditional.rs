//! The site in Traditional characters 繁体版: every finished page again under `/zh-hant/`, with the same ids and addresses.
//!
//! Words are converted, in texts and in the attributes that are read out; code, scripts, addresses and names are not. What
//! was written in Traditional characters comes out as it was written: on the page of its record place by place
//! (`as_written.rs`), on others by the record that a link leads to, or else by its words.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::{Bound, Range};
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::Value;

use super::Rendered;
use super::as_written::{Marked, unmarked};
use super::parts::{self, Tag, each_part};
use super::rewrite::Copied;
use crate::record::{Entry, Written};
use crate::site::{Base, TRADITIONAL, page_file};
use crate::text::{Script, is_han};

/// Elements whose words stay as they are written, beside those with `lang="en"` or `translate="no"`.
const AS_WRITTEN: &[&[u8]] = &[b"code", b"pre", b"kbd", b"samp", b"script", b"style"];
/// Elements in which nothing stands.
const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
    b"track", b"wbr",
];
/// Elements that tell of which record their words are.
const PARTS: &[&[u8]] = &[b"a", b"li", b"article", b"tr"];
/// Attributes that are words.
const WORDS: &[&str] =
    &["alt", "aria-label", "content", "data-done", "data-label", "data-words", "placeholder", "title", "value"];
/// Names of `<meta>` whose content is for programs.
const SETTINGS: &[&str] = &["viewport", "color-scheme", "theme-color", "robots"];

/// Writes Simplified words in Traditional characters, some of them as the bulletin wants.
pub(super) struct Writer<'a> {
    /// The bulletin's own words.
    own: Words,
    /// Whether one of them is ASCII: other texts of ASCII stay as they are.
    is_any_ascii: bool,
    /// What the dictionary would not write as editors did, on any page.
    everywhere: Words,
    /// What was written in the record of a page, by the page's file.
    pages: BTreeMap<String, (&'a Written, OnceLock<Words>)>,
    base: &'a Base,
}

/// Texts that were converted already: labels and names come again on every page.
pub(super) type Known = HashMap<String, String>;

/// A text longer than this is not kept: it will not come again.
const KEPT: usize = 120;

/// A run of Han characters shorter than this is told as a whole only: within others it may be parts of two words.
const TOLD: usize = 4;

/// Words and what to write for them.
#[derive(Default)]
pub(super) struct Words {
    all: BTreeMap<String, String>,
    /// In the order of `all`. `None` where there is none.
    matcher: Option<AhoCorasick>,
    /// Whether they are runs of Han characters that were typed, and not parts of words.
    are_runs: bool,
}

impl Words {
    fn new(all: BTreeMap<String, String>, are_runs: bool) -> Self {
        let mut builder = AhoCorasick::builder();
        let matcher = builder.match_kind(MatchKind::LeftmostLongest).build(all.keys()).ok().filter(|_| !all.is_empty());
        Self { all, matcher, are_runs }
    }

    /// Where they stand in a text, and what to write there.
    fn find<'s>(&'s self, text: &'s str) -> Vec<(Range<usize>, Cow<'s, str>)> {
        let Some(matcher) = &self.matcher else { return Vec::new() };
        let found = matcher.find_iter(text).map(|found| found.range()).filter(|range| self.is_told(text, range));
        let found =
            found.filter_map(|range| Some((range.clone(), Cow::Borrowed(self.all.get(text.get(range)?)?.as_str()))));
        let mut found: Vec<_> = found.collect();
        if self.are_runs {
            found.extend(text.match_indices('…').filter_map(|(at, _)| self.cut(text, at)));
        }
        found
    }

    /// Whether a run stands there by itself, or is long enough to be told within others.
    fn is_told(&self, text: &str, range: &Range<usize>) -> bool {
        let (before, after) = (text.get(..range.start), text.get(range.end..));
        let is_alone = !before.is_some_and(|before| before.ends_with(is_han))
            && !after.is_some_and(|after| after.starts_with(is_han));
        !self.are_runs || is_alone || text.get(range.clone()).is_some_and(|run| run.chars().nth(TOLD - 1).is_some())
    }

    /// The start of a run that was cut off, before an ellipsis.
    fn cut<'s>(&'s self, text: &str, end: usize) -> Option<(Range<usize>, Cow<'s, str>)> {
        let before = text.get(..end)?;
        let start = before.trim_end_matches(is_han).len();
        let run = before.get(start..).filter(|run| run.chars().nth(1).is_some())?;
        let (whole, written) = self
            .all
            .range::<str, _>((Bound::Included(run), Bound::Unbounded))
            .next()
            .filter(|(whole, _)| whole.starts_with(run))?;
        let is_one_by_one = whole.chars().count() == written.chars().count();
        is_one_by_one.then(|| (start..end, Cow::Owned(written.chars().take(run.chars().count()).collect())))
    }
}

/// The file of a page in Traditional characters. None for files that are no pages, and for the page for missing addresses,
/// which a server has one of.
pub(super) fn path(file: &str) -> Option<String> {
    let has_one = file.ends_with(".html") && file != "404.html";
    has_one.then(|| format!("{}{file}", TRADITIONAL.trim_start_matches('/')))
}

impl<'a> Writer<'a> {
    /// `own` are the words of the bulletin; `written` what was written in Traditional characters, by the file of the page.
    pub(super) fn new(own: &BTreeMap<String, String>, written: &BTreeMap<String, &'a Entry>, base: &'a Base) -> Self {
        let written = written.iter().filter_map(|(file, entry)| Some((file.clone(), entry.written.as_ref()?)));
        Self::of(own, written.collect(), base)
    }

    fn of(own: &BTreeMap<String, String>, written: Vec<(String, &'a Written)>, base: &'a Base) -> Self {
        let own: BTreeMap<String, String> = own
            .iter()
            .filter(|(word, _)| !word.is_empty())
            .map(|(word, other)| (word.clone(), other.clone()))
            .collect();
        let is_any_ascii = own.keys().any(|word| word.is_ascii());
        let own = Words::new(own, false);
        let mut writer = Self { own, is_any_ascii, everywhere: Words::default(), pages: BTreeMap::new(), base };
        writer.everywhere = Words::new(writer.of_all(&written), true);
        let written = written.into_iter().filter(|_| writer.everywhere.matcher.is_some());
        writer.pages = written.map(|(file, written)| (file, (written, OnceLock::new()))).collect();
        writer
    }

    /// The runs that a record has otherwise than they would be converted. Where records differ, what most have.
    fn of_all(&self, written: &[(String, &Written)]) -> BTreeMap<String, String> {
        let by_record: BTreeMap<*const Written, &Written> =
            written.iter().map(|(_, written)| (std::ptr::from_ref(*written), *written)).collect();
        let mut found: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
        let mut differs: BTreeMap<&str, bool> = BTreeMap::new();
        for (run, typed) in by_record.values().flat_map(|written| written.runs.iter()) {
            if run.chars().nth(1).is_some() {
                let kept = self.with_own(run, typed);
                *differs.entry(run).or_default() |= kept != self.write(run, None);
                *found.entry(run).or_default().entry(kept).or_default() += 1;
            }
        }
        let differing = found.into_iter().filter(|(run, _)| differs.get(run).is_some_and(|differs| *differs));
        let most = |ways: BTreeMap<String, usize>| ways.into_iter().max_by_key(|(_, count)| *count).map(|(way, _)| way);
        differing.filter_map(|(run, ways)| Some((run.to_owned(), most(ways)?))).collect()
    }

    /// A run as it was typed, with the bulletin's own words in it.
    fn with_own(&self, run: &str, typed: &str) -> String {
        put(run, typed, self.own.find(run))
    }

    /// What was written in the record of a page.
    fn words_of(&self, file: &str) -> Option<&Words> {
        let (written, words) = self.pages.get(file)?;
        let all = || written.runs.iter().map(|(run, typed)| (run.clone(), self.with_own(run, typed))).collect();
        Some(words.get_or_init(|| Words::new(all(), true)))
    }

    /// What was written in the record that a link leads to.
    pub(super) fn words_at(&self, link: &str) -> Option<&Words> {
        self.base.address(link).and_then(|address| self.words_of(&page_file(address)))
    }

    /// What was written in the record that a link of a page leads to, whose page may be moved already.
    fn words_behind(&self, link: &Tag) -> Option<&Words> {
        let link = link.get("href")?;
        match self.base.address(link)?.strip_prefix(TRADITIONAL) {
            Some(rest) => self.words_at(&self.base.link(&format!("/{rest}"))),
            None => self.words_at(link),
        }
    }

    /// A text in Traditional characters; `typed` is what was written in the record that it is of.
    pub(super) fn write(&self, text: &str, typed: Option<&Words>) -> String {
        self.write_marked(text, typed, None)
    }

    /// The same; `marked` is the text with marks for what was written.
    fn write_marked(&self, text: &str, typed: Option<&Words>, marked: Option<&str>) -> String {
        let converted = Script::Traditional.write(text);
        let mut found: Vec<(Range<usize>, Cow<'_, str>)> = Vec::new();
        if let Some(marked) = marked {
            found = self.own.find(text);
            let own: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
            found.extend(runs_of(text, marked, &own));
        }
        for words in typed.into_iter().chain([&self.everywhere, &self.own]) {
            for (range, written) in words.find(text) {
                if found.iter().all(|(other, _)| other.end <= range.start || range.end <= other.start) {
                    found.push((range, written));
                }
            }
        }
        put(text, &converted, found)
    }

    /// A text of a page, with its entities.
    fn write_html(&self, html: &str, page: &mut OnPage<'_, '_>) -> String {
        let marked = match &mut page.marks {
            Marks::Collected(all) => {
                all.push(html);
                return html.to_owned();
            }
            Marks::Known(all) => all.next(html).map(str::to_owned).filter(|marked| marked != html),
        };
        if html.is_ascii() && !self.is_any_ascii {
            return html.to_owned();
        }
        let leads_to = page.parts.last().filter(|part| part.is_link).and_then(|part| part.typed);
        let own = leads_to.or(page.typed);
        let typed = own.or_else(|| page.parts.iter().rev().find_map(|part| part.typed));
        let is_common = marked.is_none() && leads_to.is_none() && own.is_some() == typed.is_some();
        if let Some(written) = page.known.get(html).filter(|_| is_common) {
            return written.clone();
        }
        let written: String = if let Some(marked) = marked {
            let both = pieces(html).into_iter().zip(pieces(&marked));
            both.map(|((plain, entity), (marked, _))| {
                escaped(&self.write_marked(&plain, typed, Some(&marked))) + entity
            })
            .collect()
        } else {
            pieces(html).into_iter().map(|(plain, entity)| escaped(&self.write(&plain, typed)) + entity).collect()
        };
        if html.len() <= KEPT && is_common {
            page.known.insert(html.to_owned(), written.clone());
        }
        written
    }

    /// The words in a value of JSON, as an attribute holds it.
    fn write_json(&self, attribute: &str, page: &mut OnPage<'_, '_>) -> Option<String> {
        if let Marks::Collected(_) = page.marks {
            return None;
        }
        fn each(value: &mut Value, write: &dyn Fn(&str) -> String) {
            match value {
                Value::String(text) => *text = write(text),
                Value::Array(items) => items.iter_mut().for_each(|item| each(item, write)),
                Value::Object(map) => map.values_mut().for_each(|value| each(value, write)),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        let mut value =
            serde_json::from_str(&pieces(attribute).into_iter().map(|(plain, _)| plain).collect::<String>()).ok()?;
        each(&mut value, &|text| self.write(text, page.typed));
        Some(escaped(&value.to_string()))
    }

    /// A page again; `marked` is the page with marks for what was written in Traditional characters.
    pub(super) fn again(&self, page: &Rendered, marked: Option<&str>, known: &mut Known) -> Option<Rendered> {
        let path = path(&page.path)?;
        let html = std::str::from_utf8(&page.bytes).unwrap_or_default();
        let typed = self.words_of(&page.path);
        let mut of_page = Known::new();
        let known = if typed.is_some() { &mut of_page } else { known };
        let marks = marked.map(|marked| self.marks(html, marked)).unwrap_or_default();
        Some(Rendered { path, bytes: self.walk(html, &mut OnPage::new(known, typed, marks)).into_bytes() })
    }

    /// The words of a page with marks, where it has as many as the page itself.
    fn marks(&self, html: &str, marked: &str) -> Marked {
        let all = |html: &str| {
            let mut known = Known::new();
            let marks = Marks::Collected(Marked::default());
            let mut page = OnPage { known: &mut known, typed: None, marks, parts: Vec::new() };
            self.walk(html, &mut page);
            match page.marks {
                Marks::Collected(all) | Marks::Known(all) => all,
            }
        };
        let marked = all(marked);
        if marked.len() == all(html).len() { marked } else { Marked::default() }
    }

    fn walk<'w>(&'w self, html: &str, page: &mut OnPage<'_, 'w>) -> String {
        let (mut copied, mut open) = (Copied::of(html), Vec::new());
        each_part(html, |part| match part {
            parts::Part::Open(tag) => {
                let element = self.open(html, tag, &open, page, &mut copied);
                open.extend(element);
            }
            parts::Part::Close(name, start) => {
                let Some(at) = open.iter().rposition(|element| element.name == name) else { return };
                for element in open.drain(at..) {
                    if element.is_part {
                        page.parts.pop();
                    }
                    if let Some((words, instead)) = element.switches {
                        copied.put(words..start, &instead);
                    }
                }
            }
            parts::Part::Words(_, at) => {
                let is_changed = open.last().is_none_or(|element| !element.is_as_written);
                if let Some(text) = html.get(at.clone()).filter(|_| is_changed) {
                    let written = self.with_own_addresses(self.write_html(text, page));
                    if written != text {
                        copied.put(at, &written);
                    }
                }
            }
        });
        copied.done()
    }

    /// Writes a start tag. Gives the element that it opens, where anything can stand in it.
    fn open<'w>(
        &'w self,
        html: &str,
        tag: &Tag,
        around: &[Element],
        page: &mut OnPage<'_, 'w>,
        copied: &mut Copied<'_>,
    ) -> Option<Element> {
        let (name, has) = (tag.name.as_slice(), |key: &str, value: &str| tag.get(key) == Some(value));
        let is_drawing = matches!(name, b"svg" | b"math") || around.last().is_some_and(|element| element.is_drawing);
        let is_empty = VOID.contains(&name) || is_drawing && tag.self_closing;
        let outer = around.last();
        let mut element = Element {
            name: tag.name.clone(),
            is_as_written: outer.is_some_and(|outer| outer.is_as_written)
                || AS_WRITTEN.contains(&name)
                || has("lang", "en")
                || has("translate", "no"),
            is_drawing,
            is_part: false,
            switches: None,
        };
        self.attributes(html, tag, page, copied);
        if let Some(name) = tag.get("data-script") {
            // The link to the other script leads back, and says so.
            (element.is_as_written, element.switches) = (true, Some((tag.end, name.to_owned())));
        }
        if !self.pages.is_empty() && !is_empty && PARTS.contains(&name) && (name != b"a" || tag.get("href").is_some()) {
            let is_link = name == b"a";
            let typed = if is_link { self.words_behind(tag) } else { None };
            // What stands beside a link to a record, in a list, is of that record.
            if let Some(around) = page.parts.iter_mut().rev().find(|part| !part.is_link) {
                around.typed = around.typed.or(typed);
            }
            page.parts.push(Part { is_link, typed });
            element.is_part = true;
        }
        (!is_empty).then_some(element)
    }

    fn attributes(&self, html: &str, tag: &Tag, page: &mut OnPage<'_, '_>, copied: &mut Copied<'_>) {
        let is_input = tag.name == b"input";
        let is_setting =
            tag.get("http-equiv").is_some() || tag.get("name").is_some_and(|name| SETTINGS.contains(&name));
        let leads_back = tag.get("data-script").is_some();
        let leads_away = leads_back || tag.get("rel") == Some("alternate");
        for (key, value) in tag.written_values(html) {
            let written = match key {
                "href" if leads_back => {
                    let address = self.base.address(value).and_then(|address| address.strip_prefix(TRADITIONAL));
                    Some(self.base.link(&format!("/{}", address.unwrap_or_default())))
                }
                "hreflang" | "lang" if leads_back => Some("zh-Hans".to_owned()),
                "data-script" => {
                    copied.leave_out(tag, key);
                    None
                }
                "lang" if tag.name == b"html" => Some("zh-Hant".to_owned()),
                "href" | "action" => self.moved(value).filter(|_| !leads_away),
                "data-index" => Some(value.replace("root", "zh-hant")),
                "value" if !is_input => None,
                "content" if is_setting => None,
                "data-words" => self.write_json(value, page),
                key if WORDS.contains(&key) => Some(self.write_html(value, page)),
                _ => None,
            };
            if let Some(written) = written.filter(|written| written != value) {
                copied.set(tag, key, &written);
            }
        }
        if tag.name == b"html" && tag.get("lang").is_none() {
            copied.set(tag, "lang", "zh-Hant");
        }
    }

    /// A text in which full addresses of pages, as in a citation, are those of the pages in this script.
    fn with_own_addresses(&self, text: String) -> String {
        let full = self.base.url("/");
        if !full.contains("://") || !text.contains(&full) {
            return text;
        }
        let own = |part: &str| {
            let end = part.find(|c: char| !c.is_ascii_graphic()).unwrap_or(part.len());
            let (address, after) = part.split_at_checked(end).unwrap_or((part, ""));
            let link = format!("{full}{address}");
            self.moved(&link).unwrap_or(link) + after
        };
        let mut parts = text.split(full.as_str());
        let before = parts.next().unwrap_or_default().to_owned();
        parts.fold(before, |text, part| text + &own(part))
    }

    /// Where a link to a page of the site leads in this script. `None` for anchors, files and other sites.
    pub(super) fn moved(&self, link: &str) -> Option<String> {
        let full = self.base.url("");
        let (before, address) = match link.strip_prefix(full.as_str()).filter(|_| full.contains("://")) {
            Some(address) => (full, address),
            None => (self.base.link(""), self.base.address(link).filter(|_| !link.starts_with("//"))?),
        };
        let path = address.split(['#', '?']).next()?;
        (path.starts_with('/') && path.ends_with('/'))
            .then(|| format!("{before}{TRADITIONAL}{}", address.trim_start_matches('/')))
    }
}

/// What is known while a page is written.
struct OnPage<'k, 'w> {
    known: &'k mut Known,
    /// What was written in its record.
    typed: Option<&'w Words>,
    /// What was written in its record, place by place.
    marks: Marks,
    /// The links and the items of lists in which the words stand, from outside in.
    parts: Vec<Part<'w>>,
}

/// An element that is open.
struct Element {
    name: Vec<u8>,
    /// Whether its words stay as they are written.
    is_as_written: bool,
    /// Whether it is part of a drawing, in which tags close themselves.
    is_drawing: bool,
    /// Whether it is one of the page's parts.
    is_part: bool,
    /// Where its words begin, and what to write instead of them.
    switches: Option<(usize, String)>,
}

/// A link, or an item of a list, a card or a row.
struct Part<'w> {
    is_link: bool,
    /// What was written in the record that it leads to.
    typed: Option<&'w Words>,
}

/// The words of a page with marks.
enum Marks {
    /// They are being read.
    Collected(Marked),
    /// They are there.
    Known(Marked),
}

impl<'k, 'w> OnPage<'k, 'w> {
    fn new(known: &'k mut Known, typed: Option<&'w Words>, marks: Marked) -> Self {
        Self { known, typed, marks: Marks::Known(marks), parts: Vec::new() }
    }
}

/// What was written in runs of marked characters, but where `own` words of the bulletin stand.
fn runs_of<'s>(text: &'s str, marked: &str, own: &[Range<usize>]) -> Vec<(Range<usize>, Cow<'s, str>)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut own = own.iter().peekable();
    for ((at, c), mark) in text.char_indices().zip(marked.chars()) {
        while own.next_if(|range| range.end <= at).is_some() {}
        let Some(written) = unmarked(mark).filter(|_| !own.peek().is_some_and(|range| range.contains(&at))) else {
            continue;
        };
        match found.last_mut().filter(|(range, _)| range.end == at) {
            Some((range, run)) => {
                range.end += c.len_utf8();
                run.push(written);
            }
            None => found.push((at..at + c.len_utf8(), written.to_string())),
        }
    }
    found.into_iter().map(|(range, run)| (range, Cow::Owned(run))).collect()
}

/// `converted` with what stands at places of `text`, which has as many characters.
fn put(text: &str, converted: &str, mut found: Vec<(Range<usize>, Cow<'_, str>)>) -> String {
    if found.is_empty() {
        return converted.to_owned();
    }
    found.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(converted.len());
    let mut rest = converted.chars();
    let mut done = 0;
    let count = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count());
    for (range, written) in found {
        out.extend(rest.by_ref().take(count(done..range.start)));
        rest.by_ref().take(count(range.clone())).for_each(drop);
        out += &written;
        done = range.end;
    }
    out.extend(rest);
    out
}

/// The character that an entity means, of those that templates and Markdown write, and by number.
fn meant(entity: &str) -> Option<char> {
    let name = entity.strip_prefix('&')?.strip_suffix(';')?;
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(code).filter(|c| !c.is_control())
        }
    }
}

/// A text of a page in pieces: as it is read, each with the entity behind it that is none of those.
fn pieces(html: &str) -> Vec<(String, &str)> {
    let (mut pieces, mut plain, mut rest) = (Vec::new(), String::new(), html);
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        plain += before;
        let name = after.get(1..).unwrap_or_default();
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(name.len());
        let is_entity = end > 0 && name.get(end..).is_some_and(|name| name.starts_with(';'));
        let (entity, after) = after.split_at(if is_entity { end + 2 } else { 1 });
        match meant(entity) {
            Some(c) => plain.push(c),
            None if is_entity => pieces.push((std::mem::take(&mut plain), entity)),
            None => plain.push('&'),
        }
        rest = after;
    }
    pieces.push((plain + rest, ""));
    pieces
}

/// A text as pages hold it, between tags and in attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_the_other_script() {
        let own = BTreeMap::from([("云岭乡".to_owned(), "雲嶺鄉".to_owned()), ("里".to_owned(), "里".to_owned())]);
        let base = Base::parse("https://example.org/b/").expect("an address");
        let writer = Writer::of(&own, Vec::new(), &base);
        let html = concat!(
            r#"<!DOCTYPE html><html lang="zh-Hans"><head><link rel="canonical" href="https://example.org/b/a/">"#,
            r#"<link rel="alternate" hreflang="zh-Hans" href="https://example.org/b/a/"></head>"#,
            r#"<body><a href="/b/projects/?q=%E5%8F%91#头发" title="发展">理发与发展&amp;头发</a> <code>头发</code>云岭乡十里 https://example.org/b/a/（头发）"#,
            r#"<a href="/b/zh-hant/a/" hreflang="zh-Hant" lang="zh-Hant" data-script="简体">繁體</a>"#,
            r#"<img src="/b/images/a.png" alt="车间"><a href="/b/files/发.pdf">文件</a><p id="头发" data-done="已复制">干部</p></body></html>"#
        );
        let written = writer.walk(html, &mut OnPage::new(&mut Known::new(), None, Marked::default()));
        for expected in [
            r#"<html lang="zh-Hant">"#,
            r#"rel="canonical" href="https://example.org/b/zh-hant/a/""#,
            r#"hreflang="zh-Hans" href="https://example.org/b/a/""#,
            r#"href="/b/zh-hant/projects/?q=%E5%8F%91#头发" title="發展">理髮與發展&amp;頭髮</a>"#,
            "<code>头发</code>雲嶺鄉十里 https://example.org/b/zh-hant/a/（頭髮）",
            r#"<a href="/b/a/" hreflang="zh-Hans" lang="zh-Hans">简体</a>"#,
            r#"<img src="/b/images/a.png" alt="車間">"#,
            r#"href="/b/files/发.pdf">文件"#,
            r#"<p id="头发" data-done="已複製">幹部</p>"#,
        ] {
            assert!(written.contains(expected), "{expected}\n{written}");
        }
    }

    fn written(texts: &[(&str, &str)]) -> Written {
        let runs = texts.iter().map(|(run, typed)| ((*run).to_owned(), (*typed).to_owned())).collect();
        Written::with_runs(runs)
    }

    /// A page with `html` as its body.
    fn body(writer: &Writer<'_>, file: &str, html: &str) -> String {
        let page = Rendered { path: file.to_owned(), bytes: html.as_bytes().to_vec() };
        let page = writer.again(&page, None, &mut Known::new()).expect("a page");
        String::from_utf8(page.bytes).expect("text")
    }

    #[test]
    fn what_was_typed_comes_out_as_typed() {
        let own =
            [("甲公司", "<b onclick=\"x\">甲&乙</b>"), ("R&D中心", "研發中心"), ("AT&T", "電話公司"), ("a<b", "小於")];
        let own = own.map(|(word, other)| (word.to_owned(), other.to_owned())).into();
        let base = Base::root();
        let writer = Writer::of(&own, Vec::new(), &base);
        let typed = "&lt;b onclick=&quot;x&quot;&gt;甲&amp;乙&lt;/b&gt;";
        let html = r#"<p title="甲公司" data-words='{"a":"甲公司"}'>甲公司&nbsp;发&#x27;R&amp;D中心 a&lt;b 面 & 发</p><b>AT&amp;T</b>"#;
        let written = body(&writer, "a.html", html);
        let words = typed.replace("&quot;", "\\&quot;");
        assert_eq!(
            written,
            format!(
                r#"<p title="{typed}" data-words="{{&quot;a&quot;:&quot;{words}&quot;}}">{typed}&nbsp;發'研發中心 小於 面 &amp; 發</p><b>電話公司</b>"#
            )
        );
        assert_eq!(writer.write("甲公司", None), "<b onclick=\"x\">甲&乙</b>");
    }

    /// Of words that are the same in Simplified characters each is what was written in its place.
    #[test]
    fn places_have_what_was_written_there() {
        let own = [("云岭".to_owned(), "雲嶺".to_owned())].into();
        let base = Base::root();
        let writer = Writer::of(&own, Vec::new(), &base);
        let mark = |c: char| char::from_u32(u32::from(c) + 0x30000).expect("a mark");
        let marks = |text: &str| text.chars().map(|c| if is_han(c) { mark(c) } else { c }).collect::<String>();
        let html = "<p title='钟声'>钟声&amp;</p><p>钟声</p><code>钟</code><p id='a'>云岭，发现</p><p>发展</p>";
        let marked = format!(
            "<p title='{}'>{}&amp;</p><p>{}</p><code>钟</code><p id='b'>{}，发{}</p><p>发展</p>",
            marks("鐘聲"),
            marks("鍾聲"),
            marks("钟声"),
            marks("云嶺"),
            marks("現")
        );
        let page = Rendered { path: "a.html".to_owned(), bytes: html.as_bytes().to_vec() };
        let write = |marked: &str| {
            let again = writer.again(&page, Some(marked), &mut Known::new()).expect("a page");
            String::from_utf8(again.bytes).expect("text")
        };
        assert_eq!(
            write(&marked),
            "<p title=\"鐘聲\">鍾聲&amp;</p><p>钟声</p><code>钟</code><p id='a'>雲嶺，發現</p><p>發展</p>"
        );
        // A page that has other words than the one with marks goes without.
        let plain = "<p title=\"鐘聲\">鐘聲&amp;</p><p>鐘聲</p><code>钟</code><p id='a'>雲嶺，發現</p><p>發展</p>";
        assert_eq!(write(&marked.replace("<p>发展</p>", "")), plain);
    }

    #[test]
    fn what_was_written_is_put_back() {
        let (one, other) = (
            written(&[("在于家发展", "在於家發展"), ("于家", "于家"), ("台湾的后里", "台灣的后里"), ("面", "面")]),
            written(&[("台湾的后里", "台灣的後里"), ("里面", "裡面"), ("云岭乡公告发布会", "雲嶺乡公告發布會")]),
        );
        let own = [("云岭".to_owned(), "云嶺".to_owned())].into();
        let base = Base::root();
        let files = vec![("a/index.html".to_owned(), &one), ("b/index.html".to_owned(), &other)];
        let writer = Writer::of(&own, files, &base);
        // Each page has what was written in its record, others what most have.
        assert_eq!(body(&writer, "a/index.html", "<p>台湾的后里</p>"), "<p>台灣的后里</p>");
        assert_eq!(body(&writer, "b/index.html", "<p>台湾的后里</p>"), "<p>台灣的後里</p>");
        // A short run is told by itself only; a long one within others, and where it was cut off.
        assert_eq!(body(&writer, "c.html", "<p>里面，里面的</p>"), "<p>裡面，裏面的</p>");
        assert_eq!(
            body(&writer, "c.html", "<p title='在云岭乡公告发布会上'>云岭乡公告发布…</p>"),
            "<p title=\"在云嶺乡公告發布會上\">云嶺乡公告發布…</p>"
        );
        // A link has what was written in the record that it leads to, and so has what stands beside it in a list.
        let item = |at: &str| format!(r#"<li><a href="/{at}/">台湾的后里</a><p>台湾的后里</p></li>"#);
        assert_eq!(
            body(&writer, "c.html", &format!("<ul>{}{}</ul>台湾的后里", item("a"), item("b"))),
            format!(
                "<ul>{}{}</ul>台灣的{}",
                item("zh-hant/a").replace("台湾", "台灣"),
                item("zh-hant/b").replace("台湾的后里", "台灣的後里"),
                if writer.write("台湾的后里", None).ends_with("后里") { "后里" } else { "後里" }
            )
        );
        // The bulletin's own words go before what was written.
        assert_eq!(writer.write("云岭乡公告发布会", writer.words_at("/b/")), "云嶺乡公告發布會");
        assert_eq!(writer.write("云岭乡", None), "云嶺鄉");
    }
}
