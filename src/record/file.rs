//! A file of the bulletin as the record that it holds, or what keeps it from being one.

use std::sync::{Arc, LazyLock};

use regex::Regex;
use serde_json::Value;

use super::bulletin::stem;
use super::entry::Entry;
use super::explain::{Faulty, explain, faults, may_be_lost};
use super::hidden::hidden;
use super::written::Written;
use super::{Kind, Record, walk};
use crate::diagnostic::{Edit, Finding, Place, Text, WRITE, codes};
use crate::source::front_matter::{self, NoHead};
use crate::source::{Format, SourceFile, conflict};
use crate::text::{Script, is_slug, nearest, slug};

/// The record in a file, where it can be read, and what is wrong with it.
pub(super) type FileRead = (Option<Entry>, Vec<Finding>);

/// The kind a file's folder stands for.
fn kind_of(path: &str) -> Option<Kind> {
    let (folder, _) = path.strip_prefix("content/")?.split_once('/')?;
    Kind::from_folder(folder)
}

/// Reads the record in a file.
pub(super) fn read_file(file: &SourceFile) -> FileRead {
    let Some(kind) = kind_of(&file.path) else {
        return (None, vec![outside_sections(file)]);
    };
    if conflict(file.format, &file.text).is_some() {
        return (None, Vec::new());
    }
    let (head, body) = match file.format {
        Format::Yaml | Format::GeoJson => (0..file.text.len(), None),
        Format::Markdown => match front_matter::split(&file.text) {
            Some((head, body)) => (head, Some(body)),
            None => return (None, vec![no_front_matter(file)]),
        },
    };
    let yaml = file.text.get(head.clone()).unwrap_or("");
    let body = body.and_then(|body| file.text.get(body)).filter(|body| !body.trim().is_empty());
    let faulty = Faulty { file: &file.path, text: yaml, offset: head.start };
    let read = |write: &dyn Fn(&str) -> String| {
        let mut record = Record::read(kind, &write(yaml))?;
        if let Some(body) = body {
            record.set_body(write(body));
        }
        record.in_plain_words();
        Ok::<Record, serde_yaml::Error>(record)
    };
    let mut record = match read(&str::to_owned) {
        Ok(record) => record,
        Err(error) => {
            return (None, explain(&faulty, super::kept_schema(kind).unwrap_or(&Value::Null), &error));
        }
    };
    let found = hidden(&faulty);
    if !found.is_empty() {
        return (None, found);
    }
    let mut written = None;
    let (simplified, traditional) = Script::counts(&file.text);
    let may_mix_scripts = simplified > 0 && traditional > 0 || yaml.contains(['\\', '&']);
    if traditional > simplified
        && let Ok(simplified) = read(&in_simplified)
    {
        written = Some(Written::of(record, &simplified));
        record = simplified;
    }
    if let Some(body) = body
        && let Some(finding) = body_twice(file, body)
    {
        return (None, vec![finding]);
    }
    let id = record.common().id.unwrap_or_else(|| stem(&file.path)).to_owned();
    if let Record::Project(project) = &mut record {
        Arc::make_mut(project).plan_backwards();
    }
    let mut findings = if walk::has_empty_text(&record) || may_be_lost(yaml) {
        faults(&faulty, super::kept_schema(kind).unwrap_or(&Value::Null))
    } else {
        Vec::new()
    };
    if findings.is_empty() && !is_slug(&id) {
        findings.push(bad_id(file, &id, record.common().title));
    }
    if !findings.is_empty() {
        return (None, findings);
    }
    (Some(Entry::new((id, kind, file.path.clone()), record, written, may_mix_scripts)), findings)
}

/// A Markdown file whose front matter has a text as well: one of them would be dropped.
fn body_twice(file: &SourceFile, body: &str) -> Option<Finding> {
    if !file.text.get(file.head()?)?.contains("body") {
        return None;
    }
    let first = file.tree()?.get("body")?;
    let text = file.text.len().saturating_sub(body.trim_start().len());
    let end = text + body.trim_start().lines().next().map_or(0, str::len);
    let message = Text::new(
        "正文写了两次：文件头里有“body”，后面又有正文",
        "the text stands twice: as \"body\" and after the front matter",
    );
    let other = Place::span(file.path.clone(), text..end);
    Some(
        Finding::new(codes::DUPLICATE_KEY, file.place_of(first.span.clone()), message)
            .help(
                "把 body 里的文字并到后面的正文里，删去 body",
                "put the words of body: into the text below, and delete body:",
            )
            .related(other, Text::new("正文在这里", "the text is here")),
    )
}

/// A text in Simplified characters, but for what names things: code, where links lead, addresses, files.
fn in_simplified(text: &str) -> String {
    static KEPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let kept = r#"(?s)```.*?```|`[^`\n]*`|\]\([^)\n]*\)|https?://[^\s<>"'，。；）]+|[\w./-]+\.[a-z]{3,4}\b"#;
        Regex::new(kept).ok()
    });
    let Some(kept) = KEPT.as_ref() else { return Script::Simplified.write(text) };
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for found in kept.find_iter(text) {
        out += &Script::Simplified.write(text.get(done..found.start()).unwrap_or_default());
        out += found.as_str();
        done = found.end();
    }
    out + &Script::Simplified.write(text.get(done..).unwrap_or_default())
}

fn outside_sections(file: &SourceFile) -> Finding {
    let folder = file.path.strip_prefix("content/").and_then(|path| path.split_once('/')).map(|(folder, _)| folder);
    let folders: Vec<&str> = Kind::ALL.iter().map(|kind| kind.folder()).collect();
    let message = match folder {
        Some(folder) => {
            Text::new(format!("没有“{folder}”这个栏目目录"), format!("there is no section folder \"{folder}\""))
        }
        None => Text::new("文件不在任何栏目目录中", "the file stands in no section folder"),
    };
    let list = folders.join(", ");
    let named: Vec<String> = Kind::ALL.iter().map(|kind| format!("{}（{}）", kind.folder(), kind.zh())).collect();
    let named = named.join("、");
    let finding = Finding::new(codes::NO_SECTION, Place::file(file.path.clone()), message);
    match folder.and_then(|folder| nearest(folder, folders.iter().copied())) {
        Some(near) => finding.help(format!("是不是 content/{near}/？"), format!("did you mean content/{near}/?")),
        None => finding.help(format!("放到其中一个目录：{named}"), format!("put it into one of: {list}")),
    }
}

fn no_front_matter(file: &SourceFile) -> Finding {
    let all = "第一行写 ---，接着写 title: 标题 等各项，再写一行 ---，然后是正文";
    let all_en = "begin with a line ---, then title: and the other keys, then another line ---, then the text";
    let (line, message, help) = match front_matter::why_none(&file.text) {
        NoHead::Nothing => {
            (1, Text::new("缺少文件头（front matter）", "the front matter is missing"), Text::new(all, all_en))
        }
        NoHead::NotFirst(line) => (
            1,
            Text::new(
                format!("文件头要从第一行开始，这里的“---”在第 {line} 行"),
                format!("the front matter must begin in the first line; its \"---\" is in line {line}"),
            ),
            Text::new("删去“---”前面的空行", "delete the blank lines before the \"---\""),
        ),
        NoHead::OtherDashes(line) => {
            let typed = file.text.lines().nth(line - 1).unwrap_or("").trim().to_owned();
            (
                line,
                Text::new(
                    format!("“{typed}”应当是三个半角的“-”"),
                    format!("\"{typed}\" should be three plain hyphens"),
                ),
                Text::new("改为：---", "write: ---"),
            )
        }
        NoHead::NotClosed => (
            1,
            Text::new("文件头没有结束：没有第二行“---”", "the front matter does not end: there is no second \"---\""),
            Text::new(
                "在最后一个键的下一行写 ---，然后是正文",
                "write --- on the line after the last key, then the text",
            ),
        ),
    };
    let start: usize = file.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let end = file.text.get(start..).and_then(|rest| rest.find('\n')).map_or(file.text.len(), |end| start + end);
    let place = Place::span(file.path.clone(), start..end);
    let finding = Finding::new(codes::NO_FRONT_MATTER, place, message);
    if !help.zh.starts_with(WRITE.0) {
        return finding.help(help.zh, help.en);
    }
    // A head begins and ends with them, and only both make one.
    let lines = front_matter::other_dashes(&file.text).into_iter();
    let edits = lines.map(|span| Edit { place: Place::span(file.path.clone(), span), text: "---".to_owned() });
    Finding { edits: edits.collect(), ..finding.help(help.zh, help.en) }
}

fn bad_id(file: &SourceFile, id: &str, title: &str) -> Finding {
    let message = Text::new(format!("编号“{id}”的写法不对"), format!("\"{id}\" cannot be an id"));
    let suggestion =
        [slug(id), slug(title)].into_iter().find(|slug| is_slug(slug)).unwrap_or_else(|| "xiang-mu-1".into());
    let stated = place_of_id(file);
    let is_name = stated.is_none();
    let place = stated.unwrap_or_else(|| Place::file(file.path.clone()));
    let finding = Finding::new(codes::BAD_ID, place, message);
    if is_name && let Some((name, _)) = COPIES.iter().find_map(|mark| id.split_once(mark)) {
        let name = slug(name);
        let suggestion = if is_slug(&name) { format!("{name}-2") } else { suggestion };
        return finding.help(
            format!("这个文件像是副本：不要就删除；要留就改文件名，例如 {suggestion}"),
            format!("this file looks like a copy: delete it, or give it a name of its own, as {suggestion}"),
        );
    }
    finding.help(
        format!("只用小写字母、数字和连字符，例如 {suggestion}；没有写 id 时文件名就是编号"),
        format!("use lower-case letters, digits and hyphens, as {suggestion}; without an id: the file name is the id"),
    )
}

/// What file managers add to the name of a copy.
const COPIES: &[&str] = &["副本", "复制", "copy", "Copy", "(1)", "(2)", "（1）", "（2）"];

/// The place of the id that a file states.
pub(super) fn place_of_id(file: &SourceFile) -> Option<Place> {
    Some(file.place_of(file.tree()?.get("id")?.span.clone()))
}
