//! Figures in texts 正文引用数据: what `{{ ID.PATH, FORMAT }}` stands for, so that a text cannot say something else than
//! the record it speaks of.
//!
//! `ID` is a record's id, `this` for the record the text stands in, or `all` for the whole bulletin. `PATH` is a
//! computed name, or the keys of the record as the editor writes them. What is not known is an error, never an empty
//! text and never 0.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

use super::{Figures, LedgerEntry, schedule};
use crate::date::{PartialDate, Period};
use crate::diagnostic::{Code, Text, codes};
use crate::quantity::{Quantity, Scale};
use crate::record::tree::{Leaf, leaf};
use crate::record::{
    Absent, Bulletin, Colour, Entry, Indicator, Kind, ProblemState, Project, Record, Update, kept_schema, show,
};
use crate::text::{Ui, nearest, nearest_sorted};

/// Keys that are never lifted into a text, at any depth: how to reach people, what is not published, longer texts, and
/// what only makes sense beside its record.
const PRIVATE: &[&str] =
    &["phone", "contact", "contacts", "draft", "id", "body", "note", "source", "sources", "corrections"];

/// Names computed for a project. They go before the record's own keys.
const OF_PROJECT: &[&str] = &[
    "colour",
    "procedures_done",
    "procedures_total",
    "stage",
    "percent",
    "paid",
    "next_due",
    "next_due_date",
    "problems_raised",
    "problems_solved",
    "problems_open",
];

/// Names computed for an indicator.
const OF_INDICATOR: &[&str] = &["actual", "actual_date", "target"];

/// Names computed for the whole bulletin, beside the folders of the kinds, which count their records.
const OF_ALL: &[&str] = &[
    "investment",
    "colour.red",
    "colour.yellow",
    "colour.blue",
    "colour.green",
    "overdue",
    "problems_raised",
    "problems_solved",
    "problems_open",
    "as_of",
];

/// What a reference stands for.
#[derive(Clone, Debug)]
pub struct Quote<'a> {
    /// As the text says it, in Chinese, the language of texts.
    pub text: String,
    /// As the record has it, before any format: `8660万元`, `2023-03`.
    pub value: String,
    /// The record it is taken from; `None` for the whole bulletin.
    pub entry: Option<&'a Entry>,
    is_computed: bool,
}

impl Quote<'_> {
    /// Whether it is computed as of the day, and not a key of a record.
    pub fn is_computed(&self) -> bool {
        self.is_computed
    }
}

/// Why a reference stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuoteError {
    /// The record cannot be read, or refers to one that is not there: that is reported where it is wrong.
    Reported,
    /// The editor must change the reference.
    Fault(Box<QuoteFault>),
}

/// What is wrong with a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteFault {
    /// Which rule.
    pub code: Code,
    /// What is wrong.
    pub message: Text,
    /// What to type instead.
    pub help: Text,
}

fn fault<T>(code: Code, message: Text, help: Text) -> Result<T, QuoteError> {
    Err(QuoteError::Fault(Box::new(QuoteFault { code, message, help })))
}

/// What `expression`, the words between the braces, stands for in a text of `this`.
///
/// # Errors
/// Why it stands for nothing.
pub fn quote<'a>(
    bulletin: &'a Bulletin,
    figures: &Figures,
    this: &'a Entry,
    expression: &str,
) -> Result<Quote<'a>, QuoteError> {
    let mut parts = expression.split([',', '，']).map(str::trim);
    let path = parts.next().unwrap_or("");
    let (id, rest) = path.split_once('.').map_or((path, None), |(id, rest)| (id.trim(), Some(rest)));
    let entry = match id {
        "all" => None,
        "this" => Some(this),
        id => Some(record(bulletin, id, rest)?),
    };
    let keys: Vec<&str> = rest.map_or_else(Vec::new, |rest| rest.split('.').map(str::trim).collect());
    let value = match entry {
        Some(entry) => Asked { figures, entry, id, keys: &keys }.value()?,
        None if keys.is_empty() => return not_a_figure(id, &Text::new("几项内容", "several things"), Some("projects")),
        None => of_all(bulletin, figures, &keys.join("."))?,
    };
    let of_kind = match entry.map(|entry| &entry.record) {
        None => &[],
        Some(Record::Project(_)) => OF_PROJECT,
        Some(Record::Indicator(_)) => OF_INDICATOR,
        Some(_) => &[],
    };
    let is_computed = entry.is_none() || matches!(keys.as_slice(), [key] if of_kind.contains(key));
    let formats: Vec<&str> = parts.collect();
    Ok(Quote { is_computed, text: said(bulletin, path, &value, &formats)?, value: canonical(&value), entry })
}

/// The id of the record that a reference names.
pub fn record_id(expression: &str) -> &str {
    expression.split(['.', ',', '，']).next().unwrap_or("").trim()
}

/// The record with this id; `rest` is what stands behind it.
fn record<'a>(bulletin: &'a Bulletin, id: &str, rest: Option<&str>) -> Result<&'a Entry, QuoteError> {
    match (bulletin.entry(id), bulletin.absent(id)) {
        (Some(entry), _) => Ok(entry),
        (None, Some(Absent::Unread)) => Err(QuoteError::Reported),
        (None, Some(Absent::Draft)) => fault(
            codes::REFERENCE_TO_DRAFT,
            Text::new(
                format!("“{id}”还是草稿，正文不能引用"),
                format!("\"{id}\" is a draft; a text cannot refer to it"),
            ),
            Text::new(
                "去掉这处引用，或发布那条记录（删去 draft: true）",
                "drop the reference, or publish the record (delete draft: true)",
            ),
        ),
        (None, None) => {
            let of_kinds = Kind::ALL.iter().filter_map(|kind| bulletin.nearest_id(*kind, id));
            let ids = of_kinds.chain(["this", "all"]);
            let rest = rest.unwrap_or("title");
            let help = match nearest(id, ids).filter(|_| !id.is_empty()) {
                Some(near) => did_you_mean(&format!("{near}.{rest}")),
                None => Text::new(
                    "形式是 {{ 编号.字段 }}；本条记录写 this，全公报写 all",
                    "the form is {{ ID.KEY }}; this for this record, all for the whole bulletin",
                ),
            };
            let message = Text::new(format!("没有编号为“{id}”的记录"), format!("there is no record \"{id}\""));
            fault(codes::UNKNOWN_QUOTE, message, help)
        }
    }
}

fn did_you_mean(path: &str) -> Text {
    Text::new(format!("是不是 {{{{ {path} }}}}？"), format!("did you mean {{{{ {path} }}}}?"))
}

/// Names that a help gives where none is near. A record of thousands of figures would give thousands at each.
const MAX_SHOWN: usize = 40;

/// No such name at `above`: the nearest of those there are, or all of them.
fn unknown<T>(above: &str, name: &str, names: &[String]) -> Result<T, QuoteError> {
    let message = Text::new(format!("“{above}”里没有“{name}”"), format!("\"{above}\" has no \"{name}\""));
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => did_you_mean(&format!("{above}.{near}")),
        None if names.is_empty() => did_you_mean(above),
        None => {
            let more = if names.len() > MAX_SHOWN { " …" } else { "" };
            let names = names.get(..MAX_SHOWN).unwrap_or(names).join(" ");
            Text::new(format!("{above} 后面可以写：{names}{more}"), format!("behind {above} may stand: {names}{more}"))
        }
    };
    fault(codes::UNKNOWN_QUOTE, message, help)
}

/// Something that could be known and is not.
fn no_value<T>(path: &str, help: Text) -> Result<T, QuoteError> {
    let message = Text::new(format!("“{path}”没有值"), format!("\"{path}\" has no value"));
    fault(codes::UNKNOWN_QUOTED_VALUE, message, help)
}

fn not_computed<T>(path: &str) -> Result<T, QuoteError> {
    let help = Text::new(
        "现有的记录算不出它；补上记录，或改写这句话",
        "it does not follow from the records; add what is missing there, or word the text without it",
    );
    no_value(path, help)
}

/// A field of one record that a text asks for.
struct Asked<'a> {
    figures: &'a Figures,
    entry: &'a Entry,
    /// The id as written, or `this`.
    id: &'a str,
    keys: &'a [&'a str],
}

impl Asked<'_> {
    fn value(&self) -> Result<Value, QuoteError> {
        if let [name] = self.keys
            && let Some(value) = computed(self.figures, self.entry, name)
        {
            return value.map_or_else(|| not_computed(&self.path(1)), Ok);
        }
        let of_figures = |n: usize| n == 1 && self.keys.first() == Some(&"figures");
        if let Some((_, key)) = self.keys.iter().enumerate().find(|(n, key)| PRIVATE.contains(key) && !of_figures(*n)) {
            return self.private(key);
        }
        let mut value = self.entry.tree();
        for (n, key) in self.keys.iter().enumerate() {
            value = match value {
                Value::Array(items) => self.item(items, n, of_figures(n))?,
                Value::Object(map) if !is_leaf(value) => map.get(*key).map_or_else(|| self.no_key(n), Ok)?,
                _ => return unknown(&self.path(n), key, &[]),
            };
        }
        if self.keys.len() == 2 && of_figures(1) {
            value = value.get("value").or_else(|| value.get("as_printed")).map_or_else(|| self.not_given(), Ok)?;
        }
        self.figure(value)
    }

    /// The path up to its `n`-th key, as it may be written.
    fn path(&self, n: usize) -> String {
        std::iter::once(self.id).chain(self.keys.iter().take(n).copied()).collect::<Vec<_>>().join(".")
    }

    fn key(&self, n: usize) -> &str {
        self.keys.get(n).copied().unwrap_or("")
    }

    /// The item of a list that the `n`-th key names: by its number from 1, or a figure by its `key`.
    fn item<'v>(&self, items: &'v [Value], n: usize, figures: bool) -> Result<&'v Value, QuoteError> {
        let keys = if figures { self.entry.figure_keys() } else { &[] };
        let place = keys.binary_search_by(|(key, _)| key.as_str().cmp(self.key(n)));
        if let Some(item) = place.ok().and_then(|place| items.get(keys.get(place)?.1)) {
            return Ok(item);
        }
        match self.key(n).parse::<usize>() {
            Ok(number) => {
                let item = number.checked_sub(1).and_then(|index| items.get(index));
                let help = Text::new(
                    format!("{} 有 {} 项，从 1 数起", self.path(n), items.len()),
                    format!("{} has {} items, counted from 1", self.path(n), items.len()),
                );
                item.map_or_else(|| no_value(&self.path(n + 1), help), Ok)
            }
            Err(_) => {
                let at = |place: usize| keys.get(place).map(|(key, _)| key.as_str());
                let near = nearest_sorted(self.key(n), keys.len(), &at).map(str::to_owned);
                let numbers = (1..=items.len()).map(|number| number.to_string());
                let names = keys.iter().map(|(key, _)| key.clone()).chain(numbers).take(MAX_SHOWN + 1);
                let names: Vec<String> = near.map_or_else(|| names.collect(), |near| vec![near]);
                unknown(&self.path(n), self.key(n), &names)
            }
        }
    }

    /// The `n`-th key is not in the record: not given, or no key at all.
    fn no_key<T>(&self, n: usize) -> Result<T, QuoteError> {
        let keys = schema_keys(self.entry.kind, self.keys.get(..n).unwrap_or(&[]));
        if keys.iter().any(|key| key == self.key(n)) {
            return self.not_given();
        }
        let own = if n == 0 { names_of(self.entry.kind) } else { &[] };
        let keys = keys.into_iter().filter(|key| !PRIVATE.contains(&key.as_str()) && !own.contains(&key.as_str()));
        let names: Vec<String> = own.iter().map(|name| (*name).to_owned()).chain(keys).collect();
        unknown(&self.path(n), self.key(n), &names)
    }

    fn not_given<T>(&self) -> Result<T, QuoteError> {
        let file = &self.entry.file;
        let help = Text::new(
            format!("在 {file} 里写上它，或改写这句话"),
            format!("state it in {file}, or word the text without it"),
        );
        no_value(&self.path(self.keys.len()), help)
    }

    fn private<T>(&self, key: &str) -> Result<T, QuoteError> {
        let (kind, id) = (self.entry.kind.name(), &self.entry.id);
        fault(
            codes::PRIVATE_QUOTE,
            Text::new(format!("“{key}”不能引用到正文里"), format!("\"{key}\" cannot be lifted into a text")),
            Text::new(
                format!("删去这处引用，或链接到那条记录：[文字]({kind}:{id})"),
                format!("delete the reference, or link the record: [words]({kind}:{id})"),
            ),
        )
    }

    /// `value`, if it is a single value that a text can say.
    fn figure(&self, value: &Value) -> Result<Value, QuoteError> {
        let path = self.path(self.keys.len());
        let (zh, en, next) = match value {
            Value::String(text) if text.trim().is_empty() => return self.not_given(),
            Value::String(_) | Value::Number(_) => return Ok(value.clone()),
            Value::Object(_) if is_leaf(value) && matches!(leaf(value), None | Some(Leaf::Ref(..))) => {
                return Ok(value.clone());
            }
            Value::Array(_) => ("一个列表", "a list", Some("1".to_owned())),
            Value::Object(map) if !is_leaf(value) => {
                ("几项内容", "several things", map.keys().find(|key| !PRIVATE.contains(&key.as_str())).cloned())
            }
            _ => ("不能放进句子的内容", "nothing that a sentence can hold", None),
        };
        not_a_figure(&path, &Text::new(zh, en), next.as_deref())
    }
}

/// `path` is `what` and not a single value; `next` is a key that may stand behind it.
fn not_a_figure<T>(path: &str, what: &Text, next: Option<&str>) -> Result<T, QuoteError> {
    let help = match next {
        Some(next) => Text::new(
            format!("接着写是哪一项，例如 {{{{ {path}.{next} }}}}"),
            format!("say which, as {{{{ {path}.{next} }}}}"),
        ),
        None => Text::new(
            "能引用的是数值、金额、百分比、日期、时期、选项、短文字和引用",
            "what can be quoted: numbers, money, percentages, dates, periods, choices, short texts, references",
        ),
    };
    let message = Text::new(format!("“{path}”是{}", what.zh), format!("\"{path}\" is {}", what.en));
    fault(codes::NOT_A_FIGURE, message, help)
}

/// The tags of leaves, beside those that [`leaf`] knows.
const TAGS: &[&str] = &["quantity", "money", "percent", "date", "period", "choice"];

/// Whether a map is one value and not several.
fn is_leaf(value: &Value) -> bool {
    leaf(value).is_some() || TAGS.iter().any(|tag| value.get(tag).is_some_and(Value::is_string))
}

/// The keys that records of a kind may have at a path.
fn schema_keys(kind: Kind, path: &[&str]) -> Vec<String> {
    let Some(root) = kept_schema(kind) else { return Vec::new() };
    let mut schema = resolved(root, root);
    for key in path {
        if let Some(inner) = schema.get("properties").and_then(|properties| properties.get(key)) {
            schema = resolved(inner, root);
        }
    }
    let keys = schema.get("properties").and_then(Value::as_object).into_iter().flat_map(|properties| properties.keys());
    keys.cloned().collect()
}

/// The schema behind references, optional values and lists.
fn resolved<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    let reference = schema.get("$ref").and_then(Value::as_str);
    let inner = reference.and_then(|reference| root.pointer(reference.trim_start_matches('#')));
    let inner = inner.or_else(|| schema.pointer("/anyOf/0")).or_else(|| schema.get("items"));
    inner.map_or(schema, |inner| resolved(inner, root))
}

/// The computed names of a kind.
fn names_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Project => OF_PROJECT,
        Kind::Indicator => OF_INDICATOR,
        _ => &[],
    }
}

/// The leaf of something known.
fn known<T: Serialize>(value: Option<T>) -> Option<Value> {
    serde_json::to_value(value?).ok()
}

/// The value of a computed name. `None` where there is no such name, `Some(None)` where it is not known.
fn computed(figures: &Figures, entry: &Entry, name: &str) -> Option<Option<Value>> {
    if !names_of(entry.kind).contains(&name) {
        return None;
    }
    match &entry.record {
        Record::Project(project) => Some(of_project(figures, &entry.id, project, name)),
        Record::Indicator(indicator) => Some(of_indicator(figures, indicator, name)),
        _ => None,
    }
}

fn of_project(figures: &Figures, id: &str, project: &Project, name: &str) -> Option<Value> {
    let colour = figures.colours.get(id);
    let procedures = colour.filter(|state| state.of > 0);
    let next = || schedule(project, figures.as_of, &figures.working_days).next;
    match name {
        "colour" => known(colour.and_then(|state| state.colour)),
        "procedures_done" => known(procedures.map(|state| state.done)),
        "procedures_total" => known(procedures.map(|state| state.of)),
        "stage" => known(project.listed_stage()),
        "percent" => latest(figures, project, |update| known(update.percent.as_ref())),
        "paid" => latest(figures, project, |update| known(update.invested.as_ref())),
        "next_due" => known(next().map(|next| next.name)),
        "next_due_date" => known(next().map(|next| next.date)),
        _ if project.problems.is_empty() => None,
        name => problems(figures, name, |entry| entry.project == id),
    }
}

/// What the latest report of progress that states it says, up to the day.
fn latest(figures: &Figures, project: &Project, stated: impl Fn(&Update) -> Option<Value>) -> Option<Value> {
    let known = project.updates.iter().filter(|update| update.date.first() <= figures.as_of);
    let stated = known.filter_map(|update| Some((update.date, stated(update)?)));
    stated.max_by_key(|(date, _)| *date).map(|(_, value)| value)
}

/// How many of some problems are raised, solved or open on the day.
fn problems(figures: &Figures, name: &str, of: impl Fn(&LedgerEntry) -> bool) -> Option<Value> {
    let solved = |entry: &LedgerEntry| matches!(entry.state, ProblemState::Solved | ProblemState::StruckOff);
    let wanted = |entry: &&LedgerEntry| match name {
        "problems_solved" => solved(entry),
        "problems_open" => !solved(entry),
        _ => true,
    };
    Some(figures.ledger.entries.iter().filter(|entry| of(entry)).filter(wanted).count().into())
}

fn of_indicator(figures: &Figures, indicator: &Indicator, name: &str) -> Option<Value> {
    if name == "target" {
        return known(indicator.targets.iter().rev().find_map(|target| target.value.as_ref()));
    }
    let reached = indicator.series.iter().filter(|point| point.value.is_some() && !point.forecast);
    let dated = reached.map(|point| (point, point.date.map(Period::Date).or(point.period)));
    let past = dated.filter(|(_, when)| when.is_none_or(|when| when.first() <= figures.as_of));
    let (point, when) = past.max_by_key(|(_, when)| when.map(|when| (when.last(), when.first())))?;
    if name == "actual_date" { known(when) } else { known(point.value.as_ref()) }
}

fn of_all(bulletin: &Bulletin, figures: &Figures, name: &str) -> Result<Value, QuoteError> {
    let coloured = |wanted: Colour| {
        let mut colours = figures.colours.values().filter_map(|state| state.colour).peekable();
        colours.peek().is_some().then(|| colours.filter(|colour| *colour == wanted).count().into())
    };
    let value = match name {
        "investment" => known(figures.investment.value.as_ref()),
        "colour.red" => coloured(Colour::Red),
        "colour.yellow" => coloured(Colour::Yellow),
        "colour.blue" => coloured(Colour::Blue),
        "colour.green" => coloured(Colour::Green),
        "overdue" => bulletin.of_kind(Kind::Project).any(has_due_dates).then(|| figures.overdue.len().into()),
        "problems_raised" | "problems_solved" | "problems_open" if figures.ledger.entries.is_empty() => None,
        "problems_raised" | "problems_solved" | "problems_open" => problems(figures, name, |_| true),
        "as_of" => known(Some(PartialDate::from_day(figures.as_of))),
        name => {
            let Some(kind) = Kind::from_folder(name) else {
                let folders = Kind::ALL.iter().map(|kind| kind.folder());
                let names: Vec<String> = folders.chain(OF_ALL.iter().copied()).map(str::to_owned).collect();
                return unknown("all", name, &names);
            };
            Some(bulletin.of_kind(kind).count().into())
        }
    };
    value.map_or_else(|| not_computed(&format!("all.{name}")), Ok)
}

/// Whether a project states a due date: without any, nothing is known of what is overdue.
fn has_due_dates(entry: &Entry) -> bool {
    let Record::Project(project) = &entry.record else { return false };
    project.procedures.iter().any(|procedure| procedure.due.is_some())
        || project.milestones.iter().any(|milestone| milestone.planned.is_some())
}

/// A value as the record has it.
fn canonical(value: &Value) -> String {
    let tags = TAGS.iter().chain(&["ref"]);
    let tagged = tags.filter_map(|tag| value.get(tag)).find_map(Value::as_str);
    tagged.map_or_else(|| show(value, Ui::ZhHans), str::to_owned)
}

/// A value as a text says it, in the formats asked for.
fn said(bulletin: &Bulletin, path: &str, value: &Value, formats: &[&str]) -> Result<String, QuoteError> {
    if !formats.is_empty() {
        let Some(number) = number(value) else {
            let message = Text::new(
                format!("“{path}”不是数，不能带格式"),
                format!("\"{path}\" is not a number and has no formats"),
            );
            return fault(codes::WRONG_FORMAT, message, did_you_mean(path));
        };
        return formatted(&number, formats);
    }
    match leaf(value) {
        Some(Leaf::Ref(id, _)) => match bulletin.entry(id) {
            Some(entry) => Ok(entry.record.common().title.to_owned()),
            None => Err(QuoteError::Reported),
        },
        _ => Ok(show(value, Ui::ZhHans)),
    }
}

/// The number that a leaf is.
fn number(value: &Value) -> Option<Quantity> {
    let text = |tag: &&str| value.get(tag).and_then(Value::as_str);
    if let Some(text) = ["quantity", "money", "percent"].iter().find_map(text) {
        return text.parse().ok();
    }
    let plain = value.as_number()?.to_string().parse::<Decimal>().ok()?;
    plain.to_string().parse().ok()
}

/// A number in the formats asked for, each sort at most once: scale, then decimals, then without unit.
fn formatted(number: &Quantity, formats: &[&str]) -> Result<String, QuoteError> {
    let (mut scale, mut decimals, mut plain) = (None, None, false);
    for format in formats {
        let repeated = match (scale_of(format), decimals_of(format)) {
            (Some((wanted, money)), _) => {
                let fits = if money { number.unit == "元" } else { number.unit != "%" };
                let Some(stated) = number.in_scale(wanted).filter(|_| fits) else {
                    return wrong_format(
                        format!("{number}不能换成“{format}”"),
                        format!("{number} has no \"{format}\""),
                    );
                };
                scale.replace(stated).is_some()
            }
            (None, Some(n)) => decimals.replace(n).is_some(),
            (None, None) if matches!(*format, "无单位" | "plain") => std::mem::replace(&mut plain, true),
            (None, None) => {
                return wrong_format(format!("没有“{format}”这种格式"), format!("there is no format \"{format}\""));
            }
        };
        if repeated {
            return wrong_format(
                format!("格式“{format}”与前面的重复"),
                format!("the format \"{format}\" is of a sort that was already given"),
            );
        }
    }
    let stated = scale.unwrap_or_else(|| number.clone());
    let stated = decimals.map_or_else(|| stated.clone(), |n| stated.rounded(n));
    let bare = || Quantity { scale: Scale::One, unit: String::new(), ..stated.clone() };
    Ok(if plain { bare() } else { stated.clone() }.to_string())
}

/// The scale that a format asks for, and whether only money has it.
fn scale_of(format: &str) -> Option<(Scale, bool)> {
    match format {
        "元" => Some((Scale::One, true)),
        "万元" => Some((Scale::Wan, true)),
        "亿元" => Some((Scale::Yi, true)),
        "万" => Some((Scale::Wan, false)),
        "亿" => Some((Scale::Yi, false)),
        _ => None,
    }
}

/// The decimals, 0 to 6, that a format asks for.
fn decimals_of(format: &str) -> Option<u32> {
    let digit = format.strip_suffix("位小数").or_else(|| format.strip_prefix('.'))?.trim();
    digit.parse().ok().filter(|n| digit.len() == 1 && *n <= 6)
}

fn wrong_format<T>(zh: String, en: String) -> Result<T, QuoteError> {
    let help = Text::new(
        "可用的格式：元 万元 亿元 万 亿；N位小数 或 .N（N 为 0 到 6）；无单位 或 plain",
        "formats: 元 万元 亿元 万 亿; N位小数 or .N (N from 0 to 6); 无单位 or plain",
    );
    fault(codes::WRONG_FORMAT, Text::new(zh, en), help)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::figures::compute;
    use crate::record::parse;
    use crate::source::{Format, Source, SourceFile};
    use proptest::prelude::*;

    const PROJECT: &str = "title: 甲项目\nplace: 东街\npark: yuan\naliases: [甲]\npartners: []\n\
        investment: {total: 4.375亿元, this_year: 8660万元, note: 不含税}\n\
        figures:\n  - {key: clients, what: 客户, value: ≥12000家, period: 2023-Q1}\n  - {what: 车位, as_printed: 若干}\n\
        stages: [{stage: 开工, date: 2023-05, planned: true}]\n\
        procedures: [{name: 备案, done: 2023-02-01}, {name: 用地, due: 2024-03-01}, {name: 环评, not_applicable: 豁免}]\n\
        milestones: [{name: 竣工, planned: 2024-06}]\n\
        steward: {role: 科长, phone: 000, visits: 12}\ncoordinates: {lon: 120.5, lat: 41.25}\n\
        updates:\n  - {date: 2023-06, percent: 12.5%, invested: 1.20亿元}\n  - {date: 2023-09, note: 无数}\n  - {date: 2025, percent: 99%}\n\
        problems: [{what: 电, raised: 2023-03-01, solved: 2023-04-01}, {what: 水, raised: 2023-05-01}]\n\
        note: 说明\nsources: [{document: paper, lines: 3}]\n";

    const INDICATOR: &str = "title: 指标\nunit: 个\ntargets: [{period: 2023, value: ≥30个}]\n\
        series:\n  - {period: 2023-Q2, value: 26个}\n  - {period: 2023-Q1, value: 9个}\n  - {period: 2023-Q3, as_printed: 多}\n\
        \x20 - {period: 2023-Q4, value: 40个, forecast: true}\n  - {period: 2025, value: 90个}\n";

    static BULLETIN: LazyLock<(Bulletin, Figures)> = LazyLock::new(|| {
        let file = |path: &str, text: &str| SourceFile::new(path.into(), Format::Yaml, text.into());
        let files = vec![
            file("content/indicators/zhi.yaml", INDICATOR),
            file("content/parks/yuan.yaml", "title: 东园\nkind: 园区\n"),
            file("content/projects/gao.yaml", "title: 稿\ndraft: true\n"),
            file("content/projects/huai.yaml", "titel: 坏\n"),
            file("content/projects/jia.yaml", PROJECT),
            file("content/projects/yi.yaml", "title: 乙项目\npark: huai\n"),
            file("content/site.yaml", "title: 公报\ndocuments: [{id: paper, title: 报}]\n"),
        ];
        let bulletin = parse(&Source { files, ..Source::default() }, false).expect("a bulletin").value;
        let figures = compute(&bulletin, "2024-01-01".parse().expect("a day"));
        (bulletin, figures)
    });

    fn asked(expression: &str) -> Result<Quote<'static>, QuoteError> {
        let (bulletin, figures) = &*BULLETIN;
        quote(bulletin, figures, bulletin.entry("jia").expect("jia"), expression)
    }

    /// The text, or the fault: code, message and help in Chinese.
    fn text(expression: &str) -> String {
        match asked(expression) {
            Ok(quote) => quote.text,
            Err(QuoteError::Reported) => "reported".into(),
            Err(QuoteError::Fault(fault)) => format!("{} {}; {}", fault.code.id, fault.message.zh, fault.help.zh),
        }
    }

    #[test]
    fn fields_are_said_as_the_record_has_them() {
        for (expression, expected) in [
            ("jia.title", "甲项目"),
            ("this . investment . total", "4.375亿元"),
            ("this.place", "东街"),
            ("this.park", "东园"),
            ("this.aliases.1", "甲"),
            ("this.milestones.1.planned", "2024年6月"),
            ("this.stages.1.stage", "开工"),
            ("this.figures.clients", "≥12000家"),
            ("this.figures.clients.value", "≥12000家"),
            ("this.figures.clients.period", "2023年一季度"),
            ("this.figures.1", "≥12000家"),
            ("this.figures.2", "若干"),
            ("this.steward.visits", "12"),
            ("this.coordinates.lon", "120.5"),
            ("zhi.unit", "个"),
        ] {
            assert_eq!(text(expression), expected, "{expression}");
        }
        let quote = asked("jia.investment.this_year, 亿元").expect("a quote");
        assert_eq!((quote.value.as_str(), quote.entry.map(|entry| entry.id.as_str())), ("8660万元", Some("jia")));
        assert_eq!(asked("jia.park").expect("a quote").value, "yuan");
    }

    #[test]
    fn what_follows_from_the_records_is_said() {
        for (expression, expected) in [
            ("jia.colour", "红"),
            ("jia.procedures_done", "1"),
            ("jia.procedures_total", "2"),
            ("jia.stage", "谋划"),
            ("jia.percent", "12.5%"),
            ("jia.paid", "1.20亿元"),
            ("jia.next_due", "用地"),
            ("jia.next_due_date", "2024年3月1日"),
            ("jia.problems_raised", "2"),
            ("jia.problems_solved", "1"),
            ("jia.problems_open", "1"),
            ("zhi.actual", "26个"),
            ("zhi.actual_date", "2023年二季度"),
            ("zhi.target", "≥30个"),
            ("all.projects", "2"),
            ("all.jobs", "0"),
            ("all.investment", "4.375亿元"),
            ("all.colour.red", "1"),
            ("all.colour.green", "0"),
            ("all.overdue", "0"),
            ("all.problems_open", "1"),
            ("all.as_of", "2024年1月1日"),
        ] {
            assert_eq!(text(expression), expected, "{expression}");
        }
        assert!(asked("all.projects").expect("a quote").entry.is_none());
    }

    #[test]
    fn every_computed_name_is_computed() {
        let (bulletin, figures) = &*BULLETIN;
        for (id, names) in [("jia", OF_PROJECT), ("zhi", OF_INDICATOR)] {
            let entry = bulletin.entry(id).expect("an entry");
            for name in names {
                assert!(matches!(computed(figures, entry, name), Some(Some(_))), "{name}");
            }
        }
        for name in OF_ALL {
            assert!(of_all(bulletin, figures, name).is_ok(), "{name}");
        }
    }

    #[test]
    fn formats_change_scale_decimals_and_unit() {
        for (expression, expected) in [
            ("this.investment.total, 万元", "43750万元"),
            ("this.investment.total, 2位小数", "4.38亿元"),
            ("this.investment.total,.0，plain", "4"),
            ("this.investment.total, 万元, 无单位", "43750"),
            ("this.investment.this_year, 元", "86600000元"),
            ("this.investment.this_year, 亿, .2", "0.87亿元"),
            ("this.figures.clients, 万", "≥1.2万家"),
            ("this.figures.clients, 无单位", "≥12000"),
            ("this.percent, .0", "13%"),
            ("all.projects, 万", "0.0002万"),
        ] {
            assert_eq!(text(expression), expected, "{expression}");
        }
        for format in ["", "吨", ".7", "-1位小数", "1.5位小数", ".1, 2位小数", "万元, 亿元", "plain, plain"]
        {
            let found = text(&format!("this.investment.total, {format}"));
            assert!(found.starts_with("GB0211") && found.contains("N位小数"), "{found}");
        }
        for (path, format) in [("figures.clients", "万元"), ("percent", "万"), ("place", ".1"), ("all.as_of", "万")]
        {
            assert!(text(&format!("this.{path}, {format}")).starts_with("GB0"), "{path}");
        }
        assert_eq!(text("this.place, .1"), "GB0211 “this.place”不是数，不能带格式; 是不是 {{ this.place }}？");
    }

    #[test]
    fn what_stands_for_nothing_says_what_to_type() {
        for (expression, expected) in [
            ("jai.title", "GB0308 没有编号为“jai”的记录; 是不是 {{ jia.title }}？"),
            ("", "GB0308 没有编号为“”的记录; 形式是 {{ 编号.字段 }}；本条记录写 this，全公报写 all"),
            ("jia.investment.totl", "GB0308 “jia.investment”里没有“totl”; 是不是 {{ jia.investment.total }}？"),
            ("jia.percnt", "GB0308 “jia”里没有“percnt”; 是不是 {{ jia.percent }}？"),
            ("jia.figures.client", "GB0308 “jia.figures”里没有“client”; 是不是 {{ jia.figures.clients }}？"),
            ("jia.place.x", "GB0308 “jia.place”里没有“x”; 是不是 {{ jia.place }}？"),
            (
                "jia.investment.total.money",
                "GB0308 “jia.investment.total”里没有“money”; 是不是 {{ jia.investment.total }}？",
            ),
            ("all.project", "GB0308 “all”里没有“project”; 是不是 {{ all.projects }}？"),
            ("jia", "GB0404 “jia”是几项内容; 接着写是哪一项，例如 {{ jia.title }}"),
            ("jia.investment", "GB0404 “jia.investment”是几项内容; 接着写是哪一项，例如 {{ jia.investment.total }}"),
            ("all", "GB0404 “all”是几项内容; 接着写是哪一项，例如 {{ all.projects }}"),
            ("jia.milestones", "GB0404 “jia.milestones”是一个列表; 接着写是哪一项，例如 {{ jia.milestones.1 }}"),
            (
                "jia.stages.1.planned",
                "GB0404 “jia.stages.1.planned”是不能放进句子的内容; 能引用的是数值、金额、百分比、日期、时期、选项、短文字和引用",
            ),
            ("jia.investor", "GB0405 “jia.investor”没有值; 在 content/projects/jia.yaml 里写上它，或改写这句话"),
            (
                "jia.investment.paid",
                "GB0405 “jia.investment.paid”没有值; 在 content/projects/jia.yaml 里写上它，或改写这句话",
            ),
            ("jia.milestones.2.planned", "GB0405 “jia.milestones.2”没有值; jia.milestones 有 1 项，从 1 数起"),
            ("jia.milestones.0", "GB0405 “jia.milestones.0”没有值; jia.milestones 有 1 项，从 1 数起"),
            ("yi.percent", "GB0405 “yi.percent”没有值; 现有的记录算不出它；补上记录，或改写这句话"),
            ("gao.title", "GB0304 “gao”还是草稿，正文不能引用; 去掉这处引用，或发布那条记录（删去 draft: true）"),
            ("huai.title", "reported"),
            ("yi.park", "reported"),
        ] {
            assert_eq!(text(expression), expected, "{expression}");
        }
        for name in OF_PROJECT.iter().filter(|name| **name != "stage") {
            assert!(text(&format!("yi.{name}")).starts_with("GB0405"), "{name}");
        }
    }

    #[test]
    fn private_fields_are_never_said() {
        for path in
            ["steward.phone", "investment.note", "note", "sources.1.lines", "id", "body", "draft", "corrections"]
        {
            assert!(text(&format!("jia.{path}")).starts_with("GB0801"), "{path}");
        }
    }

    proptest! {
        #[test]
        fn no_expression_panics(
            any in "\\PC{0,30}",
            near in "(jia|zhi|this|all|gao|huai)(\\.(figures|clients|investment|total|colour|red|stages|updates|0|1|2|99999999999999999999|percent|[a-z.]{0,4})){0,4}(,[ ]?(万元|亿|元|\\.[0-9]|9位小数|plain)){0,3}",
        ) {
            for expression in [any, near] {
                if let Ok(quote) = asked(&expression) {
                    prop_assert!(!quote.text.trim().is_empty(), "{expression}");
                }
            }
        }
    }
}
