//! What lists, cards and facets need to know of a record, said by each kind in its own file.

use serde_json::Value;

use super::leaf::{Photo, Ref};
use crate::date::PartialDate;

/// How the list of a kind is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Latest first; undated last; then by title.
    NewestFirst,
    /// By title, in pinyin order.
    ByTitle,
}

/// One value of a facet 筛选项: a record, a word of a closed list, or a free term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Another record, by id.
    Record(String),
    /// A choice: its place in the closed list, key, Chinese, English.
    Choice(usize, &'static str, &'static str, &'static str),
    /// A free term.
    Text(String),
}

/// A facet 分面 and the record's value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Its name, as it stands in the address: `park`, `stage`.
    pub name: &'static str,
    /// The value.
    pub term: Term,
}

/// The facets in the order in which they are shown, whatever record comes first, with their Chinese names.
pub const FACETS: &[(&str, &str)] = &[
    ("colour", "颜色"),
    ("stage", "阶段"),
    ("section", "栏目"),
    ("kind", "类别"),
    ("status", "有效性"),
    ("group", "分组"),
    ("park", "园区"),
    ("issuer", "发文机关"),
    ("industry", "产业"),
    ("topic", "主题"),
    ("format", "形式"),
    ("employment", "用工形式"),
    ("place", "所在地"),
    ("office", "单位"),
    ("tag", "标签"),
];

impl Facet {
    pub(super) fn record<K>(name: &'static str, reference: &Option<Ref<K>>) -> Option<Self> {
        reference.as_ref().map(|reference| Self { name, term: Term::Record(reference.id.clone()) })
    }

    pub(super) fn text(name: &'static str, text: &Option<String>) -> Option<Self> {
        text.as_ref().map(|text| Self { name, term: Term::Text(text.clone()) })
    }

    pub(super) fn tags(tags: &[String]) -> impl Iterator<Item = Self> {
        tags.iter().map(|tag| Self { name: "tag", term: Term::Text(tag.clone()) })
    }
}

/// Builds a [`Facet`] from a choice.
macro_rules! choice_facet {
    ($name:literal, $choice:expr) => {
        $crate::record::Facet {
            name: $name,
            term: $crate::record::Term::Choice($choice as usize, $choice.key(), $choice.zh(), $choice.en()),
        }
    };
}
pub(crate) use choice_facet;

/// What lists need.
pub trait Listed {
    /// How lists of the kind are ordered.
    fn order(&self) -> Order {
        Order::NewestFirst
    }
    /// The date a list shows and orders by.
    fn date(&self) -> Option<PartialDate>;
    /// How that date is told, where no date or not a plain one is known.
    fn date_note(&self) -> Option<&str> {
        None
    }
    /// The label beside the title: a stage, a sort of notice.
    fn badge(&self) -> Option<Value> {
        None
    }
    /// Values in the facets of the kind, in the order facets are shown.
    fn facets(&self) -> Vec<Facet> {
        Vec::new()
    }
    /// A few facts for cards: the UI string that labels each, and the leaf.
    fn facts(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
    /// The photo on its card.
    fn photo(&self) -> Option<&Photo> {
        None
    }
    /// Whether it is a document known by name only.
    fn is_named_only(&self) -> bool {
        false
    }
    /// The folder part of the address after the section, as `2023/03` for news.
    fn address_prefix(&self) -> Option<String> {
        None
    }
    /// From when and until when readers can act on it (apply, respond), for "open now".
    fn open_period(&self) -> Option<(Option<PartialDate>, Option<PartialDate>)> {
        None
    }
}

/// A value as a leaf tree.
pub(super) fn leaf<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// `(label, leaf)` where the value is there.
pub(super) fn fact<T: serde::Serialize>(label: &'static str, value: &Option<T>) -> Option<(&'static str, Value)> {
    value.as_ref().map(|value| (label, leaf(value)))
}
