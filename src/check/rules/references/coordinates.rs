//! Projects whose coordinates are no place on earth; the page is that of [`codes::BAD_COORDINATES`].

use super::coordinates_outside::is_inside;
use crate::check::Looked;
use crate::check::rules::{Looks, Rule, project};
use crate::diagnostic::{Finding, Text, codes};
use crate::record::Entry;
use crate::source::yaml::Step;

/// The rule.
pub(in crate::check) const RULE: Rule = Rule { code: codes::BAD_COORDINATES, looks: Looks::Record(check) };

fn check(looked: &Looked<'_>, entry: &Entry) -> Vec<Finding> {
    let Some(at) = project(entry).and_then(|project| project.coordinates).filter(|at| !at.are_valid()) else {
        return Vec::new();
    };
    let message = Text::new(
        format!("经度 {}、纬度 {} 超出范围", at.lon, at.lat),
        format!("longitude {}, latitude {} are out of range", at.lon, at.lat),
    );
    let place = looked.source.place(&entry.file, &[Step::Key("coordinates".into())]);
    let finding = Finding::new(codes::BAD_COORDINATES, place, message);
    if is_inside(at.lat, at.lon) {
        return vec![finding.help(
            format!("经度、纬度写反了：{{lon: {}, lat: {}}}", at.lat, at.lon),
            format!("longitude and latitude are the wrong way round: {{lon: {}, lat: {}}}", at.lat, at.lon),
        )];
    }
    vec![finding.help(
        "经度在 -180 到 180 之间，纬度在 -90 到 90 之间，用十进制度数：{lon: 119.201, lat: 41.162}",
        "longitude is -180 to 180, latitude -90 to 90, in decimal degrees: {lon: 119.201, lat: 41.162}",
    )]
}
