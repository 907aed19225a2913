//! Markdown to HTML: anchors on headings, links and references resolved, images with their size, code highlighted. HTML
//! in a text was made Markdown before ([`crate::source::html`]); none is passed on.

use std::collections::BTreeSet;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd, html};
use serde_json::{Map, Value};

use super::highlight;
use crate::source::markdown::{self, Heading};
use crate::text::Strings;

/// Renders `text`. `resolved` has its `links`, `images` and `quotes`; `prefix` goes before every id.
pub(super) fn html(text: &str, resolved: &Map<String, Value>, prefix: &str, strings: &Strings) -> String {
    let events = markdown::events(text);
    let headings = markdown::headings(&events, &|reference| quoted(resolved, reference));
    let mut writer = Writer {
        resolved,
        prefix,
        strings,
        headings: headings.into_iter(),
        out: Vec::new(),
        notes: Vec::new(),
        written: BTreeSet::new(),
        in_head: false,
        in_link: false,
    };
    let mut events = events.into_iter().map(|(event, _)| event);
    while let Some(event) = events.next() {
        writer.event(event, &mut events);
    }
    let mut out = String::new();
    html::push_html(&mut out, writer.out.into_iter());
    out
}

/// The words that a reference stands for.
fn quoted(resolved: &Map<String, Value>, reference: &str) -> String {
    let words = resolved.get("quotes").and_then(|quotes| quotes.get(reference)?.get("text")?.as_str());
    words.map_or_else(|| markdown::as_written(reference), str::to_owned)
}

struct Writer<'a> {
    resolved: &'a Map<String, Value>,
    prefix: &'a str,
    strings: &'a Strings,
    headings: std::vec::IntoIter<Heading>,
    out: Vec<Event<'static>>,
    /// Names of footnotes in the order they are referred to.
    notes: Vec<String>,
    /// The numbers of those that are written; only the first of a name can be linked to.
    written: BTreeSet<usize>,
    in_head: bool,
    in_link: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'static>, rest: &mut dyn Iterator<Item = Event<'static>>) {
        match event {
            // None comes: what is written here is our own only.
            Event::Html(_) | Event::InlineHtml(_) => {}
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            // The page's title is its first-level heading; a text's own is reported and stands a level below.
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                self.out.push(Event::End(TagEnd::Heading(HeadingLevel::H2)));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let level = level.max(HeadingLevel::H2);
                let id = self.headings.next().map(|heading| format!("{}{}", self.prefix, heading.id).into());
                self.out.push(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = self.destination(dest_url);
                self.in_link = true;
                self.out.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::End(TagEnd::Link) => {
                self.in_link = false;
                self.out.push(event);
            }
            Event::InlineMath(reference) => self.quote(&reference),
            Event::DisplayMath(words) => self.out.push(Event::Text(words)),
            Event::Start(Tag::Image { dest_url, title, .. }) => self.image(&dest_url, &title, rest),
            Event::Start(Tag::CodeBlock(kind)) => self.code_block(&kind, rest),
            Event::Start(Tag::BlockQuote(Some(kind))) => self.callout(kind),
            Event::End(TagEnd::BlockQuote(Some(_))) => self.raw("</div>\n"),
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                self.raw("<thead><tr>");
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                self.raw("</tr></thead><tbody>\n");
            }
            Event::Start(Tag::TableCell) if self.in_head => self.raw("<th scope=\"col\">"),
            Event::End(TagEnd::TableCell) if self.in_head => self.raw("</th>"),
            Event::Start(Tag::Table(_)) => self.raw("<div class=\"gb-prose__table\" tabindex=\"0\"><table>"),
            Event::End(TagEnd::Table) => self.raw("</tbody></table></div>\n"),
            Event::Start(Tag::TableRow) => self.raw("<tr>"),
            Event::End(TagEnd::TableRow) => self.raw("</tr>\n"),
            Event::Start(Tag::TableCell) => self.raw("<td>"),
            Event::End(TagEnd::TableCell) => self.raw("</td>"),
            Event::TaskListMarker(done) => {
                let (class, sign) = if done { ("done", "☑") } else { ("open", "☐") };
                self.raw(&format!("<span class=\"gb-prose__task gb-prose__task--{class}\">{sign}</span> "));
            }
            Event::FootnoteReference(name) => {
                let n = self.note(&name);
                let prefix = self.prefix;
                self.raw(&format!("<sup class=\"gb-prose__note-ref\"><a href=\"#{prefix}note-{n}\">[{n}]</a></sup>"));
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                let n = self.note(&name);
                let id = match self.written.insert(n) {
                    true => format!(" id=\"{}note-{n}\"", self.prefix),
                    false => String::new(),
                };
                self.raw(&format!(
                    "<div class=\"gb-prose__note\"{id}><span class=\"gb-prose__note-number\">[{n}]</span>\n"
                ));
            }
            Event::End(TagEnd::FootnoteDefinition) => self.raw("</div>\n"),
            event => self.out.push(event),
        }
    }

    fn raw(&mut self, html: &str) {
        self.out.push(Event::Html(html.to_owned().into()));
    }

    /// What a reference stands for, with a link to the record that says so.
    fn quote(&mut self, reference: &str) {
        let text = escape(&quoted(self.resolved, reference));
        let quote = self.resolved.get("quotes").and_then(|quotes| quotes.get(reference));
        let get = |key: &str| quote.and_then(|quote| quote.get(key)).and_then(Value::as_str);
        self.raw(&match get("url").filter(|_| !self.in_link) {
            Some(url) => format!("<a class=\"gb-quote\" href=\"{}\">{text}</a>", escape(url)),
            None => {
                let value = escape(get("value").unwrap_or(""));
                format!("<data class=\"gb-quote\" value=\"{value}\">{text}</data>")
            }
        });
    }

    /// The number of a footnote, from 1.
    fn note(&mut self, name: &str) -> usize {
        let name = name.to_lowercase();
        let known = self.notes.iter().position(|other| *other == name);
        known.unwrap_or_else(|| {
            self.notes.push(name);
            self.notes.len() - 1
        }) + 1
    }

    fn destination(&self, link: CowStr<'static>) -> CowStr<'static> {
        if let Some(anchor) = link.strip_prefix('#') {
            return format!("#{}{anchor}", self.prefix).into();
        }
        let resolved = self.resolved.get("links").and_then(|links| links.get(&*link)).and_then(Value::as_str);
        match resolved {
            Some(url) => url.to_owned().into(),
            None if is_safe(&link) => link,
            None => "".into(),
        }
    }

    fn image(&mut self, name: &str, title: &str, rest: &mut dyn Iterator<Item = Event<'static>>) {
        let mut alt = String::new();
        for event in &mut *rest {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::InlineMath(reference) => alt.push_str(&quoted(self.resolved, &reference)),
                Event::End(TagEnd::Image) => break,
                _ => {}
            }
        }
        let image = self.resolved.get("images").and_then(|images| images.get(name));
        let Some(url) = image.and_then(|image| image.get("url")).and_then(Value::as_str) else { return };
        let number = |key: &str| image.and_then(|image| image.get(key)).and_then(Value::as_u64);
        let size = number("width")
            .zip(number("height"))
            .map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        let size = size.unwrap_or_default();
        let sources = image.and_then(|image| image.get("srcset")).and_then(Value::as_str);
        if let Some(sources) = sources {
            let sizes = "(min-width: 48rem) 46rem, 100vw";
            self.raw(&format!(
                "<picture><source type=\"image/webp\" srcset=\"{}\" sizes=\"{sizes}\">",
                escape(sources)
            ));
        }
        self.raw(&format!("<img src=\"{}\" alt=\"{}\"{title}{size} loading=\"lazy\">", escape(url), escape(&alt)));
        if sources.is_some() {
            self.raw("</picture>");
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, rest: &mut dyn Iterator<Item = Event<'static>>) {
        let mut code = String::new();
        for event in &mut *rest {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or(""),
            CodeBlockKind::Indented => "",
        };
        let html = highlight::highlight(&code, language).unwrap_or_else(|| escape(&code));
        self.raw(&format!("<pre class=\"gb-prose__code\" tabindex=\"0\"><code>{html}</code></pre>\n"));
    }

    fn callout(&mut self, kind: BlockQuoteKind) {
        let class = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let title = escape(self.strings.or_key(&format!("callout.{class}")));
        self.raw(&format!(
            "<div class=\"gb-callout gb-callout--{class}\"><p class=\"gb-callout__title\">{title}</p>\n"
        ));
    }
}

/// Schemes and forms of links that may stand in a page.
fn is_safe(link: &str) -> bool {
    match link.split_once(':') {
        Some((scheme, _)) => matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel"),
        None => !link.starts_with("//") && !link.starts_with('\\'),
    }
}

/// The text as it may stand in HTML, between quotes too.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings() -> Strings {
        Strings::new(crate::text::Ui::ZhHans, std::collections::BTreeMap::new())
    }

    fn render(text: &str) -> String {
        html(text, &Map::new(), "", &strings()).trim().to_owned()
    }

    #[test]
    fn raw_html_and_unsafe_links_are_dropped() {
        assert_eq!(render("甲<b onclick=x>乙</b>"), "<p>甲<strong>乙</strong></p>");
        assert_eq!(render("<script>alert(1)</script>"), "");
        assert_eq!(render("[甲](javascript:alert(1))"), "<p><a href=\"\">甲</a></p>");
        for address in [
            "javascript:alert(1)",
            " &#1;JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "javascript&colon;x",
            "//example.org/",
            "\t//example.org/",
            "data:text/html,x",
            "vbscript:x",
        ] {
            let html =
                format!("<div onload=x><a href=\"{address}\" onclick=x>甲</a><img src=\"{address}\" onerror=x></div>");
            assert_eq!(render(&html), "<p><a href=\"\">甲</a></p>", "{address}");
        }
    }

    #[test]
    fn tables_have_scopes_and_can_be_scrolled() {
        let out = render("|甲|乙|\n|-|-|\n|1|2|\n");
        assert!(out.contains("<th scope=\"col\">甲</th>") && out.contains("<td>1</td>"), "{out}");
    }

    #[test]
    fn footnotes_callouts_and_tasks() {
        let out = render("文[^a]。\n\n[^a]: 注。\n\n> [!NOTE]\n> 说明。\n\n- [x] 完成\n");
        assert!(out.contains("href=\"#note-1\"") && out.contains("id=\"note-1\""), "{out}");
        assert!(out.contains("gb-callout--note") && out.contains("☑"), "{out}");
        assert!(!out.contains("<input"), "{out}");
    }

    #[test]
    fn code_is_highlighted_with_classes() {
        let out = render("```yaml\ntitle: 甲 # 注\n```\n");
        assert!(out.contains("class=\"hl-") && !out.contains("style="), "{out}");
    }

    #[test]
    fn ids_carry_the_prefix() {
        let out = html("## 甲\n\n[上](#jia)", &Map::new(), "note-", &strings());
        assert!(out.contains("id=\"note-jia\"") && out.contains("href=\"#note-jia\""), "{out}");
    }
}
