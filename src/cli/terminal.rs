//! Writing to the terminal. Findings and progress go to stderr, data to stdout; `NO_COLOR` is obeyed.

use std::io::{IsTerminal, Write};

use super::End;
use crate::build::Outcome;
use crate::diagnostic::emit::{Format, Look, emit};
use crate::diagnostic::{Finding, Lang, Severity, Texts, count};
use crate::figures::Coming;
use crate::record::Kind;
use crate::source::SystemError;
use crate::text::nearest;

/// Writes data to stdout. A closed pipe is the reader's choice, not a failure.
pub(super) fn data(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Writes a message to stderr.
pub(super) fn message(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Whether stderr is a terminal that may be coloured.
pub(super) fn colour() -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    std::io::stderr().is_terminal() && !no_color && !dumb
}

/// Columns of the terminal, when findings are shown on one.
fn width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stderr()).map(|(width, _)| usize::from(width.0))
}

/// Which findings are shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Showing {
    /// Advice too, not only its number.
    pub(super) advice: bool,
    /// Every warning, however many there are.
    pub(super) all: bool,
    /// Errors only.
    pub(super) quiet: bool,
}

/// Shows findings that are of no bulletin.
pub(super) fn plain_findings(findings: &[Finding], texts: &dyn Texts, lang: Lang) {
    let look = Look { colour: colour(), width: width(), all: true, least: None };
    let _ = std::io::stderr().lock().write_all(emit(findings, texts, Format::Human(look), lang).as_bytes());
}

/// Shows findings for people on stderr.
pub(super) fn findings(outcome: &Outcome, lang: Lang, showing: Showing) {
    let Showing { advice, all, quiet } = showing;
    let least = match (quiet, advice) {
        (true, _) => Some(Severity::Error),
        (false, false) => Some(Severity::Warning),
        (false, true) => None,
    };
    let look = Look { colour: colour(), width: width(), all, least };
    let mut text = emit(&outcome.findings, outcome, Format::Human(look), lang);
    let is_hidden = |finding: &&Finding| least.is_some_and(|least| finding.severity() > least);
    let (hidden, excused) = (outcome.findings.iter().filter(is_hidden).count(), outcome.excused.len());
    if hidden > 0 {
        text += &match lang {
            Lang::Zh if quiet => format!("没有显示的警告和提示：{hidden} 条。\n"),
            Lang::En if quiet => format!("Warnings and advice that are not shown: {hidden}.\n"),
            Lang::Zh => format!("另有 {hidden} 条提示，gongbao check --advice 显示。\n"),
            Lang::En => format!("More advice: {hidden}; gongbao check --advice shows it.\n"),
        };
    }
    if excused > 0 && !quiet {
        text += &match lang {
            Lang::Zh => format!("另有 {excused} 处按记录里写明的例外放行。\n"),
            Lang::En => format!("Excused by exceptions that records state: {excused}.\n"),
        };
    }
    if !quiet {
        text += &forecast(outcome, lang);
    }
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Which columns will fail inspection, and when, unless something is published.
fn forecast(outcome: &Outcome, lang: Lang) -> String {
    let stale = outcome.calendar.iter().filter(|item| item.what == Coming::Stale);
    let columns: Vec<String> = stale
        .map(|item| match lang {
            Lang::Zh => format!("{} {} 起", item.name.zh, item.day),
            Lang::En => format!("{} from {} on", item.name.en, item.day),
        })
        .collect();
    match lang {
        _ if columns.is_empty() => String::new(),
        Lang::Zh => format!("没有新内容时将不合格的栏目：{}。\n", columns.join("，")),
        Lang::En => format!("Columns that fail inspection unless something new comes: {}.\n", columns.join(", ")),
    }
}

/// How a command ends that found this.
pub(super) fn end(outcome: &Outcome, deny_warnings: bool) -> End {
    let warnings = count(&outcome.findings, Severity::Warning);
    if outcome.errors() > 0 || (deny_warnings && warnings > 0) { End::Findings } else { End::Fine }
}

/// What is said where warnings alone make a command fail.
pub(super) fn denied(outcome: &Outcome, deny_warnings: bool, lang: Lang) {
    if deny_warnings && outcome.errors() == 0 && count(&outcome.findings, Severity::Warning) > 0 {
        message(match lang {
            Lang::Zh => "有警告，按 --deny warnings 算失败。",
            Lang::En => "There are warnings, which --deny warnings makes a failure.",
        });
    }
}

/// What a word of the system means, and what to do.
fn said(error: &SystemError, lang: Lang) -> String {
    use std::io::ErrorKind;
    let (zh, en) = match error.source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            ("磁盘满了：腾出地方再运行。", "The disk is full: make room and run this again.")
        }
        ErrorKind::PermissionDenied => {
            ("没有权限：换一个用户，或换一个目录。", "That is not allowed: use another user, or another folder.")
        }
        ErrorKind::ReadOnlyFilesystem => {
            ("那里只能读，不能写：换一个目录。", "That place can only be read: use another folder.")
        }
        ErrorKind::NotADirectory => ("路径里有一个是文件，不是目录。", "A part of the path is a file and no folder."),
        ErrorKind::IsADirectory => ("那是目录，不是文件。", "That is a folder and no file."),
        ErrorKind::NotFound => ("没有这个文件或目录。", "There is no such file or folder."),
        _ => return String::new(),
    };
    format!("\n  {}", if lang == Lang::Zh { zh } else { en })
}

/// Reports that the system failed, or that there is no bulletin.
pub(super) fn system(error: &SystemError, lang: Lang) -> End {
    if error.is_no_bulletin() {
        message(&match lang {
            Lang::Zh => format!(
                "这里不是公报：没有 {}。到公报的目录里运行，或用 --root 指明；gongbao init 新建一份。",
                error.path
            ),
            Lang::En => format!(
                "This is no bulletin: there is no {}. Run it in the bulletin's folder or give that with --root; gongbao init makes a new one.",
                error.path
            ),
        });
        return End::Usage;
    }
    message(&match lang {
        Lang::Zh => format!("系统错误：{error}{}", said(error, lang)),
        Lang::En => format!("the system failed: {error}{}", said(error, lang)),
    });
    End::System
}

/// The kind of this name, English or Chinese, or of this folder; else a message with the names there are.
pub(super) fn kind(name: &str, lang: Lang) -> Result<Kind, End> {
    let named = |kind: &&Kind| [kind.name(), kind.folder(), kind.zh()].contains(&name);
    Kind::ALL.iter().find(named).copied().ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        let both: Vec<String> = Kind::ALL.iter().map(|kind| format!("{} {}", kind.name(), kind.zh())).collect();
        let near = nearest(name, names.iter().copied());
        message(&match (lang, near) {
            (Lang::Zh, Some(near)) => format!("没有“{name}”这个类别；是不是 {near}？有：{}", both.join("，")),
            (Lang::Zh, None) => format!("没有“{name}”这个类别；有：{}", both.join("，")),
            (Lang::En, Some(near)) => {
                format!("there is no kind \"{name}\"; did you mean {near}? There are {}", names.join(", "))
            }
            (Lang::En, None) => format!("there is no kind \"{name}\"; there are {}", names.join(", ")),
        });
        End::Usage
    })
}
