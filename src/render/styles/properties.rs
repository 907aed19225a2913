//! Properties: those of the inline and block direction as browsers without them know them, and which set the same.

use std::collections::BTreeSet;

use lightningcss::properties::PropertyId;

/// What a declaration of the inline or block direction is on a page that reads from left to right, from top to bottom.
pub(super) fn physical(name: &str, value: &str) -> Vec<(String, String)> {
    let pair = |sides: [String; 2]| {
        let values = words(value);
        let first = values.first().copied().unwrap_or(value);
        let second = values.get(1).copied().unwrap_or(first);
        let [one, other] = sides;
        vec![(one, first.to_owned()), (other, second.to_owned())]
    };
    let same = |names: &[String]| names.iter().map(|name| (name.clone(), value.to_owned())).collect::<Vec<_>>();
    if name == "inset" {
        let values = words(value);
        let at = |wanted: &[usize]| wanted.iter().find_map(|n| values.get(*n)).copied().unwrap_or(value).to_owned();
        let sides = [("top", at(&[0])), ("right", at(&[1, 0])), ("bottom", at(&[2, 0])), ("left", at(&[3, 1, 0]))];
        return sides.into_iter().map(|(side, value)| (side.to_owned(), value)).collect();
    }
    match name {
        "inline-size" => return same(&["width".to_owned()]),
        "block-size" => return same(&["height".to_owned()]),
        "min-inline-size" | "max-inline-size" | "min-block-size" | "max-block-size" => {
            return same(&[name.replace("inline-size", "width").replace("block-size", "height")]);
        }
        _ => {}
    }
    let families = ["margin", "padding", "inset", "border", "scroll-margin", "scroll-padding"];
    let Some((family, rest)) =
        families.iter().find_map(|family| Some((*family, name.strip_prefix(family)?.strip_prefix('-')?)))
    else {
        return same(&[name.to_owned()]);
    };
    let (sides, rest) = match (rest.strip_prefix("inline"), rest.strip_prefix("block")) {
        (Some(rest), _) => (["left", "right"], rest),
        (_, Some(rest)) => (["top", "bottom"], rest),
        _ => return same(&[name.to_owned()]),
    };
    let [first, second] = sides;
    let named =
        |side: &str, rest: &str| if family == "inset" { side.to_owned() } else { format!("{family}-{side}{rest}") };
    match (rest.strip_prefix("-start"), rest.strip_prefix("-end")) {
        (Some(rest), _) => same(&[named(first, rest)]),
        (_, Some(rest)) => same(&[named(second, rest)]),
        // `border-block: 1px solid red` has one value for both sides, `border-block-color: red blue` one for each.
        _ if family == "border" && rest.is_empty() => same(&[named(first, rest), named(second, rest)]),
        _ => pair([named(first, rest), named(second, rest)]),
    }
}

/// The words of a value, brackets and quotes kept together.
pub(super) fn words(value: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut out, mut start) = (0_usize, None, Vec::new(), None);
    for (at, c) in value.char_indices() {
        let is_space = depth == 0 && quote.is_none() && c.is_whitespace();
        match (start, is_space) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                out.extend(value.get(from..at));
                start = None;
            }
            _ => {}
        }
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    out.extend(start.and_then(|from| value.get(from..)));
    out
}

/// The single properties that a declaration sets, so that two that set the same are known.
pub(super) fn singles(name: &str, into: &mut BTreeSet<String>) {
    let also: &[&str] = match name {
        "white-space" => &["text-wrap-mode"],
        "text-wrap" => &["text-wrap-mode", "text-wrap-style"],
        "columns" => &["column-count", "column-width"],
        "column-rule" => &["column-rule-width", "column-rule-style", "column-rule-color"],
        "word-wrap" => &["overflow-wrap"],
        "grid-gap" => &["row-gap", "column-gap"],
        "grid-row-gap" => &["row-gap"],
        "grid-column-gap" => &["column-gap"],
        "page-break-before" => &["break-before"],
        "page-break-after" => &["break-after"],
        "page-break-inside" => &["break-inside"],
        "border" => &["border-image-source"],
        "font" => &[
            "font-variant",
            "font-variant-numeric",
            "font-variant-east-asian",
            "font-variant-ligatures",
            "font-kerning",
            "font-feature-settings",
            "font-variation-settings",
            "font-optical-sizing",
            "font-size-adjust",
        ],
        "font-variant" => {
            &["font-variant-numeric", "font-variant-east-asian", "font-variant-ligatures", "font-variant-caps"]
        }
        _ => &[],
    };
    into.extend(also.iter().map(|name| (*name).to_owned()));
    let bare = ["-webkit-", "-moz-", "-ms-"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    let parts = if name.starts_with("--") { None } else { PropertyId::from(bare).longhands() };
    for part in parts.iter().flatten() {
        if part.name() != bare {
            singles(part.name(), into);
        }
    }
    if parts.is_none_or(|parts| parts.is_empty()) {
        into.insert(bare.to_owned());
    }
}
