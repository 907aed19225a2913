//! Bare addresses as links, ending where Chinese text begins.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use regex::Regex;

use crate::source::Placed;
use crate::text::{is_han, is_wide};

/// Makes links of bare `http://` and `https://` addresses, ending them where Chinese text begins.
pub(super) fn link_addresses(events: Vec<Placed<'static>>) -> Vec<Placed<'static>> {
    let mut out = Vec::with_capacity(events.len());
    let mut inside = 0_usize;
    for (event, range) in merge_texts(events) {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => inside = inside.saturating_sub(1),
            _ => {}
        }
        let Event::Text(text) = &event else {
            out.push((event, range));
            continue;
        };
        if inside > 0 || !text.contains("://") {
            out.push((event, range));
            continue;
        }
        let mut rest: &str = text;
        while let Some((start, end)) = find_address(rest) {
            let (before, address) = (rest.get(..start).unwrap_or(""), rest.get(start..end).unwrap_or(""));
            if !before.is_empty() {
                out.push((Event::Text(before.to_owned().into()), range.clone()));
            }
            let address: CowStr<'static> = address.to_owned().into();
            let link =
                Tag::Link { link_type: LinkType::Autolink, dest_url: address.clone(), title: "".into(), id: "".into() };
            out.push((Event::Start(link), range.clone()));
            out.push((Event::Text(address), range.clone()));
            out.push((Event::End(TagEnd::Link), range.clone()));
            rest = rest.get(end..).unwrap_or("");
        }
        if !rest.is_empty() {
            out.push((Event::Text(rest.to_owned().into()), range));
        }
    }
    out
}

/// Joins texts that follow each other.
fn merge_texts(events: Vec<Placed<'static>>) -> Vec<Placed<'static>> {
    let mut out: Vec<Placed<'static>> = Vec::with_capacity(events.len());
    let mut run: Option<(String, Range<usize>)> = None;
    let close = |run: &mut Option<(String, Range<usize>)>, out: &mut Vec<Placed<'static>>| {
        out.extend(run.take().map(|(text, range)| (Event::Text(text.into()), range)));
    };
    for (event, range) in events {
        match (event, &mut run) {
            (Event::Text(text), Some((words, whole))) => {
                words.push_str(&text);
                whole.end = range.end;
            }
            (Event::Text(text), None) => run = Some((text.into_string(), range)),
            (event, _) => {
                close(&mut run, &mut out);
                out.push((event, range));
            }
        }
    }
    close(&mut run, &mut out);
    out
}

/// The first bare address of a text: where it begins and ends.
fn find_address(text: &str) -> Option<(usize, usize)> {
    text.match_indices("http").find_map(|(start, _)| {
        let tail = text.get(start..)?;
        let rest = tail.strip_prefix("https://").or_else(|| tail.strip_prefix("http://"))?;
        let host = wide_host(rest);
        let stops = |c: char| c.is_whitespace() || is_wide(c) || matches!(c, '<' | '>' | '"' | '\'' | '`');
        let path = rest.get(host..)?;
        let length = host + path.find(stops).unwrap_or(path.len());
        let address = without_closing(rest.get(..length)?);
        (!address.is_empty()).then(|| (start, start + tail.len() - rest.len() + address.len()))
    })
}

/// A name of the domain name system has at most so many characters (RFC 1035 allows 255 bytes, two of which are none of the
/// name). No more are looked at: otherwise each `http://` of a long text would look through all that follows it.
pub(super) const MAX_HOST: usize = 253;

/// The length of a host that has Chinese in it, as `例子.中国`; 0 of any other.
fn wide_host(rest: &str) -> usize {
    static HOST: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let ends = "中国|中國|公司|网络|網絡|政务|公益|集团|在线|网址|商城|香港|台湾|台灣|新加坡";
        Regex::new(&format!(r"^(?:[\p{{Han}}A-Za-z0-9-]+\.)+?(?:{ends})")).ok()
    });
    let is_of_host = |c: &char| is_han(*c) || c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let length = rest.chars().take_while(is_of_host).take(MAX_HOST).map(char::len_utf8).sum();
    let rest = rest.get(..length).unwrap_or("");
    let wide = rest.find(is_wide).unwrap_or(rest.len());
    let before = rest.get(..wide).unwrap_or("");
    let is_host = wide < rest.len() && (before.is_empty() || before.ends_with('.'));
    let found = HOST.as_ref().filter(|_| is_host).and_then(|host| host.find(rest));
    found.map_or(0, |found| found.end())
}

/// An address without the marks that follow it, and without closing brackets that are not opened in it.
fn without_closing(address: &str) -> &str {
    let count = |sign: char| address.matches(sign).count();
    let mut surplus = [('(', ')'), ('[', ']')].map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    let mut end = address.len();
    for (at, c) in address.char_indices().rev() {
        let is_mark = matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '*' | '_');
        let closes = surplus.iter_mut().find(|(close, n)| *close == c && *n > 0).map(|(_, n)| *n -= 1);
        if !is_mark && closes.is_none() {
            break;
        }
        end = at;
    }
    address.get(..end).unwrap_or("")
}

/// `<office@example.org>` as the link that it is.
pub(super) fn with_scheme(event: Event<'static>) -> Event<'static> {
    match event {
        Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id }) => {
            let dest_url = format!("mailto:{dest_url}").into();
            Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, title, id })
        }
        event => event,
    }
}
