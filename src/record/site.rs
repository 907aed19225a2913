//! The bulletin itself: `content/site.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::quantity::Fraction;

/// The bulletin's configuration 站点配置.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Name of the bulletin 公报名称.
    pub title: String,
    /// One line below the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// A sentence or two for search engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Language of the content; `zh-Hans` (default).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<ContentLang>,
    /// Language of the interface: `zh-Hans` (default) or `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ui: Option<UiLang>,
    /// The site's address, as `https://example.org/`. `--base-url` overrides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// The day the bulletin is built as of 截至日期; without it, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
    /// Offset from UTC that decides what "today" is; `+08:00` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Theme: `default`, or a folder in the bulletin's own `themes/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The facts that must stand in the foot of every page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foot: Option<Foot>,
    /// The rules of four-colour management 四色管理规则; without it, those of the sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colours: Option<ColourRules>,
    /// The wall map of projects 挂图作战.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<WallMap>,
    /// The documents that records name as their sources 来源文件.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
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
    /// Up to this share of the procedures red is plain, from it on red is only kept; `1/3` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub red_below: Option<Fraction>,
    /// From this share of the procedures on a project is yellow; `2/3` by default.
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

/// The wall map 挂图作战 beyond the projects' coordinates.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WallMap {
    /// Boundaries 边界: a `.geojson` file beside `site.yaml`, lines and areas in WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundaries: Option<String>,
    /// Map approval number 审图号, shown under the map; boundaries need one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<String>,
    /// A remark, shown under the map 说明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
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
    /// Disclaimer 免责声明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclaimer: Option<String>,
}

/// A source document 来源文件.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The id records name it by.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it was published, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// How it is dated where no date is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dating: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// What it is: a newspaper page, a web article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A remark: damage, script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
