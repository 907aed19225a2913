//! The bulletin's own boundaries 边界: lines and areas from the GeoJSON file (RFC 7946) that `site.yaml` names.

use std::sync::Arc;

use serde_json::Value;

use super::site::CONFIG;
use super::{Coordinates, WallMap};
use crate::diagnostic::{Code, Finding, Place, Text, codes};
use crate::source::yaml::Step;
use crate::source::{Format, Source};
use crate::text::nearest;

/// An area, or lines that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Its lines; of an area the outer ring, then its holes. Two points a line at least, all valid.
    pub lines: Vec<Vec<Coordinates>>,
    /// Whether it is an area.
    pub area: bool,
}

/// The outlines that `map` names. What cannot be drawn is left out and reported; the first fault of the file only.
pub(super) fn read(map: Option<&WallMap>, source: &Source, findings: &mut Vec<Finding>) -> Vec<Outline> {
    let Some((map, name)) = map.and_then(|map| Some((map, map.boundaries.as_deref()?))) else { return Vec::new() };
    let place = source.place(&CONFIG.into(), &[Step::Key("map".into()), Step::Key("boundaries".into())]);
    if map.approval.as_deref().is_none_or(|approval| approval.trim().is_empty()) {
        let message = Text::new("地图有边界，却没有审图号", "the map has boundaries and no approval number");
        findings.push(Finding::new(codes::NO_MAP_APPROVAL, place.clone(), message).help(
            "公开的地图要先送审，再在 map 里写 approval: 审图号",
            "published maps must be approved first; then write approval: NUMBER under map",
        ));
    }
    let path: Arc<str> = format!("content/{name}").into();
    match source.file(&path).filter(|file| file.format == Format::GeoJson) {
        Some(file) => outlines(source, &file.path, &file.text).unwrap_or_else(|finding| {
            findings.push(*finding);
            Vec::new()
        }),
        None => {
            let reported = source.unread.iter().any(|other| **other == *path);
            findings.extend((!reported).then(|| missing(source, name, place)));
            Vec::new()
        }
    }
}

fn missing(source: &Source, name: &str, place: Place) -> Finding {
    let there = source.files.iter().filter(|file| file.format == Format::GeoJson);
    let names = there.filter_map(|file| file.path.strip_prefix("content/"));
    let message = Text::new(format!("找不到边界文件“{name}”"), format!("there is no boundary file \"{name}\""));
    let finding = Finding::new(codes::MISSING_FILE, place, message);
    match nearest(name, names) {
        Some(near) => finding.help(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")),
        None => finding.help(
            "把 .geojson 文件放在 site.yaml 旁边，这里写文件名",
            "put the .geojson file beside site.yaml and write its name here",
        ),
    }
}

fn outlines(source: &Source, file: &Arc<str>, text: &str) -> Result<Vec<Outline>, Box<Finding>> {
    let root: Value = serde_json::from_str(text).map_err(|error| {
        let message = Text::new(format!("不是 JSON：{error}"), format!("not JSON: {error}"));
        let help = "从制图软件重新导出 GeoJSON（WGS 84 经纬度）";
        Box::new(
            Finding::new(codes::JSON_SYNTAX, Place::line(file.clone(), error.line()), message)
                .help(help, "export it again as GeoJSON, in WGS 84 longitude and latitude"),
        )
    })?;
    let mut walk = Walk { path: Vec::new(), outlines: Vec::new() };
    let walked = walk.object(&root).and_then(|()| match walk.outlines.is_empty() {
        true => Err(geometry("没有线也没有面", "there is no line and no area")),
        false => Ok(()),
    });
    match walked {
        Ok(()) => Ok(walk.outlines),
        Err(fault) => {
            let (code, message, help) = *fault;
            let finding = Finding::new(code, source.place(file, &walk.path), message);
            Err(Box::new(finding.help(help.zh, help.en)))
        }
    }
}

/// Code, message and help.
type Fault = Box<(Code, Text, Text)>;

fn geometry(zh: impl Into<String>, en: impl Into<String>) -> Fault {
    let types = "Polygon MultiPolygon LineString MultiLineString";
    let help = Text::new(format!("边界只能是：{types}"), format!("boundaries can be: {types}"));
    Box::new((codes::BAD_GEOMETRY, Text::new(zh, en), help))
}

/// The way through a GeoJSON value. At a fault `path` says where. Not deeper than serde_json reads: 128.
struct Walk {
    path: Vec<Step>,
    outlines: Vec<Outline>,
}

impl Walk {
    /// Enters `step` for `inside`; on a fault the path stays where it is.
    fn enter<T>(&mut self, step: Step, inside: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.path.push(step);
        let value = inside(self)?;
        self.path.pop();
        Ok(value)
    }

    /// Every item of a list.
    fn each<T>(&mut self, list: &Value, item: fn(&mut Self, &Value) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
        let Value::Array(items) = list else { return Err(geometry("这里应当是列表", "a list is wanted here")) };
        let items = items.iter().enumerate();
        items.map(|(index, value)| self.enter(Step::Item(index), |walk| item(walk, value))).collect()
    }

    /// A collection, a feature or a geometry.
    fn object(&mut self, value: &Value) -> Result<(), Fault> {
        let kind = value.get("type").and_then(Value::as_str).unwrap_or("");
        let key = match kind {
            "FeatureCollection" => "features",
            "Feature" => "geometry",
            "GeometryCollection" => "geometries",
            "Polygon" | "MultiPolygon" | "LineString" | "MultiLineString" => "coordinates",
            "" => return Err(geometry("不是 GeoJSON：缺少 type", "not GeoJSON: type is missing")),
            other => {
                return Err(geometry(format!("“{other}”不能用作边界"), format!("\"{other}\" cannot be a boundary")));
            }
        };
        let inner = value.get(key).unwrap_or(&Value::Null);
        self.enter(Step::Key(key.into()), |walk| {
            let lines = |lines| Outline { lines, area: false };
            let outlines = match kind {
                "Feature" if inner.is_null() => return Ok(()),
                "Feature" => return walk.object(inner),
                "Polygon" => vec![walk.polygon(inner)?],
                "MultiPolygon" => walk.each(inner, Self::polygon)?,
                "LineString" => vec![lines(vec![walk.line(inner)?])],
                "MultiLineString" => vec![lines(walk.each(inner, Self::line)?)],
                _ => return walk.each(inner, Self::object).map(|_| ()),
            };
            walk.outlines.extend(outlines.into_iter().filter(|outline| !outline.lines.is_empty()));
            Ok(())
        })
    }

    fn polygon(&mut self, value: &Value) -> Result<Outline, Fault> {
        Ok(Outline { lines: self.each(value, Self::line)?, area: true })
    }

    fn line(&mut self, value: &Value) -> Result<Vec<Coordinates>, Fault> {
        let line = self.each(value, Self::position)?;
        if line.len() < 2 {
            return Err(geometry("一条线至少要有两个点", "a line has two points at least"));
        }
        Ok(line)
    }

    /// `[longitude, latitude]`; a height may follow.
    fn position(&mut self, value: &Value) -> Result<Coordinates, Fault> {
        let number = |index: usize| value.get(index).and_then(Value::as_f64);
        let Some((lon, lat)) = number(0).zip(number(1)) else {
            return Err(geometry("这里应当是 [经度, 纬度]", "[longitude, latitude] is wanted here"));
        };
        let at = Coordinates { lon, lat };
        if at.are_valid() {
            return Ok(at);
        }
        let message =
            Text::new(format!("[{lon}, {lat}] 不是经纬度"), format!("[{lon}, {lat}] is no longitude and latitude"));
        let help = Text::new(
            "先经度（-180 到 180）后纬度（-90 到 90），用 WGS 84 度数，不用投影后的米",
            "longitude (-180 to 180) first, then latitude (-90 to 90), in WGS 84 degrees, not projected metres",
        );
        Err(Box::new((codes::BAD_COORDINATES, message, help)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn walked(text: &str) -> Result<Vec<Outline>, (Code, usize)> {
        let mut walk = Walk { path: Vec::new(), outlines: Vec::new() };
        let value = serde_json::from_str(text).expect("JSON");
        walk.object(&value).map_err(|fault| (fault.0, walk.path.len()))?;
        Ok(walk.outlines)
    }

    #[test]
    fn lines_and_areas_are_read() {
        let polygon = r#"{"type":"Polygon","coordinates":[[[119,41],[119.2,41],[119.1,41.1],[119,41]]]}"#;
        let line = r#"{"type":"LineString","coordinates":[[119,41,500],[119.2,41.1]]}"#;
        let features = [polygon, line, "null"].map(|part| format!(r#"{{"type":"Feature","geometry":{part}}}"#));
        let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        let outlines = walked(&text).expect("outlines");
        assert_eq!(outlines.iter().map(|outline| outline.area).collect::<Vec<_>>(), [true, false]);
        assert_eq!(outlines[1].lines[0][1], Coordinates { lon: 119.2, lat: 41.1 });
    }

    #[test]
    fn faults_are_found_where_they_are() {
        for (text, code, depth) in [
            ("[]", codes::BAD_GEOMETRY, 0),
            (r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}}"#, codes::BAD_GEOMETRY, 1),
            (r#"{"type":"Polygon"}"#, codes::BAD_GEOMETRY, 1),
            (r#"{"type":"LineString","coordinates":[[1,2]]}"#, codes::BAD_GEOMETRY, 1),
            (r#"{"type":"LineString","coordinates":[[1,2],["a",2]]}"#, codes::BAD_GEOMETRY, 2),
            (r#"{"type":"LineString","coordinates":[[41,119],[1,2]]}"#, codes::BAD_COORDINATES, 2),
        ] {
            assert_eq!(walked(text), Err((code, depth)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_json_is_read_without_panic(kind in "(Polygon|MultiLineString|Feature|x)", inner in "[\\[\\]0-9,.eE-]{0,40}") {
            let text = format!(r#"{{"type":"{kind}","coordinates":{inner}}}"#);
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                let _ = Walk { path: Vec::new(), outlines: Vec::new() }.object(&value);
            }
        }
    }
}
