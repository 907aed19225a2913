//! Writing to the terminal. Findings and progress go to stderr, data to stdout; `NO_COLOR` is obeyed.

use std::io::{IsTerminal, Write};

use super::End;
use crate::build::Outcome;
use crate::diagnostic::emit::{Format, emit};
use crate::diagnostic::{Finding, Lang, Severity, count};
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

/// Shows findings for people on stderr; advice only where it is asked for, else its number.
pub(super) fn findings(outcome: &Outcome, lang: Lang, advice: bool) {
    let shown = |finding: &&Finding| advice || finding.severity() != Severity::Advice;
    let shown: Vec<Finding> = outcome.findings.iter().filter(shown).cloned().collect();
    let mut text = emit(&shown, outcome, Format::Human { colour: colour() }, lang);
    let (hidden, excused) = (outcome.findings.len() - shown.len(), outcome.excused.len());
    if hidden > 0 {
        text += &match lang {
            Lang::Zh => format!("另有 {hidden} 条提示，gongbao check --advice 显示。\n"),
            Lang::En => format!("{hidden} piece(s) of advice more; gongbao check --advice shows them.\n"),
        };
    }
    if excused > 0 {
        text += &match lang {
            Lang::Zh => format!("另有 {excused} 处按记录里写明的例外放行。\n"),
            Lang::En => format!("{excused} more excused by exceptions that records state.\n"),
        };
    }
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// How a command ends that found this.
pub(super) fn end(outcome: &Outcome, deny_warnings: bool) -> End {
    let warnings = count(&outcome.findings, Severity::Warning);
    if outcome.errors() > 0 || (deny_warnings && warnings > 0) { End::Findings } else { End::Fine }
}

/// Reports that the system failed.
pub(super) fn system(error: &SystemError) -> End {
    message(&match super::args::locale() {
        Lang::Zh => format!("系统错误：{error}"),
        Lang::En => format!("the system failed: {error}"),
    });
    End::System
}

/// The kind of this name, or a message with the names there are.
pub(super) fn kind(name: &str) -> Result<Kind, End> {
    let folder = || Kind::from_folder(name);
    Kind::from_name(name).or_else(folder).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        let near = nearest(name, names.iter().copied()).map(|near| format!(" ({near}?)")).unwrap_or_default();
        message(&format!("没有“{name}”这个类别 / no kind \"{name}\"{near}: {}", names.join(" ")));
        End::Usage
    })
}
