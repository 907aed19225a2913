//! What a finished part of a page contains: its headings, for the list at its top.

use memchr::memmem;
use serde::Serialize;

/// A list of contents is made for pages with at least this many sections.
const SECTIONS: usize = 5;

/// A heading that can be linked to.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Heading<'a> {
    /// 2 or 3.
    level: u8,
    /// Its anchor.
    id: &'a str,
    /// Its words, as they may stand in HTML.
    html: String,
}

/// Headings of the second and third level that have anchors; none where there are few of the second.
///
/// `html` was written by templates and by `prose`, which escape what is no markup, so that no `<` stands in words.
pub(super) fn headings(html: &str) -> Vec<Heading<'_>> {
    let begins = memmem::find_iter(html.as_bytes(), "<h").filter_map(|at| html.get(at + 2..));
    let headings: Vec<Heading<'_>> = begins.filter_map(heading).collect();
    let is_long = headings.iter().filter(|heading| heading.level == 2).count() >= SECTIONS;
    if is_long { headings } else { Vec::new() }
}

fn heading(after: &str) -> Option<Heading<'_>> {
    let level = if after.starts_with("2 ") { 2 } else { 3 };
    let (attributes, rest) = after.split_once('>')?;
    let (_, id) = attributes.strip_prefix(if level == 2 { "2" } else { "3" })?.split_once(" id=\"")?;
    let (inside, _) = rest.split_once(&format!("</h{level}>"))?;
    let words = inside.split("<span class=\"gb-count\"").next().unwrap_or(inside);
    let html = words.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words)).collect();
    Some(Heading { level, id: id.split('"').next()?, html })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_with_anchors_of_a_long_page() {
        let html = concat!(
            r#"<h1 id="top">题</h1><section><h2 class="gb-section__title" id="facts">概况</h2><header>头</header></section>"#,
            r#"<h2 id="a">甲 &amp; <a href="/x/">乙</a></h2><h3 id="b"><code>丙</code></h3><h3>没有锚</h3>"#,
            r#"<h2 class="c" id="d">问题<span class="gb-count">12</span></h2><h2>没有锚</h2><h2 id="e">戊</h2>"#,
        );
        assert_eq!(headings(html), []);
        let long = format!(r#"{html}<h2 id="f">己</h2>"#);
        let found: Vec<_> =
            headings(&long).iter().map(|one| format!("{} {} {}", one.level, one.id, one.html)).collect();
        assert_eq!(found, ["2 facts 概况", "2 a 甲 &amp; 乙", "3 b 丙", "2 d 问题", "2 e 戊", "2 f 己"]);
    }
}
