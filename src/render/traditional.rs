//! The site in Traditional characters 繁体版: every finished page again under `/zh-hant/`, with the same ids and addresses.
//!
//! Words are converted, in texts and in the attributes that are read out; code, scripts, addresses and names are not.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};

use lol_html::html_content::{ContentType, Element};
use lol_html::{HandlerResult, RewriteStrSettings, doc_text, element, end_tag, rewrite_str};
use rayon::prelude::*;
use regex::Regex;

use super::Rendered;
use crate::site::{Base, TRADITIONAL};
use crate::text::Script;

/// Elements whose words stay as they are written.
const AS_WRITTEN: &str = "code, pre, kbd, samp, script, style, [lang=en], [translate=no]";
/// Attributes that are words.
const WORDS: &[&str] =
    &["alt", "aria-label", "content", "data-done", "data-label", "data-words", "placeholder", "title", "value"];

/// Writes Simplified words in Traditional characters, some of them as the bulletin wants.
pub(super) struct Writer<'a> {
    own: &'a BTreeMap<String, String>,
    pattern: Option<Regex>,
    base: &'a Base,
}

/// Texts that were converted already: labels and names come again on every page.
type Known = HashMap<String, String>;

/// A text longer than this is not kept: it will not come again.
const KEPT: usize = 120;

impl<'a> Writer<'a> {
    pub(super) fn new(own: &'a BTreeMap<String, String>, base: &'a Base) -> Self {
        let mut words: Vec<&str> = own.keys().map(String::as_str).filter(|word| !word.is_empty()).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let pattern = words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|");
        Self { own, pattern: Regex::new(&pattern).ok().filter(|_| !words.is_empty()), base }
    }

    /// A text in Traditional characters.
    pub(super) fn write(&self, text: &str) -> String {
        let Some(pattern) = &self.pattern else { return Script::Traditional.write(text) };
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for found in pattern.find_iter(text) {
            out += &Script::Traditional.write(text.get(done..found.start()).unwrap_or_default());
            out += self.own.get(found.as_str()).map_or(found.as_str(), String::as_str);
            done = found.end();
        }
        out + &Script::Traditional.write(text.get(done..).unwrap_or_default())
    }

    fn write_known(&self, text: &str, known: &mut Known) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        if let Some(written) = known.get(text) {
            return written.clone();
        }
        let written = self.write(text);
        if text.len() <= KEPT {
            known.insert(text.to_owned(), written.clone());
        }
        written
    }

    /// Every page but the one for missing addresses, which a server has one of.
    pub(super) fn pages(&self, pages: &[Rendered]) -> Vec<Rendered> {
        let pages = pages.par_iter().filter(|page| page.path.ends_with(".html") && page.path != "404.html");
        pages
            .map_init(Known::new, |known, page| {
                let html = std::str::from_utf8(&page.bytes).unwrap_or_default();
                let path = format!("{}{}", TRADITIONAL.trim_start_matches('/'), page.path);
                Rendered { path, bytes: self.page(html, known).into_bytes() }
            })
            .collect()
    }

    fn page(&self, html: &str, known: &mut Known) -> String {
        let known = RefCell::new(known);
        let as_written = std::rc::Rc::new(Cell::new(0_usize));
        let node = RefCell::new(String::new());
        let settings = RewriteStrSettings::new()
            .append_element_content_handler(element!("*", |element| {
                self.attributes(element, &mut known.borrow_mut());
                Ok(())
            }))
            .append_element_content_handler(element!(AS_WRITTEN, |element| {
                if !element.can_have_content() {
                    return Ok(());
                }
                as_written.set(as_written.get() + 1);
                let as_written = as_written.clone();
                element.on_end_tag(end_tag!(move |_| {
                    as_written.set(as_written.get().saturating_sub(1));
                    Ok(())
                }))
            }))
            .append_element_content_handler(element!("[data-script]", |element| self.switch(element)))
            .append_document_content_handler(doc_text!(|chunk| {
                if as_written.get() > 0 {
                    return Ok(());
                }
                node.borrow_mut().push_str(chunk.as_str());
                if chunk.last_in_text_node() {
                    let text = std::mem::take(&mut *node.borrow_mut());
                    let text = self.write_known(&text, &mut known.borrow_mut());
                    chunk.replace(&self.with_own_addresses(text), ContentType::Html);
                } else {
                    chunk.remove();
                }
                Ok(())
            }));
        rewrite_str(html, settings).unwrap_or_else(|_| html.to_owned())
    }

    /// The link to the other script leads back, and says so.
    fn switch(&self, element: &mut Element<'_, '_>) -> HandlerResult {
        let back = element.get_attribute("href").unwrap_or_default();
        let address = self.base.address(&back).and_then(|address| address.strip_prefix(TRADITIONAL));
        let name = element.get_attribute("data-script").unwrap_or_default();
        element.set_attribute("href", &self.base.link(&format!("/{}", address.unwrap_or_default())))?;
        element.set_attribute("hreflang", "zh-Hans")?;
        element.set_attribute("lang", "zh-Hans")?;
        element.set_inner_content(&name, ContentType::Html);
        element.remove_attribute("data-script");
        Ok(())
    }

    fn attributes(&self, element: &mut Element<'_, '_>, known: &mut Known) {
        let mut changed: Vec<(String, String)> = Vec::new();
        if element.tag_name() == "html" {
            changed.push(("lang".to_owned(), "zh-Hant".to_owned()));
        }
        let is_input = element.tag_name() == "input";
        let leads_away = |element: &Element<'_, '_>| {
            let is_alternate = element.get_attribute("rel").is_some_and(|rel| rel == "alternate");
            is_alternate || element.has_attribute("data-script")
        };
        for attribute in element.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            let written = match key.as_str() {
                "href" | "action" => self.moved(&value).filter(|_| !leads_away(element)),
                "data-index" => Some(value.replace("root", "zh-hant")),
                "value" if !is_input => None,
                key if WORDS.contains(&key) && !value.is_ascii() => Some(self.write_known(&value, known)),
                _ => None,
            };
            changed.extend(written.map(|written| (key, written)));
        }
        for (key, value) in changed {
            // Keys are those of attributes that are there, so no name is refused.
            let _ = element.set_attribute(&key, &value);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_the_other_script() {
        let own = BTreeMap::from([("云岭乡".to_owned(), "雲嶺鄉".to_owned()), ("里".to_owned(), "里".to_owned())]);
        let base = Base::parse("https://example.org/b/").expect("an address");
        let writer = Writer::new(&own, &base);
        let html = concat!(
            r#"<!DOCTYPE html><html lang="zh-Hans"><head><link rel="canonical" href="https://example.org/b/a/">"#,
            r#"<link rel="alternate" hreflang="zh-Hans" href="https://example.org/b/a/"></head>"#,
            r#"<body><a href="/b/projects/?q=%E5%8F%91#头发" title="发展">理发与发展&amp;头发</a> <code>头发</code>云岭乡十里 https://example.org/b/a/（头发）"#,
            r#"<a href="/b/zh-hant/a/" hreflang="zh-Hant" lang="zh-Hant" data-script="简体">繁體</a>"#,
            r#"<img src="/b/images/a.png" alt="车间"><a href="/b/files/发.pdf">文件</a><p id="头发" data-done="已复制">干部</p></body></html>"#
        );
        let written = writer.page(html, &mut Known::new());
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
}
