//! The small values that records are made of: references, choices, prose, figures, sources.
//!
//! The floors above walk any record without knowing its kind ([`super::walk`]). For templates every leaf serialises as a
//! small tagged map (`{"ref": …}`, `{"markdown": …}`, `{"choice": …}`), by which its prose is rendered and its values shown.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::part::part;
use super::time::{Says, Timed};
use super::tree::Leaf;
use super::walk::{Part, Visit, Walk, parts};
use crate::date::{PartialDate, Period};
use crate::quantity::{Percent, Quantity};
use crate::source::yaml::Step;
use crate::text::narrow;

/// Names the kind a [`Ref`] points at.
pub trait Target {
    /// The kind's name as in [`crate::record::Kind::name`], or `""` for any kind.
    const KIND: &'static str;
}

/// A reference 引用 to another record by its id. That the record exists is checked once all records are read.
pub struct Ref<K> {
    /// The id as the editor wrote it.
    pub id: String,
    kind: PhantomData<fn() -> K>,
}

impl<K> Ref<K> {
    /// A reference to `id`.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), kind: PhantomData }
    }
}

impl<K> Clone for Ref<K> {
    fn clone(&self) -> Self {
        Self::new(self.id.clone())
    }
}

impl<K> std::fmt::Debug for Ref<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ref({})", self.id)
    }
}

impl<K: Target> Serialize for Ref<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("ref", &self.id)?;
        map.serialize_entry("kind", K::KIND)?;
        map.end()
    }
}

impl<'de, K> Deserialize<'de> for Ref<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl<K: Target> JsonSchema for Ref<K> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Ref-{}", K::KIND).into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "ref", "x-kind": K::KIND })
    }
}

impl<K: Target> Walk for Ref<K> {
    const HAS_PARTS: bool = true;

    fn walk<'a>(&'a self, path: &mut Vec<Step>, visit: Visit<'_, 'a>) {
        visit(path, Part::Leaf(Leaf::Ref(&self.id, K::KIND)));
    }
}

impl<K> Timed for Ref<K> {}

/// Any kind of record, for fields such as `related`.
pub struct Any;

impl Target for Any {
    const KIND: &'static str = "";
}

/// Declares a text that serialises as a tagged map `{TAG: text}`, so that the floors above find it in any record.
macro_rules! tagged_text {
    ($(#[$meta:meta])* $name:ident, $tag:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name(pub String);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry($tag, &self.0)?;
                map.end()
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "format": $tag })
            }
        }
    };
}

tagged_text! {
    /// Markdown 文字 in a field. Rendered to HTML by the render floor.
    Prose, "markdown"
}
tagged_text! {
    /// The id of a source document, listed in `site.yaml`.
    DocumentId, "document"
}
tagged_text! {
    /// The path of an image in `content/`.
    ImagePath, "image"
}
tagged_text! {
    /// The path of a file in `content/` that readers may download.
    FilePath, "file"
}

parts! {
    Prose, |text| Part::Leaf(Leaf::Prose(&text.0));
    DocumentId, |id| Part::Leaf(Leaf::Document(&id.0));
    ImagePath, |path| Part::Leaf(Leaf::Image(&path.0));
    FilePath, |path| Part::Leaf(Leaf::File(&path.0));
    WebAddress, |address| Part::Text(&address.0);
}

/// Declares a closed list of values with an English key, a Chinese label and an English label.
/// Editors may write the key or the Chinese label.
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $key:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* #[doc = $zh] $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The key written in YAML and used in addresses.
            pub fn key(self) -> &'static str { match self { $($name::$variant => $key,)+ } }
            /// The Chinese label.
            pub fn zh(self) -> &'static str { match self { $($name::$variant => $zh,)+ } }
            /// The English label.
            pub fn en(self) -> &'static str { match self { $($name::$variant => $en,)+ } }
        }

        $crate::record::walk::values! { $name }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::record::leaf::serialize_choice(self.key(), self.zh(), self.en(), serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::ALL.iter().copied().find(|value| value.key() == text || value.zh() == text)
                    .ok_or_else(|| serde::de::Error::unknown_variant(&text, &[$($key),+]))
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool { true }
            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "enum": [$($key, $zh),+],
                    "enumDescriptions": [$(concat!($zh, " ", $en), concat!($zh, " ", $en)),+],
                })
            }
        }
    };
}
pub(crate) use choices;

/// Serialises a choice as `{"choice": key, "zh": …, "en": …}`.
pub(crate) fn serialize_choice<S: Serializer>(
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(3))?;
    map.serialize_entry("choice", key)?;
    map.serialize_entry("zh", zh)?;
    map.serialize_entry("en", en)?;
    map.end()
}

part! {
    /// Where a statement stands: one of the documents listed in `site.yaml`, and the place in it.
    pub struct Source {
        /// The document's id in `documents` of `site.yaml` 来源文件.
        pub document: DocumentId,
        /// Lines or pages in it, as `29` or `31+43-45` 行号.
        #[serde(default, deserialize_with = "text_or_number", skip_serializing_if = "Option::is_none")]
        #[schemars(schema_with = "text_or_number_schema")]
        pub lines: Option<String>,
        /// A remark on the place: damage, doubt, what had to be decided in reading 备注.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }
}

/// A text that may be typed as a number: lines of a source document.
fn text_or_number_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "integer"] })
}

fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

part! {
    /// A correction 更正 made after publication: what it said, what it says now, and when.
    pub struct Correction {
        /// The day of the correction 更正日期.
        pub date: PartialDate as known,
        /// What was wrong and what is right 更正内容.
        pub what: String,
        /// The wording before 更正前.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub was: Option<String>,
        /// The wording now 更正后.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub now: Option<String>,
    }
}

part! {
    /// A photograph or drawing 图片, with the text that stands for it.
    pub struct Photo {
        /// File 图片文件, relative to the record's own file, or from `content/` when it begins with `/`.
        pub file: ImagePath,
        /// What is to be seen, for those who cannot see it 替代文字. Required.
        pub alt: String,
        /// Caption 图片说明.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub caption: Option<String>,
        /// Whose picture 图片来源: an office or firm.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub credit: Option<String>,
    }
}

/// An address on the web 网址: `https://…` or `http://…`, nothing else, so that it can stand in a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress(pub String);

impl WebAddress {
    /// The address that was probably meant by one with full-width signs or without its scheme.
    pub fn typed(text: &str) -> Option<String> {
        let narrow = narrow(text);
        let candidates = [narrow.clone(), format!("https://{narrow}")];
        let is_other = narrow.contains(':') && !narrow.starts_with("http");
        candidates.into_iter().find(|one| !is_other && one != text && one.parse::<Self>().is_ok())
    }
}

impl std::str::FromStr for WebAddress {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or("");
        let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if host.contains('.') && clean {
            Ok(Self(text.to_owned()))
        } else {
            Err("write an address as https://example.org/")
        }
    }
}

impl Serialize for WebAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for WebAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for WebAddress {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "WebAddress".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "web-address" })
    }
}

part! {
    /// A file that goes with a record 附件.
    pub struct Attachment {
        /// What the file is 附件名称, for the reader.
        pub title: String,
        /// File 附件文件, relative to the record's own file, or from `content/` when it begins with `/`.
        pub file: FilePath,
    }
}

choices! {
    /// What sort of figure a number is.
    FigureKind {
        Actual = "actual", "实际", "Actual";
        Target = "target", "目标", "Target";
        Plan = "plan", "计划", "Plan";
        Capacity = "capacity", "能力", "Capacity";
        Rule = "rule", "规定", "Rule";
        Forecast = "forecast", "预计", "Forecast";
    }
}

/// Whether a figure is none of what was: only an actual one is of its time, others are set for it.
impl Says for Option<FigureKind> {
    fn says(&self) -> bool {
        !matches!(self, None | Some(FigureKind::Actual))
    }
}

part! {
    /// One stated number 数据 with its unit, its time, its source, and how it follows from its neighbours.
    pub struct Figure {
        /// A short ASCII name 代号, needed only where another figure of the same record refers to this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub key: Option<String>,
        /// What is counted or measured 指标名称.
        pub what: String,
        /// The number with its unit 数值, as `27775件`, `4.37亿元`, `≥30个`, `2~3平方公里`, `99.89%`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub value: Option<Quantity>,
        /// The words where the source gives no number 原文表述, as `所有行政审批事项`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub as_printed: Option<String>,
        /// Sort of figure 数据类别: `actual` (default), `target`, `plan`, `capacity`, `rule`, `forecast`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<FigureKind>,
        /// The time the figure covers 统计期, as `2023`, `2023-Q1`, `2023-01..2023-10`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub period: Option<Period> as plan if kind else timeless if date else known,
        /// The day the figure was true 截至日期.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PartialDate> as plan if kind else known,
        /// Year-on-year change as stated 同比.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub yoy: Option<Percent>,
        /// Names of the members where the source lists them 组成.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub members: Vec<String>,
        /// Keys of figures of this record that must add up to this one 合计.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub sum: Vec<String>,
        /// This figure is a rate: part over whole, both keys of this record 比率.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rate: Option<Rate>,
        /// This figure is the fall from one figure to another, in percent of the first 压减率.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cut: Option<Cut>,
        /// A remark for the reader 备注.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
        /// Where it stands 来源, when that differs from the record's own sources.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }
}

/// Takes out of figures what relates them to figures that are not among them.
pub(super) fn forget_relations(figures: &mut [Figure]) {
    let keys: BTreeSet<String> = figures.iter().filter_map(|figure| figure.key.clone()).collect();
    let is_gone = |key: &String| !keys.contains(key);
    for figure in figures {
        if figure.sum.iter().any(is_gone) {
            figure.sum.clear();
        }
        figure.rate.take_if(|rate| rate.part.iter().chain([&rate.whole]).any(is_gone));
        figure.cut.take_if(|cut| [&cut.from, &cut.to].into_iter().any(is_gone));
    }
}

part! {
    /// Part and whole of a rate, by the keys of two figures, or by the ids of two indicators.
    pub struct Rate {
        /// The numerator 分子. Leave out where only the whole is stated: the rate is then held against whole cases.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub part: Option<String>,
        /// The denominator 分母.
        pub whole: String,
    }
}

part! {
    /// The figures before and after a cut.
    pub struct Cut {
        /// Before 压减前.
        pub from: String,
        /// After 压减后.
        pub to: String,
    }
}

part! {
    /// A place to call or write to 联系方式: of an office, never of a private person.
    #[derive(Default)]
    pub struct Contact {
        /// What it is for 事项.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub subject: Option<String>,
        /// Duty telephone 值班电话.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// E-mail address of the office 电子邮箱.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        /// Postal address 通信地址.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub address: Option<String>,
        /// Hours 办公时间.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub hours: Option<String>,
    }
}
