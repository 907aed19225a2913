//! What is to be done to the output folder, settled before anything is: what stands in the way, what takes which place,
//! what is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::PublishError;
use super::journal::Known;
use super::store::{Found, Store};

/// What is to be done, in this order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// Files of ours that stand where a folder is needed, or in a folder where a file is needed.
    pub(super) in_the_way: Vec<String>,
    /// Folders that stand where a file is needed, the deepest first.
    pub(super) folders_in_the_way: Vec<String>,
    /// Staged files and where they belong: pages last, after what they load.
    pub(super) moves: Vec<(String, String)>,
    /// Files of ours that no longer belong there.
    pub(super) gone: Vec<String>,
}

/// The plan for a folder that holds `ours`, of which the part that is built was `before`, is to hold `wanted` of it, and has
/// `staged` files by the path that they are for.
///
/// # Errors
/// When something that is not ours stands in the way of a file.
pub(super) fn plan(
    store: &dyn Store,
    ours: &Known,
    before: &Known,
    wanted: &Known,
    staged: &BTreeMap<&str, String>,
) -> Result<Plan, PublishError> {
    let ours_but_gone = |path: &str| before.contains_key(path) && !wanted.contains_key(path);
    let mut plan = Plan::default();
    let mut in_the_way: BTreeSet<&str> = BTreeSet::new();
    let folders: BTreeSet<&str> = staged.keys().flat_map(|path| folders_above(path)).collect();
    let folders_before: BTreeSet<&str> = ours.keys().flat_map(|path| folders_above(path)).collect();
    for folder in folders_before.difference(&folders) {
        // What was ours there is not removed from another place.
        if store.found(folder)? == Found::Elsewhere {
            return Err(PublishError::InTheWay((*folder).to_owned()));
        }
    }
    // In a folder that is not there is nothing.
    let mut absent: BTreeSet<&str> = BTreeSet::new();
    let found = |absent: &BTreeSet<&str>, path: &str| {
        let is_absent = path.rsplit_once('/').is_some_and(|(folder, _)| absent.contains(folder));
        if is_absent { Ok(Found::Nothing) } else { store.found(path) }
    };
    for folder in folders {
        match found(&absent, folder)? {
            Found::File { .. } if ours_but_gone(folder) => {
                in_the_way.insert(folder);
            }
            Found::File { .. } | Found::Elsewhere => return Err(PublishError::InTheWay(folder.to_owned())),
            Found::Nothing => {
                absent.insert(folder);
            }
            Found::Folder => {}
        }
    }
    for path in staged.keys() {
        match found(&absent, path)? {
            Found::Folder => {}
            Found::File { .. } | Found::Elsewhere if !ours.contains_key(*path) => {
                return Err(PublishError::InTheWay((*path).to_owned()));
            }
            Found::File { .. } | Found::Elsewhere | Found::Nothing => continue,
        }
        let inside = format!("{path}/");
        let below =
            || before.range(inside.clone()..).map(|(path, _)| path).take_while(|path| path.starts_with(&inside));
        let (files, folders) = contents(store, path)?;
        let is_above_ours = |folder: &str| below().any(|path| path.starts_with(&format!("{folder}/")));
        let foreign = files.iter().find(|file| !ours_but_gone(file));
        if let Some(foreign) = foreign.or_else(|| folders.iter().find(|folder| !is_above_ours(folder))) {
            return Err(PublishError::InTheWay(foreign.clone()));
        }
        in_the_way.extend(below().filter(|path| files.contains(*path)).map(String::as_str));
        plan.folders_in_the_way.extend(folders.into_iter().rev());
    }
    plan.moves = staged.iter().map(|(path, staged)| (staged.clone(), (*path).to_owned())).collect();
    plan.moves.sort_by_key(|(_, path)| path.ends_with(".html"));
    let gone = before.keys().filter(|path| !wanted.contains_key(*path) && !in_the_way.contains(path.as_str()));
    plan.gone = gone.cloned().collect();
    plan.in_the_way = in_the_way.into_iter().map(str::to_owned).collect();
    Ok(plan)
}

/// The folders above a path, the highest first.
pub(super) fn folders_above(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// The files and the folders of a folder, itself the first, a folder always before those in it.
fn contents(store: &dyn Store, folder: &str) -> Result<(BTreeSet<String>, Vec<String>), PublishError> {
    let (mut files, mut folders, mut next) = (BTreeSet::new(), Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = next.pop() {
        for name in store.list(&folder)? {
            let path = format!("{folder}/{name}");
            match store.found(&path)? {
                Found::Folder => next.push(path),
                Found::File { .. } | Found::Elsewhere | Found::Nothing => {
                    files.insert(path);
                }
            }
        }
        folders.push(folder);
    }
    Ok((files, folders))
}
