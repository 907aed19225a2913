//! # 图片打不开 · An image that is none
//!
//! 扩展名是图片（png、jpg、jpeg、gif、webp、avif），内容却不是图片，或者已损坏。
//!
//! The file is called an image (png, jpg, jpeg, gif, webp, avif), and what it holds is none, or is damaged.
//!
//! ## 为什么 · Why
//!
//! 读者看到的是破图。
//!
//! Readers would see a broken picture.
//!
//! ## 例 · Example
//!
//! ````txt content/images/a.jpg
//! 这不是图片
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! ![工地](/images/a.jpg)
//! ````
//!
//! ## 改为 · Instead
//!
//! ````png content/images/a.png
//! ````
//!
//! ````md content/news/n.md
//! ---
//! title: 新闻
//! date: 2023-05-06
//! section: 快讯
//! ---
//! ![工地](/images/a.png)
//! ````

use crate::check::attached::Attached;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Attached(check) };

const CODE: Code =
    Code { id: "GB0117", name: "broken-image", severity: Severity::Error, page: include_str!("broken_image.rs") };

/// Extensions of images.
const IMAGES: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "avif"];

fn check(attached: &Attached<'_>) -> Vec<Finding> {
    let asset = attached.asset;
    let extension =
        asset.path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    if !IMAGES.contains(&extension.as_str()) || asset.pixels.is_some() {
        return Vec::new();
    }
    let file = &asset.path;
    let message = Text::new(format!("{file} 不是图片，或者文件已损坏"), format!("{file} is no image, or is damaged"));
    vec![Finding::new(CODE, attached.place(), message).help(
        "在自己电脑上打开看看；换一个完好的文件，手机拍的 heic 先转成 jpg",
        "open it on your own computer; put a sound file in its place, and turn heic into jpg first",
    )]
}
