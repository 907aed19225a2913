//! From files to the bulletin: what was read before is kept, ids are unique, and what records point at is there.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::addresses::{self, ADDRESSES};
use super::bulletin::{Absent, Bulletin, stem};
use super::entry::Entry;
use super::explain::{Faulty, explain, faults};
use super::file::{FileRead, place_of_id, read_file};
use super::hidden::hidden;
use super::published::{self, PUBLISHED, Published};
use super::references::references;
use super::{CONFIG, SiteConfig, boundaries, tree, version};
use crate::diagnostic::{Checked, Finding, Place, Text, codes};
use crate::source::{Format, Source, SourceFile, conflict, yaml};

/// What the files of a bulletin say as records, kept from one reading to the next: a file that is the same is not read again.
/// Empty before the first.
#[derive(Debug, Default)]
pub struct Records {
    /// By path.
    read: Vec<(SourceFile, FileRead)>,
    /// The record of publication, and what was found in it.
    published: Option<(SourceFile, Arc<Published>, Vec<Finding>)>,
}

impl Records {
    /// Reads the files that are not the same as before. `files` are sorted by path.
    fn read(&mut self, files: Vec<SourceFile>) {
        let mut before = std::mem::take(&mut self.read).into_iter().peekable();
        let known = |file: SourceFile| {
            while before.next_if(|(other, _)| other.path < file.path).is_some() {}
            let read = before.next_if(|(other, _)| other.is(&file)).map(|(_, read)| read);
            (file, read)
        };
        let known: Vec<_> = files.into_iter().map(known).collect();
        let read = |(file, read): (SourceFile, Option<FileRead>)| {
            let read = read.unwrap_or_else(|| read_file(&file));
            (file, read)
        };
        self.read = known.into_par_iter().map(read).collect();
    }

    /// The record of publication, read anew where it is not the same file as before.
    fn published(&mut self, source: &Source, findings: &mut Vec<Finding>) -> Arc<Published> {
        let Some(file) = source.file(PUBLISHED) else { return Arc::default() };
        let before = self.published.take().filter(|(other, ..)| other.is(file));
        let (file, published, found) = before.unwrap_or_else(|| {
            let mut found = Vec::new();
            let published = published::read(file, &mut found);
            (file.clone(), Arc::new(published), found)
        });
        findings.extend_from_slice(&found);
        self.published = Some((file, Arc::clone(&published), found));
        published
    }
}

/// Reads every record of `source`. Records that cannot be read are left out *and* reported; references to them are
/// silent, so that one fault gives one finding. Drafts are left out unless `drafts`.
///
/// `Err` with the findings when there is no usable configuration.
///
/// # Errors
/// The findings, when `content/site.yaml` is missing or cannot be read.
pub fn parse(source: &Source, drafts: bool) -> Result<Checked<Bulletin>, Vec<Finding>> {
    parse_again(source, drafts, &mut Records::default())
}

/// The same, where some of it was read before.
///
/// # Errors
/// The findings, when `content/site.yaml` is missing or cannot be read.
pub fn parse_again(source: &Source, drafts: bool, records: &mut Records) -> Result<Checked<Bulletin>, Vec<Finding>> {
    let mut findings: Vec<Finding> = source.file(CONFIG).and_then(version::judge).into_iter().collect();
    // What a later version allows or demands is not known.
    if findings.iter().any(|finding| finding.code == codes::NEWER_VERSION) {
        return Err(findings);
    }
    let config = config(source, &mut findings);
    let is_record =
        |file: &&SourceFile| ![CONFIG, ADDRESSES, PUBLISHED].contains(&&*file.path) && file.format != Format::GeoJson;
    records.read(source.files.iter().filter(is_record).cloned().collect());
    let mut entries: Vec<Entry> = Vec::with_capacity(records.read.len());
    let mut absent: BTreeMap<String, Absent> =
        source.unread.iter().map(|path| (stem(path).to_owned(), Absent::Unread)).collect();
    for (file, (entry, found)) in &records.read {
        findings.extend_from_slice(found);
        match entry {
            Some(entry) => entries.push(entry.clone()),
            None => {
                absent.insert(stem(&file.path).to_owned(), Absent::Unread);
            }
        }
    }
    let is_kept = |entry: &Entry| drafts || !entry.is_draft;
    let (mut entries, drafts): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_kept);
    for draft in &drafts {
        absent.entry(draft.id.clone()).or_insert(Absent::Draft);
    }
    // Of two with one id, that of a file name comes first: the one that states it can be told at its place.
    let states_id = |entry: &Entry| entry.record.common().id.is_some();
    entries.sort_by(|a, b| {
        let of_two = || (states_id(a), &a.file).cmp(&(states_id(b), &b.file));
        (a.kind, &a.id).cmp(&(b.kind, &b.id)).then_with(of_two)
    });
    let index = Arc::new(index(source, &mut entries, &mut findings));
    let assets: BTreeMap<_, _> = source.assets.iter().map(|asset| (asset.path.clone(), asset.clone())).collect();
    let Some(config) = config else { return Err(findings) };
    let boundaries = Arc::new(boundaries::read(config.map.as_ref(), source, &mut findings));
    let addresses = addresses::read(source, &mut findings);
    let published = records.published(source, &mut findings);
    let states_other = |(_, entry): &(usize, &Entry)| stem(&entry.file) != entry.id;
    let by_file = entries.iter().enumerate().filter(states_other).map(|(place, entry)| (entry.file.clone(), place));
    let (by_file, assets) = (Arc::new(by_file.collect()), Arc::new(assets));
    let (drafts, absent) = (Arc::new(drafts), Arc::new(absent));
    let lookup = Arc::default();
    let bulletin =
        Bulletin { config, entries, drafts, assets, index, by_file, boundaries, addresses, published, absent, lookup };
    findings.extend(references(&bulletin, source));
    Ok(Checked { value: bulletin, findings })
}

fn config(source: &Source, findings: &mut Vec<Finding>) -> Option<SiteConfig> {
    let Some(file) = source.file(CONFIG) else {
        let message = Text::new("缺少 content/site.yaml", "content/site.yaml is missing");
        let finding = Finding::new(codes::NO_CONFIGURATION, Place::file(CONFIG), message);
        let help = "新建这个文件，至少写一行：title: 公报名称。或者用 gongbao init 新建一份公报";
        findings.push(
            finding.help(help, "create it with at least one line: title: NAME. Or start a bulletin with gongbao init"),
        );
        return None;
    };
    if conflict(file.format, &file.text).is_some() {
        return None;
    }
    let faulty = Faulty { file: &file.path, text: &file.text, offset: 0 };
    match yaml::read::<SiteConfig>(&file.text) {
        Ok(_) if !hidden(&faulty).is_empty() => {
            findings.extend(hidden(&faulty));
            None
        }
        Ok(config) => {
            let is_blank = serde_json::to_value(&config).is_ok_and(|tree| tree::has_empty_text(&tree));
            let empty = if is_blank { faults(&faulty, &super::site_schema()) } else { Vec::new() };
            let is_read = empty.is_empty();
            findings.extend(empty);
            is_read.then_some(config)
        }
        Err(error) => {
            findings.extend(explain(&faulty, &super::site_schema(), &error));
            None
        }
    }
}

fn index(source: &Source, entries: &mut Vec<Entry>, findings: &mut Vec<Finding>) -> HashMap<String, usize> {
    let mut index = HashMap::with_capacity(entries.len());
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in std::mem::take(entries) {
        let first = index.get(&entry.id).and_then(|first| kept.get(*first)).map(|first: &Entry| first.file.clone());
        if let Some(first) = first {
            let message = Text::new(
                format!("编号“{}”已经被 {first} 使用", entry.id),
                format!("the id \"{}\" is already that of {first}", entry.id),
            );
            let stated = source.file(&entry.file).and_then(place_of_id);
            let help = match &stated {
                Some(_) => (
                    format!("删去“id: {}”，编号就是文件名；或换一个编号", entry.id),
                    format!("delete \"id: {}\", and the file name is the id; or write another", entry.id),
                ),
                None => (
                    format!("给其中一个文件换一个名字，例如 {}-2", entry.id),
                    format!("give one of the two files another name, as {}-2", entry.id),
                ),
            };
            let place = stated.unwrap_or_else(|| Place::file(entry.file.clone()));
            findings.push(
                Finding::new(codes::DUPLICATE_ID, place, message)
                    .help(help.0, help.1)
                    .related(Place::file(first.clone()), Text::new("已经使用的地方", "where it is used")),
            );
        } else {
            index.insert(entry.id.clone(), kept.len());
            kept.push(entry);
        }
    }
    *entries = kept;
    index
}
