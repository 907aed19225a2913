//! The search index 检索索引: small files that the search page fetches as it needs them. `scripts/search.js` of the theme
//! reads them; `docs/search.md` describes them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use encoding_rs::GB18030;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::Rendered;
use super::traditional::Writer;
use crate::record::Kind;
use crate::site::{Choice, Document, Site, offered};
use crate::text::{Term, initials, normal, numbers, simplified, terms};

/// Bytes that a file of terms should have at most; a term alone may have more.
const SHARD_BYTES: usize = 16 * 1024;
/// Files of terms that there should be at most. With the results in both scripts, and a dozen others, 600 in all.
const SHARDS: usize = 210;
/// Files of results that there should be at most, in each script.
const RESULT_FILES: usize = 188;
/// Results in a file at least.
const RESULTS: usize = 16;

/// Where a term stands, the weightiest place of a document: its numbers are in the files.
const IN_TEXT: u8 = 1;
const IN_SUMMARY: u8 = 2;
const IN_TITLE: u8 = 3;

/// A term in a document: the document, its weightiest place, and its places modulo 8 as bits, by which neighbours are
/// told from pairs that stand apart.
type Posting = (u32, u8, u8);

/// The files of the index: `search/root.json`, which names the folder of the others by their hash.
/// With `writer`, names and results again in Traditional characters, with `search/zh-hant.json` as their root.
pub(super) fn index(site: &Site<'_>, writer: Option<&Writer<'_>>) -> Vec<Rendered> {
    let documents = site.documents();
    let terms = terms_of(site, &documents);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let starts = shards(&terms, &mut files);
    let pairs = pairs(&terms);
    drop(terms);
    let per_file = documents.len().div_ceil(RESULT_FILES).max(RESULTS);
    let scripts: Vec<(&str, &str, Option<&Writer<'_>>)> =
        std::iter::once(("root", "r", None)).chain(writer.map(|writer| ("zh-hant", "h", Some(writer)))).collect();
    for (_, letter, writer) in &scripts {
        let results = documents.par_chunks(per_file).enumerate().map(|(index, documents)| {
            let list: Vec<Value> = documents.iter().map(|document| result(document, *writer)).collect();
            (format!("{letter}{index}.json"), encoded(&json!(list).to_string()))
        });
        files.extend(results.collect::<Vec<_>>());
        let all = documents.iter().enumerate().collect::<Vec<_>>();
        files.push((format!("{letter}all.bin"), columns(&all, None, *writer)));
        for kind in [Kind::Project, Kind::Job, Kind::Notice] {
            let own: Vec<_> = all.iter().filter(|(_, document)| document.kind == kind).copied().collect();
            let name = format!("{letter}{}.bin", kind.name());
            files.push((name, columns(&own, Some(kind), *writer)));
        }
    }
    let mut hash = blake3::Hasher::new();
    files.iter().for_each(|(_, bytes)| {
        hash.update(bytes);
    });
    let folder = hash.finalize().to_hex().get(..12).unwrap_or("0").to_owned();
    let root = |(name, letter, _): &(&str, &str, Option<&Writer<'_>>)| {
        let root = json!({
            "folder": folder,
            "documents": documents.len(),
            "perFile": per_file,
            "script": letter,
            "shards": starts,
            "simplified": pairs,
        });
        Rendered { path: format!("search/{name}.json"), bytes: encoded(&root.to_string()) }
    };
    let in_folder = |(name, bytes)| Rendered { path: format!("search/{folder}/{name}"), bytes };
    let roots: Vec<Rendered> = scripts.iter().map(root).collect();
    roots.into_iter().chain(files.into_iter().map(in_folder)).collect()
}

/// Text in GB 18030, in which a Chinese character takes two bytes where UTF-8 takes three; browsers read both.
fn encoded(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

/// What the script makes a card of: title, link, summary, marks beside the title, facts below it.
fn result(document: &Document, writer: Option<&Writer<'_>>) -> Value {
    let typed = writer.and_then(|writer| writer.words_at(&document.url));
    let write = |text: &str| writer.map_or_else(|| text.to_owned(), |writer| writer.write(text, typed));
    let url = writer.and_then(|writer| writer.moved(&document.url)).unwrap_or_else(|| document.url.clone());
    let marks: Vec<_> = document.marks.iter().map(|(sort, key, words)| json!([sort, key, write(words)])).collect();
    let facts: Vec<_> = document.facts.iter().map(|(label, words)| json!([write(label), write(words)])).collect();
    json!([write(&document.title), url, write(&document.summary), marks, facts])
}

/// The terms of a document, each once.
fn of_document(site: &Site<'_>, index: usize, document: &Document) -> Vec<(String, Posting)> {
    let mut found: BTreeMap<String, (u8, u8)> = BTreeMap::new();
    let (mut start, mut cut) = (0, Vec::new());
    // The initials of a name, or the terms of a text.
    let mut add = |text: &str, place: u8, is_name: bool| {
        if is_name {
            start = initials(text, start, &mut cut);
        } else {
            let text = normal(text);
            start = terms(&text, start, &mut cut);
            cut.extend(numbers(&text));
        }
        for term in cut.drain(..) {
            let (term, bit) = match term {
                Term::Pair(first, second, at) => ([Some(first), second].iter().flatten().collect(), 1 << (at % 8)),
                Term::Word(word) => (word, 0),
            };
            let (weight, places) = found.entry(term).or_default();
            *weight = place.max(*weight);
            *places |= bit;
        }
    };
    add(&document.title, IN_TITLE, false);
    add(&document.title, IN_TITLE, true);
    document.number.iter().for_each(|number| add(number, IN_TITLE, false));
    add(&document.summary, IN_SUMMARY, false);
    document.names.iter().for_each(|name| add(name, IN_SUMMARY, true));
    site.text_of(document).lines().for_each(|line| add(line, IN_TEXT, false));
    let number = u32::try_from(index).unwrap_or(u32::MAX);
    found.into_iter().map(|(term, (weight, places))| (term, (number, weight, places))).collect()
}

/// Documents whose terms are held at once, before they are put to those of the others.
const BATCH: usize = 256;

/// Every term with its documents, as they are written, in the order of UTF-16, by which browsers compare.
fn terms_of(site: &Site<'_>, documents: &[Document]) -> Vec<(String, Vec<u8>)> {
    let mut all: HashMap<String, (u32, Vec<u8>)> = HashMap::new();
    for (number, batch) in documents.chunks(BATCH).enumerate() {
        let found = batch.par_iter().enumerate().map(|(at, document)| of_document(site, number * BATCH + at, document));
        for (term, posting) in found.collect::<Vec<_>>().into_iter().flatten() {
            let is_pair = !term.starts_with(|c: char| c.is_ascii());
            let (last, list) = all.entry(term).or_default();
            add(posting, is_pair, last, list);
        }
    }
    let mut all: Vec<(String, Vec<u8>)> = all.into_iter().map(|(term, (_, list))| (term, list)).collect();
    all.par_sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    all
}

/// Writes the terms into files; gives the first term of each.
fn shards(written: &[(String, Vec<u8>)], files: &mut Vec<(String, Vec<u8>)>) -> Vec<String> {
    let size = |(term, list): &(String, Vec<u8>)| term.len() + list.len() + 2;
    let sizes: Vec<usize> = written.iter().map(size).collect();
    let mut limit = SHARD_BYTES;
    let mut lengths = packed(&sizes, limit);
    while lengths.len() > SHARDS {
        limit += limit / 16;
        lengths = packed(&sizes, limit);
    }
    let (mut starts, mut rest) = (Vec::new(), written);
    for length in lengths {
        let (shard, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        starts.extend(shard.first().map(|(term, _)| term.clone()));
        let names = encoded(&shard.iter().map(|(term, _)| term.as_str()).collect::<Vec<_>>().join(" "));
        let mut file = Vec::new();
        number(names.len(), &mut file);
        file.extend(names);
        shard.iter().for_each(|(_, list)| number(list.len(), &mut file));
        shard.iter().for_each(|(_, list)| file.extend(list));
        files.push((format!("t{}.bin", starts.len() - 1), file));
    }
    starts
}

/// How many of things of some sizes, in their order, go together into each file of at most `limit`; one at least.
fn packed(sizes: &[usize], limit: usize) -> Vec<usize> {
    let (mut lengths, mut bytes) = (Vec::new(), limit);
    for size in sizes {
        bytes += size;
        match lengths.last_mut() {
            Some(length) if bytes <= limit => *length += 1,
            _ => {
                lengths.push(1);
                bytes = *size;
            }
        }
    }
    lengths
}

/// Adds a document to those of a term: as the difference from the one before, with the weightiest place in the two lowest
/// bits, and for pairs the places' bits.
fn add((document, weight, places): Posting, is_pair: bool, before: &mut u32, list: &mut Vec<u8>) {
    number(((document - *before) as usize) << 2 | usize::from(weight), list);
    *before = document;
    if is_pair {
        list.push(places);
    }
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn number(mut value: usize, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Traditional characters and the Simplified ones that stand in the index for them.
fn pairs(terms: &[(String, Vec<u8>)]) -> String {
    let mut known: Vec<char> = terms.iter().filter_map(|(term, _)| term.chars().next()).collect();
    known.dedup();
    known.sort_unstable();
    known.dedup();
    let used = simplified().iter().filter(|(_, simple)| known.binary_search(simple).is_ok());
    used.flat_map(|(traditional, simple)| [*traditional, *simple]).collect()
}

/// What documents are narrowed and ordered by: the names as JSON, then column by column the documents' numbers as
/// differences, the lengths of their titles, their place among the names (0 for none) or in an order.
fn columns<'a>(documents: &[(usize, &'a Document)], kind: Option<Kind>, writer: Option<&Writer<'_>>) -> Vec<u8> {
    let write = |text: &str| writer.map_or_else(|| text.to_owned(), |writer| writer.write(text, None));
    let (names, orders) = offered(kind);
    let values = |document: &'a Document| if kind.is_some() { &document.list_values } else { &document.values };
    let value = |document: &'a Document, name: &str| values(document).iter().find(|value| value.name == name);
    let mut before = 0;
    let differences = documents.iter().map(|(index, _)| index - std::mem::replace(&mut before, *index)).collect();
    let lengths = documents.iter().map(|(_, document)| normal(&document.title).chars().count()).collect();
    let (mut head, mut all): (Vec<Value>, Vec<Vec<usize>>) = (Vec::new(), vec![differences, lengths]);
    for name in names {
        let mut counts: BTreeMap<&str, (usize, &Choice)> = BTreeMap::new();
        for choice in documents.iter().filter_map(|(_, document)| value(document, name)) {
            counts.entry(&choice.key).or_insert((0, choice)).0 += 1;
        }
        let mut choices: Vec<(usize, &Choice)> = counts.into_values().collect();
        choices.sort_by_key(|(count, choice)| (choice.rank, Reverse(*count)));
        let places: BTreeMap<&str, usize> =
            choices.iter().zip(1..).map(|((_, choice), place)| (choice.key.as_str(), place)).collect();
        let place = |document| value(document, name).and_then(|value| places.get(value.key.as_str()).copied());
        all.push(documents.iter().map(|(_, document)| place(document).unwrap_or_default()).collect());
        let shown: Vec<_> = choices.iter().map(|(_, choice)| json!([choice.key, write(&choice.title)])).collect();
        head.push(json!([name, shown]));
    }
    for name in orders {
        let place =
            |document: &Document| document.orders.iter().find(|(other, _)| other == name).map(|(_, place)| *place);
        let last = documents.iter().filter_map(|(_, document)| place(document)).max().unwrap_or_default() + 1;
        all.push(documents.iter().map(|(_, document)| place(document).unwrap_or(last)).collect());
        head.push(json!([name]));
    }
    let head = encoded(&json!(head).to_string());
    let mut bytes = Vec::new();
    number(head.len(), &mut bytes);
    bytes.extend(head);
    number(documents.len(), &mut bytes);
    let kinds = all.get(2).cloned().unwrap_or_default();
    for (n, column) in all.iter().enumerate() {
        let written = [Some(runs(column)), (n > 2).then(|| by_kind(column, &kinds))];
        bytes.extend(written.into_iter().flatten().fold(plainly(column), |a, b| if b.len() < a.len() { b } else { a }));
    }
    bytes
}

/// A column, value after value: 0 first.
fn plainly(column: &[usize]) -> Vec<u8> {
    let mut out = vec![0];
    column.iter().for_each(|value| number(*value, &mut out));
    out
}

/// A column as values, each with how often it stands there in a row: 1 first.
fn runs(column: &[usize]) -> Vec<u8> {
    let mut out = vec![1];
    for run in column.chunk_by(|a, b| a == b) {
        number(run.first().copied().unwrap_or_default(), &mut out);
        number(run.len(), &mut out);
    }
    out
}

/// A column of which only the documents of some kinds have a value: 2, how many kinds, the kinds, the values.
fn by_kind(column: &[usize], kinds: &[usize]) -> Vec<u8> {
    let of: BTreeSet<usize> =
        kinds.iter().zip(column).filter(|(_, value)| **value > 0).map(|(kind, _)| *kind).collect();
    let mut out = vec![2];
    number(of.len(), &mut out);
    of.iter().for_each(|kind| number(*kind, &mut out));
    kinds.iter().zip(column).filter(|(kind, _)| of.contains(kind)).for_each(|(_, value)| number(*value, &mut out));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_packed_in_order() {
        assert_eq!(packed(&[3, 3, 3, 20, 1, 1], 6), [2, 1, 1, 2]);
        assert_eq!(packed(&[], 6), Vec::<usize>::new());
    }

    #[test]
    fn columns_are_written_in_the_shortest_way() {
        assert_eq!(plainly(&[1, 300, 2]), [0, 1, 0xAC, 2, 2]);
        assert_eq!(runs(&[7, 7, 7, 0]), [1, 7, 3, 0, 1]);
        assert_eq!(by_kind(&[0, 4, 0, 0], &[1, 2, 1, 2]), [2, 1, 2, 4, 0]);
    }
}
