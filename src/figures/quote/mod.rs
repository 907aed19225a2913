//! Figures in texts 正文引用数据: what `{{ ID.PATH, FORMAT }}` stands for, so that a text cannot say something else than
//! the record it speaks of.
//!
//! `ID` is a record's id, `this` for the record the text stands in, or `all` for the whole bulletin. `PATH` is a
//! computed name, or the keys of the record as the editor writes them. What is not known is an error, never an empty
//! text and never 0.

mod computed;
mod faults;
mod formats;
#[cfg(test)]
mod tests;

use serde_json::Value;

use self::computed::{computed, names_of, of_all};
use self::faults::{MAX_SHOWN, did_you_mean, fault, no_value, not_a_figure, not_computed, unknown};
pub use self::faults::{QuoteError, QuoteFault};
use self::formats::{canonical, is_leaf, said};
use super::Figures;
use crate::diagnostic::{Text, codes};
use crate::record::tree::{Leaf, leaf};
use crate::record::{Absent, Bulletin, Entry, Kind, kept_schema};
use crate::text::{nearest, nearest_sorted};

/// Keys that are never lifted into a text, at any depth: how to reach people, what is not published, longer texts, and
/// what only makes sense beside its record.
const PRIVATE: &[&str] =
    &["phone", "contact", "contacts", "draft", "id", "body", "note", "source", "sources", "corrections"];

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
    let of_kind = entry.map_or(&[][..], |entry| names_of(entry.kind));
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
