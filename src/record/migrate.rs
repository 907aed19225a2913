//! What a bulletin that is written for an earlier version must say otherwise: `gongbao migrate`.

use serde_json::Value;

use super::version::{KEY, Version, judge, stated};
use super::{ADDRESSES, CONFIG};
use crate::diagnostic::Finding;
use crate::source::edit::{Change, EditError, edit};
use crate::source::yaml::{Node, NodeValue, Step};
use crate::source::{Source, SourceFile};

/// A file as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// Its path from the bulletin's root.
    pub file: String,
    /// What it says now.
    pub before: String,
    /// What it is to say.
    pub after: String,
}

/// What is to be changed, and what must be changed by hand.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Migration {
    /// The files that are to be changed.
    pub files: Vec<Rewritten>,
    /// Changes that cannot be made without changing more, by file, and why.
    pub by_hand: Vec<(String, EditError)>,
}

/// What one change of what may be written makes of a file.
type Changed = fn(&SourceFile) -> Vec<Change>;

/// What is written otherwise, by the version since which it is.
const STEPS: &[(Version, Changed)] = &[(Version { major: 0, minor: 2 }, gone_in_parts)];

/// All changes that bring a bulletin to this program's version. A bulletin of this version has none. Where something must be
/// changed by hand the version stays, so that it is told again.
///
/// # Errors
/// The finding, where the settings state a version that is none, or a later one.
pub fn migrate(source: &Source) -> Result<Migration, Box<Finding>> {
    let Some(site) = source.file(CONFIG) else { return Ok(Migration::default()) };
    let from = stated(site)?;
    if let Some(newer) = judge(site).filter(|_| from > Version::THIS) {
        return Err(Box::new(newer));
    }
    let states_it = site.tree().is_some_and(|root| root.get(KEY).is_some());
    let mut migration = Migration::default();
    for file in &source.files {
        let steps = STEPS.iter().filter(|(since, _)| *since > from);
        migration.change(file, steps.flat_map(|(_, step)| step(file)).collect());
    }
    if migration.by_hand.is_empty() && (!states_it || from < Version::THIS) {
        migration.change(site, vec![Change::Set(vec![Step::Key(KEY.into())], written(Version::THIS))]);
    }
    Ok(migration)
}

impl Migration {
    /// Adds changes to a file to those that there are.
    fn change(&mut self, file: &SourceFile, changes: Vec<Change>) {
        let known = self.files.iter().position(|other| *other.file == *file.path);
        let before = known.and_then(|known| self.files.get(known)).map_or(&file.text, |known| &known.after);
        let mut after = before.clone();
        for change in changes {
            match edit(&after, &change) {
                Ok(text) => after = text,
                Err(error) => self.by_hand.push((file.path.to_string(), error)),
            }
        }
        match known.and_then(|known| self.files.get_mut(known)) {
            Some(known) => known.after = after,
            None if after != file.text => {
                self.files.push(Rewritten { file: file.path.to_string(), before: file.text.clone(), after });
            }
            None => {}
        }
    }
}

/// A version as YAML has it: a number where that is the same.
fn written(version: Version) -> Value {
    let text = version.to_string();
    let number = text.parse::<f64>().ok().filter(|number| number.to_string() == text);
    number.map_or_else(|| Value::from(text), Value::from)
}

/// 0.2: what is said of an address that is gone has parts, of which the reason was the only one.
fn gone_in_parts(file: &SourceFile) -> Vec<Change> {
    let gone = file.tree().filter(|_| *file.path == *ADDRESSES).and_then(|root| root.get("gone"));
    let Some(NodeValue::Map(gone)) = gone.map(|gone| &gone.value) else { return Vec::new() };
    let changed = |(address, reason): &(Node, Node)| {
        let path = vec![Step::Key("gone".into()), Step::Key(address.text()?.to_owned().into())];
        Some(Change::Set(path, serde_json::json!({ "reason": reason.text()? })))
    };
    gone.iter().filter_map(changed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;
    use crate::source::Format;

    fn migrated(files: &[(&str, &str)]) -> Migration {
        let file = |(path, text): &(&str, &str)| SourceFile::new((*path).into(), Format::Yaml, (*text).to_owned());
        let mut files: Vec<SourceFile> = files.iter().map(file).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        migrate(&Source { files, ..Source::default() }).expect("a version")
    }

    fn rewritten(file: &str, before: &str, after: &str) -> Rewritten {
        Rewritten { file: file.into(), before: before.into(), after: after.into() }
    }

    #[test]
    fn what_is_written_becomes_what_this_version_reads() {
        let this = Version::THIS;
        let (site, gone) =
            ("# 设置\ntitle: 公报 # 名称\n", "# 撤下的\ngone:\n  /a/: 合并 # 去年\n  /b/: {reason: 重复}\n");
        let migration = migrated(&[(CONFIG, site), (ADDRESSES, gone), ("content/projects/a.yaml", "title: 甲\n")]);
        let site_after = format!("# 设置\ntitle: 公报 # 名称\ngongbao: {this}\n");
        let gone_after = "# 撤下的\ngone:\n  /a/: {reason: 合并} # 去年\n  /b/: {reason: 重复}\n";
        let wanted = vec![rewritten(ADDRESSES, gone, gone_after), rewritten(CONFIG, site, &site_after)];
        assert_eq!(migration, Migration { files: wanted, by_hand: Vec::new() });
        assert_eq!(migrated(&[(CONFIG, &site_after), (ADDRESSES, gone_after)]), Migration::default());
    }

    #[test]
    fn a_bulletin_of_this_version_is_left_alone_and_one_of_a_later_refused() {
        let site = format!("title: 公报\ngongbao: {}\n", Version::THIS);
        assert_eq!(migrated(&[(CONFIG, &site), (ADDRESSES, "gone: {/a/: 合并}\n")]), Migration::default());
        let newer = SourceFile::new(CONFIG.into(), Format::Yaml, "title: 公报\ngongbao: 99.0\n".to_owned());
        let error = migrate(&Source { files: vec![newer], ..Source::default() }).expect_err("a later one");
        assert_eq!(error.code, codes::NEWER_VERSION);
    }

    #[test]
    fn what_cannot_be_changed_by_itself_is_told() {
        let migration = migrated(&[(CONFIG, "title: 公报\n"), (ADDRESSES, "gone: &a {/a/: *b}\nx: &b 因\n")]);
        assert_eq!(migration.files.len(), 1);
        let migration = migrated(&[(CONFIG, "title: 公报\n"), (ADDRESSES, "gone: {/a/: &a 合并, /b/: *a}\n")]);
        assert_eq!((migration.by_hand.len(), migration.files.len()), (1, 0), "{migration:?}");
    }

    #[test]
    fn a_version_is_a_number_where_it_stays_the_same() {
        assert_eq!(written(Version { major: 0, minor: 2 }).to_string(), "0.2");
        assert_eq!(written(Version { major: 0, minor: 10 }).to_string(), "\"0.10\"");
        assert_eq!(written(Version { major: 1, minor: 0 }).to_string(), "\"1.0\"");
    }
}
