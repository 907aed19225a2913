//! The records' JSON Schema, as editors use it, against an independent validator: it accepts every record of both
//! bulletins, and it accepts and refuses what the parser does.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use gongbao::build::{Clock, Request, check};
use gongbao::date::{PartialDate, Period};
use gongbao::diagnostic::emit::{Format, emit};
use gongbao::diagnostic::{Lang, codes};
use gongbao::quantity::{Fraction, Money, Percent, Quantity};
use gongbao::record::{Kind, parse, site_schema};
use gongbao::source::{self, Source, SourceFile};
use jsonschema::Validator;
use serde_json::Value;

fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .with_format("partial-date", |text: &str| text.parse::<PartialDate>().is_ok())
        .with_format("period", |text: &str| text.parse::<Period>().is_ok())
        .with_format("quantity", |text: &str| text.parse::<Quantity>().is_ok())
        .with_format("money", |text: &str| text.parse::<Money>().is_ok())
        .with_format("percent", |text: &str| text.parse::<Percent>().is_ok())
        .with_format("fraction", |text: &str| text.parse::<Fraction>().is_ok())
        .with_format("web-address", |text: &str| text.starts_with("http://") || text.starts_with("https://"))
        .build(schema)
        .expect("a schema")
}

/// The keys of a record: the whole file, or its front matter.
fn record(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    let yaml = match path.extension()?.to_str()? {
        "yaml" => text.as_str(),
        "md" => text.strip_prefix("---\n")?.split("\n---\n").next()?,
        _ => return None,
    };
    serde_yaml::from_str(yaml).ok()
}

#[test]
fn every_record_is_valid() {
    let validators: Vec<(&str, Validator)> =
        Kind::ALL.iter().map(|kind| (kind.folder(), validator(&kind.schema()))).collect();
    let mut n = 0;
    for root in ["content", "themes/default/example/content"] {
        let site = record(&Path::new(root).join("site.yaml")).expect("a site");
        assert!(validator(&site_schema()).is_valid(&site), "{root}/site.yaml");
        for (folder, validator) in &validators {
            for file in walkdir::WalkDir::new(Path::new(root).join(folder)).into_iter().filter_map(Result::ok) {
                let Some(record) = record(file.path()) else { continue };
                n += 1;
                if let Some(error) = validator.iter_errors(&record).next() {
                    panic!("{}: {error} at {}", file.path().display(), error.instance_path());
                }
            }
        }
    }
    assert!(n > 500, "only {n} records");
}

/// Faults of form that a schema can tell: unknown keys, missing keys, types, values, dates, numbers, addresses.
const FORM: &[&str] =
    &["GB0201", "GB0202", "GB0203", "GB0205", "GB0206", "GB0207", "GB0208", "GB0209", "GB0210", "GB0312"];

/// What is put in the place of each value, one at a time.
fn values() -> Vec<Value> {
    let texts = ["文字", "", " ", "A b", "2023-02-30", "2023-03", "4.37亿", "≥3亿元", "12%", "https://example.org/"];
    let mut values: Vec<Value> = texts.into_iter().map(Value::from).collect();
    values.extend([Value::from(true), Value::from(12), Value::from(-1), Value::from(vec![Value::from("甲")])]);
    values.extend([Value::from(vec![Value::from("")]), serde_json::json!({"unknown": 1})]);
    values
}

/// The record of a kind in the example that has the most keys.
fn fullest(kind: Kind) -> Value {
    let folder = Path::new("themes/default/example/content").join(kind.folder());
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let records = files.filter_map(|file| record(file.path()));
    records.max_by_key(|record| record.as_object().map_or(0, serde_json::Map::len)).expect("a record")
}

/// Edits of a record: each key, and each key of the first item of each list and of each map, with each value and without.
fn edits(whole: &Value) -> Vec<(String, Value)> {
    let mut places: Vec<String> = Vec::new();
    for (key, value) in whole.as_object().expect("keys") {
        places.push(format!("/{key}"));
        let (inner, path) = match value {
            Value::Array(items) => (items.first(), format!("/{key}/0")),
            other => (Some(other), format!("/{key}")),
        };
        for name in inner.and_then(Value::as_object).into_iter().flat_map(serde_json::Map::keys) {
            places.push(format!("{path}/{name}"));
        }
    }
    let mut edits = Vec::new();
    for place in &places {
        for value in values() {
            let mut edited = whole.clone();
            *edited.pointer_mut(place).expect("a place") = value.clone();
            edits.push((format!("{place}: {value}"), edited));
        }
        let mut edited = whole.clone();
        let (above, key) = place.rsplit_once('/').expect("a path");
        edited.pointer_mut(above).and_then(Value::as_object_mut).expect("a map").remove(key);
        edits.push((format!("{place} left out"), edited));
    }
    edits
}

/// One edit at a time to a real record of every kind: the schema refuses what the parser refuses, and nothing else.
#[test]
fn schema_and_parser_agree() {
    assert!(FORM.iter().all(|id| codes::ALL.iter().any(|code| code.id == *id)));
    let mut disagreements = Vec::new();
    for kind in Kind::ALL {
        let schema = validator(&kind.schema());
        let edits = edits(&fullest(*kind));
        let path = |n: usize| format!("content/{}/r{n:04}.yaml", kind.folder());
        let yaml = |edited: &Value| serde_yaml::to_string(edited).expect("YAML");
        let file = |path: String, text: String| SourceFile::new(path.into(), source::Format::Yaml, text);
        let records = edits.iter().enumerate().map(|(n, (_, edited))| file(path(n), yaml(edited)));
        let site = file("content/site.yaml".into(), "title: 公报\n".into());
        let mut files: Vec<SourceFile> = records.chain([site]).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let source = Source { files, ..Source::default() };
        let findings = parse(&source, true).expect("a bulletin").findings;
        let form = findings.iter().filter(|finding| FORM.contains(&finding.code.id));
        let refused: std::collections::BTreeSet<&str> = form.map(|finding| &*finding.place.file).collect();
        for (n, (edit, edited)) in edits.iter().enumerate() {
            let parser = !refused.contains(path(n).as_str());
            // A text: the parser takes `12` or `true` for the words they are, the schema wants them typed as words.
            let plain = parser && [": 12", ": -1", ": true"].iter().any(|end| edit.ends_with(end));
            if schema.is_valid(edited) != parser && !plain {
                disagreements.push(format!("{}{edit}: the schema says {}", kind.name(), schema.is_valid(edited)));
            }
        }
        assert!(refused.len() > 50 && refused.len() < edits.len(), "{} of {} refused", refused.len(), edits.len());
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

/// Every key of every schema has a Chinese name, and the settings that `init` writes are for every kind.
#[test]
fn every_key_has_its_chinese_name() {
    fn nameless(schema: &Value, path: &str, found: &mut Vec<String>) {
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            let title = inner["title"].as_str().unwrap_or("");
            if !title.chars().any(|c| ('一'..='鿿').contains(&c)) {
                found.push(format!("{path}.{key}"));
            }
        }
        for (name, part) in schema["$defs"].as_object().into_iter().flatten() {
            nameless(part, name, found);
        }
    }
    let mut found = Vec::new();
    for kind in Kind::ALL {
        nameless(&kind.schema(), kind.name(), &mut found);
    }
    nameless(&site_schema(), "site", &mut found);
    nameless(&gongbao::record::addresses_schema(), "addresses", &mut found);
    nameless(&gongbao::record::published_schema(), "published", &mut found);
    assert!(found.is_empty(), "say the Chinese name in the key's doc comment: {}", found.join(" "));
}

/// The bulletin of a few faults, one of them with a related place.
fn faulty() -> gongbao::build::Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("content/notices")).expect("a folder");
    fs::write(folder.path().join("content/site.yaml"), "title: 公报\n").expect("written");
    let write = |id: &str, text: &str| {
        fs::write(folder.path().join(format!("content/notices/{id}.yaml")), text).expect("written");
    };
    write("a", "title: 甲\nkind: 政策文件\nindex: '1'\n");
    write("b", "title：乙\nkind: 政策文件\n");
    write("c", "title: 丙\nkind: 政策文件\nindex: '1'\n");
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let clock = Clock { as_of: None, epoch: None, now };
    let request = Request {
        root: folder.path().to_owned(),
        drafts: true,
        base_url: None,
        relative: false,
        gallery: false,
        clock,
    };
    check(&request).expect("the system works")
}

/// SARIF is what its official schema demands, with places that begin at column 1 and rules that are explained.
#[test]
fn sarif_is_valid() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let metadata = std::process::Command::new(cargo).args(["metadata", "--format-version", "1", "--locked"]).output();
    let metadata: Value = serde_json::from_slice(&metadata.expect("cargo runs").stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let carrier = packages.iter().find(|package| package["name"] == "serde-sarif").expect("the crate that holds it");
    let manifest = Path::new(carrier["manifest_path"].as_str().expect("a path"));
    let schema = fs::read_to_string(manifest.with_file_name("src").join("schema.json")).expect("the schema");
    // The schema's own pattern of a language has a bracket too many, which not every reader of patterns takes.
    let schema = schema.replace("{2}-[a-zA-Z]{2}]?$", "{2}-[a-zA-Z]{2}$");
    let schema = validator(&serde_json::from_str(&schema).expect("JSON"));
    let outcome = faulty();
    for lang in [Lang::Zh, Lang::En] {
        let printed: Value =
            serde_json::from_str(&emit(&outcome.findings, &outcome, Format::Sarif, lang)).expect("JSON");
        let errors: Vec<String> = schema.iter_errors(&printed).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let run = &printed["runs"][0];
        assert!(run["results"].as_array().is_some_and(|results| results.len() > 1), "{printed:#}");
        assert!(run["results"].to_string().contains("relatedLocations"), "{printed:#}");
        assert_eq!(run["columnKind"], "unicodeCodePoints");
    }
}

/// What `check --format json` prints is what `docs/findings.schema.json` says, in both languages.
#[test]
fn findings_as_json_are_as_documented() {
    let outcome = faulty();
    let schema: Value =
        serde_json::from_str(&fs::read_to_string("docs/findings.schema.json").expect("a schema")).expect("JSON");
    let schema = validator(&schema);
    for lang in [Lang::Zh, Lang::En] {
        let printed = emit(&outcome.findings, &outcome, Format::Json, lang);
        let printed: Value = serde_json::from_str(&printed).expect("JSON");
        assert!(schema.is_valid(&printed), "{:?}", schema.iter_errors(&printed).next().map(|error| error.to_string()));
        assert_eq!(printed["findings"][0]["why"].as_str().map(str::is_empty), Some(false), "{printed:#}");
        let findings = printed["findings"].as_array().expect("a list");
        assert!(findings.len() > 1 && findings.iter().any(|finding| finding["related"].is_object()), "{printed:#}");
    }
}

/// The lists that go with them are one document with them.
#[test]
fn lists_are_part_of_the_document() {
    let run = |format: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gongbao"));
        command.args(["check", "--root", "themes/default/example", "--format", format, "--calendar", "--disclosures"]);
        command.output().expect("the binary runs")
    };
    let printed: Value = serde_json::from_slice(&run("json").stdout).expect("one document");
    let schema: Value =
        serde_json::from_str(&fs::read_to_string("docs/findings.schema.json").expect("a schema")).expect("JSON");
    let errors: Vec<String> = validator(&schema).iter_errors(&printed).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    for list in ["calendar", "disclosures"] {
        assert!(printed[list].as_array().is_some_and(|list| !list.is_empty()), "{list}");
    }
    assert_eq!(run("sarif").status.code(), Some(2), "SARIF has no place for lists");
}

/// The schemas of the two files that tell what was published accept and refuse what the parser does.
#[test]
fn what_tells_of_publication_is_checked_as_it_is_read() {
    let reads = |text: &str, file: &str| {
        let site = SourceFile::new("content/site.yaml".into(), source::Format::Yaml, "title: 公报\n".into());
        let file = SourceFile::new(file.into(), source::Format::Yaml, text.into());
        let source = Source { files: vec![file, site], ..Source::default() };
        let findings = parse(&source, true).expect("a bulletin").findings;
        !findings.iter().any(|finding| FORM.contains(&finding.code.id))
    };
    let schema = validator(&gongbao::record::addresses_schema());
    for (text, is_right) in [
        ("gone: {/a/: 原因}", true),
        ("gone: {/a/: {reason: 原因}}", true),
        ("gone: {/a/: {title: 甲, day: 2023-05, reason: 原因, to: /b/}}", true),
        ("gone: {/a/: {title: 甲, day: 2023, reason: 原因, to: [/b/, /c/]}}", true),
        ("gone: {/a/: {title: 甲}}", false),
        ("gone: {/a/: {reason: 原因, why: 原因}}", false),
        ("gone: {/a/: {reason: 原因, day: 5月}}", false),
        ("gone: {/a/: [原因]}", false),
        ("moved: {/a/: /b/}", true),
        ("moved: {/a/: [/b/, /c/]}", true),
        ("moved: {/a/: {to: /b/}}", false),
        ("published: [/a/]\nmoved: {/b/: /a/}", true),
    ] {
        let value: Value = serde_yaml::from_str(text).expect("YAML");
        assert_eq!(schema.is_valid(&value), is_right, "{text}");
        assert_eq!(reads(text, "content/addresses.yaml"), is_right, "{text}");
    }
    let schema = validator(&gongbao::record::published_schema());
    for root in ["content", "tests/broken/338-budget-changed-silently/content"] {
        let text = fs::read_to_string(Path::new(root).join("published.yaml")).expect("a record");
        assert!(schema.is_valid(&serde_yaml::from_str(&text).expect("YAML")), "{root}");
    }
}
