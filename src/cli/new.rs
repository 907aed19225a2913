//! `gongbao new KIND NAME`: a record from its archetype, with the bulletin's day and a free id.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::FixedOffset;
use walkdir::WalkDir;

use super::args::{New, now};
use super::{End, schema, terminal};
use crate::diagnostic::Lang;
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
    told_of_others(&content, (kind, name), (&wanted, &id), args.language.lang());
    let path = path(&content, kind, &id);
    let fixed = fixed_day(&content);
    let archetype = kind.archetype(name, fixed.as_ref().unwrap_or(&today()));
    let is_yaml = path.extension().is_some_and(|extension| extension == "yaml");
    let modeline = if is_yaml { schema::modeline(root, kind) } else { String::new() };
    match write(&path, &(modeline + &archetype)) {
        Ok(()) => {
            terminal::data(&format!("{}\n", path.display()));
            told_of_the_day(fixed.as_deref(), args.language.lang());
            End::Fine
        }
        Err(error) => terminal::system(&error, args.language.lang()),
    }
}

/// Says that a record's day is not today's, where the bulletin's is fixed.
fn told_of_the_day(fixed: Option<&str>, lang: Lang) {
    let Some(day) = fixed.filter(|day| *day != today()) else { return };
    terminal::message(&match lang {
        Lang::Zh => {
            format!("发布日期按 content/site.yaml 的 as_of 写成 {day}；公报要按今天出，删去 as_of，再改发布日期。")
        }
        Lang::En => format!(
            "published: is {day}, the as_of of content/site.yaml. For a bulletin as of today, delete as_of and correct published:."
        ),
    });
}

/// Says which record has the name already, or the id that would have been given.
fn told_of_others(content: &Path, (kind, name): (Kind, &str), (wanted, id): (&str, &str), lang: Lang) {
    let of_kind = files(&content.join(kind.folder()));
    let same: Vec<String> = of_kind
        .iter()
        .filter(|path| title(path).as_deref() == Some(name))
        .map(|path| path.display().to_string())
        .collect();
    if !same.is_empty() {
        let (n, list) = (same.len(), same.join("、"));
        terminal::message(&match lang {
            Lang::Zh => format!("已经有{n}条同名的记录：{list}。若是同一件事，在那里改，删去新建的文件。"),
            Lang::En => format!(
                "there is a record of this name already: {list}. If it is the same thing, edit that and delete the new file."
            ),
        });
    } else if wanted != id {
        terminal::message(&match lang {
            Lang::Zh => format!("编号“{wanted}”已被使用，新记录的编号是“{id}”。"),
            Lang::En => format!("the id \"{wanted}\" is taken; the new record's id is \"{id}\"."),
        });
    }
}

/// The title that a record's file states in a line of its own.
fn title(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with("title:"))?;
    let map: std::collections::BTreeMap<String, String> = serde_yaml::from_str(line).ok()?;
    map.get("title").map(|title| title.trim().to_owned())
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
    files(content).iter().filter_map(|path| path.file_stem()?.to_str().map(str::to_owned)).collect()
}

/// The files of a folder and of those in it, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let all = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    all.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
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

/// The day that `site.yaml` fixes.
fn fixed_day(content: &Path) -> Option<String> {
    let file = content.join("site.yaml");
    let config = file.is_file().then(|| fs::read_to_string(file).ok()).flatten();
    let config = config.and_then(|text| yaml::read::<SiteConfig>(&text).ok());
    config.and_then(|config| config.as_of).map(|day| day.last().to_string())
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
