//! `gongbao explain`: the page of a rule, or all rules in a line each.

use super::args::Explain;
use super::{End, terminal};
use crate::check;
use crate::diagnostic::{Code, Lang};
use crate::text::nearest;

pub(super) fn explain(args: &Explain) -> End {
    let lang = args.lang.lang();
    let codes = check::codes();
    let line = |code: &Code| {
        format!("{} {:7} {:32} {}\n", code.id, code.severity.said(lang), code.name, code.title().in_lang(lang))
    };
    let Some(wanted) = &args.code else {
        terminal::data(&codes.iter().map(line).collect::<String>());
        return End::Fine;
    };
    // As people write them: gb0108, 0108, 108, full_width_colon.
    let upper = wanted.to_uppercase();
    let name = wanted.to_lowercase().replace(['_', ' '], "-");
    let number = upper.trim_start_matches("GB").parse::<u16>().map(|number| format!("GB{number:04}")).ok();
    if let Some(code) = codes.iter().find(|code| Some(code.id) == number.as_deref() || code.name == name) {
        terminal::data(&code.explain(lang));
        return End::Fine;
    }
    // Or a word of what they are about: 手机.
    let about: Vec<&Code> =
        codes.iter().filter(|code| !wanted.is_ascii() && code.title().zh.contains(wanted)).collect();
    match about.as_slice() {
        [] => {}
        [code] => {
            terminal::data(&code.explain(lang));
            return End::Fine;
        }
        several => {
            terminal::data(&several.iter().map(|code| line(code)).collect::<String>());
            return End::Fine;
        }
    }
    let names = || codes.iter().flat_map(|code| [code.id, code.name]);
    let near = nearest(&upper, names()).or_else(|| nearest(&name, names()));
    terminal::message(&match (lang, near) {
        (Lang::Zh, Some(near)) => format!("没有“{wanted}”这条规则；是不是 {near}？"),
        (Lang::Zh, None) => format!("没有“{wanted}”这条规则；gongbao explain 列出全部"),
        (Lang::En, Some(near)) => format!("there is no rule \"{wanted}\"; did you mean {near}?"),
        (Lang::En, None) => format!("there is no rule \"{wanted}\"; gongbao explain lists them all"),
    });
    End::Usage
}
