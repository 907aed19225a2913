//! `gongbao init`: a new bulletin from the example in the binary, with a CI file and editor settings.

use std::fs;
use std::path::{Path, PathBuf};

use super::args::Init;
use super::{End, files, schema, terminal};
use crate::render::example;

/// Written beside the example's `content/`.
const GITIGNORE: &str = "/public/\n";
const WORKFLOW: &str = include_str!("init/workflow.yml");
const README: &str = include_str!("init/README.md");

pub(super) fn init(root: &Path, args: &Init) -> End {
    let dir: PathBuf = root.join(&args.dir).components().collect();
    if fs::read_dir(&dir).is_ok_and(|mut listing| listing.next().is_some()) {
        terminal::message(&format!("{0} 不是空目录，没有改动它 / {0} is not empty; it was not touched", dir.display()));
        return End::Usage;
    }
    let files = all();
    match files.iter().try_for_each(|(path, bytes)| files::write(&dir.join(path), bytes)) {
        Ok(()) => {
            let shown = dir.display();
            terminal::message(&format!(
                "已新建 {shown}，共 {n} 个文件。接着 / made {shown}, {n} files. Next:\n  gongbao serve --root {shown} --open",
                n = files.len()
            ));
            End::Fine
        }
        Err(error) => terminal::system(&error, super::args::locale()),
    }
}

fn all() -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<(PathBuf, Vec<u8>)> =
        example().into_iter().map(|(path, bytes)| (PathBuf::from(&path), with_modeline(&path, bytes))).collect();
    files.push((".gitignore".into(), GITIGNORE.into()));
    files.push(("README.md".into(), README.into()));
    files.push((".github/workflows/gongbao.yml".into(), WORKFLOW.into()));
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
