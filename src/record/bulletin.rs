//! The bulletin 公报: all records, by id, and the configuration.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::{Deref, Range};
use std::sync::{Arc, LazyLock, OnceLock};

use rayon::prelude::*;
use regex::Regex;
use serde_json::Value;

use super::addresses::{self, ADDRESSES, Addresses};
use super::boundaries::{self, Outline};
use super::explain::{Faulty, explain, faults, may_be_lost};
use super::hidden::hidden;
use super::meant::{Meant, candidates};
use super::tree::{self, Leaf};
use super::written::Written;
use super::{CONFIG, Kind, Record, SiteConfig, walk};
use crate::diagnostic::{Checked, Edit, Finding, Place, Text, WRITE, codes};
use crate::source::front_matter::{self, NoHead};
use crate::source::markdown::{self, Headings};
use crate::source::yaml::{self, Step};
use crate::source::{Asset, Format, Source, SourceFile, conflict};
use crate::text::{Script, is_slug, nearest, percent_decode_path, slug};

/// One record and where it came from. A copy of it is the same: what is found out about one is known of the other.
#[derive(Clone, Debug)]
pub struct Entry(Arc<Read>);

impl Deref for Entry {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.0
    }
}

/// What was read of a record, and what was found out about it.
#[derive(Debug)]
pub struct Read {
    /// Its id, unique over the bulletin.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its file.
    pub file: Arc<str>,
    /// Itself.
    pub record: Record,
    /// Whether it is not to be published yet.
    is_draft: bool,
    /// What the editor wrote, for a record in Traditional characters: everything else is in Simplified ones, of which the
    /// pages in Traditional characters are made, and these words put back.
    pub written: Option<Written>,
    /// Whether its file has characters of Simplified script alone and of Traditional script alone, or writes characters by
    /// their numbers.
    pub may_mix_scripts: bool,
    /// Its tree, where texts refer to its values.
    tree: OnceLock<Value>,
    /// The headings of its text, and whether they are all that its page has, read when a link to one is first looked at.
    headings: OnceLock<(Headings, bool)>,
    /// The keys of its figures in order, each with the place of the first that has it.
    figure_keys: OnceLock<Vec<(String, usize)>>,
    /// The ids that it names.
    named: OnceLock<Vec<String>>,
}

impl Read {
    /// The headings of the text of its page, references as they are written; and whether all that its page has are known:
    /// not those with references in them, nor those of texts beside the body.
    pub fn headings(&self) -> &(Headings, bool) {
        self.headings.get_or_init(|| {
            let text = self.record.common().body.map_or("", |body| body.0.as_str());
            let headings = markdown::headings(&markdown::events(text), &markdown::as_written);
            let mut known = headings.iter().all(|heading| !heading.title.contains("{{"));
            walk::leaves(&self.record, &mut |path, leaf| {
                let is_body = matches!(path, [Step::Key(key)] if key == "body");
                known &= is_body || !matches!(leaf, Leaf::Prose(text) if text.contains('#'));
            });
            (Headings::new(headings), known)
        })
    }

    /// The keys of its figures in order, each with the place of the first figure that has it.
    pub fn figure_keys(&self) -> &[(String, usize)] {
        self.figure_keys.get_or_init(|| {
            let figures = self.record.common().figures.iter().enumerate();
            let mut keys: Vec<(String, usize)> =
                figures.filter_map(|(place, figure)| Some((figure.key.clone()?, place))).collect();
            keys.sort();
            keys.dedup_by(|second, first| second.0 == first.0);
            keys
        })
    }

    /// The ids of the records that it names, as `find` finds them when they are first asked for.
    pub fn named(&self, find: impl FnOnce(&Record) -> Vec<String>) -> &[String] {
        self.named.get_or_init(|| find(&self.record))
    }

    /// Itself as the editor wrote it.
    pub fn written(&self) -> &Record {
        self.written.as_ref().map_or(&self.record, |written| &written.record)
    }

    /// Its tree of tagged leaves, made once and kept, for the references of texts: there may be thousands to one record.
    /// What looks at a record once takes [`Record::tree`].
    pub fn tree(&self) -> &Value {
        self.tree.get_or_init(|| self.record.tree())
    }
}

impl Entry {
    fn new(
        (id, kind, file): (String, Kind, Arc<str>),
        record: Record,
        written: Option<Written>,
        may_mix_scripts: bool,
    ) -> Self {
        let (tree, headings) = (OnceLock::new(), OnceLock::new());
        let (figure_keys, named) = (OnceLock::new(), OnceLock::new());
        let is_draft = record.common().draft;
        let read =
            Read { id, kind, file, record, is_draft, written, may_mix_scripts, tree, headings, figure_keys, named };
        Self(Arc::new(read))
    }

    /// Itself, with another record in its place.
    pub(super) fn with(&self, record: Record, written: Option<Written>) -> Self {
        let named = (self.id.clone(), self.kind, self.file.clone());
        Self::new(named, record, written, self.may_mix_scripts)
    }
}

/// What the files of a bulletin say as records, kept from one reading to the next: a file that is the same is not read again.
/// Empty before the first.
#[derive(Debug, Default)]
pub struct Records {
    /// By path.
    read: Vec<(SourceFile, FileRead)>,
}

/// The record in a file, where it can be read, and what is wrong with it.
type FileRead = (Option<Entry>, Vec<Finding>);

impl Records {
    /// Reads the files that are not the same as before. `files` are sorted by path.
    fn read(&mut self, files: Vec<SourceFile>) {
        let mut before = std::mem::take(&mut self.read).into_iter().peekable();
        let known = |file: SourceFile| {
            while before.next_if(|(other, _)| other.path < file.path).is_some() {}
            let read = before.next_if(|(other, _)| other.is(&file)).map(|(_, read)| read);
            (file, read)
        };
        let known: Vec<_> = files.into_iter().map(known).collect();
        let read = |(file, read): (SourceFile, Option<FileRead>)| {
            let read = read.unwrap_or_else(|| read_file(&file));
            (file, read)
        };
        self.read = known.into_par_iter().map(read).collect();
    }
}

/// All that a site is made from.
#[derive(Clone, Debug)]
pub struct Bulletin {
    /// The configuration.
    pub config: SiteConfig,
    /// The records, by kind, then by id.
    pub entries: Vec<Entry>,
    /// Drafts that are left out, in no order. Of them only the files are asked for that they name.
    pub drafts: Arc<Vec<Entry>>,
    /// Images and attachments, by path.
    pub assets: Arc<BTreeMap<String, Asset>>,
    /// Boundaries for the map, as far as they can be drawn.
    pub boundaries: Arc<Vec<Outline>>,
    /// What was published where, and what became of it.
    pub addresses: Addresses,
    index: Arc<HashMap<String, usize>>,
    /// The places of records that state another id than their file's name.
    by_file: Arc<BTreeMap<Arc<str>, usize>>,
    pub(super) absent: Arc<BTreeMap<String, Absent>>,
    pub(super) meant: Arc<Meant>,
}

/// Why a record that has a file is not in the bulletin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// It is a draft, and drafts are not built.
    Draft,
    /// It cannot be read, and that is reported.
    Unread,
}

impl Bulletin {
    /// The record with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.place_of(id).and_then(|place| self.entries.get(place))
    }

    /// The place of the record with this id among all.
    pub fn place_of(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// Where the records of a kind stand among all; or all of them.
    pub(super) fn range_of(&self, kind: Option<Kind>) -> Range<usize> {
        let Some(kind) = kind else { return 0..self.entries.len() };
        let start = self.entries.partition_point(|entry| entry.kind < kind);
        start..self.entries.partition_point(|entry| entry.kind <= kind)
    }

    /// The page that says how to report an error: the one that the foot names, or else `contact`.
    pub fn correction_page(&self) -> Option<&Entry> {
        let named = self.config.foot.as_ref().and_then(|foot| foot.feedback.as_ref());
        let id = named.map_or("contact", |page| page.id.as_str());
        self.entry(id).filter(|entry| entry.kind == Kind::Page)
    }

    /// The telephone of the foot, for errors where no page says how to report them.
    pub fn correction_phone(&self) -> Option<&str> {
        self.config.foot.as_ref()?.phone.as_deref().map(str::trim).filter(|phone| !phone.is_empty())
    }

    /// The record that stands in a file.
    pub fn of_file(&self, file: &str) -> Option<&Entry> {
        // Most ids are file names.
        let named = self.entry(stem(file)).filter(|entry| *entry.file == *file);
        named.or_else(|| self.entries.get(*self.by_file.get(file)?))
    }

    /// Why the record with this id is left out, if there is one.
    pub fn absent(&self, id: &str) -> Option<Absent> {
        self.absent.get(id).copied()
    }

    /// Whether some record cannot be read, so that nothing can be said of what no record tells.
    pub fn has_unread(&self) -> bool {
        self.absent.values().any(|why| *why == Absent::Unread)
    }

    /// Whether an address is that of a record which cannot be read.
    pub fn is_unread(&self, address: &str) -> bool {
        let path = address.split(['#', '?']).next().unwrap_or_default();
        let id = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        self.absent(id) == Some(Absent::Unread)
    }

    /// The records of a kind, by id.
    pub fn of_kind(&self, kind: Kind) -> std::slice::Iter<'_, Entry> {
        self.entries.get(self.range_of(Some(kind))).unwrap_or_default().iter()
    }

    /// The asset an image or file name in `file` means: relative to that file, or from `content/` after `/`; as it is
    /// written, or else percent-decoded.
    pub fn asset(&self, file: &str, name: &str) -> Option<&Asset> {
        ways_to_read(name).find_map(|name| self.assets.get(&asset_path(file, &name)?))
    }

    /// The asset that a link in `file` leads to, with what follows its name: `#page=2`. A `#` or `?` may be in the name.
    pub fn linked_asset<'l>(&self, file: &str, link: &'l str) -> Option<(&Asset, &'l str)> {
        let whole = self.asset(file, link).map(|asset| (asset, ""));
        whole.or_else(|| {
            let (name, rest) = link.split_at_checked(link.find(['#', '?'])?)?;
            Some((self.asset(file, name)?, rest))
        })
    }
}

impl Source {
    /// Whether `name`, as `file` writes it, is a file that was not taken: told where it lies, and not told again.
    pub fn refused(&self, file: &str, name: &str) -> bool {
        let lies_there = |path: String| self.unread.contains(&format!("content/{path}"));
        ways_to_read(name).any(|name| asset_path(file, &name).is_some_and(lies_there))
    }
}

/// A name as it is written, and percent-decoded where that is another.
fn ways_to_read(name: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let decoded = name.contains('%').then(|| Cow::Owned(percent_decode_path(name)));
    std::iter::once(Cow::Borrowed(name)).chain(decoded)
}

/// The path from `content/` that `name` means in `file`. `None` when it leads out of the bulletin.
fn asset_path(file: &str, name: &str) -> Option<String> {
    let folder = file.strip_prefix("content/")?.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if name.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    Some(parts.join("/"))
}

/// Reads every record of `source`. Records that cannot be read are left out *and* reported; references to them are
/// silent, so that one fault gives one finding. Drafts are left out unless `drafts`.
///
/// `Err` with the findings when there is no usable configuration.
///
/// # Errors
/// The findings, when `content/site.yaml` is missing or cannot be read.
pub fn parse(source: &Source, drafts: bool) -> Result<Checked<Bulletin>, Vec<Finding>> {
    parse_again(source, drafts, &mut Records::default())
}

/// The same, where some of it was read before.
///
/// # Errors
/// The findings, when `content/site.yaml` is missing or cannot be read.
pub fn parse_again(source: &Source, drafts: bool, records: &mut Records) -> Result<Checked<Bulletin>, Vec<Finding>> {
    let mut findings = Vec::new();
    let config = config(source, &mut findings);
    let is_record =
        |file: &&SourceFile| &*file.path != CONFIG && &*file.path != ADDRESSES && file.format != Format::GeoJson;
    records.read(source.files.iter().filter(is_record).cloned().collect());
    let mut entries: Vec<Entry> = Vec::with_capacity(records.read.len());
    let mut absent: BTreeMap<String, Absent> =
        source.unread.iter().map(|path| (stem(path).to_owned(), Absent::Unread)).collect();
    for (file, (entry, found)) in &records.read {
        findings.extend_from_slice(found);
        match entry {
            Some(entry) => entries.push(entry.clone()),
            None => {
                absent.insert(stem(&file.path).to_owned(), Absent::Unread);
            }
        }
    }
    let is_kept = |entry: &Entry| drafts || !entry.is_draft;
    let (mut entries, drafts): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_kept);
    for draft in &drafts {
        absent.entry(draft.id.clone()).or_insert(Absent::Draft);
    }
    // Of two with one id, that of a file name comes first: the one that states it can be told at its place.
    let states_id = |entry: &Entry| entry.record.common().id.is_some();
    entries.sort_by(|a, b| {
        let of_two = || (states_id(a), &a.file).cmp(&(states_id(b), &b.file));
        (a.kind, &a.id).cmp(&(b.kind, &b.id)).then_with(of_two)
    });
    let index = Arc::new(index(source, &mut entries, &mut findings));
    let assets: BTreeMap<_, _> = source.assets.iter().map(|asset| (asset.path.clone(), asset.clone())).collect();
    let Some(config) = config else { return Err(findings) };
    let boundaries = Arc::new(boundaries::read(config.map.as_ref(), source, &mut findings));
    let addresses = addresses::read(source, &mut findings);
    let states_other = |(_, entry): &(usize, &Entry)| stem(&entry.file) != entry.id;
    let by_file = entries.iter().enumerate().filter(states_other).map(|(place, entry)| (entry.file.clone(), place));
    let (by_file, assets) = (Arc::new(by_file.collect()), Arc::new(assets));
    let (drafts, absent) = (Arc::new(drafts), Arc::new(absent));
    let meant = Arc::default();
    let bulletin = Bulletin { config, entries, drafts, assets, index, by_file, boundaries, addresses, absent, meant };
    findings.extend(references(&bulletin, source));
    Ok(Checked { value: bulletin, findings })
}

fn config(source: &Source, findings: &mut Vec<Finding>) -> Option<SiteConfig> {
    let Some(file) = source.file(CONFIG) else {
        let message = Text::new("缺少 content/site.yaml", "content/site.yaml is missing");
        let finding = Finding::new(codes::NO_CONFIGURATION, Place::file(CONFIG), message);
        let help = "新建这个文件，至少写一行：title: 公报名称。或者用 gongbao init 新建一份公报";
        findings.push(
            finding.help(help, "create it with at least one line: title: NAME. Or start a bulletin with gongbao init"),
        );
        return None;
    };
    if conflict(file.format, &file.text).is_some() {
        return None;
    }
    let faulty = Faulty { file: &file.path, text: &file.text, offset: 0 };
    match yaml::read::<SiteConfig>(&file.text) {
        Ok(_) if !hidden(&faulty).is_empty() => {
            findings.extend(hidden(&faulty));
            None
        }
        Ok(config) => {
            let is_blank = serde_json::to_value(&config).is_ok_and(|tree| tree::has_empty_text(&tree));
            let empty = if is_blank { faults(&faulty, &super::site_schema()) } else { Vec::new() };
            let is_read = empty.is_empty();
            findings.extend(empty);
            is_read.then_some(config)
        }
        Err(error) => {
            findings.extend(explain(&faulty, &super::site_schema(), &error));
            None
        }
    }
}

/// The kind a file's folder stands for.
fn kind_of(path: &str) -> Option<Kind> {
    let (folder, _) = path.strip_prefix("content/")?.split_once('/')?;
    Kind::from_folder(folder)
}

/// The file name without folder and extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn read_file(file: &SourceFile) -> FileRead {
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
fn place_of_id(file: &SourceFile) -> Option<Place> {
    Some(file.place_of(file.tree()?.get("id")?.span.clone()))
}

fn index(source: &Source, entries: &mut Vec<Entry>, findings: &mut Vec<Finding>) -> HashMap<String, usize> {
    let mut index = HashMap::with_capacity(entries.len());
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in std::mem::take(entries) {
        let first = index.get(&entry.id).and_then(|first| kept.get(*first)).map(|first: &Entry| first.file.clone());
        if let Some(first) = first {
            let message = Text::new(
                format!("编号“{}”已经被 {first} 使用", entry.id),
                format!("the id \"{}\" is already that of {first}", entry.id),
            );
            let stated = source.file(&entry.file).and_then(place_of_id);
            let help = match &stated {
                Some(_) => (
                    format!("删去“id: {}”，编号就是文件名；或换一个编号", entry.id),
                    format!("delete \"id: {}\", and the file name is the id; or write another", entry.id),
                ),
                None => (
                    format!("给其中一个文件换一个名字，例如 {}-2", entry.id),
                    format!("give one of the two files another name, as {}-2", entry.id),
                ),
            };
            let place = stated.unwrap_or_else(|| Place::file(entry.file.clone()));
            findings.push(
                Finding::new(codes::DUPLICATE_ID, place, message)
                    .help(help.0, help.1)
                    .related(Place::file(first.clone()), Text::new("已经使用的地方", "where it is used")),
            );
        } else {
            index.insert(entry.id.clone(), kept.len());
            kept.push(entry);
        }
    }
    *entries = kept;
    index
}

/// Checks that what records point at is there: records, documents, images, files.
fn references(bulletin: &Bulletin, source: &Source) -> Vec<Finding> {
    let check = |entry: &Entry| {
        let mut findings = Vec::new();
        walk::leaves(&entry.record, &mut |path, leaf| {
            let fault = match leaf {
                Leaf::Ref(id, kind) => {
                    let is_of_list = matches!(path.last(), Some(Step::Item(_)));
                    reference_fault(bulletin, (Some(entry), is_of_list), id, kind)
                }
                Leaf::Document(id) => document_fault(bulletin, id),
                Leaf::Image(name) | Leaf::File(name) if source.refused(&entry.file, name) => None,
                Leaf::Image(name) => file_fault(bulletin, entry, name, "images"),
                Leaf::File(name) => file_fault(bulletin, entry, name, "files"),
                Leaf::Prose(_) => None,
            };
            if let Some((code, message, help)) = fault {
                let mut finding = Finding::new(code, source.place(&entry.file, path), message);
                finding.help = Some(help);
                findings.push(finding);
            }
        });
        findings
    };
    let mut findings: Vec<Finding> = bulletin.entries.par_iter().flat_map_iter(check).collect();
    let feedback = bulletin.config.foot.as_ref().and_then(|foot| foot.feedback.as_ref());
    if let Some((code, message, help)) =
        feedback.and_then(|page| reference_fault(bulletin, (None, false), &page.id, "page"))
    {
        let place = source.place(&CONFIG.into(), &[Step::Key("foot".into()), Step::Key("feedback".into())]);
        findings.push(Finding { help: Some(help), ..Finding::new(code, place, message) });
    }
    for (index, file) in bulletin.config.keep.iter().enumerate().filter(|(_, file)| !source.refused(CONFIG, &file.0)) {
        if bulletin.asset(CONFIG, &file.0).is_none() {
            let place = source.place(&CONFIG.into(), &[Step::Key("keep".into()), Step::Item(index)]);
            let message = Text::new(format!("找不到文件“{}”", file.0), format!("there is no file \"{}\"", file.0));
            let help = Some(match bulletin.meant_file(&file.0) {
                Some(near) => Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")),
                None => Text::new(
                    "写从 content/ 起的路径，例如 files/list.pdf；不再要它，就删去这一项",
                    "write its path from content/, as files/list.pdf; where it is no longer wanted, delete it here",
                ),
            });
            findings.push(Finding { help, ..Finding::new(codes::MISSING_FILE, place, message) });
        }
    }
    findings
}

type Fault = (crate::diagnostic::Code, Text, Text);

/// `from`: the record that refers, and whether the reference is one of a list.
fn reference_fault(bulletin: &Bulletin, from: (Option<&Entry>, bool), id: &str, kind: &str) -> Option<Fault> {
    match (bulletin.entry(id), bulletin.absent(id)) {
        (Some(target), _) if kind.is_empty() || target.kind.name() == kind => None,
        (Some(target), _) => {
            let found = target.kind.name();
            let zh = |name: &str| Kind::from_name(name).map_or("", Kind::zh);
            let message = Text::new(
                format!("“{id}”是{}，这里要的是{}", zh(found), zh(kind)),
                format!("\"{id}\" is a {found}, a {kind} is wanted"),
            );
            Some((codes::WRONG_KIND, message, candidates(bulletin, from, id, kind)))
        }
        (None, Some(Absent::Unread)) => None,
        (None, Some(Absent::Draft)) => {
            let message = Text::new(
                format!("“{id}”还是草稿，不会发布"),
                format!("\"{id}\" is a draft and will not be published"),
            );
            let help = Text::new(
                "去掉这处引用，或发布那条记录（删去 draft: true）",
                "drop the reference, or publish the record (delete draft: true)",
            );
            Some((codes::REFERENCE_TO_DRAFT, message, help))
        }
        (None, None) => {
            let message = Text::new(format!("没有编号为“{id}”的记录"), format!("there is no record \"{id}\""));
            Some((codes::UNKNOWN_REFERENCE, message, candidates(bulletin, from, id, kind)))
        }
    }
}

fn document_fault(bulletin: &Bulletin, id: &str) -> Option<Fault> {
    let meant = bulletin.document_id(id).err()?;
    let message = Text::new(format!("来源文件“{id}”没有登记"), format!("the source document \"{id}\" is not listed"));
    let help = match meant {
        Some(near) => Text::new(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")),
        None => Text::new("在 content/site.yaml 的 documents 里登记它", "list it under documents in content/site.yaml"),
    };
    Some((codes::UNKNOWN_DOCUMENT, message, help))
}

fn file_fault(bulletin: &Bulletin, entry: &Entry, name: &str, folder: &str) -> Option<Fault> {
    if bulletin.asset(&entry.file, name).is_some() {
        return None;
    }
    let message = Text::new(format!("找不到文件“{name}”"), format!("there is no file \"{name}\""));
    Some((codes::MISSING_FILE, message, bulletin.where_to_put(name, folder)))
}
