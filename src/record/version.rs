//! The version of gongbao that a bulletin is written for: `gongbao: 0.2` in `site.yaml`.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde::{Serialize, Serializer};

use crate::diagnostic::{Finding, Place, Text, codes};
use crate::source::SourceFile;
use crate::source::yaml::Step;

/// The key in `site.yaml`.
pub(super) const KEY: &str = "gongbao";

/// The version of what may be written in a bulletin: the first two numbers of that of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second.
    pub minor: u32,
}

impl Version {
    /// That of bulletins that state none: the key came with 0.2.
    pub const FIRST: Self = Self { major: 0, minor: 1 };
    /// That of this program.
    pub const THIS: Self =
        Self { major: number(env!("CARGO_PKG_VERSION_MAJOR")), minor: number(env!("CARGO_PKG_VERSION_MINOR")) };
}

const fn number(text: &str) -> u32 {
    match u32::from_str_radix(text, 10) {
        Ok(number) => number,
        Err(_) => 0,
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = ();

    /// Two numbers; a third, as in `0.2.1`, says nothing of what may be written.
    fn from_str(text: &str) -> Result<Self, ()> {
        let parts: Result<Vec<u32>, _> = text.split('.').map(str::parse).collect();
        match parts.as_deref() {
            Ok([major, minor] | [major, minor, _]) => Ok(Self { major: *major, minor: *minor }),
            _ => Err(()),
        }
    }
}

/// That there is such a key. What it says is read from the text (`stated`): as a number 0.10 would be 0.1.
#[derive(Clone, Copy, Debug)]
pub struct WrittenFor;

impl<'de> Deserialize<'de> for WrittenFor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl Serialize for WrittenFor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Version::THIS.to_string().serialize(serializer)
    }
}

impl JsonSchema for WrittenFor {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"], "pattern": r"^[0-9]+\.[0-9]+(\.[0-9]+)?$" })
    }
}

/// The version that a bulletin is written for, as its settings state it: that of the first where they state none or cannot be
/// read.
///
/// # Errors
/// The finding, where what they state is no version.
pub(super) fn stated(site: &SourceFile) -> Result<Version, Box<Finding>> {
    let Some(node) = site.tree().and_then(|root| root.get(KEY)) else { return Ok(Version::FIRST) };
    node.text().and_then(|text| text.parse().ok()).ok_or_else(|| {
        let message = Text::new(format!("“{KEY}”要写版本"), format!("\"{KEY}\" is a version"));
        let this = Version::THIS;
        Box::new(Finding::new(codes::UNKNOWN_VALUE, place(site), message).help(
            format!("写这份公报是按哪个版本写的，例如 {KEY}: {this}"),
            format!("say which version the bulletin is written for, as {KEY}: {this}"),
        ))
    })
}

fn place(site: &SourceFile) -> Place {
    site.place(&[Step::Key(KEY.into())])
}

/// What is wrong where a bulletin is written for another version than this program's.
pub(super) fn judge(site: &SourceFile) -> Option<Finding> {
    let stated = match stated(site) {
        Ok(stated) => stated,
        Err(finding) => return Some(*finding),
    };
    let this = env!("CARGO_PKG_VERSION");
    if stated > Version::THIS {
        let message = Text::new(
            format!("这份公报是按 gongbao {stated} 写的，这个程序是 {this}"),
            format!("this bulletin is written for gongbao {stated}, and this program is {this}"),
        );
        return Some(Finding::new(codes::NEWER_VERSION, place(site), message).help(
            format!("换成 {stated} 或更新的程序，流水线里的也换（gongbao --version 显示版本）"),
            format!("use gongbao {stated} or later, in CI too (gongbao --version tells which one this is)"),
        ));
    }
    // Who states none was never told that there are versions, and what changed is told where it stands.
    (stated < Version::THIS && site.tree()?.get(KEY).is_some()).then(|| {
        let message = Text::new(
            format!("这份公报是按 gongbao {stated} 写的，这个程序是 {this}，有的写法可能变了"),
            format!("this bulletin is written for gongbao {stated}, and this program is {this}: what is written may have changed"),
        );
        Finding::new(codes::OLDER_VERSION, place(site), message).help(
            "运行 gongbao migrate 看要改什么，再用 gongbao migrate --write 改",
            "run gongbao migrate to see what is to be changed, then gongbao migrate --write to change it",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        let version = |text: &str| text.parse::<Version>();
        assert!(version("0.10") > version("0.9") && version("1.0") > version("0.99"));
        assert_eq!(version("0.2.7"), version("0.2"));
        for none in ["", "2", "0.2.1.0", "0.x", "v0.2", "-1.0", "0,2"] {
            assert_eq!(version(none), Err(()), "{none}");
        }
        assert!(env!("CARGO_PKG_VERSION").starts_with(&format!("{}.", Version::THIS)));
    }
}
