//! `gongbao schema [KIND]`: JSON Schema of the records, for editors that complete and check while one types.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::args::Schema;
use super::{End, terminal};
use crate::record::{Kind, addresses_schema, published_schema, site_schema};

/// Where a bulletin keeps the schemas, from its root.
pub(super) const FOLDER: &str = ".vscode/gongbao";

pub(super) fn schema(root: &Path, args: &Schema) -> End {
    if args.write {
        let written = files().iter().try_for_each(|(path, bytes)| super::files::write(&root.join(path), bytes));
        return written.map_or_else(|error| terminal::system(&error, args.language.lang()), |()| End::Fine);
    }
    let value = match args.kind.as_deref() {
        None => Value::Object(all().map(|(name, schema, _)| (name.to_owned(), schema)).collect::<Map<_, _>>()),
        Some(name) => match all().find(|(other, ..)| *other == name) {
            Some((_, schema, _)) => schema,
            None => match terminal::kind(name, args.language.lang()) {
                Ok(kind) => kind.schema(),
                Err(end) => return end,
            },
        },
    };
    terminal::data(&format!("{value:#}\n"));
    End::Fine
}

/// Every schema: its name, itself, the files it is for.
fn all() -> impl Iterator<Item = (&'static str, Value, String)> {
    let kinds =
        Kind::ALL.iter().map(|kind| (kind.name(), kind.schema(), format!("content/{}/**/*.yaml", kind.folder())));
    let site = ("site", site_schema(), "content/site.yaml".to_owned());
    let addresses = ("addresses", addresses_schema(), "content/addresses.yaml".to_owned());
    let published = ("published", published_schema(), "content/published.yaml".to_owned());
    kinds.chain([site, addresses, published])
}

fn path(name: &str) -> String {
    format!("{FOLDER}/{name}.schema.json")
}

/// The schemas as files of a bulletin.
pub(super) fn files() -> Vec<(PathBuf, Vec<u8>)> {
    all().map(|(name, schema, _)| (path(name).into(), format!("{schema:#}\n").into_bytes())).collect()
}

/// Completion and hints for each kind's files, for editors that speak the YAML language server.
pub(super) fn editor_settings() -> Value {
    let schemas: Map<String, Value> = all()
        .map(|(name, _, files)| (format!("./{}", path(name)), json!([files, files.replace(".yaml", ".yml")])))
        .collect();
    json!({ "files.encoding": "utf8", "files.eol": "\n", "yaml.schemas": schemas })
}

/// The extension that VS Code offers to install.
pub(super) fn editor_extensions() -> Value {
    json!({ "recommendations": ["redhat.vscode-yaml"] })
}

/// The line by which other editors find a kind's schema from a file of it, where the bulletin keeps one.
pub(super) fn modeline(root: &Path, kind: Kind) -> String {
    if root.join(path(kind.name())).is_file() { line(kind.name(), 2) } else { String::new() }
}

/// The same for a file of a bulletin by its path, as `content/projects/a.yaml`; nothing for one that no schema is for.
pub(super) fn modeline_of(file: &str) -> String {
    let Some(inside) = file.strip_prefix("content/").filter(|_| file.ends_with(".yaml")) else { return String::new() };
    let depth = file.matches('/').count();
    match inside.split_once('/') {
        Some((folder, _)) => Kind::from_folder(folder).map_or_else(String::new, |kind| line(kind.name(), depth)),
        None => all().find(|(.., files)| files == file).map_or_else(String::new, |(name, ..)| line(name, depth)),
    }
}

fn line(name: &str, depth: usize) -> String {
    format!("# yaml-language-server: $schema={}{}\n", "../".repeat(depth), path(name))
}
