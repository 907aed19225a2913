//! A page, part by part: its start tags, its end tags, its words.

use std::convert::Infallible;

use html5gum::{Emitter, Error, State, Tokenizer};

/// A part of a finished page.
pub(super) enum Part<'t> {
    Open(&'t Tag),
    Close(&'t [u8]),
    Words(&'t str),
}

/// A tag.
#[derive(Default)]
pub(super) struct Tag {
    pub(super) name: Vec<u8>,
    pub(super) self_closing: bool,
    /// Names and values; of one that stands there twice, the first counts.
    attributes: Vec<(Vec<u8>, Vec<u8>)>,
    /// How many of them are of this tag: the others are kept for their memory.
    used: usize,
}

impl Tag {
    /// The names and values of its attributes.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&[u8], &str)> {
        self.bytes().map(|(name, value)| (name, std::str::from_utf8(value).unwrap_or_default()))
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.bytes().find(|(other, _)| *other == name.as_bytes())?;
        std::str::from_utf8(value).ok()
    }

    fn bytes(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.attributes.iter().take(self.used).map(|(name, value)| (name.as_slice(), value.as_slice()))
    }

    fn begin(&mut self) {
        self.name.clear();
        self.self_closing = false;
        self.used = 0;
    }

    /// Makes room for one more attribute.
    fn attribute(&mut self) {
        if self.attributes.len() == self.used {
            self.attributes.push(Default::default());
        }
        self.used += 1;
        if let Some((name, value)) = self.last() {
            name.clear();
            value.clear();
        }
    }

    fn last(&mut self) -> Option<&mut (Vec<u8>, Vec<u8>)> {
        self.attributes.get_mut(self.used.checked_sub(1)?)
    }
}

/// Visits the parts of a text of HTML in their order; tells whether it ends outside any tag, comment and declaration, so
/// that what follows it is read as if it stood alone.
pub(super) fn each_part(html: &str, visit: impl FnMut(Part<'_>)) -> bool {
    let mut reader = Reader { visit, tag: Tag::default(), words: Vec::new(), is_end: false, inside: false, ends: true };
    // Reading a text cannot fail.
    let _ = Tokenizer::new_with_emitter(html, &mut reader).finish();
    reader.ends && !reader.inside && !html.ends_with("</")
}

/// Takes what the tokenizer reads. It asks for no errors: finding them takes longer than reading.
struct Reader<F> {
    visit: F,
    tag: Tag,
    words: Vec<u8>,
    /// Whether the tag is an end tag.
    is_end: bool,
    /// Whether the tag has begun and not ended.
    inside: bool,
    /// Whether no comment stands in the text, which may go on behind it.
    ends: bool,
}

impl<F: FnMut(Part<'_>)> Reader<F> {
    fn begin(&mut self, is_end: bool) {
        self.tag.begin();
        (self.is_end, self.inside) = (is_end, true);
    }

    fn say(&mut self) {
        if !self.words.is_empty() {
            (self.visit)(Part::Words(&String::from_utf8_lossy(&self.words)));
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

    fn emit_eof(&mut self) {
        self.say();
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.words.extend_from_slice(text);
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
        if let Some((name, _)) = self.tag.last() {
            name.extend_from_slice(text);
        }
    }

    fn push_attribute_value(&mut self, text: &[u8]) {
        if let Some((_, value)) = self.tag.last() {
            value.extend_from_slice(text);
        }
    }

    fn set_self_closing(&mut self) {
        self.tag.self_closing = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.say();
        self.inside = false;
        // End tags may have attributes too, which mean nothing.
        (self.visit)(if self.is_end { Part::Close(&self.tag.name) } else { Part::Open(&self.tag) });
        None
    }

    fn init_comment(&mut self) {
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
        false
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
                Part::Close(name) => format!("</{}>", String::from_utf8_lossy(name)),
                Part::Words(words) => format!("[{words}]"),
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
            ("a<B/>c<!-- <i> -->d</B x=1>", "[a]<b>[cd]</b>"),
            ("<!DOCTYPE html><P>1 < 2 <中> & 3", "<p>[1 < 2 <中> & 3]"),
            ("<a href=x href=y", ""),
        ] {
            assert_eq!(read(html).0, parts, "{html}");
        }
    }

    #[test]
    fn it_is_told_where_a_text_may_be_cut() {
        for html in ["", "甲", "<p>", "<p>甲</p>", "<!DOCTYPE html>\n<p>", "&lt;", "1 < 2"] {
            assert!(read(html).1, "{html}");
        }
        for html in ["<p title=\"<b>", "<p ", "</p", "<!-- <p>", "<!doctype html", "</ x", "1 </", "<?php", "<![CDATA["]
        {
            assert!(!read(html).1, "{html}");
        }
    }
}
