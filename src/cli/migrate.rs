//! `gongbao migrate`: what a bulletin must say otherwise for this version; `--write` changes it.

use std::path::Path;

use similar::TextDiff;

use super::args::Migrate;
use super::files::in_one_step;
use super::{End, terminal};
use crate::diagnostic::Lang;
use crate::record::{self, CONFIG, Migration};
use crate::source;
use crate::source::edit::EditError;

pub(super) fn migrate(root: &Path, args: &Migrate) -> End {
    let lang = args.language.lang();
    let source = match source::read(root) {
        Ok(read) => read.value,
        Err(error) => return terminal::system(&error, lang),
    };
    if source.file(CONFIG).is_none() {
        terminal::message(match lang {
            Lang::Zh => "没有 content/site.yaml，不知道是按哪个版本写的。先运行 gongbao check。",
            Lang::En => {
                "There is no content/site.yaml to say which version this is written for. Run gongbao check first."
            }
        });
        return End::Findings;
    }
    let Migration { files, by_hand } = match record::migrate(&source) {
        Ok(migration) => migration,
        Err(finding) => {
            terminal::plain_findings(&[*finding], &source, lang);
            return End::Findings;
        }
    };
    for file in &files {
        let diff = TextDiff::from_lines(&file.before, &file.after);
        terminal::data(&diff.unified_diff().header(&file.file, &file.file).to_string());
    }
    for (file, error) in &by_hand {
        terminal::message(&match lang {
            Lang::Zh => format!("{file}：要自己改，程序改不了：{}", in_chinese(error)),
            Lang::En => format!("{file}: change this by hand: {error}"),
        });
    }
    if !by_hand.is_empty() {
        // All or nothing: what is half done would be taken for done.
        terminal::message(match lang {
            Lang::Zh => "没有改动任何文件：先自己改好上面说的，再运行 gongbao migrate。",
            Lang::En => "No file was changed: change by hand what is said above, then run gongbao migrate again.",
        });
        return End::Findings;
    }
    if args.write {
        for file in &files {
            if let Err(error) = in_one_step(&root.join(&file.file), &file.after) {
                return terminal::system(&error, lang);
            }
        }
    }
    let (n, this) = (files.len(), env!("CARGO_PKG_VERSION"));
    terminal::message(&match (n, args.write, lang) {
        (0, _, Lang::Zh) => format!("不用改：按 gongbao {this} 写的。"),
        (0, _, Lang::En) => format!("Nothing to change: it is written for gongbao {this}."),
        (_, true, Lang::Zh) => format!("改了 {n} 个文件。用 gongbao check 看一遍，再提交。"),
        (_, true, Lang::En) => format!("{n} files changed. Look with gongbao check, then commit."),
        (_, false, Lang::Zh) => format!("要改 {n} 个文件，还没有改。gongbao migrate --write 改。"),
        (_, false, Lang::En) => format!("{n} files to change; none was changed yet. gongbao migrate --write does it."),
    });
    End::Fine
}

fn in_chinese(error: &EditError) -> String {
    match error {
        EditError::Unreadable(_) => "不是 YAML，见 gongbao check".to_owned(),
        EditError::NoSuchPlace(path) => format!("没有 {path}"),
        EditError::Entangled(path) => format!("{path} 用了锚点（&、*）、标签或几行的键，改它会连带改别的"),
    }
}
