//! Events as Markdown, as an editor would type it.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use crate::source::Placed;

/// The Markdown of events; `other` gives lists the other sign, where one of the first kind stands beside.
pub(super) fn markdown(events: &[Placed<'_>], other: bool) -> String {
    let mut writer = Writer { events, at: 0, other };
    let mut parts = Vec::new();
    while writer.at < events.len() {
        let before = writer.at;
        parts.extend(writer.blocks(false));
        // An end without a beginning.
        writer.at = writer.at.max(before + 1);
    }
    joined(parts, false)
}

struct Writer<'e> {
    events: &'e [Placed<'e>],
    at: usize,
    other: bool,
}

/// A part of a page in Markdown, and for a list whether it has the other sign.
type Part = (String, Option<bool>);

fn joined(parts: Vec<Part>, tight: bool) -> String {
    let mut out = String::new();
    for (text, _) in parts {
        if !out.is_empty() {
            out.push_str(if tight { "\n" } else { "\n\n" });
        }
        out.push_str(&text);
    }
    out
}

fn indented(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let before = if index == 0 { first } else { rest };
        out.push_str(if line.is_empty() { before.trim_end() } else { before });
        out.push_str(line);
    }
    out
}

impl<'e> Writer<'e> {
    fn peek(&self) -> Option<&'e Event<'e>> {
        self.events.get(self.at).map(|(event, _)| event)
    }

    /// Parts up to the end of what is around them, which is passed over.
    fn blocks(&mut self, tight: bool) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        while let Some(event) = self.peek() {
            match event {
                Event::End(_) => {
                    self.at += 1;
                    break;
                }
                Event::Start(tag) if is_block(tag) => {
                    self.at += 1;
                    let other = parts.last().and_then(|(_, other)| *other).map_or(self.other, |other| !other);
                    let part = self.block(tag, other);
                    parts.push(part);
                }
                Event::Rule => {
                    self.at += 1;
                    parts.push(("---".to_owned(), None));
                }
                _ => parts.push((self.paragraph(tight), None)),
            }
        }
        parts
    }

    /// Words up to a part or an end, which are not passed over.
    fn paragraph(&mut self, _tight: bool) -> String {
        let words = self.inline(Place::Text);
        at_line_starts(&words)
    }

    fn block(&mut self, tag: &Tag<'_>, other: bool) -> Part {
        let text = match tag {
            Tag::Paragraph => {
                let words = self.paragraph(false);
                self.at += 1;
                words
            }
            Tag::Heading { level, id, .. } => {
                let words = self.inline(Place::Heading);
                self.at += 1;
                let id = id.as_ref().map(|id| format!(" {{#{id}}}")).unwrap_or_default();
                format!("{} {words}{id}", "#".repeat(*level as usize)).trim_end().to_owned()
            }
            Tag::BlockQuote(kind) => {
                let parts = self.blocks(false);
                let kind = kind.map(|kind| match kind {
                    BlockQuoteKind::Note => "> [!NOTE]\n",
                    BlockQuoteKind::Tip => "> [!TIP]\n",
                    BlockQuoteKind::Important => "> [!IMPORTANT]\n",
                    BlockQuoteKind::Warning => "> [!WARNING]\n",
                    BlockQuoteKind::Caution => "> [!CAUTION]\n",
                });
                format!("{}{}", kind.unwrap_or_default(), indented(&joined(parts, false), "> ", "> "))
            }
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::List(start) => return (self.list(*start, other), Some(other)),
            Tag::FootnoteDefinition(name) => {
                let parts = self.blocks(false);
                indented(&joined(parts, false), &format!("[^{name}]: "), "    ")
            }
            Tag::Table(_) => self.table(),
            Tag::DefinitionList => joined(self.blocks(false), false),
            Tag::DefinitionListTitle => {
                let words = self.inline(Place::Heading);
                self.at += 1;
                at_line_starts(&words)
            }
            Tag::DefinitionListDefinition => indented(&joined(self.blocks(true), false), ": ", "  "),
            _ => joined(self.blocks(false), false),
        };
        (text, None)
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) -> String {
        let mut code = String::new();
        while let Some(event) = self.peek() {
            self.at += 1;
            match event {
                Event::Text(text) => code.push_str(text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let fence = "`".repeat(longest(&code).max(2) + 1);
        let info = if let CodeBlockKind::Fenced(info) = kind { info } else { "" };
        let end = if code.ends_with('\n') || code.is_empty() { "" } else { "\n" };
        format!("{fence}{info}\n{code}{end}{fence}")
    }

    fn list(&mut self, start: Option<u64>, other: bool) -> String {
        let mut items: Vec<(String, bool)> = Vec::new();
        let mut number = start;
        while let Some(event) = self.peek() {
            self.at += 1;
            match event {
                Event::Start(Tag::Item) => {
                    let loose = matches!(self.peek(), Some(Event::Start(Tag::Paragraph)));
                    let parts = self.blocks(true);
                    let sign = match number {
                        Some(n) => format!("{n}{} ", if other { ')' } else { '.' }),
                        None => (if other { "* " } else { "- " }).to_owned(),
                    };
                    number = number.map(|n| n + 1);
                    let text = joined(parts, !loose);
                    items.push((indented(&text, &sign, &" ".repeat(sign.len())), loose));
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        let loose = items.iter().any(|(_, loose)| *loose);
        joined(items.into_iter().map(|(text, _)| (text, None)).collect(), !loose)
    }

    fn table(&mut self) -> String {
        let mut rows: Vec<Vec<String>> = Vec::new();
        while let Some(event) = self.peek() {
            self.at += 1;
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let words = self.inline(Place::Cell);
                    self.at += 1;
                    if let Some(row) = rows.last_mut() {
                        row.push(words);
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let width = rows.first().map_or(0, Vec::len);
        let mut lines: Vec<String> = rows.iter().map(|row| format!("| {} |", row.join(" | "))).collect();
        if !lines.is_empty() {
            lines.insert(1, format!("|{}", "---|".repeat(width)));
        }
        lines.join("\n")
    }

    /// Words up to a part or an end of one.
    fn inline(&mut self, place: Place) -> String {
        let mut out = String::new();
        while let Some(event) = self.peek() {
            match event {
                Event::Start(tag) if is_block(tag) => break,
                Event::Rule => break,
                Event::End(end) if !is_inline_end(end) => break,
                event => {
                    self.at += 1;
                    self.word(event, place, &mut out);
                }
            }
        }
        out
    }

    fn word(&mut self, event: &Event<'_>, place: Place, out: &mut String) {
        match event {
            Event::Text(words) => {
                let mut text = words.to_string();
                while let Some(Event::Text(more)) = self.peek() {
                    text.push_str(more);
                    self.at += 1;
                }
                out.push_str(&escaped(&text, place));
            }
            Event::Code(code) => {
                let code = if place == Place::Cell { code.replace('|', "\\|") } else { code.to_string() };
                let sign = "`".repeat(longest(&code) + 1);
                let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
                out.push_str(&format!("{sign}{space}{code}{space}{sign}"));
            }
            Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => out.push_str("**"),
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => out.push('*'),
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => out.push_str("~~"),
            Event::Start(Tag::Superscript) => out.push_str("<sup>"),
            Event::End(TagEnd::Superscript) => out.push_str("</sup>"),
            Event::Start(Tag::Subscript) => out.push_str("<sub>"),
            Event::End(TagEnd::Subscript) => out.push_str("</sub>"),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                let from = self.at;
                let words = self.inline_until(&TagEnd::Link, place);
                let same = matches!(self.events.get(from), Some((Event::Text(text), _)) if text == dest_url);
                let auto = matches!(link_type, LinkType::Autolink | LinkType::Email);
                if auto && same && title.is_empty() {
                    out.push_str(&format!("<{dest_url}>"));
                } else {
                    out.push_str(&format!("[{words}]({})", destination(dest_url, title, place)));
                }
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let words = self.inline_until(&TagEnd::Image, place);
                out.push_str(&format!("![{words}]({})", destination(dest_url, title, place)));
            }
            Event::HardBreak => out.push_str("<br>"),
            Event::SoftBreak => out.push('\n'),
            Event::FootnoteReference(name) => out.push_str(&format!("[^{name}]")),
            Event::TaskListMarker(done) => out.push_str(if *done { "[x] " } else { "[ ] " }),
            Event::InlineMath(expression) => out.push_str(&format!("{{{{ {expression} }}}}")),
            Event::DisplayMath(words) => out.push_str(words),
            _ => {}
        }
    }

    fn inline_until(&mut self, end: &TagEnd, place: Place) -> String {
        let mut out = String::new();
        while let Some(event) = self.peek() {
            self.at += 1;
            if matches!(event, Event::End(here) if here == end) {
                break;
            }
            self.word(event, place, &mut out);
        }
        out
    }
}

/// Where words stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Heading,
    Cell,
}

fn is_block(tag: &Tag<'_>) -> bool {
    super::tree::is_block(tag)
}

fn is_inline_end(end: &TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// The longest run of backticks.
fn longest(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn destination(to: &str, title: &str, place: Place) -> String {
    let bracketed = to.is_empty()
        || to.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '*' | '_' | '~'));
    let mut escaped: String =
        to.chars().flat_map(|c| [matches!(c, '\\' | '<' | '>').then_some('\\'), Some(c)]).flatten().collect();
    escaped = escaped.replace('&', "&amp;");
    let title = if title.is_empty() {
        String::new()
    } else {
        format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""))
    };
    let whole = if bracketed { format!("<{escaped}>{title}") } else { format!("{escaped}{title}") };
    if place == Place::Cell { whole.replace('|', "%7C") } else { whole }
}

/// Words as Markdown that means them.
fn escaped(text: &str, place: Place) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let links = ["](", "][", "]:", "[^", "[ ]", "[x]", "[!", "![", "[]"].iter().any(|sign| text.contains(sign));
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut before: Option<char> = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        let escape = match c {
            '\\' => after.is_none_or(|after| after.is_ascii_punctuation()),
            '*' | '`' => true,
            '_' => !(word(before) && word(after)),
            // One strikes nothing; at an end it may stand beside another.
            '~' => before.is_none_or(|before| before == '~') || after.is_none_or(|after| after == '~'),
            '[' | ']' => links,
            '<' => after.is_some_and(|after| after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?')),
            '&' => rest.as_str().split(';').next().is_some_and(|name| {
                name.len() < rest.as_str().len()
                    && name.trim_start_matches('#').chars().all(|c| c.is_ascii_alphanumeric())
            }),
            '|' => place == Place::Cell,
            '{' => place == Place::Heading && after == Some('#'),
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Lines that would begin a heading, an item, a quotation or a rule, as words.
fn at_line_starts(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(at_line_start).collect();
    lines.join("\n")
}

fn at_line_start(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    if (1..10).contains(&digits)
        && let Some(rest) = line.get(digits..).filter(|rest| rest.starts_with(['.', ')']))
        && ends(rest.get(1..).unwrap_or_default())
    {
        return format!("{}\\{rest}", line.get(..digits).unwrap_or_default());
    }
    let hashes = line.len() - line.trim_start_matches('#').len();
    let is_heading = (1..7).contains(&hashes) && ends(line.get(hashes..).unwrap_or_default());
    let is_item = line.starts_with(['-', '+']) && ends(line.get(1..).unwrap_or_default());
    let is_rule = !line.is_empty()
        && (line.chars().all(|c| matches!(c, '-' | ' ')) || line.chars().all(|c| matches!(c, '=' | ' ')));
    let is_other = line.starts_with(['>', '|']) || line.starts_with(": ") || line.starts_with("~~~");
    if is_heading || is_item || is_rule || is_other { format!("\\{line}") } else { line.to_owned() }
}
