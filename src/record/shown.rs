//! Which pages a site has: `pages` in `content/site.yaml`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Kind;
use super::listed::FACETS;

/// Which kinds of pages the site has 页面设置. The records' own pages, their lists, the front page and the site map are
/// always there.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// Kinds that are left out, with all links to them; of lists by a facet, also those of one facet of one kind of
    /// record 不要的页面: `[periods, map, projects/place]`.
    pub without: Vec<PageSort>,
    /// Lists by a facet that stay although `without` has `facets` 保留的分类列表: `[news/tag]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<FacetLists>,
}

impl Pages {
    /// Whether there are pages of a kind; of facets, where `keep` does not name theirs.
    pub fn shows(&self, kind: PageKind) -> bool {
        !self.without.contains(&PageSort::Kind(kind))
    }

    /// Whether there are lists by a facet of a kind of record.
    pub fn shows_facet(&self, kind: Kind, facet: &str) -> bool {
        let is_it = |lists: &FacetLists| lists.kind == kind && lists.facet == facet;
        let is_left_out = |sort: &PageSort| match sort {
            PageSort::Kind(kind) => *kind == PageKind::Facets,
            PageSort::Facet(lists) => is_it(lists),
        };
        self.keep.iter().any(is_it) || !self.without.iter().any(is_left_out)
    }
}

super::leaf::choices! {
    /// Kinds of pages that a site can do without.
    PageKind {
        Periods = "periods", "周期公报", "Bulletins of weeks, months, quarters and years";
        Facets = "facets", "分类列表", "Lists by tag, place, office and the like";
        Colours = "colours", "四色看板", "Board of colours, and lists by colour";
        Stages = "stages", "项目阶段", "Stages of projects";
        Stewards = "stewards", "项目管家", "Stewards of projects";
        Ranking = "ranking", "季度排名", "Quarterly ranking";
        Targets = "targets", "目标", "Board of targets";
        Problems = "problems", "问题台账", "Problem ledger";
        Overdue = "overdue", "逾期清单", "What is overdue";
        Map = "map", "挂图作战", "Wall map";
        Consultations = "consultations", "征求意见", "List of consultations";
        Backlinks = "backlinks", "引用列表", "Lists of all that refers to a record, where its page has only the first";
        Updates = "updates", "全部进展", "All reports of a project; its own page then has them all";
    }
}

/// What a site can do without: a kind of pages, or the lists by one facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSort {
    /// A kind of pages.
    Kind(PageKind),
    /// The lists by one facet of one kind of record.
    Facet(FacetLists),
}

/// The lists by one facet of one kind of record, as `news/tag`: folder and facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FacetLists {
    /// Whose records.
    pub kind: Kind,
    /// The facet's name.
    pub facet: &'static str,
    zh: &'static str,
}

impl FacetLists {
    /// Every one, in the order of kinds and facets. Lists by colour are `colours`.
    pub fn all() -> impl Iterator<Item = Self> {
        let of = |kind: &'static Kind| {
            let has = move |(facet, _): &&(&str, &str)| kind.facets().contains(facet);
            FACETS.iter().filter(has).map(|(facet, zh)| Self { kind: *kind, facet, zh })
        };
        Kind::ALL.iter().flat_map(of)
    }

    /// What is written in YAML: `news/tag`.
    pub fn key(self) -> String {
        format!("{}/{}", self.kind.folder(), self.facet)
    }

    /// The same in Chinese: `新闻/标签`.
    pub fn zh(self) -> String {
        format!("{}/{}", self.kind.zh(), self.zh)
    }

    fn typed(text: &str) -> Option<Self> {
        text.contains('/').then(Self::all)?.find(|lists| lists.key() == text || lists.zh() == text)
    }
}

impl Serialize for FacetLists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.key().serialize(serializer)
    }
}

impl Serialize for PageSort {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            PageSort::Kind(kind) => kind.serialize(serializer),
            PageSort::Facet(lists) => lists.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FacetLists {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::typed(&text).ok_or_else(|| D::Error::custom(format!("{text} is not one of the lists by a facet")))
    }
}

impl<'de> Deserialize<'de> for PageSort {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let kind = PageKind::ALL.iter().copied().find(|kind| kind.key() == text || kind.zh() == text);
        let sort = kind.map(PageSort::Kind).or_else(|| FacetLists::typed(&text).map(PageSort::Facet));
        sort.ok_or_else(|| D::Error::custom(format!("{text} is not one of the kinds of pages")))
    }
}

/// The schema of a closed list, of key, Chinese and English of each value.
fn closed(values: impl Iterator<Item = (String, String, String)>) -> Schema {
    let (mut keys, mut told) = (Vec::new(), Vec::new());
    for (key, zh, en) in values {
        told.extend([format!("{zh} {en}"), format!("{zh} {en}")]);
        keys.extend([key, zh]);
    }
    json_schema!({ "type": "string", "enum": keys, "enumDescriptions": told })
}

fn facets() -> impl Iterator<Item = (String, String, String)> {
    let one =
        |lists: FacetLists| (lists.key(), lists.zh(), format!("Lists of {} by {}", lists.kind.folder(), lists.facet));
    FacetLists::all().map(one)
}

impl JsonSchema for FacetLists {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "FacetLists".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        closed(facets())
    }
}

impl JsonSchema for PageSort {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "PageSort".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let kinds = PageKind::ALL.iter().map(|kind| (kind.key().into(), kind.zh().into(), kind.en().into()));
        closed(kinds.chain(facets()))
    }
}
