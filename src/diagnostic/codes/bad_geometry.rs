//! # 边界文件里有不能用作边界的内容 · What cannot be drawn as a boundary
//!
//! 边界只画面和线。
//!
//! Boundaries are areas and lines.
//!
//! ## 为什么 · Why
//!
//! 点画不成边界。
//!
//! A point is no boundary.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! map: {boundaries: d.geojson, approval: 测S（2024）001号}
//! ````
//!
//! ````geojson content/d.geojson
//! {"type": "Point", "coordinates": [119, 41]}
//! ````
//!
//! ## 改为 · Instead
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! map: {boundaries: d.geojson, approval: 测S（2024）001号}
//! ````
//!
//! ````geojson content/d.geojson
//! {"type": "Polygon", "coordinates": [[[119, 41], [120, 41], [120, 42], [119, 41]]]}
//! ````

use crate::diagnostic::{Code, Severity};

/// `GB0212`.
pub const CODE: Code =
    Code { id: "GB0212", name: "bad-geometry", severity: Severity::Error, page: include_str!("bad_geometry.rs") };
