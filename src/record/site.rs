//! The bulletin itself: `content/site.yaml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::leaf::{FilePath, Ref};
use super::{Kind, PageKind, Pages, WrittenFor, to};
use crate::date::{PartialDate, Period, WorkingDays};
use crate::quantity::Fraction;

/// The configuration, from the bulletin's root.
pub const CONFIG: &str = "content/site.yaml";

/// The bulletin's configuration 站点配置.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Version of gongbao that the bulletin is written for 按哪个版本写的, as `0.2`; `gongbao migrate` writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gongbao: Option<WrittenFor>,
    /// Name of the bulletin 公报名称.
    pub title: String,
    /// One line below the name 副标题.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// A sentence or two for search engines 网站描述.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Language of the content 内容语言; `zh-Hans` (default).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<ContentLang>,
    /// Language of the interface 界面语言: `zh-Hans` (default) or `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ui: Option<UiLang>,
    /// The site's address 网站地址, as `https://example.org/`. `--base-url` overrides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// The day the bulletin is built as of 截至日期; without it, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
    /// Offset from UTC that decides what "today" is 时区; `+08:00` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Theme 主题: `default`, or a folder in the bulletin's own `themes/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The facts that must stand in the foot of every page 页脚.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foot: Option<Foot>,
    /// The rules of four-colour management 四色管理规则; without it, those of the sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colours: Option<ColourRules>,
    /// The ranking of units by quarter 季度排名; without it, there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<RankingRules>,
    /// Years of the working-day calendar to add to those shipped (2020 to 2026), or to put in their place 工作日历.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub working_days: Vec<WorkingYear>,
    /// How bad the findings of a rule are, by its code or name: `off`, `advice`, `warning`, `error`. Only of rules that
    /// look at what records say, not of those without which nothing can be published 规则级别: `{stale-section: off}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, RuleLevel>,
    /// Findings that are no fault, of this file or of one that is no record 例外.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<SiteException>,
    /// Images and attachments that are published although no record and no page names them, by their paths from
    /// `content/`: because others link to them, say 保留的文件: `[files/list.pdf]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<FilePath>,
    /// Words to replace, each with what to write, or with "" to leave it out 用语替换: `{旧称: 现称}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-may-be-empty" = true))]
    pub words: BTreeMap<String, String>,
    /// Whether the site stands again under `/zh-hant/` in Traditional characters 繁体版; `true` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traditional: Option<bool>,
    /// Whether the site has a search page, a search field on every page, and lists that readers filter 检索; `true` by
    /// default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<bool>,
    /// Names and words that are written otherwise in Traditional characters than the dictionaries have it 繁体用字:
    /// `{云岭乡: 雲嶺鄉}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub traditional_words: BTreeMap<String, String>,
    /// Working days within which information on major projects is to be disclosed; 20 by default 信息公开期限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosure_days: Option<u32>,
    /// The most kilobytes of HTML, of 1,000 bytes, that a page should have; 300 by default 页面大小上限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_kilobytes: Option<u32>,
    /// Which kinds of pages the site has 页面设置; without it, every kind that the records give something for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
    /// Days after which a section without anything new is stale 栏目更新期限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspection: Option<Inspection>,
    /// The wall map of projects 挂图作战.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<WallMap>,
    /// The documents that records name as their sources 来源文件.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

/// A finding that is no fault 例外: of `site.yaml`, or of a file that no record names.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteException {
    /// Code or name of the rule, as `GB0803` or `mobile-number` 规则.
    pub rule: String,
    /// Why it does not apply here 原因.
    pub because: String,
    /// The file in `content/`, as `files/list.pdf`; without it, `site.yaml` 文件.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

impl SiteConfig {
    /// Whether the site stands again in Traditional characters.
    pub fn has_traditional(&self) -> bool {
        self.traditional.unwrap_or(true)
    }

    /// Whether the site has pages of a kind, when there is something for them.
    pub fn shows(&self, kind: PageKind) -> bool {
        self.pages.as_ref().is_none_or(|pages| pages.shows(kind))
    }

    /// Whether the site has lists by a facet of a kind of record.
    pub fn shows_facet(&self, kind: Kind, facet: &str) -> bool {
        match facet {
            "colour" => self.shows(PageKind::Colours),
            facet => self.pages.as_ref().is_none_or(|pages| pages.shows_facet(kind, facet)),
        }
    }

    /// Whether the site can be searched.
    pub fn has_search(&self) -> bool {
        self.search.unwrap_or(true)
    }

    /// The working-day calendar: the years shipped, and those of the bulletin.
    pub fn working_days(&self) -> WorkingDays {
        let mut days = WorkingDays::default();
        for year in &self.working_days {
            let worked: Vec<_> = year.worked.iter().map(|day| day.first()).collect();
            days.set(year.year, &year.off, &worked);
        }
        days
    }
}

super::leaf::choices! {
    /// Languages of content.
    ContentLang {
        ZhHans = "zh-Hans", "简体中文", "Simplified Chinese";
    }
}

super::leaf::choices! {
    /// Languages of the interface.
    UiLang {
        ZhHans = "zh-Hans", "简体中文", "Simplified Chinese";
        En = "en", "英文", "English";
    }
}

/// The rules of four-colour management 四色管理 (S1).
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColourRules {
    /// The word that names the filing procedure 备案手续的名称; `备案` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filing: Option<String>,
    /// Up to this share of the procedures red is plain 红色上限, from it on red is only kept; `1/3` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub red_below: Option<Fraction>,
    /// From this share of the procedures on a project is yellow 黄色下限; `2/3` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yellow_from: Option<Fraction>,
}

impl ColourRules {
    /// The word that names the filing procedure.
    pub fn filing(&self) -> &str {
        self.filing.as_deref().unwrap_or("备案")
    }

    /// The share up to which red is plain.
    pub fn red_below(&self) -> Fraction {
        self.red_below.unwrap_or(Fraction { part: 1, whole: 3 })
    }

    /// The share from which a project is yellow.
    pub fn yellow_from(&self) -> Fraction {
        self.yellow_from.unwrap_or(Fraction { part: 2, whole: 3 })
    }
}

/// The formula of the quarterly ranking 季度排名 (S4; `shuangta-2023-investment:34-39`): a unit's score is the sum of its
/// projects' happenings in the quarter, each times its weight.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RankingRules {
    /// What a happening is worth 权重.
    pub weights: RankingWeights,
    /// Units with fewer projects than this at the end of the quarter are listed apart, without a place; `2` by default
    /// 参加排名的最少项目数.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_projects: Option<u32>,
    /// Why the formula is as it is; readers see it 说明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl RankingRules {
    /// How many projects a unit needs to have a place.
    pub fn least_projects(&self) -> usize {
        self.least_projects.map_or(2, |least| usize::try_from(least).unwrap_or(usize::MAX))
    }
}

/// What each happening of a quarter is worth 权重: whole numbers, negative to count against a unit. What is not given
/// counts nothing.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RankingWeights {
    /// A project signed 签约.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<i32>,
    /// A project landed 落地.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landed: Option<i32>,
    /// A project started 开工.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<i32>,
    /// A project completed 竣工.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<i32>,
    /// A project put into production 投产.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub production: Option<i32>,
    /// A procedure done 办结手续.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedures: Option<i32>,
    /// A problem solved 解决问题.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved: Option<i32>,
    /// An item overdue at the end of the quarter 季末逾期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<i32>,
}

/// The wall map 挂图作战 beyond the projects' coordinates.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WallMap {
    /// Boundaries 边界: a `.geojson` file beside `site.yaml`, lines and areas in WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundaries: Option<String>,
    /// Map approval number 审图号, shown under the map; boundaries need one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-may-be-empty" = true))]
    pub approval: Option<String>,
    /// A remark, shown under the map 说明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A year's public holidays and make-up days 节假日与调休.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkingYear {
    /// The year 年份.
    pub year: i32,
    /// Days off 放假, as `2027-01-01..2027-01-03`.
    pub off: Vec<Period>,
    /// Weekend days worked 调休上班.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worked: Vec<PartialDate>,
}

/// The foot of every page 页脚 (Guide for government websites, State Council office 2017 no. 47).
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Foot {
    /// Organiser 主办单位.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<String>,
    /// Operator 承办单位.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Telephone 联系电话.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Site identification code 网站标识码, 10 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_code: Option<String>,
    /// ICP record number ICP备案号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icp: Option<String>,
    /// Police record number 公安备案号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub police: Option<String>,
    /// The page that says how to report an error, by its id 纠错页. Every page's foot leads to it, else to the page `contact`, else to the telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Ref<to::Page>>,
    /// Disclaimer 免责声明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclaimer: Option<String>,
}

/// A source document 来源文件.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The id records name it by 文件编号.
    pub id: String,
    /// Its title 文件标题.
    pub title: String,
    /// When it was published 发布日期, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// How it is dated where no date is printed 日期说明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dating: Option<String>,
    /// Who published it 发布者.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// What it is 文件种类: a newspaper page, a web article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A remark 备注: damage, script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

super::leaf::choices! {
    /// How bad a rule's findings are: not told at all, worth knowing, to be looked at, or in the way of publishing.
    RuleLevel {
        Off = "off", "不查", "Off";
        Advice = "advice", "提示", "Advice";
        Warning = "warning", "警告", "Warning";
        Error = "error", "错误", "Error";
    }
}

impl SiteConfig {
    /// Working days within which information on major projects is to be disclosed.
    pub fn disclosure_days(&self) -> u32 {
        self.disclosure_days.unwrap_or(20)
    }
}

/// Days after which a section without anything new is stale: inspection indicators of 2019 (`standards.md`).
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inspection {
    /// For the front page 首页: days without anything new on the whole site; 14 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front: Option<u32>,
    /// For news 新闻; 14 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<u32>,
    /// For notices 通知公告; 183 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<u32>,
    /// For sections of news that are columns of their own, by name 新闻栏目: `{要闻: 14, 综述: 183}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sections: BTreeMap<String, u32>,
}

impl Inspection {
    /// For the front page.
    pub fn front(&self) -> u32 {
        self.front.unwrap_or(14)
    }

    /// For news.
    pub fn news(&self) -> u32 {
        self.news.unwrap_or(14)
    }

    /// For notices.
    pub fn notices(&self) -> u32 {
        self.notices.unwrap_or(183)
    }
}
