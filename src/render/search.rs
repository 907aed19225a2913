//! The search index 检索索引: small files that the search page fetches as it needs them. `scripts/search.js` of the theme
//! reads them; `docs/search.md` describes them.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::json;

use super::Rendered;
use super::traditional::Writer;
use crate::site::Document;
use crate::text::{Term, initials, normal, simplified, terms};

/// Bytes that a file of terms should have at most; a term alone may have more.
const SHARD_BYTES: usize = 16 * 1024;
/// Files of terms, and files of results, that there should be at most.
const FILES: usize = 280;
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
pub(super) fn index(documents: &[Document], writer: Option<&Writer<'_>>) -> Vec<Rendered> {
    let mut occurrences: Vec<(String, Posting)> =
        documents.par_iter().enumerate().flat_map_iter(|(index, document)| of_document(index, document)).collect();
    occurrences
        .par_sort_unstable_by(|(a, one), (b, other)| a.encode_utf16().cmp(b.encode_utf16()).then(one.cmp(other)));
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let starts = shards(&occurrences, &mut files);
    let per_file = documents.len().div_ceil(FILES).max(RESULTS);
    for (index, results) in documents.chunks(per_file).enumerate() {
        let result = |one: &Document| json!([one.title, one.url, one.shown_date, one.summary]);
        let list: Vec<_> = results.iter().map(result).collect();
        files.push((format!("r{index}.json"), serde_json::to_vec(&list).unwrap_or_default()));
        if let Some(writer) = writer {
            let result = |one: &Document| {
                let url = writer.moved(&one.url).unwrap_or_else(|| one.url.clone());
                json!([writer.write(&one.title), url, one.shown_date, writer.write(&one.summary)])
            };
            let list: Vec<_> = results.iter().map(result).collect();
            files.push((format!("h{index}.json"), serde_json::to_vec(&list).unwrap_or_default()));
        }
    }
    let (columns, names) = columns(documents);
    files.push(("columns.bin".into(), columns));
    let mut hash = blake3::Hasher::new();
    files.iter().for_each(|(_, bytes)| {
        hash.update(bytes);
    });
    let folder = hash.finalize().to_hex().get(..12).unwrap_or("0").to_owned();
    let pairs = pairs(&occurrences);
    let root = |name: &str, results: &str, names: &serde_json::Value| {
        let root = json!({
            "folder": folder,
            "documents": documents.len(),
            "perFile": per_file,
            "results": results,
            "shards": starts,
            "simplified": pairs,
            "names": names,
        });
        Rendered { path: format!("search/{name}.json"), bytes: serde_json::to_vec(&root).unwrap_or_default() }
    };
    let traditional = writer.map(|writer| {
        let names = serde_json::from_str(&writer.write(&names.to_string())).unwrap_or_default();
        root("zh-hant", "h", &names)
    });
    let in_folder = |(name, bytes)| Rendered { path: format!("search/{folder}/{name}"), bytes };
    std::iter::once(root("root", "r", &names)).chain(traditional).chain(files.into_iter().map(in_folder)).collect()
}

/// The terms of a document, each once.
fn of_document(index: usize, document: &Document) -> Vec<(String, Posting)> {
    let mut found: BTreeMap<String, (u8, u8)> = BTreeMap::new();
    let (mut start, mut cut) = (0, Vec::new());
    let mut add = |text: &str, place: u8| {
        start = terms(text, start, &mut cut);
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
    add(&normal(&document.title), IN_TITLE);
    add(&initials(&document.title), IN_TITLE);
    add(&normal(&document.summary), IN_SUMMARY);
    document.text.lines().for_each(|line| add(&normal(line), IN_TEXT));
    let number = u32::try_from(index).unwrap_or(u32::MAX);
    found.into_iter().map(|(term, (weight, places))| (term, (number, weight, places))).collect()
}

/// Writes the terms into files, in the order of UTF-16, by which browsers compare; gives the first term of each.
fn shards(occurrences: &[(String, Posting)], files: &mut Vec<(String, Vec<u8>)>) -> Vec<String> {
    let by_term: Vec<&[(String, Posting)]> = occurrences.chunk_by(|(a, _), (b, _)| a == b).collect();
    let written: Vec<(&str, Vec<u8>)> =
        by_term.par_iter().filter_map(|list| Some((list.first()?.0.as_str(), postings(list)))).collect();
    let total: usize = written.iter().map(|(term, bytes)| term.len() + bytes.len() + 3).sum();
    let limit = SHARD_BYTES.max(total / FILES);
    let mut starts = Vec::new();
    let (mut head, mut body, mut count) = (Vec::new(), Vec::new(), 0);
    let mut close = |head: &mut Vec<u8>, body: &mut Vec<u8>, count: &mut usize| {
        let mut bytes = Vec::new();
        number(*count, &mut bytes);
        bytes.append(head);
        bytes.append(body);
        files.push((format!("t{}.bin", files.len()), bytes));
        *count = 0;
    };
    for (term, list) in &written {
        if count > 0 && head.len() + body.len() + list.len() > limit {
            close(&mut head, &mut body, &mut count);
        }
        if count == 0 {
            starts.push((*term).to_owned());
        }
        number(term.len(), &mut head);
        head.extend(term.as_bytes());
        number(list.len(), &mut head);
        body.extend(list);
        count += 1;
    }
    if count > 0 {
        close(&mut head, &mut body, &mut count);
    }
    starts
}

/// A term's documents as differences, with the weightiest place in the two lowest bits, and for pairs the places' bits.
fn postings(list: &[(String, Posting)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut before = 0;
    for (term, (document, weight, places)) in list {
        number(((document - before) as usize) << 2 | usize::from(*weight), &mut out);
        before = *document;
        if !term.starts_with(|c: char| c.is_ascii()) {
            out.push(*places);
        }
    }
    out
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
fn pairs(occurrences: &[(String, Posting)]) -> String {
    let mut known: Vec<char> = occurrences.iter().filter_map(|(term, _)| term.chars().next()).collect();
    known.dedup();
    known.sort_unstable();
    known.dedup();
    let used = simplified().iter().filter(|(_, simple)| known.binary_search(simple).is_ok());
    used.flat_map(|(traditional, simple)| [*traditional, *simple]).collect()
}

/// What results are filtered by: for each document the place of its kind, colour, year, office and park among the names
/// (0 for none), and the length of its title.
fn columns(documents: &[Document]) -> (Vec<u8>, serde_json::Value) {
    let mut names = [const { Vec::<(String, String)>::new() }; 5];
    let mut places = [const { BTreeMap::<String, usize>::new() }; 5];
    let mut bytes = Vec::new();
    for document in documents {
        let year = document.date.map(|date| date.year().to_string());
        let named = |name: &Option<String>| name.clone().map(|name| (name.clone(), name));
        let values = [
            Some((document.kind.name().to_owned(), document.kind_name.clone())),
            document.colour.as_ref().map(|(colour, name)| (colour.key().to_owned(), name.clone())),
            year.map(|year| (year.clone(), year)),
            named(&document.office),
            named(&document.park),
        ];
        for ((value, names), places) in values.into_iter().zip(&mut names).zip(&mut places) {
            let place = value.map_or(0, |(key, name)| {
                *places.entry(key.clone()).or_insert_with(|| {
                    names.push((key, name));
                    names.len()
                })
            });
            number(place, &mut bytes);
        }
        number(normal(&document.title).chars().count(), &mut bytes);
    }
    (bytes, json!(names))
}
