//! # 地图边界缺少审图号 · Boundaries without a map approval number
//!
//! 给了边界就要写 `approval`，印在图下。
//!
//! Where boundaries are given, `approval` is too; it is printed below the map.
//!
//! ## 为什么 · Why
//!
//! 《地图管理条例》：向社会公开的地图应当报送审核，并在图上标注审图号。
//!
//! Regulation on Map Management 地图管理条例: maps for the public are submitted for review and carry their approval number.
//!
//! ## 例 · Example
//!
//! ````yaml content/site.yaml
//! title: 公报
//! as_of: 2024-01-01
//! map: {boundaries: d.geojson, approval: ''}
//! ````
//!
//! ````geojson content/d.geojson
//! {"type": "Polygon", "coordinates": [[[119, 41], [120, 41], [120, 42], [119, 41]]]}
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

/// `GB0214`.
pub const CODE: Code =
    Code { id: "GB0214", name: "no-map-approval", severity: Severity::Error, page: include_str!("no_map_approval.rs") };
