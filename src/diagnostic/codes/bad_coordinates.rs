//! # 坐标超出经纬度范围 · Coordinates that are no place on earth
//!
//! 先经度后纬度，十进制度数，WGS 84。常见的错是两个写反，或用了投影后的米。
//!
//! Longitude, then latitude, in decimal degrees, WGS 84. Mostly they were swapped, or are metres of a projection.
//!
//! ## 为什么 · Why
//!
//! 标错地方的项目会把读者带错路。
//!
//! A project in the wrong place leads people there.
//!
//! ## 例 · Example
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! coordinates: {lon: 41.1, lat: 119.2}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/projects/a.yaml
//! title: 甲项目
//! coordinates: {lon: 119.2, lat: 41.1}
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0213`.
pub const CODE: Code =
    Code { id: "GB0213", name: "bad-coordinates", severity: Severity::Error, page: include_str!("bad_coordinates.rs") };
