//! # 文件不是 JSON · A file is not JSON
//!
//! 地图边界文件要是合法的 GeoJSON。
//!
//! The file of boundaries is valid GeoJSON.
//!
//! ## 为什么 · Why
//!
//! 读不懂就画不出边界。
//!
//! What cannot be read cannot be drawn.
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
//! {"type": "Polygon",
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

/// `GB0114`.
pub const CODE: Code =
    Code { id: "GB0114", name: "json-syntax", severity: Severity::Error, page: include_str!("json_syntax.rs") };
