//! Who refers to whom: through fields, and through links and references in texts. Made once, read by every page.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag};
use rayon::prelude::*;

use crate::figures::record_id;
use crate::record::tree::Leaf;
use crate::record::walk::leaves;
use crate::record::{Bulletin, Entry, Kind, Record};
use crate::source::{Placed, markdown};

/// What a link in a text leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget<'a> {
    /// A record, as `project:id`, perhaps with `#anchor`.
    Record(Kind, &'a str, Option<&'a str>),
    /// An address of the site, as `/projects/`.
    Site(&'a str),
    /// An anchor on the same page.
    Anchor(&'a str),
    /// `http:`, `https:`, `mailto:` or `tel:`.
    Outside,
    /// A file beside the record.
    File(&'a str),
    /// A scheme that is not allowed.
    Unsafe,
}

impl<'a> LinkTarget<'a> {
    /// Reads the destination of a link.
    pub fn parse(link: &'a str) -> Self {
        if let Some(anchor) = link.strip_prefix('#') {
            return LinkTarget::Anchor(anchor);
        }
        if link.starts_with("//") || link.starts_with('\\') {
            return LinkTarget::Unsafe;
        }
        if link.starts_with('/') {
            return LinkTarget::Site(link);
        }
        let Some((scheme, rest)) = link.split_once(':') else { return LinkTarget::File(link) };
        if let Some(kind) = Kind::from_name(scheme) {
            let (id, anchor) = rest.split_once('#').map_or((rest, None), |(id, anchor)| (id, Some(anchor)));
            return LinkTarget::Record(kind, id, anchor);
        }
        match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" | "mailto" | "tel" => LinkTarget::Outside,
            _ => LinkTarget::Unsafe,
        }
    }
}

/// The destinations of links in a text, with their places.
pub fn links_in(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let link = |(event, range): Placed<'static>| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some((dest_url.into_string(), range)),
        _ => None,
    };
    markdown::events(text).into_iter().filter_map(link).collect()
}

/// The ids that a record names, in its fields and in links and references of its texts.
fn ids_in(record: &Record) -> Vec<String> {
    let mut found = Vec::new();
    leaves(record, &mut |_, leaf| match leaf {
        Leaf::Ref(id, _) => found.push(id.to_owned()),
        Leaf::Prose(text) => {
            let links = if markdown::may_link(text) { links_in(text) } else { Vec::new() };
            for (link, _) in links {
                if let LinkTarget::Record(_, id, _) = LinkTarget::parse(&link) {
                    found.push(id.to_owned());
                }
            }
            let references = markdown::references(text);
            found.extend(references.iter().map(|reference| record_id(reference).to_owned()));
        }
        _ => {}
    });
    found
}

/// References between records, by index into the bulletin's entries.
pub(super) struct Links {
    back: BTreeMap<usize, Vec<usize>>,
}

impl Links {
    pub(super) fn of(bulletin: &Bulletin) -> Self {
        let targets = |entry: &Entry| -> Vec<usize> {
            let named = entry.named(ids_in).iter();
            let mut found: Vec<usize> = named.filter_map(|id| bulletin.place_of(id)).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let forward: Vec<Vec<usize>> = bulletin.entries.par_iter().map(targets).collect();
        let mut back: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (from, targets) in forward.iter().enumerate() {
            for target in targets.iter().filter(|target| **target != from) {
                back.entry(*target).or_default().push(from);
            }
        }
        Self { back }
    }

    /// The records that refer to the one at `index`, in the bulletin's order.
    pub(super) fn to(&self, index: usize) -> &[usize] {
        self.back.get(&index).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_sorted_out() {
        assert_eq!(LinkTarget::parse("project:a#b"), LinkTarget::Record(Kind::Project, "a", Some("b")));
        assert_eq!(LinkTarget::parse("/projects/"), LinkTarget::Site("/projects/"));
        assert_eq!(LinkTarget::parse("#a"), LinkTarget::Anchor("a"));
        assert_eq!(LinkTarget::parse("HTTPS://example.org"), LinkTarget::Outside);
        assert_eq!(LinkTarget::parse("a.pdf"), LinkTarget::File("a.pdf"));
        for bad in ["javascript:alert(1)", "data:text/html,x", "//example.org/", "vbscript:x", "\\\\host"] {
            assert_eq!(LinkTarget::parse(bad), LinkTarget::Unsafe, "{bad}");
        }
    }
}
