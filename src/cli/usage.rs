//! The command line as it was typed: what is wrong with it, in the language of the editor, and what the program says of
//! itself.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, ValueEnum};

use super::args::{Args, LangArg, locale};
use super::{End, terminal};
use crate::diagnostic::Lang;
use crate::record::Version;

/// Parses the command line.
///
/// # Errors
/// How the command ends, where that is all: with help, the version, or what is wrong.
pub(super) fn parse() -> Result<Args, End> {
    let error = match Args::try_parse() {
        Ok(args) if args.verbose => {
            let both = "--verbose 只和 --version 一起用 / is for --version only: gongbao --version --verbose";
            terminal::message(both);
            return Err(End::Usage);
        }
        Ok(args) => return Ok(args),
        Err(error) => error,
    };
    let typed: Vec<String> = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    let lang = asked_for(&typed).unwrap_or_else(locale);
    match error.kind() {
        ErrorKind::DisplayVersion if typed.iter().any(|arg| matches!(&**arg, "-v" | "--verbose" | "-vV" | "-Vv")) => {
            terminal::data(&about_this(lang));
            Err(End::Fine)
        }
        ErrorKind::DisplayVersion | ErrorKind::DisplayHelp => {
            terminal::data(&rendered(&error, lang));
            Err(End::Fine)
        }
        _ => {
            let said = if lang == Lang::Zh { in_chinese(&error) } else { None };
            terminal::message(said.unwrap_or_else(|| rendered(&error, lang)).trim_end());
            Err(End::Usage)
        }
    }
}

/// Help, or an error as clap says it, with headings in the language.
fn rendered(error: &clap::Error, lang: Lang) -> String {
    let text = error.render();
    let text = if terminal::colour() { text.ansi().to_string() } else { text.to_string() };
    if lang == Lang::Zh { headed(&text) } else { text }
}

/// The language that a command line asks for, right or wrong as it is.
fn asked_for(typed: &[String]) -> Option<Lang> {
    let behind =
        typed.iter().zip(typed.iter().skip(1)).find(|(flag, _)| *flag == "--lang").map(|(_, value)| value.as_str());
    let value = typed.iter().find_map(|arg| arg.strip_prefix("--lang=")).or(behind)?;
    match LangArg::from_str(value, false).ok()? {
        LangArg::Zh => Some(Lang::Zh),
        LangArg::En => Some(Lang::En),
    }
}

/// Help with Chinese headings; what stands below them is in both languages.
fn headed(help: &str) -> String {
    let headings = [
        ("Usage: ", "用法："),
        ("Usage:", "用法："),
        ("Commands:", "命令："),
        ("Arguments:", "参数："),
        ("Options:", "选项："),
        ("[default: ", "[默认："),
        ("[possible values: ", "[可以写："),
        ("Possible values:", "可以写："),
        ("Print help (see a summary with '-h')", "显示帮助（-h 只显示摘要）"),
        ("Print help (see more with '--help')", "显示帮助（--help 更详细）"),
        ("Print help", "显示帮助"),
        ("Print version", "显示版本"),
        ("Print this message or the help of the given subcommand(s)", "显示帮助，或一个命令的帮助"),
    ];
    headings.iter().fold(help.to_owned(), |help, (en, zh)| help.replace(en, zh))
}

/// What is wrong, in Chinese; `None` where no words of ours say it.
fn in_chinese(error: &clap::Error) -> Option<String> {
    let strings = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        Some(ContextValue::StyledStrs(all)) => all.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    let quoted = |kind| strings(kind).iter().map(|one| format!("“{one}”")).collect::<Vec<_>>().join("、");
    let (arg, value) = (quoted(ContextKind::InvalidArg), quoted(ContextKind::InvalidValue));
    let wrong = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有{arg}这个参数。"),
        ErrorKind::InvalidSubcommand => format!("没有{}这个命令。", quoted(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value == "“”" || value.is_empty() => format!("{arg}后面要写值。"),
        ErrorKind::InvalidValue => format!("{arg}不能是{value}。"),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|why| format!("：{why}")).unwrap_or_default();
            format!("{arg}的值{value}不对{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("还要写{arg}。"),
        ErrorKind::MissingSubcommand => "还要写一个命令。".to_owned(),
        ErrorKind::ArgumentConflict => {
            let other = quoted(ContextKind::PriorArg);
            if other == arg { format!("{arg}只能写一次。") } else { format!("{arg}和{other}不能一起写。") }
        }
        ErrorKind::NoEquals => format!("{arg}的值要紧跟在等号后面。"),
        ErrorKind::TooManyValues => format!("{arg}的值太多，多了{value}。"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{arg}的值个数不对。"),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字。".to_owned(),
        _ => return None,
    };
    let mut said = wrong;
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(meant) = meant.into_iter().map(quoted).find(|meant| !meant.is_empty()) {
        said += &format!("\n  是不是{meant}？");
    }
    let valid = [ContextKind::ValidValue, ContextKind::ValidSubcommand].into_iter().flat_map(strings);
    let valid: Vec<String> = valid.collect();
    if !valid.is_empty() {
        said += &format!("\n  可以写：{}", valid.join("、"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        said += &format!("\n\n{}", headed(&usage.to_string()));
    }
    Some(said + "\n\n加 --help 看说明。")
}

/// What a report of a fault must say of the program: it is asked for by `--version --verbose`.
fn about_this(lang: Lang) -> String {
    let hash = std::env::current_exe().ok().and_then(|path| std::fs::read(path).ok()).map(|bytes| {
        use sha2::Digest;
        sha2::Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    });
    let unknown = if lang == Lang::Zh { "不知道" } else { "unknown" };
    let c_library = if cfg!(target_env = "musl") {
        " musl"
    } else if cfg!(target_env = "gnu") {
        " gnu"
    } else {
        ""
    };
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale_set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).or_else(sys_locale::get_locale);
    let rows = [
        ("commit", "提交", option_env!("GONGBAO_COMMIT").unwrap_or(unknown).to_owned()),
        ("system", "系统", format!("{} {}{c_library}", std::env::consts::OS, std::env::consts::ARCH)),
        ("SHA-256", "SHA-256", hash.unwrap_or_else(|| unknown.to_owned())),
        ("bulletins", "公报版本", format!("gongbao: {}", Version::THIS)),
        ("locale", "语言", locale_set.unwrap_or_else(|| unknown.to_owned())),
        ("threads", "线程", rayon::current_num_threads().to_string()),
    ];
    let row = |(en, zh, value): &(&str, &str, String)| format!("{}: {value}\n", if lang == Lang::Zh { zh } else { en });
    format!("gongbao {}\n{}", env!("CARGO_PKG_VERSION"), rows.iter().map(row).collect::<String>())
}
