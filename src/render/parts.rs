//! A page, part by part: its start tags, its end tags, its words, and where they stand.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::{Emitter, Error, State, Tokenizer, naive_next_state};

/// A part of a finished page.
pub(crate) enum Part<'t> {
    Open(&'t Tag),
    /// An end tag, and where its `<` stands.
    Close(&'t [u8], usize),
    /// Words as they are read, and where they stand as they are written.
    Words(&'t str, Range<usize>),
}

/// A start tag.
#[derive(Default)]
pub(crate) struct Tag {
    pub(crate) name: Vec<u8>,
    pub(crate) self_closing: bool,
    /// Where what follows the tag begins.
    pub(super) end: usize,
    /// Of one that stands there twice, the first counts.
    attributes: Vec<Attribute>,
    /// How many of them are of this tag: the others are kept for their memory.
    used: usize,
}

/// An attribute.
#[derive(Default)]
pub(super) struct Attribute {
    /// In small letters.
    pub(super) name: Vec<u8>,
    /// As it is read.
    value: Vec<u8>,
    /// Where its name ends.
    pub(super) after_name: usize,
    /// Where its value stands as it is written, without quotes.
    pub(super) written: Option<Range<usize>>,
}

impl Tag {
    /// The names and values of its attributes.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&[u8], &str)> {
        self.written().map(|one| (one.name.as_slice(), std::str::from_utf8(&one.value).unwrap_or_default()))
    }

    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.written().find(|one| one.name == name.as_bytes())?;
        std::str::from_utf8(&found.value).ok()
    }

    /// Its attributes with where they stand.
    pub(super) fn written(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().take(self.used)
    }

    /// The names and values of its attributes, as they are written in `html`; of one that stands there twice, the first.
    pub(super) fn written_values<'h>(&self, html: &'h str) -> impl Iterator<Item = (&str, &'h str)> {
        let is_first = |(at, one): &(usize, &Attribute)| self.written().take(*at).all(|other| other.name != one.name);
        self.written().enumerate().filter(is_first).map(|(_, one)| {
            let value = one.written.clone().and_then(|at| html.get(at)).unwrap_or_default();
            (std::str::from_utf8(&one.name).unwrap_or_default(), value)
        })
    }

    fn begin(&mut self) {
        self.name.clear();
        self.self_closing = false;
        self.used = 0;
    }

    /// Makes room for one more attribute.
    fn attribute(&mut self) {
        if self.attributes.len() == self.used {
            self.attributes.push(Attribute::default());
        }
        self.used += 1;
        if let Some(one) = self.last() {
            one.name.clear();
            one.value.clear();
            one.written = None;
        }
    }

    fn last(&mut self) -> Option<&mut Attribute> {
        self.attributes.get_mut(self.used.checked_sub(1)?)
    }
}

/// Visits the parts of a text of HTML in their order; tells whether it ends outside any tag, comment, declaration and what
/// holds no tags, so that what follows it is read as if it stood alone.
pub(crate) fn each_part(html: &str, visit: impl FnMut(Part<'_>)) -> bool {
    let mut reader = Reader {
        visit,
        tag: Tag::default(),
        words: Vec::new(),
        words_at: 0..0,
        is_end: false,
        inside: false,
        raw: Vec::new(),
        ends: true,
        at: 0,
        start: 0,
    };
    // Reading a text cannot fail.
    let _ = Tokenizer::new_with_emitter(html, &mut reader).finish();
    reader.ends && !reader.inside && reader.raw.is_empty() && !html.ends_with("</")
}

/// Takes what the tokenizer reads. It asks for no errors: finding them takes longer than reading.
struct Reader<F> {
    visit: F,
    tag: Tag,
    words: Vec<u8>,
    /// Where they stand.
    words_at: Range<usize>,
    /// Whether the tag is an end tag.
    is_end: bool,
    /// Whether the tag has begun and not ended.
    inside: bool,
    /// The element whose text holds no tags but its own end tag, as that of a script; else nothing.
    raw: Vec<u8>,
    /// Whether no comment stands in the text, which may go on behind it.
    ends: bool,
    /// How far the text is read.
    at: usize,
    /// Where the tag begins.
    start: usize,
}

impl<F: FnMut(Part<'_>)> Reader<F> {
    fn begin(&mut self, is_end: bool) {
        self.tag.begin();
        (self.is_end, self.inside) = (is_end, true);
    }

    fn say(&mut self) {
        if !self.words.is_empty() {
            (self.visit)(Part::Words(&String::from_utf8_lossy(&self.words), self.words_at.clone()));
            self.words.clear();
        }
    }
}

impl<F: FnMut(Part<'_>)> Emitter for &mut Reader<F> {
    type Token = Infallible;

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn move_position(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by);
    }

    fn emit_eof(&mut self) {
        self.say();
    }

    fn init_string(&mut self) {
        if self.words.is_empty() {
            self.words_at = self.at..self.at;
        }
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.words.extend_from_slice(text);
        self.words_at.end = self.at;
    }

    fn start_open_tag(&mut self) {
        self.start = self.at.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.begin(false);
    }

    fn init_end_tag(&mut self) {
        self.begin(true);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.extend_from_slice(name);
    }

    fn init_attribute(&mut self) {
        self.tag.attribute();
    }

    fn push_attribute_name(&mut self, text: &[u8]) {
        let at = self.at;
        if let Some(one) = self.tag.last() {
            one.name.extend_from_slice(text);
            one.after_name = at;
        }
    }

    fn init_attribute_value(&mut self) {
        let at = self.at;
        if let Some(one) = self.tag.last() {
            one.written = Some(at..at);
        }
    }

    fn push_attribute_value(&mut self, text: &[u8]) {
        let at = self.at;
        if let Some(one) = self.tag.last() {
            one.value.extend_from_slice(text);
            if let Some(written) = &mut one.written {
                written.end = at;
            }
        }
    }

    fn set_self_closing(&mut self) {
        self.tag.self_closing = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.say();
        self.inside = false;
        self.tag.end = self.at;
        self.raw.clear();
        if self.is_end {
            // End tags may have attributes too, which mean nothing.
            (self.visit)(Part::Close(&self.tag.name, self.start));
            return None;
        }
        (self.visit)(Part::Open(&self.tag));
        // What stands in `noscript` is for readers whose browsers run no scripts.
        let next = naive_next_state(&self.tag.name).filter(|_| self.tag.name != b"noscript");
        if next.is_some() {
            self.raw.extend_from_slice(&self.tag.name);
            self.init_string();
        }
        next
    }

    fn init_comment(&mut self) {
        self.say();
        self.ends = false;
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {}

    fn init_doctype(&mut self) {
        self.inside = true;
    }

    fn emit_current_doctype(&mut self) {
        self.inside = false;
    }

    fn set_force_quirks(&mut self) {
        self.ends = false;
    }

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn set_last_start_tag(&mut self, _: Option<&[u8]>) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && !self.raw.is_empty() && self.raw == self.tag.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts, each as a line, and whether the text ends outside any of them.
    fn read(html: &str) -> (String, bool) {
        let mut out = String::new();
        let ends = each_part(html, |part| {
            out += &match part {
                Part::Open(tag) => {
                    let attributes: Vec<String> = tag
                        .attributes()
                        .map(|(name, value)| format!(" {}={value}", String::from_utf8_lossy(name)))
                        .collect();
                    format!("<{}{}>", String::from_utf8_lossy(&tag.name), attributes.concat())
                }
                Part::Close(name, start) => {
                    assert!(html.get(start..).is_some_and(|rest| rest.starts_with("</")), "{html}");
                    format!("</{}>", String::from_utf8_lossy(name))
                }
                Part::Words(words, at) => {
                    assert!(
                        html.get(at)
                            .is_some_and(|written| written.contains('&') || written.replace("\r\n", "\n") == words),
                        "{html}"
                    );
                    format!("[{words}]")
                }
            };
        });
        (out, ends)
    }

    #[test]
    fn parts_are_read_as_browsers_do() {
        for (html, parts) in [
            (
                "<p class=a id='b' hidden title=\"&lt;c&gt; 中\">甲&amp;乙</p>",
                "<p class=a id=b hidden= title=<c> 中>[甲&乙]</p>",
            ),
            ("a<B/>c<!-- <i> -->d</B x=1>", "[a]<b>[c][d]</b>"),
            ("<!DOCTYPE html><P>1 < 2 <中> & 3", "<p>[1 < 2 <中> & 3]"),
            ("<a href=x href=y", ""),
            ("<script>if (a<b) '</p>'</script><p>", "<script>[if (a<b) '</p>']</script><p>"),
            ("<title>a<b></title><noscript><b>c</b>", "<title>[a<b>]</title><noscript><b>[c]</b>"),
            ("a\r\n<p>b\r\nc</p>\r\n", "[a\n]<p>[b\nc]</p>[\n]"),
        ] {
            assert_eq!(read(html).0, parts, "{html}");
        }
    }

    /// Values of attributes and words stand where they are said to.
    #[test]
    fn it_is_told_where_things_stand() {
        let html = "<a href=/x/ title='b \"&amp;' hidden\r\n id=\"\">c&lt;d</a\r\n><b/>é&amp;";
        let mut seen = Vec::new();
        each_part(html, |part| match part {
            Part::Open(tag) => {
                seen.extend(tag.written().map(|one| {
                    let value = one.written.clone().map_or("-", |at| html.get(at).expect("a value"));
                    assert!(
                        html.get(..one.after_name).expect("a name").ends_with(&*String::from_utf8_lossy(&one.name))
                    );
                    value.to_owned()
                }));
                assert!(html.get(..tag.end).expect("a tag").ends_with('>'));
            }
            Part::Close(_, start) => seen.push(html.get(start..).expect("a tag").to_owned()),
            Part::Words(_, at) => seen.push(html.get(at).expect("words").to_owned()),
        });
        assert_eq!(seen, ["/x/", "b \"&amp;", "-", "", "c&lt;d", "</a\r\n><b/>é&amp;", "é&amp;"]);
    }

    #[test]
    fn it_is_told_where_a_text_may_be_cut() {
        for html in ["", "甲", "<p>", "<p>甲</p>", "<!DOCTYPE html>\n<p>", "&lt;", "1 < 2"] {
            assert!(read(html).1, "{html}");
        }
        for html in [
            "<p title=\"<b>",
            "<p ",
            "</p",
            "<!-- <p>",
            "<!doctype html",
            "</ x",
            "1 </",
            "<?php",
            "<![CDATA[",
            "<title>a",
            "<script>",
        ] {
            assert!(!read(html).1, "{html}");
        }
    }
}
