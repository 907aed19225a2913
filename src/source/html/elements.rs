//! What each element of HTML is here: what it becomes in Markdown, or why it cannot be kept.

use std::collections::BTreeMap;

use html5gum::{HtmlString, Spanned};
use pulldown_cmark::{CowStr, HeadingLevel, LinkType, Tag};

use super::numbering::{self, Numbers, Says, Sort};

/// What an element becomes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Element {
    /// Words in a line.
    Inline,
    /// A part of the page that begins and ends a paragraph.
    Block,
    Heading(HeadingLevel),
    Break,
    Rule,
    Image {
        to: String,
        words: String,
        title: String,
    },
    /// With how its items are numbered, where they are.
    List(Option<Numbers>),
    /// With its number, where that is set.
    Item(Option<i64>),
    Table,
    /// Of a table: its head, body or foot.
    Section,
    Row,
    /// Of a table, with the columns and rows it spans.
    Cell(usize, usize),
    Caption,
    Quote,
    /// Text with its own line breaks.
    Pre,
    Code,
}

impl Element {
    /// Whether it begins and ends a paragraph.
    pub(super) fn is_block(&self) -> bool {
        !matches!(self, Self::Inline | Self::Break | Self::Image { .. } | Self::Code)
    }
}

/// Why what stands in an element is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Without {
    /// It is no text.
    Text,
    /// Markdown has nothing like it.
    Likeness,
    /// It is marked as hidden, which matters where there is something in it.
    Sight,
}

/// What to do with an element.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Use {
    /// What it is, the marks of the words in it, whether it ends where it begins.
    Keep(Element, Vec<Tag<'static>>, bool),
    /// Its words are kept, itself cannot be.
    Words(bool),
    /// Nothing of it is kept.
    Leave(Without, bool),
}

/// Elements whose content HTML reads in its own way: they end only at their end tag.
pub(super) const OPAQUE: &[&str] =
    &["script", "style", "template", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
];

/// Elements of HTML that are nothing in Markdown, so that their words are all there is.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "data", "dfn", "font", "ins", "label", "mark",
    "nobr", "output", "picture", "q", "rb", "rp", "rt", "rtc", "ruby", "small", "span", "time", "tt", "u", "var",
    "wbr", "map", "slot",
];
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "marquee",
    "menu",
    "nav",
    "p",
    "search",
    "section",
    "summary",
];

/// The attributes of a tag.
pub(super) type Attributes = BTreeMap<HtmlString, Spanned<HtmlString, usize>>;

fn attribute(attributes: &Attributes, name: &str) -> Option<String> {
    attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}

/// An address as browsers read it: without spaces around it and without line breaks.
fn address(attributes: &Attributes, name: &str) -> Option<String> {
    let written = attribute(attributes, name)?;
    let trimmed = written.trim_matches(|c: char| c <= ' ');
    Some(trimmed.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect())
}

/// Whether HTML or the office suites know an element; others may be words that somebody put in brackets.
pub(super) fn is_known(name: &str) -> bool {
    let others = [
        "blockquote",
        "caption",
        "code",
        "colgroup",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "i",
        "kbd",
        "li",
        "listing",
        "ol",
        "pre",
        "s",
        "samp",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "form",
        "select",
        "button",
        "frameset",
        "applet",
        "meter",
        "progress",
        "option",
        "optgroup",
        "datalist",
        "svg",
        "math",
        "object",
        "video",
        "audio",
        "canvas",
    ];
    name.contains([':', '-'])
        || name.starts_with("mp")
        || [OPAQUE, VOID, INLINE, BLOCKS, &others].iter().any(|names| names.contains(&name))
}

/// Whether a style makes words so small that nobody sees them, where it says anything of their size.
pub(super) fn without_size(attributes: &Attributes) -> Option<bool> {
    Style::of(attributes).without_size
}

/// What to do with an element of this name, in small letters.
pub(super) fn of(name: &str, attributes: &Attributes) -> Use {
    let void = VOID.contains(&name);
    let style = Style::of(attributes);
    if matches!(name, "script" | "style" | "template" | "head" | "title") {
        return Use::Leave(Without::Text, void);
    }
    let says_hidden = attributes.contains_key(b"hidden".as_slice())
        || matches!(name, "noscript" | "noframes" | "noembed" | "datalist")
        || (name == "dialog" && !attributes.contains_key(b"open".as_slice()));
    if says_hidden || style.hides {
        return Use::Leave(Without::Sight, void);
    }
    let element = match name {
        "h1" => Element::Heading(HeadingLevel::H1),
        "h2" => Element::Heading(HeadingLevel::H2),
        "h3" => Element::Heading(HeadingLevel::H3),
        "h4" => Element::Heading(HeadingLevel::H4),
        "h5" => Element::Heading(HeadingLevel::H5),
        "h6" => Element::Heading(HeadingLevel::H6),
        "br" => Element::Break,
        "hr" => Element::Rule,
        "img" => return image(attributes),
        "ul" | "menu" | "dir" | "ol" => Element::List(numbers(name, attributes)),
        "li" => Element::Item(number(attributes, "value")),
        "table" => Element::Table,
        "thead" | "tbody" | "tfoot" => Element::Section,
        "tr" => Element::Row,
        "td" | "th" => {
            let span = |name| attribute(attributes, name).and_then(|span| span.trim().parse::<usize>().ok());
            let rows = match span("rowspan") {
                Some(0) => usize::MAX,
                rows => rows.unwrap_or(1),
            };
            // No table that people made is wider.
            Element::Cell(span("colspan").unwrap_or(1).clamp(1, 100), rows)
        }
        "caption" => Element::Caption,
        "blockquote" => Element::Quote,
        "pre" | "listing" | "xmp" => Element::Pre,
        "code" | "kbd" | "samp" => Element::Code,
        "area" if address(attributes, "href").is_none() => return Use::Leave(Without::Text, true),
        "input" if attribute(attributes, "type").is_some_and(|sort| sort.eq_ignore_ascii_case("hidden")) => {
            return Use::Leave(Without::Text, true);
        }
        "form" | "button" | "option" | "optgroup" => return Use::Words(false),
        "iframe" | "video" | "audio" | "object" | "svg" | "math" | "embed" | "applet" | "canvas" | "frame"
        | "frameset" | "select" | "textarea" | "input" | "keygen" | "area" | "meter" | "progress" | "bgsound"
        | "qqmusic" => {
            return Use::Leave(Without::Likeness, void);
        }
        // Sound, film and cards of WeChat; `mp-style-type` is a mark without content.
        name if name.starts_with("mp") && name != "mp-style-type" => return Use::Leave(Without::Likeness, void),
        name if BLOCKS.contains(&name) => Element::Block,
        "base" | "basefont" | "col" | "colgroup" | "link" | "meta" | "param" | "source" | "track" | "wbr" => {
            return Use::Leave(Without::Text, void);
        }
        _ => Element::Inline,
    };
    let marks = match element {
        Element::Heading(_) => Vec::new(),
        _ => style.marks(name, attributes),
    };
    Use::Keep(element, marks, void)
}

/// A number that an attribute gives; a greater one than Markdown reads is none.
fn number(attributes: &Attributes, name: &str) -> Option<i64> {
    let number = attribute(attributes, name)?.trim().parse::<i64>().ok()?;
    (number.unsigned_abs() < 1_000_000_000).then_some(number)
}

/// What a list says of its marks, where it says anything.
fn says(attributes: &Attributes) -> Option<Says> {
    let style = attribute(attributes, "style").unwrap_or_default();
    let mut of_style =
        style.split(';').filter_map(|declaration| declaration.split_once(':')).filter_map(|(property, value)| {
            match property.trim().to_ascii_lowercase().as_str() {
                "list-style-type" => numbering::says(value.trim().trim_end_matches("!important")),
                // The parts of the short form are in any order; what is no sort of mark is a place or a picture.
                "list-style" => {
                    value.split_whitespace().filter_map(numbering::says).find(|says| !matches!(says, Says::Other))
                }
                _ => None,
            }
        });
    of_style.next_back().or_else(|| attribute(attributes, "type").as_deref().and_then(numbering::says))
}

/// How the items of a list are numbered.
fn numbers(name: &str, attributes: &Attributes) -> Option<Numbers> {
    let sort = match (says(attributes), name) {
        (Some(Says::Number(sort)), _) => sort,
        (Some(Says::Point), _) => return None,
        (Some(Says::Other) | None, "ol") => Sort::Digits,
        _ => return None,
    };
    let down = name == "ol" && attributes.contains_key(b"reversed".as_slice());
    let start = number(attributes, "start").filter(|_| name == "ol");
    Some(Numbers { start, down, sort })
}

/// Whether the marks of a list are none that are known here.
pub(super) fn has_other_marks(name: &str, attributes: &Attributes) -> bool {
    name == "ol" && says(attributes) == Some(Says::Other)
}

fn image(attributes: &Attributes) -> Use {
    // WeChat loads pictures late and keeps their address beside.
    let to = ["src", "data-src"].iter().filter_map(|name| address(attributes, name)).find(|to| !to.is_empty());
    let named = |name| attribute(attributes, name).unwrap_or_default();
    let tidy = |words: String| words.split_whitespace().collect::<Vec<_>>().join(" ");
    match to {
        Some(to) if !to.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) => {
            let image = Element::Image { to, words: tidy(named("alt")), title: tidy(named("title")) };
            Use::Keep(image, Vec::new(), true)
        }
        _ => Use::Leave(Without::Likeness, true),
    }
}

/// What a style says about words.
#[derive(Default)]
struct Style {
    hides: bool,
    without_size: Option<bool>,
    bold: Option<bool>,
    struck: bool,
    raised: Option<Tag<'static>>,
}

impl Style {
    fn of(attributes: &Attributes) -> Self {
        let mut style = Self::default();
        let written = attribute(attributes, "style").unwrap_or_default().to_ascii_lowercase();
        for declaration in written.split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let value = value.trim().trim_end_matches("!important").trim();
            let is_nothing = || {
                let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
                digits.trim().parse::<f64>().is_ok_and(|number| number <= 0.0)
            };
            match property.trim() {
                "display" => style.hides |= value == "none",
                "visibility" => style.hides |= matches!(value, "hidden" | "collapse"),
                "mso-hide" => style.hides |= value == "all",
                "opacity" => style.hides |= is_nothing(),
                "font-size" => style.without_size = Some(is_nothing()),
                "font-weight" => {
                    let weight = value.parse::<u32>().ok().map(|weight| weight >= 600);
                    style.bold = match value {
                        "bold" | "bolder" => Some(true),
                        "normal" | "lighter" => Some(false),
                        _ => weight.or(style.bold),
                    };
                }
                "text-decoration" | "text-decoration-line" => style.struck |= value.contains("line-through"),
                "vertical-align" => match value {
                    "super" => style.raised = Some(Tag::Superscript),
                    "sub" => style.raised = Some(Tag::Subscript),
                    _ => {}
                },
                _ => {}
            }
        }
        style
    }

    /// The marks that an element and its style set on the words in it.
    fn marks(self, name: &str, attributes: &Attributes) -> Vec<Tag<'static>> {
        let mut marks = Vec::new();
        if let Some(to) = address(attributes, "href").filter(|to| name == "a" && !to.is_empty()) {
            let title: CowStr<'static> = attribute(attributes, "title").unwrap_or_default().into();
            marks.push(Tag::Link { link_type: LinkType::Inline, dest_url: to.into(), title, id: "".into() });
        }
        let bold = matches!(name, "b" | "strong");
        marks.extend(self.bold.unwrap_or(bold).then_some(Tag::Strong));
        marks.extend(matches!(name, "i" | "em").then_some(Tag::Emphasis));
        marks.extend((matches!(name, "del" | "s" | "strike") || self.struck).then_some(Tag::Strikethrough));
        marks.extend(match name {
            "sup" => Some(Tag::Superscript),
            "sub" => Some(Tag::Subscript),
            "td" | "th" => None,
            _ => self.raised,
        });
        marks
    }
}
