//! Why a reference stands for nothing, and what to type instead.

use crate::diagnostic::{Code, Text, codes};
use crate::text::nearest;

/// Why a reference stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuoteError {
    /// The record cannot be read, or refers to one that is not there: that is reported where it is wrong.
    Reported,
    /// The editor must change the reference.
    Fault(Box<QuoteFault>),
}

/// What is wrong with a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteFault {
    /// Which rule.
    pub code: Code,
    /// What is wrong.
    pub message: Text,
    /// What to type instead.
    pub help: Text,
}

/// The fault that an editor must mend.
pub(super) fn fault<T>(code: Code, message: Text, help: Text) -> Result<T, QuoteError> {
    Err(QuoteError::Fault(Box::new(QuoteFault { code, message, help })))
}

/// Help that asks whether another path was meant.
pub(super) fn did_you_mean(path: &str) -> Text {
    Text::new(format!("是不是 {{{{ {path} }}}}？"), format!("did you mean {{{{ {path} }}}}?"))
}

/// Names that a help gives where none is near. A record of thousands of figures would give thousands at each.
pub(super) const MAX_SHOWN: usize = 40;

/// No such name at `above`: the nearest of those there are, or all of them.
pub(super) fn unknown<T>(above: &str, name: &str, names: &[String]) -> Result<T, QuoteError> {
    let message = Text::new(format!("“{above}”里没有“{name}”"), format!("\"{above}\" has no \"{name}\""));
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => did_you_mean(&format!("{above}.{near}")),
        None if names.is_empty() => did_you_mean(above),
        None => {
            let more = if names.len() > MAX_SHOWN { " …" } else { "" };
            let names = names.get(..MAX_SHOWN).unwrap_or(names).join(" ");
            Text::new(format!("{above} 后面可以写：{names}{more}"), format!("behind {above} may stand: {names}{more}"))
        }
    };
    fault(codes::UNKNOWN_QUOTE, message, help)
}

/// Something that could be known and is not.
pub(super) fn no_value<T>(path: &str, help: Text) -> Result<T, QuoteError> {
    let message = Text::new(format!("“{path}”没有值"), format!("\"{path}\" has no value"));
    fault(codes::UNKNOWN_QUOTED_VALUE, message, help)
}

/// What the records there are do not give.
pub(super) fn not_computed<T>(path: &str) -> Result<T, QuoteError> {
    let help = Text::new(
        "现有的记录算不出它；补上记录，或改写这句话",
        "it does not follow from the records; add what is missing there, or word the text without it",
    );
    no_value(path, help)
}

/// `path` is `what` and not a single value; `next` is a key that may stand behind it.
pub(super) fn not_a_figure<T>(path: &str, what: &Text, next: Option<&str>) -> Result<T, QuoteError> {
    let help = match next {
        Some(next) => Text::new(
            format!("接着写是哪一项，例如 {{{{ {path}.{next} }}}}"),
            format!("say which, as {{{{ {path}.{next} }}}}"),
        ),
        None => Text::new(
            "能引用的是数值、金额、百分比、日期、时期、选项、短文字和引用",
            "what can be quoted: numbers, money, percentages, dates, periods, choices, short texts, references",
        ),
    };
    let message = Text::new(format!("“{path}”是{}", what.zh), format!("\"{path}\" is {}", what.en));
    fault(codes::NOT_A_FIGURE, message, help)
}
