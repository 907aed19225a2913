//! The addresses that were once published: `content/addresses.yaml`, kept by `gongbao build --record`. An address stays,
//! leads to another, or says why it is gone.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::explain::{Faulty, explain};
use super::hidden::hidden;
use crate::diagnostic::Finding;
use crate::source::{Source, conflict, yaml};

/// The file.
pub const ADDRESSES: &str = "content/addresses.yaml";

/// What was published where 发布过的地址.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addresses {
    /// Addresses of records that were published 发布过的地址.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<String>,
    /// Addresses that lead to another now 已改到的地址: `{/projects/a/: /projects/b/}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub moved: BTreeMap<String, String>,
    /// Addresses that are gone, each with the reason, which readers see 撤下的地址及原因: `{/projects/a/: 项目已取消}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-may-be-empty" = true))]
    pub gone: BTreeMap<String, String>,
}

impl Addresses {
    /// The file that adds `published` to what was published before.
    pub fn recorded<'a>(&self, published: impl Iterator<Item = &'a str>) -> String {
        let mut addresses = self.clone();
        addresses.published.extend(published.map(str::to_owned));
        addresses.published.sort();
        addresses.published.dedup();
        let head = "# 发布过的地址，由 gongbao build --record 更新。网址改了写在 moved，撤下的写在 gone 并说明原因。\n\
                    # Addresses that were published. Write those that moved under moved, those that are gone under gone.\n";
        format!("{head}{}", serde_yaml::to_string(&addresses).unwrap_or_default())
    }
}

pub(super) fn read(source: &Source, findings: &mut Vec<Finding>) -> Addresses {
    let Some(file) = source.file(ADDRESSES) else { return Addresses::default() };
    if conflict(file.format, &file.text).is_some() {
        return Addresses::default();
    }
    let faulty = Faulty { file: &file.path, text: &file.text, offset: 0 };
    let read = yaml::read(&file.text).inspect(|_: &Addresses| findings.extend(hidden(&faulty)));
    read.unwrap_or_else(|error| {
        findings.extend(explain(&faulty, &super::addresses_schema(), &error));
        Addresses::default()
    })
}
