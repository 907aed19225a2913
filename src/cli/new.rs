//! `gongbao new KIND NAME`: a record from its archetype, with the bulletin's day and a free id.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::FixedOffset;
use walkdir::WalkDir;

use super::args::{New, now};
use super::{End, schema, terminal};
use crate::record::{Kind, SiteConfig};
use crate::source::{FIND, SystemError, yaml};
use crate::text::{is_slug, slug};

pub(super) fn new(root: &Path, args: &New) -> End {
    let kind = match terminal::kind(&args.kind, args.language.lang()) {
        Ok(kind) => kind,
        Err(end) => return end,
    };
    let name = args.name.trim();
    let wanted = args.id.clone().unwrap_or_else(|| cut(&slug(name)));
    if !is_slug(&wanted) || name.is_empty() {
        terminal::message(&format!(
            "“{wanted}”不能作编号：用 --id 给出小写字母、数字和连字符 / \"{wanted}\" cannot be an id: give one with --id, lower-case letters, digits, hyphens"
        ));
        return End::Usage;
    }
    let content = root.join("content");
    if !content.is_dir() {
        let error = std::io::Error::from(std::io::ErrorKind::NotFound);
        return terminal::system(&SystemError::new(FIND, &content, error), args.language.lang());
    }
    let taken = ids(&content);
    if args.id.is_some() && taken.contains(&wanted) {
        terminal::message(&format!("编号“{wanted}”已被使用 / the id \"{wanted}\" is taken"));
        return End::Usage;
    }
    let id = free(&wanted, &taken);
    let path = path(&content, kind, &id);
    let archetype = kind.archetype(name, &day(&content));
    let is_yaml = path.extension().is_some_and(|extension| extension == "yaml");
    let modeline = if is_yaml { schema::modeline(root, kind) } else { String::new() };
    match write(&path, &(modeline + &archetype)) {
        Ok(()) => {
            terminal::data(&format!("{}\n", path.display()));
            End::Fine
        }
        Err(error) => terminal::system(&error, args.language.lang()),
    }
}

/// At most 60 characters of a slug, cut at a hyphen.
fn cut(slug: &str) -> String {
    match slug.get(..60) {
        Some(head) if slug.len() > 60 => head.rsplit_once('-').map_or(head, |(head, _)| head).to_owned(),
        _ => slug.to_owned(),
    }
}

/// The file names without extension under `content/`: the ids in use, near enough to choose a free one.
fn ids(content: &Path) -> Vec<String> {
    let files = WalkDir::new(content).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| entry.path().file_stem()?.to_str().map(str::to_owned)).collect()
}

fn free(wanted: &str, taken: &[String]) -> String {
    let is_free = |id: &String| !taken.contains(id);
    Some(wanted.to_owned())
        .filter(is_free)
        .or_else(|| (2..).map(|n: u32| format!("{wanted}-{n}")).find(is_free))
        .unwrap_or_default()
}

fn path(content: &Path, kind: Kind, id: &str) -> PathBuf {
    let extension = if kind.archetype("", "").starts_with("---") { "md" } else { "yaml" };
    content.join(kind.folder()).join(format!("{id}.{extension}"))
}

/// The day that `site.yaml` sets, or else today.
fn day(content: &Path) -> String {
    let file = content.join("site.yaml");
    let config = file.is_file().then(|| fs::read_to_string(file).ok()).flatten();
    let config = config.and_then(|text| yaml::read::<SiteConfig>(&text).ok());
    config.and_then(|config| config.as_of).map_or_else(today, |day| day.last().to_string())
}

/// Today in the bulletins' time zone, +08:00.
fn today() -> String {
    let zone = FixedOffset::east_opt(8 * 3600);
    zone.map_or_else(|| now().date_naive(), |zone| now().with_timezone(&zone).date_naive()).to_string()
}

fn write(path: &Path, text: &str) -> Result<(), SystemError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| SystemError::new("create", folder, error))?;
    }
    let file = fs::File::options().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
    written.map_err(|error| SystemError::new("write", path, error))
}
