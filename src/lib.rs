//! **gongbao** (公报) turns a folder of YAML records and Markdown items into a public bulletin site.
//!
//! The way of the data, each step a function of what came before, each returning its value *with* its findings:
//!
//! 1. [`source`] reads `content/` and the theme: texts, images, attachments.
//! 2. [`record`] makes records of the texts: plain documented types, one file a kind, held by id in a bulletin.
//! 3. [`figures`] computes what follows from the records on a given day.
//! 4. [`site`] settles which pages exist, at which address, and what each shows: its view.
//! 5. [`render`] puts views through templates: (view, theme) → bytes, nothing else.
//! 6. [`check`] holds rules against any of these and reports findings.
//! 7. [`publish`] brings the output folder from what it is to what it should be.
//!
//! [`build`] below reads as that list. `serve` and `cli` stand above it. Imports only ever point down the list of
//! modules; `tests/floors` holds that, and that none stand in a circle.

pub mod chart;
pub mod date;
pub mod diagnostic;
pub mod quantity;
pub mod text;
pub mod timing;

pub mod source;

pub mod record;

pub mod figures;

pub mod site;

pub mod render;

pub mod check;

pub mod publish;

pub mod build;

pub mod serve;

pub mod cli;
