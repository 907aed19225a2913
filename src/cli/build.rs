//! `gongbao build`: check, render, publish.

use std::io::IsTerminal;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::args::{Build, TimingsArg};
use super::terminal::Showing;
use super::{End, record, terminal};
use crate::build::{self, Outcome, Request, Target};
use crate::diagnostic::{Finding, Lang, Texts};
use crate::publish::{self, Changes, PublishError, Release, Releases};
use crate::timing::{Row, Timed, Timings};

/// Pages from which a build is long enough for a progress bar.
const LONG: usize = 500;

pub(super) fn build(root: &Path, args: &Build) -> End {
    let lang = args.reading.lang();
    let in_place = || args.output.clone().unwrap_or_else(|| root.join(build::PUBLIC));
    let out = args.release.clone().unwrap_or_else(in_place);
    if let Some(folder) = overlapping(root, &out) {
        terminal::message(&match lang {
            Lang::Zh => format!(
                "输出目录 {} 和 {folder}/ 互相包含：生成的网站会和源文件混在一起。换一个目录，例如 -o public。",
                out.display()
            ),
            Lang::En => format!(
                "The output folder {} lies in {folder}/ or holds it: the site would be mixed up with what it is made of. Choose another folder, as -o public.",
                out.display()
            ),
        });
        return End::Usage;
    }
    if args.merge {
        return match publish::merge(&out) {
            Ok(changes) => published(&out, &changes, args.quiet, lang),
            Err(error) => not_published(error, &out, None, lang),
        };
    }
    if let Some(Some(kept)) = &args.record
        && let Err(end) = record::join(root, kept, lang)
    {
        return end;
    }
    let releases = match args.release.as_deref().map(Releases::open).transpose() {
        Ok(releases) => releases,
        Err(error) => return not_published(error, &out, None, lang),
    };
    let folder = match releases.as_ref().map(Releases::next).transpose() {
        Ok(next) => next.unwrap_or_else(|| out.clone()),
        Err(error) => return not_published(error.into(), &out, None, lang),
    };
    let bar = progress(args.quiet);
    let done = |total: usize| {
        if total >= LONG {
            bar.set_length(total as u64);
            bar.inc(1);
        }
    };
    let request =
        Request { relative: args.relative, gallery: args.gallery, ..args.reading.request(root, args.base_url.clone()) };
    let timings = if args.timings.is_some() { Timings::asked() } else { Timings::NONE };
    let target = Target {
        folder: &folder,
        program: program(),
        trust: !args.no_cache,
        compress: args.compress,
        shard: args.shard,
        deny_warnings: args.deny.is_some(),
        timings: &timings,
        done: &done,
    };
    let built = build::build(&request, &target);
    bar.finish_and_clear();
    match args.timings {
        Some(TimingsArg::Json) => terminal::data(&timings_as_json(&timings)),
        Some(TimingsArg::Table) => terminal::message(&timings_as_table(&timings, lang)),
        None => {}
    }
    let (outcome, publication) = match built {
        Ok(built) => built,
        Err(error) => return terminal::system(&error, args.reading.lang()),
    };
    // Warnings that make the build fail are no less than errors.
    let quiet = args.quiet && args.deny.is_none();
    if !outcome.findings.is_empty() && (!quiet || outcome.errors() > 0) {
        terminal::findings(&outcome, lang, Showing { quiet, ..Showing::default() });
    }
    terminal::denied(&outcome, args.deny.is_some(), lang);
    let changes = match publication {
        None => {
            let said = if publish::is_halfway(&folder) { HALFWAY } else { AS_IT_WAS };
            terminal::message(if lang == Lang::Zh { said.0 } else { said.1 });
            return End::Findings;
        }
        Some(Ok(changes)) => changes,
        // Of a release that is half made readers see nothing.
        Some(Err(PublishError::Halfway(error))) if releases.is_some() => {
            return not_published(error.into(), &out, Some(&outcome), lang);
        }
        Some(Err(error)) => return not_published(error, &out, Some(&outcome), lang),
    };
    let end = match (releases, outcome.bulletin()) {
        (Some(releases), Some(bulletin)) => {
            let day = request.clock.day(&bulletin.config).to_string();
            match releases.publish(&day, changes) {
                Ok(release) => released(&out, &release, &changes, args.quiet, lang),
                Err(error) => not_published(error.into(), &out, Some(&outcome), lang),
            }
        }
        _ => published(&out, &changes, args.quiet, lang),
    };
    match end {
        End::Fine => match &args.record {
            Some(kept) => record::record(root, &request, &outcome, kept.as_deref(), lang),
            None => End::Fine,
        },
        end => end,
    }
}

fn released(out: &Path, release: &Release, changes: &Changes, quiet: bool, lang: Lang) -> End {
    if !quiet {
        let Release { name, is_new, kept } = release;
        let link = out.join("current");
        let link = link.display();
        terminal::message(&summary(&out.join("releases").join(name), changes, lang));
        terminal::message(&match (is_new, lang) {
            (true, Lang::Zh) => format!("{link} 现在指向它；共留 {kept} 个版本。"),
            (true, Lang::En) => format!("{link} leads there now; {kept} releases are kept."),
            (false, Lang::Zh) => format!("和 {link} 现在指向的一样，没有新版本；共留 {kept} 个版本。"),
            (false, Lang::En) => format!("It is the one {link} leads to already; {kept} releases are kept."),
        });
    }
    End::Fine
}

fn published(out: &Path, changes: &Changes, quiet: bool, lang: Lang) -> End {
    if !quiet {
        terminal::message(&summary(out, changes, lang));
    }
    End::Fine
}

/// Milliseconds, with a tenth.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

fn timings_as_json(timings: &Timings) -> String {
    let row = |(what, name, row): (Timed, &'static str, Row)| json!({ "of": what.key(), "name": name, "count": row.count, "ms": milliseconds(row.time) });
    let rows: Vec<_> = timings.rows().into_iter().map(row).collect();
    format!("{:#}\n", json!({ "format": "gongbao-timings/1", "rows": rows }))
}

/// Rows of a kind that a table shows at most; JSON has all.
const ROWS: usize = 20;

fn timings_as_table(timings: &Timings, lang: Lang) -> String {
    let rows = timings.rows();
    let mut lines = Vec::new();
    for (what, zh, en) in [
        (Timed::Step, "步骤", "steps, one after another"),
        (Timed::Page, "页面（各线程合计）", "pages, of all threads"),
        (Timed::Rule, "规则（各线程合计）", "rules, of all threads"),
    ] {
        let of: Vec<_> = rows.iter().filter(|(other, ..)| *other == what).collect();
        lines.push(if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() });
        let line = |(_, name, row): &&(Timed, &str, Row)| {
            format!("{:>10.1} ms {:>8} × {name}", milliseconds(row.time), row.count)
        };
        lines.extend(of.iter().take(ROWS).map(line));
        let more = of.len().saturating_sub(ROWS);
        if more > 0 {
            lines.push(match lang {
                Lang::Zh => format!("    另有 {more} 项，--timings=json 全部列出"),
                Lang::En => format!("    {more} more; --timings=json has all"),
            });
        }
    }
    lines.join("\n")
}

/// Tells this program from every other: what another made is made again.
fn program() -> Option<String> {
    let mut hash = blake3::Hasher::new();
    std::io::copy(&mut std::fs::File::open(std::env::current_exe().ok()?).ok()?, &mut hash).ok()?;
    Some(hash.finalize().to_hex().to_string())
}

const AS_IT_WAS: (&str, &str) =
    ("没有发布：已发布的网站保持原样。", "Nothing was published; what was there stays as it was.");

const HALFWAY: (&str, &str) = (
    "没有发布。上一次发布中途停了，已发布的网站有新有旧；改好上面的问题再运行，就会补齐。",
    "Nothing was published. The build before was stopped while it published, so that what is there is part new, part old: mend the findings above and run this again; it completes the folder.",
);

/// Says why the folder is not as it should be, and what to do. `outcome` is that of the content, where it was looked at.
fn not_published(error: PublishError, out: &Path, outcome: Option<&Outcome>, lang: Lang) -> End {
    let in_lang = |zh: String, en: String| if lang == Lang::Zh { zh } else { en };
    let as_it_was = || in_lang(AS_IT_WAS.0.to_owned(), AS_IT_WAS.1.to_owned());
    let shown = out.display();
    let said = match error {
        PublishError::System(error) => {
            let end = terminal::system(&error, lang);
            terminal::message(&as_it_was());
            return end;
        }
        PublishError::Halfway(error) => {
            let end = terminal::system(&error, lang);
            terminal::message(&in_lang(
                format!("发布到一半停了：{shown} 里有新有旧。排除上面的原因，再运行一次 gongbao build，就会补齐。"),
                format!(
                    "Publishing stopped halfway: {shown} is part new, part old. Mend the cause above and run gongbao build again; it completes the folder."
                ),
            ));
            return end;
        }
        PublishError::Damaged(made) => {
            // Several smaller pictures are made of one.
            let original = |path: &str| outcome.map_or(path, |outcome| outcome.picture(path)).to_owned();
            let of = made.iter().map(|(path, reason)| (original(path), reason.clone())).collect();
            return found(&publish::damaged(&of), outcome, lang);
        }
        PublishError::Unreadable(file) => {
            let folder = out.display().to_string();
            return found(&[publish::unreadable(&format!("{folder}/{file}"), &folder)], outcome, lang);
        }
        PublishError::Missing(folder) => {
            return found(&[publish::missing(&folder)], outcome, lang);
        }
        PublishError::Part(file) => in_lang(
            format!(
                "{shown} 里没有完整的 {file}：把 gongbao build --shard 生成的每一份连同它的清单都复制进来，再运行一次 gongbao build --merge。"
            ),
            format!(
                "{shown} has no whole {file}: copy every part that gongbao build --shard made, with its manifest, and run gongbao build --merge again."
            ),
        ),
        PublishError::NoParts(folder) => in_lang(
            format!("{folder} 里没有 gongbao build --shard 生成的网站，没有要合并的；如果已经合并过，就不用再做。"),
            format!(
                "{folder} holds no parts that gongbao build --shard made: there is nothing to join. If they were joined before, all is done."
            ),
        ),
        PublishError::Mixed(one, other) => in_lang(
            format!(
                "{shown} 里的各份不是同一个网站：{one} 和 {other} 的内容、截至日期、选项或程序版本不同。用同一次提交、同样的选项和同一个 --as-of 重新生成各份，再合并。没有改动已有的文件。"
            ),
            format!(
                "The parts in {shown} are not of one site: {one} and {other} were made of different content, days, options or programs. Build all parts anew from one commit, with the same options and the same --as-of, and join those. No file was touched."
            ),
        ),
        PublishError::NotOurs(folder) => in_lang(
            format!("{folder} 里有不是 gongbao 写的文件，没有改动它。换一个目录（-o），或先清空它。"),
            format!(
                "{folder} holds files that gongbao did not write; it was not touched. Choose another folder (-o) or empty it first."
            ),
        ),
        PublishError::InTheWay(path) => in_lang(
            format!(
                "{shown}/{path} 不是 gongbao 写的，占着网站要用的位置。把它移走或改名，再运行一次。没有改动任何文件。"
            ),
            format!(
                "{shown}/{path} was not written by gongbao and stands where a file of the site belongs. Move or rename it, and run this again. No file was touched."
            ),
        ),
        PublishError::Busy(folder) => in_lang(
            format!("另一个 gongbao build 正在写 {folder}，这一次没有发布。等它结束再运行，或用 -o 写到别的目录。"),
            format!(
                "Another gongbao build is writing into {folder}; this one published nothing. Run it again when that has ended, or choose another folder (-o)."
            ),
        ),
    };
    terminal::message(&said);
    End::System
}

/// Shows what was found while publishing.
fn found(findings: &[Finding], outcome: Option<&Outcome>, lang: Lang) -> End {
    let texts: &dyn Texts = outcome.map_or(&NoTexts, |outcome| outcome);
    terminal::plain_findings(findings, texts, lang);
    terminal::message(if lang == Lang::Zh { AS_IT_WAS.0 } else { AS_IT_WAS.1 });
    End::Findings
}

/// Of findings about files that are not read.
struct NoTexts;

impl Texts for NoTexts {
    fn text(&self, _: &str) -> Option<&str> {
        None
    }
}

/// The folder that is read and that the output folder would lie in, or hold.
fn overlapping(root: &Path, out: &Path) -> Option<&'static str> {
    let out = real(out);
    let read = ["content", "themes"].into_iter().filter(|folder| root.join(folder).is_dir());
    read.map(|folder| (folder, real(&root.join(folder))))
        .find(|(_, folder)| out.starts_with(folder) || folder.starts_with(&out))
        .map(|(folder, _)| folder)
}

/// A path without links, as far as it is there.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    let Some((folder, real)) = there else { return path };
    let mut out = real;
    for part in path.strip_prefix(folder).unwrap_or(&path).components() {
        match part {
            Component::ParentDir => drop(out.pop()),
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

fn progress(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

fn summary(out: &Path, changes: &Changes, lang: Lang) -> String {
    let Changes { written, kept, removed, bytes, resumed } = *changes;
    let files = written + kept;
    let interrupted = match lang {
        _ if !resumed => "",
        Lang::Zh => "上一次发布中断过，现已补齐。\n",
        Lang::En => "The build before was interrupted; the folder is whole again.\n",
    };
    let size = format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10);
    match lang {
        Lang::Zh => {
            format!(
                "{interrupted}{}：共 {files} 个文件，{size}；写入 {written}，未变 {kept}，删除 {removed}。",
                out.display()
            )
        }
        Lang::En => {
            format!(
                "{interrupted}{}: {files} files, {size}; {written} written, {kept} unchanged, {removed} removed.",
                out.display()
            )
        }
    }
}
