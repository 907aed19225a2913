//! # 坐标在国外 · Coordinates outside the country
//!
//! 项目的坐标不在东经73°至136°、北纬3°至54°之间。
//!
//! A project's coordinates are not between 73° and 136° east and 3° and 54° north.
//!
//! ## 为什么 · Why
//!
//! 多半漏了一位数，地图上会在别的国家。
//!
//! Mostly a digit is missing, and the map would show another country.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! coordinates: {lon: 11.9201, lat: 41.162}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! coordinates: {lon: 119.201, lat: 41.162}
//! ````

use crate::check::Looked;
use crate::check::rules::{Looks, Rule, key, project};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::record::Entry;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: CODE, looks: Looks::Record(check) };

const CODE: Code = Code {
    id: "GB0318",
    name: "coordinates-outside",
    severity: Severity::Warning,
    page: include_str!("coordinates_outside.rs"),
};

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(at) = project(entry).and_then(|project| project.coordinates).filter(|at| at.are_valid()) else {
        return Vec::new();
    };
    if is_inside(at.lon, at.lat) {
        return Vec::new();
    }
    let message = Text::new(
        format!("经度 {}、纬度 {} 不在国内", at.lon, at.lat),
        format!("longitude {}, latitude {} are outside the country", at.lon, at.lat),
    );
    let finding = Finding::new(CODE, looked.source.place(&entry.file, &key("coordinates")), message);
    vec![if is_inside(at.lat, at.lon) {
        finding.help(
            format!("经度、纬度写反了：{{lon: {}, lat: {}}}", at.lat, at.lon),
            format!("longitude and latitude are the wrong way round: {{lon: {}, lat: {}}}", at.lat, at.lon),
        )
    } else {
        finding.help("核对数字和小数点", "check the digits and the point")
    }]
}

/// Whether a place may be in China: longitude and latitude.
pub(super) fn is_inside(lon: f64, lat: f64) -> bool {
    (73.0..136.0).contains(&lon) && (3.0..54.0).contains(&lat)
}
