//! The elements and the Markdown of a text as one tree.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::elements::Element;
use crate::source::Placed;

/// A part of the text.
pub(super) struct Node {
    pub(super) what: What,
    pub(super) place: Range<usize>,
    pub(super) children: Vec<usize>,
    /// Whether any HTML is in it.
    pub(super) touched: bool,
    /// The events it was, for Markdown.
    pub(super) events: Range<usize>,
}

/// What a part is.
pub(super) enum What {
    /// Only what is in it counts.
    Whole,
    Element(Element, Vec<Tag<'static>>),
    Markdown(Tag<'static>),
    Event(Event<'static>),
    /// Words of HTML, with whether they are written the same.
    Words(String, bool),
}

/// A text as a tree.
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// Parts of the whole, by node, that should be written in Markdown.
    pub(super) told: BTreeSet<usize>,
    pub(super) events: Vec<Placed<'static>>,
}

impl Tree {
    pub(super) fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    pub(super) fn children(&self, index: usize) -> &[usize] {
        self.node(index).map_or(&[], |node| node.children.as_slice())
    }
}

/// Whether what Markdown begins is a part of the page, and not of a line.
pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}
