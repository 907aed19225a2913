//! What editors wrote in Traditional characters 繁体原文, kept beside the Simplified ones that everything else is made of.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::Value;

use super::Record;
use super::time::Timed;
use super::tree::path_text;
use super::walk::words;
use crate::date::Day;
use crate::source::yaml::Step;
use crate::text::is_han;

/// A record as its editor wrote it, in Traditional characters.
#[derive(Clone, Debug)]
pub struct Written {
    /// Itself.
    pub record: Record,
    /// Itself as templates would see it, made when it is first asked for.
    tree: OnceLock<Value>,
    /// Its words, a run of Han characters each, by what they are in Simplified characters. Of a run that stands there in
    /// two ways the one of the title or the summary, which other pages show, or else the first.
    pub runs: Arc<BTreeMap<String, String>>,
    /// Texts laid beside how they were typed, by path.
    pub(crate) laid: Arc<Mutex<BTreeMap<String, Arc<Laid>>>>,
}

/// A text in Simplified characters beside the same as it was typed.
#[derive(Debug)]
pub struct Laid {
    /// Whether places are the same in both: they are equal, or cannot be told apart by their characters.
    pub is_same: bool,
    /// Where the characters of both begin.
    simplified: Vec<usize>,
    typed: Vec<usize>,
    /// How long what was typed is, in bytes.
    end: usize,
}

impl Laid {
    fn of(simplified: &str, typed: &str) -> Self {
        let starts = |text: &str| -> Vec<usize> { text.char_indices().map(|(start, _)| start).collect() };
        let (own, other, end) = (starts(simplified), starts(typed), typed.len());
        Self { is_same: simplified == typed || own.len() != other.len(), simplified: own, typed: other, end }
    }

    /// The byte in what was typed at which the same character begins as at a byte of the text in Simplified characters.
    pub fn typed(&self, at: usize) -> usize {
        self.typed.get(self.simplified.partition_point(|start| *start < at)).copied().unwrap_or(self.end)
    }
}

impl Written {
    /// From a record as it was written, and the same in Simplified characters.
    pub(super) fn of(record: Record, simplified: &Record) -> Self {
        let mut texts: BTreeMap<String, &str> = BTreeMap::new();
        words(&record, &mut |path, text| {
            texts.insert(path_text(path), text);
        });
        let mut runs = BTreeMap::new();
        let common = simplified.common();
        for (key, text) in [("title", Some(common.title)), ("summary", common.summary)] {
            if let Some((text, written)) = text.zip(texts.get(key)) {
                add_runs(text, written, &mut runs);
            }
        }
        words(simplified, &mut |path, text| {
            if let Some(written) = texts.get(&path_text(path)) {
                add_runs(text, written, &mut runs);
            }
        });
        drop(texts);
        Self { record, tree: OnceLock::new(), runs: Arc::new(runs), laid: Arc::default() }
    }

    /// Itself as it was known by the end of a day, from the same in Simplified characters.
    pub(super) fn as_of(&self, day: Day, simplified: &Record) -> Self {
        let mut record = self.record.clone();
        record.as_of(day);
        Self::of(record, simplified)
    }

    /// One of which only the runs are asked for.
    #[cfg(test)]
    pub(crate) fn with_runs(runs: BTreeMap<String, String>) -> Self {
        let page = serde_yaml::from_str::<super::Page>("title: 甲").expect("a page");
        Self { record: Record::Page(Arc::new(page)), tree: OnceLock::new(), runs: Arc::new(runs), laid: Arc::default() }
    }

    /// Its tree, as templates would see it.
    pub fn tree(&self) -> &Value {
        self.tree.get_or_init(|| self.record.tree())
    }

    /// The text at a path beside how it was typed. They are laid beside each other once for all findings in them.
    pub fn laid(&self, path: &[Step], simplified: &str, typed: &str) -> Arc<Laid> {
        let mut laid = self.laid.lock().unwrap_or_else(PoisonError::into_inner);
        let laid = laid.entry(path_text(path)).or_insert_with(|| Arc::new(Laid::of(simplified, typed)));
        laid.clone()
    }
}

/// Adds the runs of a text: what is between other characters, and what a line break alone parts, which pages join.
fn add_runs(simplified: &str, written: &str, runs: &mut BTreeMap<String, String>) {
    let (simplified, written): (Vec<char>, Vec<char>) = (simplified.chars().collect(), written.chars().collect());
    // A phrase is never longer or shorter in the other script; what is, could not be told apart.
    if simplified.len() != written.len() {
        return;
    }
    let mut add = |is_joined: bool| {
        let (mut run, mut typed) = (String::new(), String::new());
        for (at, (c, own)) in simplified.iter().zip(&written).enumerate() {
            let beside = |at: Option<usize>| at.and_then(|at| simplified.get(at)).is_some_and(|c| is_han(*c));
            if is_han(*c) {
                run.push(*c);
                typed.push(*own);
            } else if !(is_joined && *c == '\n' && beside(at.checked_sub(1)) && beside(Some(at + 1))) {
                keep(&mut run, &mut typed, runs);
            }
        }
        keep(&mut run, &mut typed, runs);
    };
    add(false);
    if simplified.contains(&'\n') {
        add(true);
    }
}

fn keep(run: &mut String, typed: &mut String, runs: &mut BTreeMap<String, String>) {
    let (run, typed) = (std::mem::take(run), std::mem::take(typed));
    if !run.is_empty() {
        runs.entry(run).or_insert(typed);
    }
}
