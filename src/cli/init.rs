//! `gongbao init`: a new bulletin from the example in the binary, with CI files and editor settings; or CI files for one
//! that is there.

mod ci;
mod repository;
mod vendor;

use std::fs;
use std::path::{Path, PathBuf};

use super::args::Init;
use super::{End, files, schema, terminal};
use crate::render::example;
use crate::source::SystemError;

const README: &str = include_str!("init/README.md");

/// A file to be written: where, and what.
type File = (PathBuf, Vec<u8>);

pub(super) fn init(root: &Path, args: &Init) -> End {
    let dir: PathBuf = root.join(&args.dir).components().collect();
    let dir = if dir.as_os_str().is_empty() { PathBuf::from(".") } else { dir };
    let is_there = dir.join("content").is_dir();
    let adds = is_there && (!args.ci.is_empty() || args.vendor.is_some());
    if !adds && fs::read_dir(&dir).is_ok_and(|mut listing| listing.any(|entry| !is_git(entry.ok().as_ref()))) {
        terminal::message(&format!("{0} 不是空目录，没有改动它 / {0} is not empty; it was not touched", dir.display()));
        if is_there {
            terminal::message(
                "这里已有公报：加 --ci 或 --vendor，只写流水线文件 / there is a bulletin: with --ci or --vendor only CI files are added",
            );
        }
        return End::Usage;
    }
    let program = match args.vendor.as_ref().map(|file| vendor::program(file.as_deref())).transpose() {
        Ok(program) => program,
        Err(end) => return end,
    };
    match write(&dir, args, adds, program) {
        Ok(kept) if kept.is_empty() => End::Fine,
        Ok(kept) => {
            let list: String = kept.iter().map(|path| format!("\n  {}", path.display())).collect();
            terminal::message(&format!(
                "这些文件和要写的不同，没有改动。要新的，把它们移走再运行一次，再把自己的改动加回去 / these differ from what would be written and were not touched; for the new ones, move them away, run this again and put your changes back:{list}"
            ));
            End::Usage
        }
        Err(error) => terminal::system(&error, super::args::locale()),
    }
}

/// Whether all that is there is the repository of git that was made first.
fn is_git(entry: Option<&fs::DirEntry>) -> bool {
    entry.is_some_and(|entry| entry.file_name() == ".git")
}

/// Writes what was asked for, says so, and gives the files that were not touched because they are others.
fn write(dir: &Path, args: &Init, adds: bool, program: Option<Vec<u8>>) -> Result<Vec<PathBuf>, SystemError> {
    let mut kept = Vec::new();
    if !adds {
        let files = all();
        files.iter().try_for_each(|(path, bytes)| files::write(&dir.join(path), bytes))?;
        let (shown, n) = (dir.display(), files.len());
        terminal::message(&format!(
            "已新建 {shown}，共 {n} 个文件。接着 / made {shown}, {n} files. Next:\n  gongbao serve --root {shown} --open"
        ));
    }
    files::write_lines(&dir.join(".gitattributes"), &ci::ATTRIBUTES)?;
    files::write_lines(&dir.join(".gitignore"), &ci::IGNORED)?;
    let vendored = program.is_some();
    if let Some(program) = program {
        kept.extend(vendor::put(dir, &program)?);
    }
    if !adds || !args.ci.is_empty() {
        let place = repository::Place::of(dir);
        let platforms = ci::platforms(&args.ci, &place);
        for (path, bytes) in ci::files(&platforms, &place, dir) {
            match files::write_new(&path, &bytes)? {
                files::Written::Other => kept.push(path),
                files::Written::New => {
                    let shown = path.display();
                    terminal::message(&format!("流水线 / CI: {shown}"));
                }
                files::Written::Same => {}
            }
        }
        if !vendored && !dir.join(vendor::PROGRAM).is_file() {
            terminal::message(ci::NO_PROGRAM);
        }
    }
    Ok(kept)
}

fn all() -> Vec<File> {
    let mut files: Vec<File> =
        example().into_iter().map(|(path, bytes)| (PathBuf::from(&path), with_modeline(&path, bytes))).collect();
    files.push(("README.md".into(), README.into()));
    let settings = format!("{:#}\n", schema::editor_settings()).into_bytes();
    files.push((".vscode/settings.json".into(), settings));
    let extensions = format!("{:#}\n", schema::editor_extensions()).into_bytes();
    files.push((".vscode/extensions.json".into(), extensions));
    files.extend(schema::files());
    files
}

/// A file of the example, with the line by which editors find the schema of a record.
fn with_modeline(path: &str, bytes: &[u8]) -> Vec<u8> {
    [schema::modeline_of(path).as_bytes(), bytes].concat()
}
