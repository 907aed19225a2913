//! `gongbao schema [KIND]`: JSON Schema of the records.

use serde_json::{Map, Value};

use super::args::Schema;
use super::{End, terminal};
use crate::record::{Kind, site_schema};

pub(super) fn schema(args: &Schema) -> End {
    let value = match args.kind.as_deref() {
        Some("site") => site_schema(),
        Some(name) => match terminal::kind(name) {
            Ok(kind) => kind.schema(),
            Err(end) => return end,
        },
        None => {
            let kinds = Kind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.schema()));
            Value::Object(kinds.chain([("site".to_owned(), site_schema())]).collect::<Map<_, _>>())
        }
    };
    terminal::data(&format!("{value:#}\n"));
    End::Fine
}
