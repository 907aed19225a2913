//! Which classes stand on one element, and on which elements, as the theme's templates have it: rules for classes that
//! never meet need not be told apart by how specific they are.

use std::collections::{BTreeMap, BTreeSet};

/// Markup that no template has: what is made of texts, and what the search script makes.
const MADE: &str = r#"
<div class="gb-prose__table"><span class="gb-prose__task gb-prose__task--{{ x }}"><sup class="gb-prose__note-ref">
<div class="gb-prose__note"><span class="gb-prose__note-number"><pre class="gb-prose__code"><a class="gb-quote">
<data class="gb-quote"><div class="gb-callout gb-callout--{{ x }}"><p class="gb-callout__title"><svg class="gb-sprite">
<li class="gb-card"><div class="gb-card__head"><a class="gb-card__title"><span class="gb-{{ x }}">
<span class="hl-{{ x }} hl-{{ x }}"><p class="gb-card__summary"><ul class="gb-card__meta"><span class="gb-card__label"><p class="gb-print-only">"#;

/// Every `class="…"` of the theme.
#[derive(Debug, Default)]
pub(super) struct Classes {
    attributes: Vec<Attribute>,
    /// Words of templates outside of such attributes, and of scripts: a class among them may be put anywhere.
    elsewhere: BTreeSet<String>,
}

#[derive(Debug)]
struct Attribute {
    /// The element's name, where the template says it.
    element: Option<String>,
    /// Classes; of one that a value completes only its beginning.
    names: Vec<(String, bool)>,
}

/// Where a class stands: by the number of the attribute the places of its names there; and names of elements where all of
/// them are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Uses {
    class: String,
    places: BTreeMap<usize, BTreeSet<usize>>,
    pub(super) elements: Option<BTreeSet<String>>,
}

impl Uses {
    /// Whether an element may have this class and that.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let in_one = |(attribute, places): (&usize, &BTreeSet<usize>)| {
            other.places.get(attribute).is_some_and(|others| places.union(others).count() > 1)
        };
        self.class == other.class || self.places.iter().any(in_one)
    }
}

impl Classes {
    /// Reads a theme's files: path and text.
    pub(super) fn read<'t>(files: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let mut classes = Self::default();
        classes.read_markup(MADE);
        for (path, text) in files {
            if path.ends_with(".html") {
                classes.read_markup(text);
            } else if path.starts_with("components/") && path.ends_with(".yaml") {
                // Examples are quoted.
                classes.read_markup(&text.replace("\\\"", "\""));
            } else if path.ends_with(".js") {
                classes.read_words(text);
            }
        }
        classes
    }

    fn read_markup(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("class=\"") {
            self.read_words(before);
            // Quotes within `{{ … }}` do not end the value.
            let (value, after) = value(after);
            let element = before.rsplit_once('<').and_then(|(call, tag)| {
                let name = tag.split_whitespace().next()?;
                let is_call = call.trim_end().ends_with(['{', '%']);
                let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
                (is_name && !is_call && !tag.contains('>') && !name.is_empty()).then(|| name.to_owned())
            });
            self.attributes.push(Attribute { element, names: names(value) });
            rest = after;
        }
        self.read_words(rest);
    }

    fn read_words(&mut self, text: &str) {
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
        self.elsewhere.extend(words.filter(|word| word.contains('-')).map(str::to_owned));
    }

    /// Where a class stands; none when it may stand anywhere.
    pub(super) fn uses(&self, class: &str) -> Option<Uses> {
        if self.elsewhere.contains(class) || !class.contains('-') {
            return None;
        }
        let is_named =
            |(name, is_open): &(String, bool)| if *is_open { class.starts_with(name) } else { class == name };
        let found: BTreeMap<usize, &Attribute> =
            self.attributes.iter().enumerate().filter(|(_, one)| one.names.iter().any(is_named)).collect();
        // Beside a value that may be any class stands any class; one that no template has comes from elsewhere.
        let is_with_any = |one: &&Attribute| one.names.iter().any(|(name, is_open)| *is_open && name.is_empty());
        let is_literal = |one: &&Attribute| one.names.iter().any(|(name, _)| name == class);
        let literal: Vec<&Attribute> = found.values().copied().filter(is_literal).collect();
        if literal.iter().any(is_with_any) || !found.values().any(|one| !is_with_any(one)) {
            return None;
        }
        let known: BTreeMap<usize, &Attribute> = found.into_iter().filter(|(_, one)| !is_with_any(one)).collect();
        let elements = known.values().map(|one| one.element.clone()).collect();
        let places = known.into_iter().map(|(number, one)| {
            let places = one.names.iter().enumerate().filter(|(_, name)| is_named(name)).map(|(place, _)| place);
            (number, places.collect())
        });
        Some(Uses { class: class.to_owned(), places: places.collect(), elements })
    }
}

/// The value of an attribute up to its quote, and what follows.
fn value(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let next = bytes.peek().map(|(_, byte)| *byte);
        match (byte, next) {
            (b'{', Some(b'{' | b'%')) => depth += 1,
            (b'}' | b'%', Some(b'}')) => depth = depth.saturating_sub(1),
            (b'"', _) if depth == 0 => {
                return (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
            }
            _ => {}
        }
    }
    (text, "")
}

/// The classes of a value, all that its conditions may give.
fn names(value: &str) -> Vec<(String, bool)> {
    let mut text = String::new();
    let mut rest = value;
    while let Some(start) = rest.find(['{']).filter(|at| rest.get(*at..).is_some_and(|rest| rest.len() > 1)) {
        let (before, tag) = rest.split_at(start);
        text += before;
        let end = if tag.starts_with("{{") { "}}" } else { "%}" };
        let (_, after) = tag.split_once(end).unwrap_or((tag, ""));
        text.push(if tag.starts_with("{{") { '\u{1}' } else { ' ' });
        rest = after;
    }
    text += rest;
    let of = |word: &str| match word.split_once('\u{1}') {
        Some((begin, _)) => (begin.to_owned(), true),
        None => (word.to_owned(), false),
    };
    text.split_whitespace().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_where_templates_put_them() {
        let template = r#"{% if a < b %}<p class="x-a{% if c %} x-b{% endif %}">{{ <box class="x-c" /> }}<li class="x-d x-d--{{ kind }}">
<b class="x-e {{ own }}">{% set also = "x-f" %}<i class="x-f">"#;
        let classes = Classes::read([("templates/a.html", template), ("scripts/a.js", "add('x-g')")].into_iter());
        let uses = |class| classes.uses(class);
        let together = |a, b| match (uses(a), uses(b)) {
            (Some(a), Some(b)) => a.meets(&b),
            _ => true,
        };
        assert!(together("x-a", "x-b") && !together("x-a", "x-d") && together("x-d", "x-d--new"));
        assert_eq!(uses("x-a").and_then(|uses| uses.elements), Some(BTreeSet::from(["p".to_owned()])));
        assert_eq!(uses("x-c").map(|uses| uses.elements), Some(None), "a component puts it on any element");
        for anywhere in ["x-e", "x-f", "x-g", "x-unheard"] {
            assert_eq!(uses(anywhere), None, "{anywhere}");
        }
        assert!(together("gb-callout", "gb-callout--tip") && !together("gb-card", "gb-callout"));
        assert!(!together("gb-card", "gb-new"), "a value alone brings no two classes together");
    }
}
