//! Sheets as they are published, from small themes.

use std::collections::BTreeSet;

use lightningcss::rules::CssRule;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};

use super::selector::{counts, specificity};
use super::write::NO_GAP;
use super::*;

const TEMPLATE: &str = r#"<p class="x-a x-b"><p class="x-c"><h2 class="x-d">"#;

fn published(sources: &[(u32, &str)]) -> String {
    let sources: Vec<Source<'_>> =
        sources.iter().map(|(layer, text)| Source { sheet: 0, layer: *layer, text }).collect();
    let made = publish(&sources, 1, [("templates/a.html", TEMPLATE)].into_iter());
    assert_eq!(made.faults, []);
    made.sheets.concat()
}

/// `pages` files of the lower layer against `style` files of the higher, and the other way round.
#[test]
fn layers_hold_without_layers() {
    // The higher layer stands first, or is less specific: it still wins.
    assert_eq!(published(&[(1, ".x-a{color:red}"), (0, ".x-b{color:#00f}")]), ".x-a:not(_){color:red}.x-b{color:#00f}");
    assert_eq!(
        published(&[(0, ".y .x-b{color:#00f}"), (1, ".x-a{color:red}")]),
        ".y .x-b{color:#00f}.x-a:not(._){color:red}"
    );
    assert_eq!(published(&[(0, "#y{color:#00f}"), (1, ".x-a{color:red}")]), "#y{color:#00f}.x-a:not(#_){color:red}");
    // Within a layer it does not.
    assert_eq!(published(&[(0, ".y .x-b{color:#00f}.x-a{color:red}")]), ".y .x-b{color:#00f}.x-a{color:red}");
    // What sets something else, or never meets, stays.
    for other in ["margin:0", "text-wrap:balance", "border-radius:0"] {
        assert_eq!(
            published(&[(0, ".y .x-b{color:#00f}"), (1, &format!(".x-a{{{other}}}"))]).matches(":not").count(),
            0,
            "{other}"
        );
    }
    for apart in [".x-c", "div", "i.x-a", ".x-a::before"] {
        assert_eq!(
            published(&[(0, ".y p.x-b{color:#00f}"), (1, &format!("{apart}{{color:red}}"))]).matches(":not").count(),
            0,
            "{apart}"
        );
    }
    // Shorthands set what they stand for; a class that no template has may stand anywhere.
    for meets in
        [".x-a{border:0}", ".x-a{border-bottom-color:red}", ".z{border-color:red}", "*{border-block:0}", "p{all:unset}"]
    {
        assert_eq!(
            published(&[(0, ".y .x-b{border-bottom:1px solid}"), (1, meets)]).matches(":not").count(),
            1,
            "{meets}"
        );
    }
    // Important declarations win the other way round.
    assert_eq!(
        published(&[(0, ".x-b{color:#00f!important}"), (1, ".y .x-a{color:red!important}")]),
        ".x-b:not(#_){color:#00f!important}.y .x-a{color:red!important}"
    );
    // Layers of a theme's own within the theme's: the first named loses to the later, and both to none.
    assert_eq!(
        published(&[(0, "@layer a,b;.x-a{color:red}@layer b{.x-a.x-b{color:#00f}}@layer a{.x-a.x-b.y{color:#ff0}}")]),
        ".x-a:not(#_):not(#_){color:red}.x-a.x-b:not(#_){color:#00f}.x-a.x-b.y{color:#ff0}"
    );
}

/// As browsers count them, from the selectors of the specification and of the theme.
#[test]
fn selectors_count_as_in_browsers() {
    for (selector, wanted) in [
        ("*", [0, 0, 0]),
        ("ul ol+li::before", [0, 0, 4]),
        ("#s12:not(foo)", [1, 0, 1]),
        (".foo:is(.bar,#baz)", [1, 1, 0]),
        (".foo:where(.bar,#baz)", [0, 1, 0]),
        ("a:has(>.b,#c)", [1, 0, 1]),
        (".a:not(:has(> .b), .c) > .d", [0, 3, 0]),
        ("tr:not(:has(td:not(.n))) td:not(:empty)", [0, 2, 3]),
        (":nth-child(2n of .a,b)", [0, 2, 0]),
        ("a[href]:hover:focus-visible", [0, 3, 1]),
    ] {
        let text = format!("{selector}{{color:red}}");
        let sheet = StyleSheet::parse(&text, ParserOptions::default()).expect("a stylesheet");
        let Some(CssRule::Style(style)) = sheet.rules.0.first() else { panic!("{selector}") };
        let found = style.selectors.0.first().map(|one| counts(specificity(one)));
        assert_eq!(found, Some(wanted), "{selector}");
    }
    let lower = ".x-a:not(:has(> .b)):not(.c) > .x-b{color:#00f}";
    assert_eq!(published(&[(0, lower), (1, ".d .x-a{color:red}")]).matches(":not(#_)").count(), 1);
}

#[test]
fn selectors_are_written_out() {
    // Each counts as the most specific of the list, where something else would win.
    assert_eq!(
        published(&[(0, ":is(.x-c,#y) b{color:red}.z b{color:#00f}")]),
        ".x-c b:not(_),#y b{color:red}.z b{color:#00f}"
    );
    assert_eq!(published(&[(0, ":where(.x-c,#y){color:red}p{color:#00f}")]), ".x-c,#y{color:red}p:not(#_){color:#00f}");
    assert_eq!(published(&[(0, "p:is(.a,h2,p.b){color:red}")]), "p.a,p.b{color:red}");
    assert_eq!(published(&[(0, "a:not(.b,.c){color:red}")]), "a:not(.b):not(.c){color:red}");
    assert_eq!(published(&[(0, ":is(.a>.b,.c)+i{color:red}")]), ".a>.b+i,.c+i{color:red}");
    assert_eq!(published(&[(0, ".a{color:red;& b,& i{color:#00f}}")]), ".a{color:red}.a b,.a i{color:#00f}");
    // One that a browser may not know stands alone.
    assert_eq!(published(&[(0, "a:focus-visible,a:hover{color:red}")]), "a:hover{color:red}a:focus-visible{color:red}");
    // Everything before a part of `:is()` may stand anywhere before: that is not written out, and stays.
    assert_eq!(published(&[(0, ".a :is(.b .c,.d){color:red}")]), ".a :is(.b .c,.d){color:red}");
}

#[test]
fn declarations_are_lowered() {
    for (written, lowered) in [
        ("margin-inline:auto", "margin-left:auto;margin-right:auto"),
        ("padding-block:var(--a) var(--b)", "padding-top:var(--a);padding-bottom:var(--b)"),
        ("padding-inline:min(var(--a), 1px) \"a b\"", "padding-left:min(var(--a), 1px);padding-right:\"a b\""),
        ("border-block:var(--l)", "border-top:var(--l);border-bottom:var(--l)"),
        ("border-inline-start-color:var(--a)", "border-left-color:var(--a)"),
        ("inset-inline-end:var(--a)", "right:var(--a)"),
        ("inset:var(--a) auto", "top:var(--a);right:auto;bottom:var(--a);left:auto"),
        ("inline-size:var(--a)", "width:var(--a)"),
    ] {
        let sheet = published(&[(0, &format!("p{{{written}}}"))]);
        let declarations = |text: &str| text.split(';').map(str::to_owned).collect::<BTreeSet<_>>();
        let inside = sheet.trim_start_matches("p{").trim_end_matches('}');
        assert_eq!(declarations(inside), declarations(lowered), "{written}");
    }
    let media = published(&[(0, "@media (width<=30rem){i{content:\"a\";content:\"a\" / \"\"}}")]);
    assert_eq!(media, "@media (max-width:30rem){i{content:\"a\";content:\"a\" / \"\"}}");
    let flexible = ".x-c{display:flex;gap:0 1em}.x-d{display:grid;gap:1em}@media print{.x-c{display:block}}";
    let margins = "{.x-c>*{margin-right:1em}@media print{.x-c>*{margin:0}}}.x-c{";
    assert!(published(&[(0, flexible)]).starts_with(&format!("{NO_GAP}{margins}")), "{}", published(&[(0, flexible)]));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    for (text, at) in [
        ("p { color red; }", "red"),
        ("甲 { }\n}\np { }", "}\np"),
        ("@import \"a.css\";", "@import"),
        (".a { & }", "}"),
    ] {
        let source = Source { sheet: 0, layer: 0, text };
        let made = publish(&[source], 1, std::iter::empty());
        let rest = made.faults.first().map(|(_, fault)| text.get(fault.at.start..).unwrap_or_default());
        assert!(rest.is_some_and(|rest| rest.trim_start().starts_with(at)), "{text}: {:?}", made.faults);
    }
    for text in ["{".repeat(100_000), "(".repeat(100_000), "a{".repeat(150), format!("{}{{}}", ":is(a,".repeat(150))] {
        publish(&[Source { sheet: 0, layer: 0, text: &text }], 1, std::iter::empty());
    }
}
