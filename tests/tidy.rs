//! The house is in order: files open with what they are about, crates have their reason, generated docs are current,
//! UI strings are complete. `UPDATE=1 cargo test --test tidy` writes the generated docs.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gongbao::diagnostic::Code;
use gongbao::record::{Kind, addresses_schema, published_schema, site_schema};
use serde_json::Value;

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|other| other == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path.as_ref()).unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

#[test]
fn every_file_opens_with_what_it_is_about() {
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        assert!(read(&path).starts_with("//! "), "{}: begin with //! and a sentence", path.display());
    }
}

#[test]
fn every_crate_has_its_reason() {
    let manifest = read("Cargo.toml");
    let mut in_dependencies = false;
    let mut before = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies");
        } else if in_dependencies && line.contains(" = ") {
            assert!(before.starts_with("# "), "Cargo.toml: say in a comment above what this is for: {line}");
        }
        before = line;
    }
}

#[test]
fn nothing_is_left_undone() {
    for path in files("src", "rs") {
        let text = read(&path);
        for mark in ["TODO", "FIXME", "todo!(", "unimplemented!("] {
            assert!(!text.contains(mark), "{}: {mark}", path.display());
        }
    }
}

/// Every drawing is shown by a component or template, and none is pasted into one.
#[test]
fn icons_are_in_the_sprite_and_used() {
    let templates =
        files("themes/default/templates", "html").into_iter().chain(files("themes/default/components", "html"));
    let asked: String = templates.map(read).collect();
    for path in files("themes/default/icons", "svg") {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let used = name == "site" || asked.contains(&format!("<icon name={{\"{name}\"}} />"));
        assert!(used, "{}: no template shows it", path.display());
    }
    assert_eq!(asked.matches("class=\"gb-icon\"").count(), 1, "drawings are shown by the component icon");
}

/// Every string that a template or the program asks for is there in both languages, and none is there for nothing.
#[test]
fn strings_are_complete_and_used() {
    let keys = |file: &str| -> BTreeSet<String> {
        let tree: Value = serde_yaml::from_str(&read(file)).expect("strings");
        let mut keys = BTreeSet::new();
        flatten(&tree, String::new(), &mut keys);
        keys
    };
    let zh = keys("themes/default/strings/zh-Hans.yaml");
    let en = keys("themes/default/strings/en.yaml");
    assert_eq!(zh, en, "zh-Hans and en have different keys");
    let mut asked = String::new();
    for path in files("themes/default/templates", "html").into_iter().chain(files("themes/default/components", "html"))
    {
        asked.push_str(&read(path));
    }
    for path in files("src/site", "rs").into_iter().chain(files("src/record", "rs")).chain(files("src/render", "rs")) {
        asked.push_str(&read(path));
    }
    let facets: BTreeSet<&str> = asked.split("\"").collect();
    for key in &zh {
        let made = key.starts_with("kind.")
            || key.starts_with("callout.")
            || key.starts_with("colour.")
            || key.starts_with("report.")
            || key.starts_with("gallery.")
            || key.strip_prefix("facet.").is_some_and(|facet| facets.contains(facet));
        let last = key.rsplit('.').next().unwrap_or(key);
        let composed = asked.contains(&format!("\"{}.\" ~", key.trim_end_matches(last).trim_end_matches('.')));
        assert!(made || composed || asked.contains(key.as_str()), "nobody asks for the string {key}");
    }
    for kind in Kind::ALL {
        for form in ["one", "many"] {
            let key = format!("kind.{}.{form}", kind.name());
            assert!(zh.contains(&key), "no string {key}");
        }
    }
}

fn flatten(value: &Value, path: String, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                flatten(value, if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, keys);
            }
        }
        _ => {
            keys.insert(path);
        }
    }
}

/// Colours stand in tokens only; components name purposes.
#[test]
fn colours_are_tokens() {
    for path in files("themes/default/components", "css").into_iter().chain(files("themes/default/styles", "css")) {
        let text = read(&path);
        if path.ends_with("tokens.css") || path.ends_with("print.css") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let raw = line
                .split('#')
                .skip(1)
                .any(|rest| rest.chars().take(3).all(|c| c.is_ascii_hexdigit()) && rest.len() > 3);
            assert!(
                !raw && !line.contains("rgb(") && !line.contains("!important"),
                "{}:{}: {line}",
                path.display(),
                number + 1
            );
        }
    }
}

#[test]
fn generated_docs_are_current() {
    let mut docs =
        BTreeMap::from([("docs/records.md".to_owned(), records()), ("docs/rules/README.md".to_owned(), rule_index())]);
    docs.extend(gongbao::check::codes().iter().map(|code| (format!("docs/rules/{}.md", code.id), rule_page(code))));
    for (path, text) in &docs {
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all("docs/rules").expect("a folder");
            fs::write(path, text).expect("written");
        }
        assert!(read(path) == *text, "{path} is not current: UPDATE=1 cargo test --test tidy writes it");
    }
    for path in files("docs/rules", "md") {
        assert!(docs.contains_key(&*path.to_string_lossy()), "{}: the page of no rule", path.display());
    }
}

/// Every code that ever was, with its name: a code is never used again, and a rule keeps its name, because bulletins name
/// both. `UPDATE=1` adds new ones; a row is changed or taken away by nothing.
#[test]
fn codes_are_never_used_again() {
    let rules = gongbao::check::RULES.iter().map(|rule| rule.code);
    let all = gongbao::diagnostic::codes::ALL.iter().copied().chain(rules);
    let all: BTreeSet<(&str, &str, &str)> = all.map(|code| (code.id, code.name, code.page)).collect();
    let names: BTreeMap<&str, &str> = all.iter().map(|(id, name, _)| (*id, *name)).collect();
    let ids: BTreeSet<&str> = all.iter().map(|(_, name, _)| *name).collect();
    assert_eq!((names.len(), ids.len()), (all.len(), all.len()), "a code or a name stands twice");
    let path = "docs/rules/codes.txt";
    let kept = read(path);
    let known: BTreeMap<&str, &str> = kept.lines().filter_map(|line| line.split_once(' ')).collect();
    for (id, name) in &known {
        assert!(names.get(id).is_none_or(|now| now == name), "{id} was {name}; take the next free code");
        assert!(names.contains_key(id) || !ids.contains(name), "{name} had the code {id}; it keeps it");
    }
    let rows: BTreeMap<&str, &str> = known.into_iter().chain(names).collect();
    let wanted: String = rows.iter().map(|(id, name)| format!("{id} {name}\n")).collect();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, wanted).expect("written");
    } else {
        assert_eq!(kept, wanted, "UPDATE=1 cargo test --test tidy adds the new codes to {path}");
    }
}

fn rule_index() -> String {
    let mut out = String::from(
        "# 检查规则 · Rules\n\n由程序生成，不要手改。Generated; do not edit. `gongbao explain GB0108` 在终端里显示。\n\n\
         | 代码 | 名称 | 级别 | 说明 |\n|---|---|---|---|\n",
    );
    for code in gongbao::check::codes() {
        let (title, severity) = (code.title(), code.severity.name());
        let (id, name) = (code.id, code.name);
        out.push_str(&format!("| [{id}]({id}.md) | {name} | {severity} | {} · {} |\n", title.zh, title.en));
    }
    out
}

fn rule_page(code: &Code) -> String {
    let title = code.title();
    let (id, name, severity) = (code.id, code.name, code.severity.name());
    format!("# {id} {} · {}\n\n`{name}` · {severity}\n\n{}\n", title.zh, title.en, code.page())
}

fn records() -> String {
    let mut out = String::from(
        "# 记录的键 · Keys of records\n\n由程序生成，不要手改。Generated; do not edit.\n\n\
         粗体为必填。值的写法：日期 `2023`、`2023-03`、`2023-03-22`；数值 `27775件`、`≥30个`、`\">500块\"`（以 > 开头的加引号）；金额 `4.37亿元`；百分比 `8.2%`。\n\
         Bold keys are required.\n\n\
         日期后面的词说那天和公报截至日的关系：`known` 从那天起才知道，截至日更早的公报不显示它（写了 `alone` 的，只不显示这个日期；写了 `with` 的，只不显示它和所列的键；`published` 和新闻的 `date` 更晚的记录仍然显示，并有警告）；`happens` 活动的日子；`plan` 事先定下的日子；`timeless` 与截至日无关；`undated` 没有日期可说。\n\
         The word behind a date says what it has to do with the day of the bulletin: `known`, known from then on, and not shown by a bulletin of an earlier day (with `alone` only the date is not, with `with` the date and the keys named; a record whose `published` is later, or news whose `date` is, is shown all the same, with a warning); `happens`, the day of an event; `plan`, a day set before; `timeless`, nothing; `undated`, no date says since when.\n",
    );
    let kinds = Kind::ALL.iter().map(|kind| {
        let title = format!("{} · {} — `content/{}/`", kind.zh(), kind.name(), kind.folder());
        (title, kind.schema())
    });
    let site = ("网站 · site — `content/site.yaml`".to_owned(), site_schema());
    let mut parts = BTreeMap::new();
    let addresses = ("改了、撤下的网址 · addresses — `content/addresses.yaml`".to_owned(), addresses_schema());
    let published = (
        "发布记录 · published — `content/published.yaml`，由程序写 written by the program".to_owned(),
        published_schema()["$defs"]["PublishedPage"].clone(),
    );
    for (title, schema) in kinds.chain([site, addresses, published]) {
        out.push_str(&format!("\n## {title}\n"));
        table(&schema, &mut out);
        for (name, part) in schema.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            parts.insert(name.clone(), part.clone());
        }
    }
    out.push_str("\n## 各部分 · Parts\n");
    for (name, part) in parts.iter().filter(|(_, part)| part.get("properties").is_some()) {
        out.push_str(&format!("\n### {name}\n"));
        table(part, &mut out);
    }
    out
}

fn table(part: &Value, out: &mut String) {
    out.push_str("\n| 键 key | 名称 | 值 value | what |\n|---|---|---|---|\n");
    let required: Vec<&str> =
        part.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, value) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let name = if required.contains(&key.as_str()) { format!("**`{key}`**") } else { format!("`{key}`") };
        let text = |key| value.get(key).and_then(Value::as_str).unwrap_or("").replace('\n', " ").replace('|', "\\|");
        let (title, what) = (text("title"), text("description"));
        // The Chinese term has a column of its own.
        let term = format!(" {title}");
        let what = match what.split_once(&term) {
            Some((before, after)) if after.starts_with(['.', ',', ':', ';']) => format!("{before}{after}"),
            _ => what,
        };
        out.push_str(&format!("| {name} | {title} | {}{} | {what} |\n", kind_of(value), time_of(value)));
    }
}

/// What a date has to do with the day of the bulletin.
fn time_of(value: &Value) -> String {
    let Some(time) = value.get("x-time").and_then(Value::as_str) else { return String::new() };
    let with = value.get("x-with").and_then(Value::as_array).map(|keys| {
        let keys: Vec<&str> = keys.iter().filter_map(Value::as_str).collect();
        if keys.is_empty() { " alone".to_owned() } else { format!(" with {}", keys.join(", ")) }
    });
    format!(" · `{time}{}`", with.unwrap_or_default())
}

/// A value's type in a word.
fn kind_of(value: &Value) -> String {
    if let Some(options) = value.get("anyOf").and_then(Value::as_array) {
        return options.first().map(kind_of).unwrap_or_default();
    }
    if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().unwrap_or("").to_owned();
    }
    if let Some(items) = value.get("items") {
        return format!("列表 list: {}", kind_of(items));
    }
    if let Some(values) = value.get("enum").and_then(Value::as_array) {
        let words: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        return words.chunks(2).map(|pair| pair.join(" ")).collect::<Vec<_>>().join("；");
    }
    let kind = value.get("x-kind").and_then(Value::as_str).unwrap_or("");
    match value.get("format").and_then(Value::as_str) {
        Some("ref") if kind.is_empty() => "编号 id".into(),
        Some("ref") => format!("编号 id: {kind}"),
        Some("partial-date") => "日期 date".into(),
        Some("period") => "时期 period".into(),
        Some("quantity") => "数值 quantity".into(),
        Some("money") => "金额 money".into(),
        Some("percent") => "百分比 percent".into(),
        Some("markdown") => "Markdown".into(),
        Some("web-address") => "网址 address".into(),
        Some("fraction") => "份额 share".into(),
        Some("document") => "来源文件 document".into(),
        Some("image" | "file") => "文件 file".into(),
        _ => match value.get("type") {
            Some(Value::Array(types)) => types.first().map(word_of).unwrap_or_default(),
            Some(one) => word_of(one),
            None => String::new(),
        },
    }
}

/// A plain type, in both languages.
fn word_of(kind: &Value) -> String {
    match kind.as_str().unwrap_or("") {
        "string" => "文字 text".to_owned(),
        "boolean" => "是否 true, false".to_owned(),
        "integer" => "整数 whole number".to_owned(),
        "number" => "数 number".to_owned(),
        "array" => "列表 list".to_owned(),
        "object" => "对应表 map".to_owned(),
        other => other.to_owned(),
    }
}

/// No heading of a text may take the id of a section or mark of the theme's pages.
#[test]
fn ids_of_pages_are_reserved() {
    for path in files("themes/default/templates", "html").into_iter().chain(files("themes/default/components", "html"))
    {
        for part in read(&path).split(" id=\"").skip(1) {
            let id = part.split('"').next().unwrap_or_default();
            let known = id.is_empty() || id.contains("{{") || gongbao::source::markdown::RESERVED.contains(&id);
            assert!(known, "{}: add “{id}” to RESERVED in src/source/markdown/headings.rs", path.display());
        }
    }
}
