//! The HTML of a text as the pieces of lines that it stands in, and what it hides from readers.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::source::Placed;

/// A part of the HTML of one block: where it stands in the block, and where in the text.
pub(super) type Pieces = Vec<(usize, Range<usize>)>;

/// The HTML of a block from an event on, where its parts stand, and the event after it.
pub(super) fn block(events: &[Placed<'static>], index: usize) -> (String, Pieces, usize) {
    let (mut html, mut pieces, mut at) = (String::new(), Pieces::new(), index);
    while let Some((event, place)) = events.get(at) {
        match event {
            Event::Start(Tag::HtmlBlock) if at == index => {}
            Event::Html(part) => {
                pieces.push((html.len(), place.clone()));
                html.push_str(part);
            }
            _ => break,
        }
        at += 1;
    }
    (html, pieces, at)
}

/// Where a span of the HTML of a block stands in the text.
pub(super) fn original(pieces: &Pieces, span: Range<usize>) -> Range<usize> {
    let at = |offset: usize| {
        let after = pieces.partition_point(|(start, _)| *start <= offset);
        let piece = after.checked_sub(1).and_then(|piece| pieces.get(piece));
        piece.map_or(0, |(start, place)| (place.start + (offset - start)).min(place.end))
    };
    if span.is_empty() { at(span.start)..at(span.start) } else { at(span.start)..at(span.end - 1) + 1 }
}

/// What stands in `<![CDATA[`, from there on.
pub(super) fn after_cdata(html: &str) -> Option<&str> {
    const BEGINS: &str = "<![CDATA[";
    let begins = html.get(..BEGINS.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(BEGINS));
    html.get(BEGINS.len()..).filter(|_| begins)
}

/// The paragraphs of a part of HTML, apart by empty lines.
pub(super) fn paragraphs(html: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut at = span.start;
    let mut open = false;
    for line in html.get(span).unwrap_or_default().split_inclusive('\n') {
        let place = at..at + line.len();
        at = place.end;
        match parts.last_mut().filter(|_| open) {
            _ if line.trim().is_empty() => {
                open = false;
                continue;
            }
            Some(last) => last.end = place.end,
            None => parts.push(place),
        }
        open = true;
    }
    parts
}

/// How long the `<?…?>` is that a text begins with: up to its `?>`, or as HTML has it to the first `>`. `None` where
/// neither comes.
pub(super) fn instruction(text: &str) -> Option<usize> {
    let inside = text.get(2..)?;
    let inside_one = inside.find("<?").and_then(|other| inside.get(..other)).unwrap_or(inside);
    let blank = inside_one.match_indices('\n').map(|(at, _)| at).find(|at| {
        let rest = inside_one.get(at + 1..).unwrap_or_default();
        rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
    });
    let part = blank.and_then(|blank| inside_one.get(..blank)).unwrap_or(inside_one);
    let closed = part.find("?>").map(|at| at + 2);
    closed.or_else(|| inside.find('>').map(|at| at + 1)).map(|length| length + 2)
}

/// Whether words stand in `<?…?>` or `<!…>`, and not only what programs and office suites leave there.
pub(super) fn says_something(written: &str) -> bool {
    let inside = written.trim_start_matches(['<', '?', '!', '/']).trim_start();
    let begins = |name: &str| inside.get(..name.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(name));
    let is_known = ["xml", "mso", "import", "[if", "[endif", "doctype"].iter().any(|name| begins(name));
    inside.contains(char::is_alphanumeric) && (!is_known || inside.contains(crate::text::is_han))
}
