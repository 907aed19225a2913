//! # 照片带有拍摄位置 · A photo that says where it was taken
//!
//! 照片的元数据（EXIF、XMP）里有拍摄地点的经纬度。
//!
//! The metadata of a photo (EXIF, XMP) hold the coordinates of the place it was taken at.
//!
//! ## 为什么 · Why
//!
//! 手机照片常常带着位置，可能暴露住处。发布的副本会去掉元数据，仓库里的原件不会。
//!
//! Photos from telephones often do, and may give away a home. The published copy has no metadata; the file in the repository keeps them.
//!
//! ## 例 · Example
//!
//! 一张打开定位拍的照片。
//!
//! A photo taken with location switched on.
//!
//! ## 改为 · Instead
//!
//! 同一张照片，去掉元数据后再放入。
//!
//! The same photo without metadata.

use crate::check::attached::Attached;
use crate::check::rules::{Looks, Rule};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::source::attachment::has_position;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Attached(check) };

const CODE: Code =
    Code { id: "GB0817", name: "photo-position", severity: Severity::Warning, page: include_str!("photo_position.rs") };

fn check(attached: &Attached<'_>) -> Vec<Finding> {
    if !has_position(attached.asset) {
        return Vec::new();
    }
    let file = &attached.asset.path;
    let message = Text::new(format!("照片 {file} 带有拍摄位置"), format!("{file} says where it was taken"));
    vec![Finding::new(CODE, attached.place(), message).help(
        format!("去掉元数据后重新放入，例如：exiftool -gps:all= -xmp:all= content/{file}"),
        format!("remove it, as with: exiftool -gps:all= -xmp:all= content/{file}"),
    )]
}
