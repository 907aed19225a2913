//! # 替代文字没有说图里有什么 · A text that does not stand for its picture
//!
//! 图片的替代文字只写了“图片”“照片”“图1”，或者是文件名：1.jpg、微信图片_20230718、IMG_0001。
//!
//! The text that stands for a picture says no more than 图片, 照片 or 图1, or is a file's name: 1.jpg, 微信图片_20230718, IMG_0001.
//!
//! ## 为什么 · Why
//!
//! 看不见图的读者听到的就是这几个字：网站无障碍的要求是说出图里有什么。
//!
//! It is what readers hear who cannot see the picture; accessibility asks that it says what is to be seen.
//!
//! ## 例 · Example
//!
//! ````png content/images/a.png
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! photos: [{file: /images/a.png, alt: 微信图片_20230718093012}]
//! note: 现场如图。![图片](/images/a.png)
//! ````
//!
//! ## 改为 · Instead
//!
//! ````png content/images/a.png
//! ````
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! photos: [{file: /images/a.png, alt: 厂房钢结构吊装}]
//! note: 现场如图。![厂房钢结构吊装](/images/a.png)
//! ````

use std::sync::LazyLock;

use regex::Regex;

use crate::check::Looked;
use crate::check::prose::place_of;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Place, Severity, Text};
use crate::record::Entry;
use crate::record::tree::Leaf;
use crate::record::walk::{leaves, words};
use crate::source::markdown::images_in;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0755",
    name: "alternative-text-says-nothing",
    severity: Severity::Warning,
    page: include_str!("alternative_text_says_nothing.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let mut findings = Vec::new();
    words(entry.written(), &mut |path, text| {
        if matches!(path.last(), Some(Step::Key(key)) if key == "alt") && says_nothing(text) {
            findings.push(finding(place_of(looked, entry, path, text, 0..text.len()), text));
        }
    });
    leaves(entry.written(), &mut |path, leaf| {
        let Leaf::Prose(text) = leaf else { return };
        for (_, alt, range) in images_in(text) {
            if says_nothing(&alt) {
                findings.push(finding(place_of(looked, entry, path, text, range), &alt));
            }
        }
    });
    findings
}

/// Whether a text is only a word for pictures, or a file's name.
fn says_nothing(alt: &str) -> bool {
    static EMPTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)^(?:(?:图|图片|照片|相片|配图|插图|附图|示意图|效果图|现场图|现场图片|现场照片|截图|图像|image|img|photo|picture|pic)",
            r"[ _\-（(]*[0-9一二三四五六七八九十]*[)）]?|无|暂无|[0-9_\-]+",
            r"|[^/\\\s]+\.(?:jpe?g|png|gif|webp|bmp|heic|avif|tiff?)",
            r"|(?:微信图片|企业微信截图|QQ图片|QQ截图|屏幕截图|截屏|mmexport|wx_camera|IMG|DSC|DSCF|DJI|Screenshot)[ _\-]*[0-9][0-9 _\-()a-z]*)$",
        ))
        .ok()
    });
    EMPTY.as_ref().is_some_and(|empty| empty.is_match(alt.trim()))
}

fn finding(place: Place, alt: &str) -> Finding {
    let alt = alt.trim();
    let message = Text::new(
        format!("替代文字“{alt}”没有说图里有什么"),
        format!("\"{alt}\" does not say what is to be seen in the picture"),
    );
    Finding::new(CODE, place, message)
        .help("用一句话说图里有什么，例如：厂房钢结构吊装", "say in a sentence what is to be seen, as 厂房钢结构吊装")
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn words_for_pictures_and_names_of_files_say_nothing() {
        for alt in [
            "图片",
            "图1",
            "照片（2）",
            "1.jpg",
            "微信图片_20230718093012",
            "IMG_0001",
            "mmexport1689641234567",
            "20230718",
        ] {
            assert!(says_nothing(alt), "{alt}");
        }
        for alt in ["图书馆外景", "厂房效果图", "2023年7月18日开工现场", "一期厂房", "图中是东园道路"]
        {
            assert!(!says_nothing(alt), "{alt}");
        }
    }
}
