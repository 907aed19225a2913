//! What each page said when it was published: `content/published.yaml`, kept by `gongbao build --record`. A fact in it that
//! the page no longer states was changed; a page in it that is not there was taken down.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::explain::Faulty;
use super::hidden::hidden;
use super::time::{Hop, Time, Timed, path};
use super::tree::Leaf;
use super::walk::{Part, Walk};
use super::{Entry, Record};
use crate::date::{Day, PartialDate};
use crate::diagnostic::{Finding, Place, Text, codes};
use crate::source::edit::{Change, edit, text_of};
use crate::source::yaml::{self, Node, NodeValue, Step};
use crate::source::{SourceFile, conflict};

/// The file.
pub const PUBLISHED: &str = "content/published.yaml";

/// The pages that were published, by address 发布记录.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Published {
    /// By address.
    #[serde(deserialize_with = "each_once")]
    pub pages: BTreeMap<String, PublishedPage>,
}

/// A map in which no key stands twice: a merge that took both sides would otherwise say what the later one says.
fn each_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, PublishedPage>, D::Error> {
    struct Pages;
    impl<'de> Visitor<'de> for Pages {
        type Value = BTreeMap<String, PublishedPage>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("pages by address")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pages = BTreeMap::new();
            while let Some((address, page)) = map.next_entry::<String, PublishedPage>()? {
                if pages.contains_key(&address) {
                    return Err(A::Error::custom(format!("{address} stands there twice")));
                }
                pages.insert(address, page);
            }
            Ok(pages)
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(BTreeMap::new())
        }
    }
    deserializer.deserialize_any(Pages)
}

/// What a page said when it was published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedPage {
    /// Title of the record 标题.
    #[serde(default)]
    pub title: String,
    /// The day as of which it was first recorded 首次记录日期.
    #[serde(default)]
    pub first: Option<PartialDate>,
    /// The day as of which what stands here last changed 最近变更日期.
    #[serde(default)]
    pub changed: Option<PartialDate>,
    /// The day as of which its page was first found taken down or moved 撤下日期.
    #[serde(default)]
    pub withdrawn: Option<PartialDate>,
    /// Document number of a notice 发文字号.
    #[serde(default)]
    pub number: Option<String>,
    /// Planned dates 计划日期, each by its key.
    #[serde(default)]
    pub dates: BTreeMap<String, String>,
    /// Budgets 预算, each by its key.
    #[serde(default)]
    pub budget: BTreeMap<String, String>,
    /// Stated figures 数据, each by its name and time.
    #[serde(default)]
    pub figures: BTreeMap<String, String>,
    /// How many corrections and notes of changes the record had 更正和说明的条数.
    #[serde(default)]
    pub notes: usize,
    /// A hash of its words and of the names of its files 文字的校验码.
    #[serde(default)]
    pub words: String,
    /// A hash of all of the above 本条的校验码: where it does not fit, a line was changed by hand or by a merge.
    #[serde(default)]
    pub seal: String,
}

impl PublishedPage {
    /// The last day that it tells of.
    pub fn last(&self) -> Option<Day> {
        [self.first, self.changed, self.withdrawn].into_iter().flatten().map(PartialDate::first).max()
    }

    /// Whether the seal fits, so that nothing but the program wrote it.
    pub fn is_sealed(&self, address: &str) -> bool {
        self.seal == self.sealed(address) && self.first.is_some()
    }

    fn sealed(&self, address: &str) -> String {
        let mut value = self.value();
        value.shift_remove("seal");
        let text = Value::Object(value).to_string();
        short_hash(&[address, &text])
    }

    /// With its seal.
    fn seal(mut self, address: &str) -> Self {
        self.seal = self.sealed(address);
        self
    }

    /// As it is written, in the order of its keys.
    fn value(&self) -> Map<String, Value> {
        let mut map = Map::new();
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                map.insert(key.to_owned(), Value::String(value));
            }
        };
        let day = |day: Option<PartialDate>| day.map(|day| day.to_string());
        put("title", Some(self.title.clone()));
        put("first", day(self.first));
        put("changed", day(self.changed));
        put("withdrawn", day(self.withdrawn));
        put("number", self.number.clone());
        for (key, of) in [("dates", &self.dates), ("budget", &self.budget), ("figures", &self.figures)] {
            if !of.is_empty() {
                let entries = of.iter().map(|(name, value)| (name.clone(), Value::String(value.clone())));
                map.insert(key.to_owned(), Value::Object(entries.collect()));
            }
        }
        if self.notes > 0 {
            map.insert("notes".into(), self.notes.into());
        }
        map.insert("words".into(), self.words.clone().into());
        map.insert("seal".into(), self.seal.clone().into());
        map
    }

    /// Its lines, a fact a line.
    fn lines(&self, address: &str) -> String {
        let mut out = format!("{}:\n", text_of(address, false));
        for (key, value) in self.value() {
            match value {
                Value::Object(entries) => {
                    out += &format!("  {key}:\n");
                    for (name, value) in entries {
                        out += &format!("    {}: {}\n", text_of(&name, false), one_line(&value));
                    }
                }
                value => out += &format!("  {key}: {}\n", one_line(&value)),
            }
        }
        out
    }

    /// The facts of it that a record no longer states as it did.
    pub fn changes<'a>(&'a self, now: &'a Stated) -> Vec<FactChange<'a>> {
        let mut changes = Vec::new();
        let mut hold = |of: &'static str, name: &'a str, was: &'a str| {
            let fact = now.facts.get(&(of, name.to_owned()));
            if fact.is_none_or(|fact| fact.value != was) {
                let (now, path) = fact.map_or((None, None), |fact| (Some(&*fact.value), Some(&*fact.path)));
                changes.push(FactChange { of, name, was, now, path });
            }
        };
        hold("title", "", &self.title);
        if let Some(number) = &self.number {
            hold("number", "", number);
        }
        for (of, facts) in [("dates", &self.dates), ("budget", &self.budget), ("figures", &self.figures)] {
            facts.iter().for_each(|(name, was)| hold(of, name, was));
        }
        changes
    }
}

fn one_line(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text_of(text, false))
}

/// A fact that a page stated, and what it states now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactChange<'a> {
    /// `title`, `number`, `dates`, `budget` or `figures`.
    pub of: &'static str,
    /// Which of them.
    pub name: &'a str,
    /// What was stated.
    pub was: &'a str,
    /// What is stated now.
    pub now: Option<&'a str>,
    /// Where it stands in the record.
    pub path: Option<&'a [Step]>,
}

/// A fact that a record states.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fact {
    value: String,
    path: Vec<Step>,
}

/// What a record states of what is protected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    facts: BTreeMap<(&'static str, String), Fact>,
    /// How many facts were given a name.
    named: BTreeMap<(&'static str, String), usize>,
    /// A hash of its words and of the names of its files.
    pub words: String,
    /// How many corrections and notes of changes it has.
    pub notes: usize,
    /// Whether its words are not to change without a note either.
    is_notice: bool,
}

impl Stated {
    /// What a record states. `amended` is how many notices amend or repeal it.
    pub fn of(entry: &Entry, amended: usize) -> Self {
        let record = entry.written();
        let mut stated = Self {
            words: words(record),
            notes: notes(record) + amended,
            is_notice: matches!(record, Record::Notice(_)),
            ..Self::default()
        };
        let common = record.common();
        let key = |key: &'static str| Step::Key(key.into());
        stated.put("title", "", common.title.to_owned(), vec![key("title")]);
        record.dates(&mut Vec::new(), &mut |way, dated| {
            let is_of_figures = matches!(way.first(), Some(Hop::Key("figures" | "targets" | "series")));
            if dated.time == Time::Plan && !is_of_figures {
                stated.put("dates", &name_of(record, way), dated.when.to_string(), path(way));
            }
        });
        for (index, figure) in common.figures.iter().enumerate() {
            let value = figure.value.as_ref().map(ToString::to_string).or_else(|| figure.as_printed.clone());
            let is_forecast = figure.kind == Some(super::FigureKind::Forecast);
            let Some(value) = value.filter(|_| !is_forecast) else { continue };
            let when =
                figure.period.map(|period| period.to_string()).or_else(|| figure.date.map(|date| date.to_string()));
            let kind = figure.kind.map(|kind| kind.key().to_owned());
            let name: Vec<String> = [Some(figure.what.clone()), when, kind].into_iter().flatten().collect();
            stated.put("figures", &name.join(" "), value, vec![key("figures"), Step::Item(index), key("value")]);
        }
        match record {
            Record::Notice(notice) => {
                if let Some(number) = &notice.number {
                    stated.put("number", "", number.clone(), vec![key("number")]);
                }
                if let Some(budget) = notice.procurement.as_ref().and_then(|of| of.budget.as_ref()) {
                    let path = vec![key("procurement"), key("budget")];
                    stated.put("budget", "procurement.budget", budget.0.to_string(), path);
                }
            }
            Record::Project(project) => {
                let money = project.investment.as_ref();
                let total = money.and_then(|money| money.total.as_ref());
                let year = money.and_then(|money| money.this_year.as_ref());
                for (of, money) in [("total", total), ("this_year", year)] {
                    if let Some(money) = money {
                        let path = vec![key("investment"), key(of)];
                        stated.put("budget", &format!("investment.{of}"), money.0.to_string(), path);
                    }
                }
            }
            Record::Indicator(indicator) => {
                let targets = indicator.targets.iter().enumerate().map(|(index, target)| {
                    ("targets", index, target.period, None, target.value.as_ref(), target.as_printed.as_ref())
                });
                let series = indicator.series.iter().enumerate().filter(|(_, point)| !point.forecast);
                let series = series.map(|(index, point)| {
                    ("series", index, point.period, point.date, point.value.as_ref(), point.as_printed.as_ref())
                });
                for (list, index, period, date, value, printed) in targets.chain(series) {
                    let Some(value) = value.map(ToString::to_string).or_else(|| printed.cloned()) else { continue };
                    let when = period.map(|period| period.to_string()).or_else(|| date.map(|date| date.to_string()));
                    let name = [Some(list.to_owned()), when].into_iter().flatten().collect::<Vec<_>>().join(" ");
                    stated.put("figures", &name, value, vec![key(list), Step::Item(index), key("value")]);
                }
            }
            _ => {}
        }
        stated
    }

    /// Of facts of one name the later are numbered.
    fn put(&mut self, of: &'static str, name: &str, value: String, path: Vec<Step>) {
        let numbered = |n: usize| if n == 1 { name.to_owned() } else { format!("{name} #{n}") };
        let n = self.named.entry((of, name.to_owned())).or_default();
        *n += 1;
        // Another may be called by the name with its number.
        while self.facts.contains_key(&(of, numbered(*n))) {
            *n += 1;
        }
        self.facts.insert((of, numbered(*n)), Fact { value, path });
    }

    /// The page of it, first published on a day.
    fn page(&self, address: &str, day: Day) -> PublishedPage {
        let all = |of: &'static str| {
            let facts = self.facts.iter().filter(|((other, _), _)| *other == of);
            facts.map(|((_, name), fact)| (name.clone(), fact.value.clone())).collect::<BTreeMap<String, String>>()
        };
        let page = PublishedPage {
            title: all("title").into_values().next().unwrap_or_default(),
            first: Some(PartialDate::from_day(day)),
            number: all("number").into_values().next(),
            dates: all("dates"),
            budget: all("budget"),
            figures: all("figures"),
            notes: self.notes,
            words: self.words.clone(),
            ..PublishedPage::default()
        };
        page.seal(address)
    }
}

/// The name of a date: its keys, with the names of the items of lists.
fn name_of(record: &Record, way: &[Hop]) -> String {
    let mut list = "";
    let parts = way.iter().map(|hop| match hop {
        Hop::Key(key) => {
            list = key;
            (*key).to_owned()
        }
        Hop::Item(index) => item_name(record, list, *index).unwrap_or_else(|| (index + 1).to_string()),
    });
    parts.collect::<Vec<_>>().join(".")
}

/// What an item of a list is called, so that it is the same one when others come before it.
fn item_name(record: &Record, list: &str, index: usize) -> Option<String> {
    let Record::Project(project) = record else { return None };
    match list {
        "milestones" => Some(project.milestones.get(index)?.name.clone()),
        "procedures" => Some(project.procedures.get(index)?.name.clone()),
        "stages" => {
            let entry = project.stages.get(index)?;
            let scope = entry.scope.as_deref().map(|scope| format!(" {scope}")).unwrap_or_default();
            Some(entry.stage.key().to_owned() + &scope)
        }
        _ => None,
    }
}

/// How many corrections a record has, and notes of why a milestone moved.
fn notes(record: &Record) -> usize {
    let moved = match record {
        Record::Project(project) => project.milestones.iter().filter(|milestone| milestone.note.is_some()).count(),
        _ => 0,
    };
    record.common().corrections.len() + moved
}

/// What is said beside the record's own words, and changes without them.
const BESIDE: &[&str] = &["id", "summary", "corrections", "tags", "related", "allow", "note", "sources"];

/// A hash of the words of a record, and of the names of its files, blanks and line ends left out.
fn words(record: &Record) -> String {
    let mut hash = blake3::Hasher::new();
    record.walk(&mut Vec::new(), &mut |path, part| {
        let text = match part {
            Part::Text(text) | Part::Leaf(Leaf::Prose(text) | Leaf::Image(text) | Leaf::File(text)) => text,
            Part::Leaf(Leaf::Ref(..) | Leaf::Document(_)) => return,
        };
        let Some(Step::Key(key)) = path.first() else { return };
        if !BESIDE.contains(&&**key) {
            hash.update(key.as_bytes()).update(&[0]);
            for word in text.split_whitespace() {
                hash.update(word.as_bytes());
            }
            hash.update(&[0]);
        }
    });
    hash.finalize().to_hex().chars().take(16).collect()
}

fn short_hash(texts: &[&str]) -> String {
    let mut hash = blake3::Hasher::new();
    for text in texts {
        hash.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }
    hash.finalize().to_hex().chars().take(12).collect()
}

/// What is to be recorded of the pages that there are.
pub struct ToRecord {
    /// What the records state, by address.
    pub stated: BTreeMap<String, Stated>,
    /// Addresses that are said to be gone or to have moved.
    pub withdrawn: BTreeSet<String>,
    /// The address that a page had, by that to which it moved.
    pub came_from: BTreeMap<String, String>,
    /// The day as of which the site was built.
    pub day: Day,
}

/// Why nothing was recorded.
#[derive(Debug, PartialEq, Eq)]
pub enum NotRecorded {
    /// The record tells of a later day than that of this build.
    Later(Day),
    /// The file is written in a way that blocks of lines cannot be put into.
    ByHand,
}

impl Published {
    /// The record with what is published now. What was changed without a word of it stays as it was, so that it is told
    /// until it is said; so does what was changed by hand.
    fn with(&self, now: &ToRecord) -> Self {
        let mut next = self.clone();
        let day = Some(PartialDate::from_day(now.day));
        for (address, stated) in &now.stated {
            let came_from = now.came_from.get(address).and_then(|from| self.pages.get(from));
            let Some(before) = self.pages.get(address).or(came_from) else {
                next.pages.insert(address.clone(), stated.page(address, now.day));
                continue;
            };
            let is_edited = stated.is_notice && before.words != stated.words;
            let is_silent = stated.notes <= before.notes && (is_edited || !before.changes(stated).is_empty());
            let is_sealed = self.pages.get(address).is_none_or(|page| page.is_sealed(address));
            if !is_sealed || is_silent {
                continue;
            }
            let mut page =
                PublishedPage { first: before.first, changed: before.changed, ..stated.page(address, now.day) };
            page.seal.clone_from(&before.seal);
            if !self.pages.contains_key(address) {
                next.pages.insert(address.clone(), page.seal(address));
            } else if page != *before {
                page.changed = day;
                next.pages.insert(address.clone(), page.seal(address));
            }
        }
        for (address, page) in &mut next.pages {
            let is_gone = now.withdrawn.contains(address) && !now.stated.contains_key(address);
            if is_gone && page.withdrawn.is_none() && page.is_sealed(address) {
                page.withdrawn = day;
                *page = page.clone().seal(address);
            }
        }
        next
    }

    /// The file of this record, `text`, with what is published now; comments, order and line ends stay. `None` where
    /// nothing is to be written.
    ///
    /// # Errors
    /// When it tells of a later day, or blocks of lines cannot be put into the file.
    pub fn recorded(&self, text: &str, now: &ToRecord) -> Result<Option<String>, NotRecorded> {
        if let Some(later) = self.last().filter(|last| *last > now.day) {
            return Err(NotRecorded::Later(later));
        }
        let next = self.with(now);
        if next == *self {
            return Ok(None);
        }
        with_pages(text, self, &next).filter(|edited| reads_as(edited, &next)).map(Some).ok_or(NotRecorded::ByHand)
    }

    /// The last day that it tells of.
    pub fn last(&self) -> Option<Day> {
        self.pages.values().filter_map(PublishedPage::last).max()
    }

    /// The whole of it as a file.
    pub fn written(&self) -> String {
        self.pages.iter().fold(HEAD.to_owned(), |out, (address, page)| out + &page.lines(address))
    }
}

const HEAD: &str = "# 各页发布时的内容，由 gongbao build --record 写，不用手工改。一条记录一段，按网址排。\n\
                    # What each page said when it was published, written by gongbao build --record. A block a page, by address.\n";

/// The file with the pages of the next record in place of those before.
fn with_pages(text: &str, before: &Published, next: &Published) -> Option<String> {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines = |address: &str, page: &PublishedPage| page.lines(address).replace('\n', end);
    let whole = if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}{end}") };
    let root = yaml::parse(&whole).ok()?;
    let root = root.filter(|root| !matches!(&root.value, NodeValue::Scalar(text, _) if text.is_empty()));
    let none: &[(Node, Node)] = &[];
    let entries = match root.as_ref().map(|root| (&root.value, root.span.start)) {
        None => none,
        Some((NodeValue::Map(entries), start)) if !whole.get(start..)?.starts_with('{') => entries,
        Some(_) => return None,
    };
    // Each entry, from the start of its line to that of the next.
    let starts: Vec<usize> = entries.iter().map(|(key, _)| line_start(&whole, key.span.start)).collect();
    let keys: Vec<&str> = entries.iter().map(|(key, _)| key.text()).collect::<Option<_>>()?;
    let is_sorted = keys.is_sorted();
    let mut new = next.pages.iter().filter(|(address, _)| !before.pages.contains_key(*address)).peekable();
    let first = starts.first().copied().unwrap_or(whole.len());
    let head = whole.get(..first)?;
    let mut out = if whole.trim().is_empty() { HEAD.replace('\n', end) } else { head.to_owned() };
    for (index, key) in keys.iter().enumerate() {
        while let Some((address, page)) = new.next_if(|(address, _)| is_sorted && address.as_str() < *key) {
            out += &lines(address, page);
        }
        let slice = whole.get(*starts.get(index)?..starts.get(index + 1).copied().unwrap_or(whole.len()))?;
        match (before.pages.get(*key), next.pages.get(*key)) {
            (Some(was), Some(is)) if was != is && slice == lines(key, was) => out += &lines(key, is),
            (Some(was), Some(is)) if was != is => out += &changed(slice, key, was, is)?,
            _ => out += slice,
        }
    }
    new.for_each(|(address, page)| out += &lines(address, page));
    Some(out)
}

/// A block in which somebody wrote too, with the facts that differ changed by place.
fn changed(block: &str, address: &str, was: &PublishedPage, is: &PublishedPage) -> Option<String> {
    let step = |key: &str| Step::Key(key.to_owned().into());
    let (was, is) = (was.value(), is.value());
    let mut changes = Vec::new();
    for (key, value) in &is {
        match (value, was.get(key)) {
            (Value::Object(now), Some(Value::Object(before))) => {
                let gone = before.keys().filter(|name| !now.contains_key(*name));
                changes.extend(gone.map(|name| Change::Remove(vec![step(address), step(key), step(name)])));
                let new = now.iter().filter(|(name, value)| before.get(*name) != Some(*value));
                changes.extend(
                    new.map(|(name, value)| Change::Set(vec![step(address), step(key), step(name)], value.clone())),
                );
            }
            (value, before) if before != Some(value) => {
                changes.push(Change::Set(vec![step(address), step(key)], value.clone()));
            }
            _ => {}
        }
    }
    let gone = was.keys().filter(|key| !is.contains_key(*key));
    changes.extend(gone.map(|key| Change::Remove(vec![step(address), step(key)])));
    changes.iter().try_fold(block.to_owned(), |text, change| edit(&text, change).ok())
}

/// Where the line begins that a place is in.
fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

pub(super) fn read(file: &SourceFile, findings: &mut Vec<Finding>) -> Published {
    if conflict(file.format, &file.text).is_some() {
        return Published::default();
    }
    let faulty = Faulty { file: &file.path, text: &file.text, offset: 0 };
    let altered = |place: Place, zh: String, en: String| {
        Finding::new(codes::ALTERED_RECORD, place, Text::new(zh, en)).help(
            "恢复上一次提交的这个文件：git checkout HEAD -- content/published.yaml；合并来的，这一段整段取一方的",
            "take the file as it was committed last: git checkout HEAD -- content/published.yaml; of a merge, take this whole block from one side",
        )
    };
    match Published::parse(&file.text) {
        Ok(published) => {
            findings.extend(hidden(&faulty));
            let broken = published.pages.iter().filter(|(address, page)| !page.is_sealed(address));
            findings.extend(broken.map(|(address, _)| {
                let key = file.tree().and_then(|root| root.key(address));
                let place = key.map_or_else(|| Place::file(PUBLISHED), |key| file.place_of(key.span.clone()));
                altered(
                    place,
                    format!("{address} 的发布记录被改过，或没有写完：校验码对不上"),
                    format!("the record of {address} was altered or left half written: its seal does not fit"),
                )
            }));
            published
        }
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index()).min(file.text.trim_end().len());
            let start = file.text.floor_char_boundary(at);
            let end =
                file.text.get(start..).and_then(|rest| rest.find('\n')).map_or(file.text.len(), |end| start + end);
            findings.push(altered(
                Place::span(file.path.clone(), start..end),
                "发布记录读不懂：被改过，或没有写完".to_owned(),
                "the record of publication cannot be read: it was altered or left half written".to_owned(),
            ));
            Published::default()
        }
    }
}

impl Published {
    /// Reads a record; a text of nothing but comments is one without pages.
    ///
    /// # Errors
    /// Where it is none.
    pub fn parse(text: &str) -> Result<Self, serde_yaml::Error> {
        if is_empty(text) { Ok(Self::default()) } else { yaml::read(text) }
    }

    /// The address under which a page is recorded: its own, or that from which it moved.
    pub fn recorded_as(&self, address: String, came_from: &BTreeMap<&str, &str>) -> Option<String> {
        if self.pages.contains_key(&address) {
            return Some(address);
        }
        let from = came_from.get(address.as_str()).copied()?;
        self.pages.contains_key(from).then(|| from.to_owned())
    }

    /// With the pages of another record that this one lacks; whether there were any.
    pub fn add(&mut self, other: Self) -> bool {
        let before = self.pages.len();
        for (address, page) in other.pages {
            self.pages.entry(address).or_insert(page);
        }
        self.pages.len() > before
    }

    /// The file of this record, `text`, with the pages of another that it lacks.
    ///
    /// # Errors
    /// When blocks of lines cannot be put into the file.
    pub fn joined(&self, text: &str, other: Self) -> Result<Option<String>, NotRecorded> {
        let mut next = self.clone();
        if !next.add(other) {
            return Ok(None);
        }
        with_pages(text, self, &next).filter(|joined| reads_as(joined, &next)).map(Some).ok_or(NotRecorded::ByHand)
    }
}

fn reads_as(text: &str, wanted: &Published) -> bool {
    Published::parse(text).is_ok_and(|read| read == *wanted)
}

/// Whether a text has nothing but comments and blank lines.
fn is_empty(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse::<PartialDate>().expect("a day").first()
    }

    /// What a page states: a title, planned dates, words, and how many notes.
    fn stated(title: &str, dates: &[(&str, &str)], words: &str, notes: usize) -> Stated {
        let mut stated = Stated { words: words.into(), notes, ..Stated::default() };
        stated.put("title", "", title.into(), Vec::new());
        dates.iter().for_each(|(name, date)| stated.put("dates", name, (*date).into(), Vec::new()));
        stated
    }

    fn now(pages: &[(&str, Stated)], on: &str) -> ToRecord {
        let stated = pages.iter().map(|(address, stated)| ((*address).to_owned(), stated.clone())).collect();
        ToRecord { stated, withdrawn: BTreeSet::new(), came_from: BTreeMap::new(), day: day(on) }
    }

    fn recorded(text: &str, now: &ToRecord) -> Option<String> {
        Published::parse(text).expect("a record").recorded(text, now).expect("can be written")
    }

    #[test]
    fn what_is_recorded_again_changes_nothing() {
        let pages = now(
            &[("/b/", stated("乙", &[("finish", "2024")], "2", 0)), ("/a/", stated("甲: x", &[], "1", 0))],
            "2023-05-01",
        );
        let first = recorded("", &pages).expect("a file");
        assert!(
            first.starts_with(HEAD) && first.contains("\n/a/:\n  title: \"甲: x\"\n  first: 2023-05-01\n"),
            "{first}"
        );
        assert_eq!(recorded(&first, &pages), None);
        assert_eq!(Published::parse(&first).expect("a record").written(), first);
        let later = now(&[("/a/", stated("甲: x", &[], "1", 0)), ("/c/", stated("丙", &[], "3", 0))], "2023-06-01");
        let second = recorded(&first, &later).expect("one more");
        assert!(second.starts_with(&first) && second.contains("/c/:\n  title: 丙\n  first: 2023-06-01\n"), "{second}");
        assert_eq!(
            Published::parse(&second).expect("a record").recorded(&second, &pages),
            Err(NotRecorded::Later(day("2023-06-01")))
        );
    }

    /// Another address is no way round: the page is held against what it said under the one before.
    #[test]
    fn a_page_that_moved_keeps_its_record() {
        let first = recorded("", &now(&[("/a/", stated("甲", &[], "1", 0))], "2023-05-01")).expect("a file");
        let moved = |title: &str, notes: usize| ToRecord {
            withdrawn: ["/a/".to_owned()].into(),
            came_from: [("/b/".to_owned(), "/a/".to_owned())].into(),
            ..now(&[("/b/", stated(title, &[], "1", notes))], "2023-06-01")
        };
        let read = |to_record: &ToRecord| {
            let text = recorded(&first, to_record).expect("it is gone from there");
            Published::parse(&text).expect("a record").pages
        };
        assert_eq!(read(&moved("乙", 0)).get("/b/"), None, "what nobody said is not recorded");
        for pages in [read(&moved("甲", 0)), read(&moved("乙", 1))] {
            let page = &pages["/b/"];
            assert_eq!(page.first.expect("a day").to_string(), "2023-05-01");
            assert!(page.is_sealed("/b/") && pages["/a/"].withdrawn.is_some());
        }
    }

    #[test]
    fn a_block_that_stands_twice_is_no_record() {
        let text = recorded("", &now(&[("/a/", stated("甲", &[], "1", 0))], "2023-05-01")).expect("a file");
        let block = &text[HEAD.len()..];
        assert!(Published::parse(&format!("{text}{block}")).is_err_and(|error| error.to_string().contains("/a/")));
    }

    /// A change that nothing says stays to be told; with a note it is recorded, with its day. Words of what is no notice
    /// are free.
    #[test]
    fn only_what_is_said_is_recorded() {
        let old = recorded("", &now(&[("/a/", stated("甲", &[("finish", "2024-03")], "1", 0))], "2023-05-01"))
            .expect("a file");
        let silent = now(&[("/a/", stated("甲", &[("finish", "2024-06")], "2", 0))], "2023-06-01");
        assert_eq!(recorded(&old, &silent), None);
        let said = now(&[("/a/", stated("甲", &[("finish", "2024-06")], "2", 1))], "2023-06-01");
        let new = recorded(&old, &said).expect("changed");
        assert!(
            new.contains("changed: 2023-06-01") && new.contains("    finish: 2024-06") && new.contains("notes: 1"),
            "{new}"
        );
        assert_eq!(recorded(&new, &said), None);
        // The note that was said is no word for the next change.
        let silent = now(&[("/a/", stated("甲", &[("finish", "2024-09")], "2", 1))], "2023-07-01");
        assert_eq!(recorded(&new, &silent), None);
        let other_words = now(&[("/a/", stated("甲", &[("finish", "2024-03")], "2", 0))], "2023-06-01");
        assert!(recorded(&old, &other_words).expect("other words").contains("words: \"2\""));
        let notice = Stated { is_notice: true, ..stated("甲", &[("finish", "2024-03")], "2", 0) };
        assert_eq!(recorded(&old, &now(&[("/a/", notice)], "2023-06-01")), None);
    }

    #[test]
    fn what_editors_wrote_in_it_stays() {
        let pages = [("/a/", stated("甲", &[("finish", "2024-03")], "1", 0)), ("/c/", stated("丙", &[], "3", 0))];
        let file = recorded("", &now(&pages, "2023-05-01")).expect("a file");
        let commented = file
            .replace("/a/:\n", "# 甲项目\n/a/: # 一\n")
            .replace("    finish: 2024-03\n", "    # 计划\n    finish: 2024-03 # 三月\n")
            .replace('\n', "\r\n");
        assert_eq!(recorded(&commented, &now(&pages, "2023-05-01")), None);
        let pages = [
            ("/a/", stated("甲", &[("finish", "2024-06")], "1", 1)),
            ("/b/", stated("乙", &[], "2", 0)),
            ("/c/", stated("丙", &[], "3", 0)),
        ];
        let edited = recorded(&commented, &now(&pages, "2023-06-01")).expect("changed");
        for kept in
            ["# 甲项目\r\n/a/: # 一\r\n", "    # 计划\r\n    finish: 2024-06 # 三月\r\n", "/b/:\r\n  title: 乙\r\n"]
        {
            assert!(edited.contains(kept), "{kept:?} in {edited}");
        }
        assert!(!edited.replace("\r\n", "").contains('\n'), "{edited:?}");
        let read = Published::parse(&edited).expect("a record");
        assert!(read.pages.iter().all(|(address, page)| page.is_sealed(address)));
        assert_eq!(recorded(&edited, &now(&pages, "2023-06-01")), None);
    }

    #[test]
    fn a_page_that_is_gone_keeps_its_block() {
        let file = recorded("", &now(&[("/a/", stated("甲", &[], "1", 0))], "2023-05-01")).expect("a file");
        let gone = ToRecord { withdrawn: ["/a/".to_owned()].into(), ..now(&[], "2023-06-01") };
        let told = recorded(&file, &gone).expect("withdrawn");
        assert!(told.contains("withdrawn: 2023-06-01") && told.contains("title: 甲"), "{told}");
        assert_eq!(recorded(&told, &ToRecord { day: day("2023-07-01"), ..gone }), None);
    }

    /// What was changed by hand is not sealed anew.
    #[test]
    fn what_was_altered_stays_so() {
        let file = recorded("", &now(&[("/a/", stated("甲", &[("finish", "2024-03")], "1", 0))], "2023-05-01"))
            .expect("a file");
        for altered in
            [file.replace("2024-03", "2024-06"), file.replace("2023-05-01", "2022-05-01"), file.replace("甲", "乙")]
        {
            let read = Published::parse(&altered).expect("a record");
            assert!(!read.pages.values().any(|page| page.is_sealed("/a/")), "{altered}");
            let said = now(&[("/a/", stated("丁", &[("finish", "2024-06")], "1", 3))], "2023-06-01");
            assert_eq!(recorded(&altered, &said), None);
        }
        assert!(!Published::parse(&file).expect("a record").pages["/a/"].is_sealed("/b/"));
    }

    #[test]
    fn copies_are_joined() {
        let one = recorded("", &now(&[("/a/", stated("甲", &[], "1", 0))], "2023-05-01")).expect("a file");
        let other =
            recorded("", &now(&[("/b/", stated("乙", &[], "2", 0)), ("/a/", stated("丙", &[], "1", 0))], "2023-05-01"));
        let other = Published::parse(&other.expect("a file")).expect("a record");
        let joined =
            Published::parse(&one).expect("a record").joined(&one, other.clone()).expect("can be").expect("more");
        assert!(joined.starts_with(&one) && joined.contains("title: 乙") && !joined.contains("title: 丙"), "{joined}");
        assert_eq!(Published::parse(&joined).expect("a record").joined(&joined, other), Ok(None));
    }

    #[test]
    fn braces_are_left_to_hands() {
        let text = "{/a/: {title: 甲}}\n";
        let to_add = now(&[("/b/", stated("乙", &[], "2", 0))], "2023-05-01");
        assert_eq!(Published::parse(text).expect("a record").recorded(text, &to_add), Err(NotRecorded::ByHand));
    }

    #[test]
    fn what_ends_a_line_elsewhere_is_written_too() {
        let odd = "甲\u{2028}乙\u{2029}\u{85}丙\u{7f}";
        let to_record = now(&[("/a/", stated(odd, &[(odd, odd)], "2", 0))], "2023-05-01");
        let text = Published::default().recorded("", &to_record).expect("recorded").expect("a text");
        let read = Published::parse(&text).expect("a record");
        assert_eq!(read.pages["/a/"].title, odd);
    }

    proptest! {
        /// Whatever texts a record states: what is written reads as it is, is sealed, and is not written again.
        #[test]
        fn any_text_is_written_so_that_it_reads_as_it_is(
            pages in prop::collection::btree_map("/[a-z0-9-]{1,8}/", ("\\PC{0,12}", prop::collection::btree_map("\\PC{1,8}", "\\PC{0,10}", 0..3), "[0-9a-f]{16}"), 1..6),
            cut in 0_usize..4000,
        ) {
            let to_record = ToRecord {
                stated: pages.iter().map(|(address, (title, dates, words))| {
                    let dates: Vec<(&str, &str)> = dates.iter().map(|(name, date)| (name.as_str(), date.as_str())).collect();
                    (address.clone(), stated(title, &dates, words, 0))
                }).collect(),
                withdrawn: BTreeSet::new(),
                came_from: BTreeMap::new(),
                day: day("2023-05-01"),
            };
            if let Ok(Some(text)) = Published::default().recorded("", &to_record) {
                let read = Published::parse(&text).expect("a record");
                prop_assert!(read.pages.iter().all(|(address, page)| page.is_sealed(address)));
                prop_assert_eq!(read.recorded(&text, &to_record), Ok(None));
                // One that ends somewhere is no record, or tells so, or is what whole blocks are left of.
                let cut = text.floor_char_boundary(cut.min(text.len()));
                if let Ok(half) = Published::parse(&text[..cut]) {
                    for (address, page) in half.pages.iter().filter(|(address, page)| page.is_sealed(address)) {
                        prop_assert_eq!(Some(page), read.pages.get(address));
                    }
                }
            } else {
                prop_assert!(false, "nothing was recorded");
            }
        }
    }
}
