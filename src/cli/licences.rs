//! `gongbao licences`: what the program holds, under which licences, with their texts.
//!
//! The list is made by `tests/release.d/licences` from `Cargo.lock` and what the crates come with, and kept as a compressed
//! file beside this one.

use std::env::consts::{ARCH, OS};
use std::fmt::Write;
use std::io::{Cursor, Read};

use serde::Deserialize;
use serde_json::{Value, json};

use super::args::{LicenceFormat, Licences};
use super::{End, terminal};
use crate::diagnostic::Lang;

const LIST: &[u8] = include_bytes!("licences.zip");

/// The list as it is kept.
#[derive(Debug, Deserialize)]
struct List {
    /// SHA-256 of the `Cargo.lock` it was made from.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it"))]
    lock: String,
    /// Systems it tells apart.
    systems: Vec<String>,
    items: Vec<Item>,
    texts: Vec<String>,
}

/// One work inside the program.
#[derive(Debug, Deserialize)]
struct Item {
    name: String,
    #[serde(default)]
    version: String,
    /// As SPDX writes it.
    licence: String,
    /// Where its source is.
    #[serde(default)]
    source: String,
    /// What it is, where it is no crate of ours.
    #[serde(default)]
    what: String,
    /// Places of its texts in the list.
    texts: Vec<usize>,
    /// The systems it is inside on, where those are not all.
    on: Option<Vec<String>>,
}

impl Item {
    fn title(&self) -> String {
        if self.version.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.version) }
    }
}

/// What the list calls the system that this program is for.
fn system() -> String {
    let kind = if cfg!(target_env = "musl") {
        "musl"
    } else if cfg!(target_env = "gnu") {
        "gnu"
    } else {
        "other"
    };
    format!("{ARCH}-{OS}-{kind}")
}

/// The list, where the file is whole.
fn list() -> Option<List> {
    let mut archive = zip::ZipArchive::new(Cursor::new(LIST)).ok()?;
    let mut text = String::new();
    archive.by_name("licences.json").ok()?.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

pub(super) fn licences(args: &Licences) -> End {
    let lang = args.language.lang();
    let Some(list) = list() else {
        terminal::message(match lang {
            Lang::Zh => "程序里的许可证清单坏了：换一份程序。",
            Lang::En => "the list of licences inside the program is damaged: get the program anew",
        });
        return End::System;
    };
    let system = system();
    // For a system that the list does not know, all of it is shown.
    let known = list.systems.contains(&system);
    let is_here = |item: &&Item| !known || item.on.as_ref().is_none_or(|on| on.contains(&system));
    let items: Vec<&Item> = list.items.iter().filter(is_here).collect();
    match args.format {
        LicenceFormat::Json => terminal::data(&format!("{:#}\n", as_json(&list, &items, &system))),
        LicenceFormat::Human => terminal::data(&for_people(&list, &items, &system, known, lang)),
    }
    End::Fine
}

fn for_people(list: &List, items: &[&Item], system: &str, known: bool, lang: Lang) -> String {
    let (version, count) = (env!("CARGO_PKG_VERSION"), items.len());
    let mut out = match lang {
        Lang::Zh => format!(
            "gongbao {version} 本身按 MIT 或 Apache-2.0 许可，由使用者选择。\n程序（{system}）里含有下列 {count} 项软件和数据；许可证全文在清单后面，每种一次。MPL-2.0 的几项没有改动，源代码在所列地址。\n"
        ),
        Lang::En => format!(
            "gongbao {version} itself is under MIT or Apache-2.0, as you like.\nInside this program ({system}) are these {count} works; the texts of their licences follow, each once. Those under MPL-2.0 are unchanged, their source is where it says.\n"
        ),
    };
    if !known {
        out += match lang {
            Lang::Zh => "没有为这个系统单列的清单：列出的是各系统的全部。\n",
            Lang::En => "There is no list for this system alone: this is that of all systems.\n",
        };
    }
    out.push('\n');
    for item in items {
        let _ = write!(out, "{} · {}", item.title(), item.licence);
        for more in [&item.what, &item.source] {
            if !more.is_empty() {
                let _ = write!(out, " · {more}");
            }
        }
        out.push('\n');
    }
    for (number, text) in list.texts.iter().enumerate() {
        let of: Vec<String> =
            items.iter().filter(|item| item.texts.contains(&number)).map(|item| item.title()).collect();
        if !of.is_empty() {
            let _ = write!(out, "\n{}\n{}\n\n{text}", "=".repeat(72), of.join(", "));
        }
    }
    out
}

fn as_json(list: &List, items: &[&Item], system: &str) -> Value {
    let rows: Vec<Value> = items
        .iter()
        .map(|item| {
            let texts: Vec<&String> = item.texts.iter().filter_map(|number| list.texts.get(*number)).collect();
            json!({
                "name": item.name, "version": item.version, "licence": item.licence, "source": item.source,
                "what": item.what, "texts": texts,
            })
        })
        .collect();
    json!({ "format": "gongbao-licences/1", "version": env!("CARGO_PKG_VERSION"), "system": system, "works": rows })
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_list_is_of_this_lock_file() {
        let list = list().expect("a list");
        let lock = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).expect("Cargo.lock");
        let hash: String = Sha256::digest(&lock).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(list.lock, hash, "Cargo.lock is another: tests/release.d/licences --write, and read what differs");
    }

    #[test]
    fn every_work_has_its_text_and_every_text_is_of_one() {
        let list = list().expect("a list");
        for item in &list.items {
            assert!(!item.texts.is_empty(), "{}: no text", item.title());
            assert!(item.texts.iter().all(|number| *number < list.texts.len()), "{}", item.title());
            assert!(item.on.as_ref().is_none_or(|on| on.iter().all(|system| list.systems.contains(system))));
        }
        for number in 0..list.texts.len() {
            assert!(list.items.iter().any(|item| item.texts.contains(&number)), "text {number} is of none");
        }
    }
}
