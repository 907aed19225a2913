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
use gongbao::record::{Kind, site_schema};
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
const FORM: &[&str] = &["GB0201", "GB0202", "GB0203", "GB0205", "GB0206", "GB0207", "GB0210"];

/// One edit at a time to real records: the schema refuses what the parser refuses, and nothing else.
#[test]
fn schema_and_parser_agree() {
    let project = "themes/default/example/content/projects/industry/qinghe-food.yaml";
    let whole: Value = record(Path::new(project)).expect("a project");
    let schema = validator(&Kind::Project.schema());
    let mut edits: Vec<(String, Value)> = Vec::new();
    let values = [
        Value::from("文字"),
        Value::from(true),
        Value::from(12),
        Value::from("2023-02-30"),
        Value::from("2023-03"),
        Value::from("4.37亿"),
        Value::from("≥3亿元"),
        Value::from("12%"),
        Value::from(vec![Value::from("甲")]),
        serde_json::json!({"unknown": 1}),
    ];
    for key in whole.as_object().expect("keys").keys() {
        for value in &values {
            let mut edited = whole.clone();
            edited[key] = value.clone();
            edits.push((format!("{key}: {value}"), edited));
        }
        let mut edited = whole.clone();
        edited.as_object_mut().expect("keys").remove(key);
        edits.push((format!("no {key}"), edited));
    }
    for (list, keys) in [
        ("stages", "stage date planned scope"),
        ("updates", "date percent invested note"),
        ("problems", "what raised office"),
    ] {
        for key in keys.split(' ') {
            for value in &values {
                let mut edited = whole.clone();
                edited[list][0][key] = value.clone();
                edits.push((format!("{list}[0].{key}: {value}"), edited));
            }
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("content/projects")).expect("a folder");
    fs::write(folder.path().join("content/site.yaml"), "title: 公报\n").expect("written");
    let form: Vec<&str> = FORM.to_vec();
    assert!(form.iter().all(|id| codes::ALL.iter().any(|code| code.id == *id)));
    let mut refused = 0;
    let mut disagreements = Vec::new();
    for (edit, edited) in &edits {
        let yaml = serde_yaml::to_string(edited).expect("YAML");
        fs::write(folder.path().join("content/projects/a.yaml"), yaml).expect("written");
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
        let outcome = check(&request).expect("the system works");
        let parser = outcome.findings.iter().all(|finding| !form.contains(&finding.code.id));
        refused += usize::from(!parser);
        // A text: the parser takes `12` or `true` for the words they are, the schema wants them typed as words.
        let plain = parser && (edit.ends_with(": 12") || edit.ends_with(": true"));
        if schema.is_valid(edited) != parser && !plain {
            disagreements.push(format!("{edit}: the schema says {}", schema.is_valid(edited)));
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    assert!(refused > 100 && refused < edits.len(), "{refused} of {} refused", edits.len());
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
