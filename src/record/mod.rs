//! The record kinds, one file each, and the bulletin that holds them all.
//!
//! `kinds!` below is the one place that lists the kinds. To add one: a file here, a template, a line there.

mod addresses;
mod boundaries;
mod bulletin;
mod common;
mod entry;
mod explain;
mod file;
mod hidden;
pub mod leaf;
mod listed;
mod lookup;
mod meant;
mod migrate;
mod on_day;
mod parse;
mod part;
mod published;
mod references;
mod show;
mod shown;
mod site;
pub mod synonyms;
pub mod time;
pub mod tree;
mod version;
pub mod walk;
mod written;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

pub use addresses::{ADDRESSES, Addresses, Gone, LeadsTo, Withdrawn};
pub use boundaries::Outline;
pub use bulletin::{Absent, Bulletin};
pub use common::{Common, Exception};
pub use entry::Entry;
pub use indicator::{IndicatorTarget, Point};
pub use job::{Pay, PayPeriod};
pub use leaf::{Any, Figure, FigureKind, Prose, Ref, Target};
pub(crate) use listed::choice_facet;
pub use listed::{FACETS, Facet, Listed, Order, Term};
pub use migrate::{Migration, Rewritten, migrate};
pub use notice::{NoticeKind, NoticeStatus};
pub use on_day::{is_cut, later_days};
pub use parse::{Records, parse, parse_again};
pub use project::{
    Colour, Coordinates, Disclosure, DisclosureClass, Milestone, Problem, ProblemState, Procedure, Stage, StageEntry,
    Steward, TypedColour, Update,
};
pub use published::{FactChange, NotRecorded, PUBLISHED, Published, PublishedPage, Stated, ToRecord};
pub use show::{Readable, show};
pub use shown::{FacetLists, PageKind, PageSort, Pages};
pub use site::{
    CONFIG, ColourRules, Document, Foot, Inspection, RankingRules, RankingWeights, RuleLevel, SiteConfig, UiLang,
    WallMap,
};

pub use version::{Version, WrittenFor};
pub use written::Written;

use crate::text::is_wide;

/// Lists the kinds: type, module, name (also of the template), Chinese name, folder in `content/`, section in the site's addresses.
macro_rules! kinds {
    ($($kind:ident, $module:ident, $name:literal, $zh:literal, $folder:literal, $section:literal;)+) => {
        $(mod $module;)+
        $(pub use $module::$kind;)+

        /// A kind of record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $(#[doc = concat!("`", $name, "`")] $kind,)+ }

        impl Kind {
            /// Every kind, in the order of the site's sections.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),+];

            /// Its name: in `gongbao new NAME`, in links `[…](NAME:id)`, of its template.
            pub fn name(self) -> &'static str { match self { $(Kind::$kind => $name,)+ } }

            /// Its name in Chinese.
            pub fn zh(self) -> &'static str { match self { $(Kind::$kind => $zh,)+ } }

            /// Its folder in `content/`.
            pub fn folder(self) -> &'static str { match self { $(Kind::$kind => $folder,)+ } }

            /// Its section in the site's addresses, without slashes at the ends. Empty for free pages.
            pub fn section(self) -> &'static str { match self { $(Kind::$kind => $section,)+ } }

            /// A new record of the kind, as `gongbao new` writes it: quoted title and day filled in.
            pub fn archetype(self, title: &str, day: &str) -> String {
                let quoted = serde_json::Value::String(title.to_owned()).to_string();
                let text = match self { $(Kind::$kind => $module::ARCHETYPE,)+ };
                with_choices(text, kept_schema(self)).replace("DAY", day).replace("TITLE", &quoted)
            }

            /// Its JSON Schema.
            pub fn schema(self) -> serde_json::Value {
                titled(match self { $(Kind::$kind => schemars::schema_for!($kind).to_value(),)+ })
            }
        }

        /// A record of any kind.
        #[derive(Clone, Debug)]
        pub enum Record { $(#[doc = concat!("A ", $name, ".")] $kind(Arc<$kind>),)+ }

        impl Record {
            /// Reads a record of `kind`.
            ///
            /// # Errors
            /// What serde says; [`explain`] says it better.
            fn read(kind: Kind, yaml: &str) -> Result<Record, serde_yaml::Error> {
                match kind { $(Kind::$kind => crate::source::yaml::read(yaml).map(|record| Record::$kind(Arc::new(record))),)+ }
            }

            /// The fields that all kinds share.
            pub fn common(&self) -> Common<'_> {
                match self { $(Record::$kind(record) => record.common(),)+ }
            }

            /// What lists need to know of it.
            pub fn listed(&self) -> &dyn Listed {
                match self { $(Record::$kind(record) => &**record,)+ }
            }

            /// The record as a tree of maps, lists and tagged leaves, as templates see it. See [`leaf`].
            pub fn tree(&self) -> serde_json::Value {
                let tree = match self { $(Record::$kind(record) => serde_json::to_value(&**record),)+ };
                tree.unwrap_or_default()
            }

            /// Whether both are one and the same, not only alike.
            pub fn is(&self, other: &Record) -> bool {
                match (self, other) {
                    $((Record::$kind(record), Record::$kind(other)) => Arc::ptr_eq(record, other),)+
                    _ => false,
                }
            }

            fn in_plain_words(&mut self) {
                match self { $(Record::$kind(record) => Arc::make_mut(record).in_plain_words(),)+ }
            }

            fn forget_relations(&mut self) {
                match self { $(Record::$kind(record) => Arc::make_mut(record).forget_relations(),)+ }
            }

            fn set_body(&mut self, text: String) {
                match self { $(Record::$kind(record) => Arc::make_mut(record).set_body(text),)+ }
            }
        }

        impl walk::Walk for Record {
            const HAS_PARTS: bool = true;

            fn walk<'a>(&'a self, path: &mut Vec<crate::source::yaml::Step>, visit: walk::Visit<'_, 'a>) {
                match self { $(Record::$kind(record) => record.walk(path, visit),)+ }
            }
        }

        impl time::Timed for Record {
            const DATED: bool = true;

            fn dates(&self, way: &mut Vec<time::Hop>, visit: time::Visit<'_>) {
                match self { $(Record::$kind(record) => record.dates(way, visit),)+ }
            }

            fn as_of(&mut self, day: crate::date::Day) -> bool {
                match self { $(Record::$kind(record) => Arc::make_mut(record).as_of(day),)+ }
            }
        }

        /// Kinds by name, as a [`Ref`] is one to a record of them; so that two kinds may refer to each other.
        pub mod to {
            $(#[doc = concat!("To a ", $name, ".")] pub enum $kind {}
            impl super::Target for $kind { const KIND: &'static str = $name; })+
        }
    };
}

kinds! {
    Project, project, "project", "项目", "projects", "projects";
    News, news, "news", "新闻", "news", "news";
    Notice, notice, "notice", "公告", "notices", "notices";
    Job, job, "job", "岗位", "jobs", "jobs";
    Fair, fair, "fair", "招聘会", "fairs", "jobs/fairs";
    Service, service, "service", "服务事项", "services", "services";
    Indicator, indicator, "indicator", "指标", "indicators", "targets";
    Event, event, "event", "活动", "events", "events";
    Park, park, "park", "园区", "parks", "parks";
    Office, office, "office", "单位", "offices", "offices";
    Page, page, "page", "页面", "pages", "";
}

impl Kind {
    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The facets that its records may have a value in, by name: what their [`Listed::facets`] give.
    pub fn facets(self) -> &'static [&'static str] {
        match self {
            Kind::Project => &["stage", "park", "industry", "place", "office", "tag"],
            Kind::News => &["section", "office", "tag"],
            Kind::Notice => &["kind", "status", "issuer", "topic", "tag"],
            Kind::Job => &["park", "employment", "place", "tag"],
            Kind::Fair => &["format", "office", "tag"],
            Kind::Service => &["topic", "office", "tag"],
            Kind::Indicator => &["group", "office", "tag"],
            Kind::Event => &["kind", "office", "tag"],
            Kind::Park | Kind::Office => &["kind", "tag"],
            Kind::Page => &[],
        }
    }

    /// The kind whose records stand in this folder of `content/`.
    pub fn from_folder(folder: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.folder() == folder)
    }
}

/// What stands in a new record where an editor must write: reported as an error until it is replaced 请填写.
pub const FILL_IN: &str = "请填写";

/// An archetype with the values of closed lists in its comments: `CHOICES(kind)` is `政策文件、政策解读、…`.
fn with_choices(archetype: &str, schema: Option<&serde_json::Value>) -> String {
    let mut out = String::new();
    let mut parts = archetype.split("CHOICES(");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (path, rest) = part.split_once(')').unwrap_or((part, ""));
        let values = schema.map(|schema| explain::choices(schema, path)).unwrap_or_default();
        out.push_str(&values.join("、"));
        out.push_str(rest);
    }
    out
}

/// The JSON Schema of a kind, made once.
pub(crate) fn kept_schema(kind: Kind) -> Option<&'static serde_json::Value> {
    static KEPT: LazyLock<BTreeMap<Kind, serde_json::Value>> =
        LazyLock::new(|| Kind::ALL.iter().map(|kind| (*kind, kind.schema())).collect());
    KEPT.get(&kind)
}

/// The first Chinese words of a description, outside backticks.
fn chinese_name(description: &str) -> Option<String> {
    let mut name = String::new();
    for part in description.split('`').step_by(2) {
        let Some(start) = part.find(crate::text::is_han) else { continue };
        name.extend(part.get(start..)?.chars().take_while(|c| is_wide(*c) && !matches!(c, '，' | '。' | '：' | '；')));
        break;
    }
    (!name.is_empty()).then_some(name)
}

/// The JSON Schema of `content/addresses.yaml`.
pub fn addresses_schema() -> serde_json::Value {
    titled(schemars::schema_for!(Addresses).to_value())
}

/// The JSON Schema of `content/published.yaml`.
pub fn published_schema() -> serde_json::Value {
    titled(schemars::schema_for!(Published).to_value())
}

/// The JSON Schema of `content/site.yaml`.
pub fn site_schema() -> serde_json::Value {
    titled(schemars::schema_for!(SiteConfig).to_value())
}

/// What a schema says of a text that may be "", or of a map of such texts: because it means something, or because a rule of
/// its own tells of it.
const MAY_BE_EMPTY: &str = "x-may-be-empty";

/// A schema whose keys have their Chinese names as titles, which editors show beside the key, and whose texts are not
/// empty.
fn titled(mut schema: serde_json::Value) -> serde_json::Value {
    if let Some(map) = schema.as_object_mut() {
        let description = map.get("description").and_then(serde_json::Value::as_str).unwrap_or_default();
        if let Some(name) = chinese_name(description) {
            map.insert("title".into(), name.into());
        }
        let is_text = |kind: &serde_json::Value| {
            kind == "string" || kind.as_array().is_some_and(|all| all.contains(&"string".into()))
        };
        if map.contains_key(MAY_BE_EMPTY) {
            let values = map.get_mut("additionalProperties").and_then(serde_json::Value::as_object_mut);
            values.map(|values| values.insert(MAY_BE_EMPTY.into(), true.into()));
        } else if map.get("type").is_some_and(is_text) && !map.contains_key("enum") && !map.contains_key("pattern") {
            map.insert("pattern".into(), r"\S".into());
        }
        for (_, value) in map.iter_mut() {
            *value = titled(std::mem::take(value));
        }
    } else if let Some(list) = schema.as_array_mut() {
        for value in list.iter_mut() {
            *value = titled(std::mem::take(value));
        }
    }
    schema
}
