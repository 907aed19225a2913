//! Mends of one line: what the slip is, where it is marked, and the line as it should be. Each looks at a line, some also at
//! those before it; [`super::slips`] tries them, and takes those with which the text can be read.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::schema::Words;
use crate::diagnostic::{Code, Text, WRITE, codes};
use crate::source::yaml::quoted;
use crate::text::{is_control, is_han, is_invisible};

/// Slips that are looked for in one text.
pub(super) const MAX_SLIPS: usize = 20;

/// A slip in a line: what is to be marked in it, and what it should be.
pub(super) struct Found {
    pub(super) code: Code,
    pub(super) mark: Range<usize>,
    pub(super) now: String,
    pub(super) message: Text,
    pub(super) help: Option<Text>,
}

impl Found {
    pub(super) fn new(mark: Range<usize>, now: String, message: Text) -> Self {
        Self { code: codes::YAML_SYNTAX, mark, now, message, help: None }
    }
}

pub(super) fn control(line: &str, place: usize) -> Found {
    let c = line.get(place..).and_then(|rest| rest.chars().next()).unwrap_or_default();
    let code = format!("U+{:04X}", u32::from(c));
    let message = Text::new(
        format!("有不能显示的字符（{code}）：文件可能没有保存完整"),
        format!("there is a character that cannot be shown ({code}): perhaps the file was not saved in full"),
    );
    let help = Text::new(
        "删去这样的字符；内容不全时，从备份或上一版恢复",
        "delete such characters; where something is missing, take the file from a copy or an earlier version",
    );
    let now = line.chars().filter(|c| !is_control(*c)).collect();
    Found { help: Some(help), ..Found::new(place..place + c.len_utf8(), now, message) }
}

/// Where a line's key or value begins: after spaces of any width and dashes.
pub(super) fn head(line: &str) -> usize {
    let mut place = 0;
    loop {
        let rest = line.get(place..).unwrap_or("");
        let spaces = rest.len() - rest.trim_start().len();
        let after = rest.get(spaces..).unwrap_or("");
        if after.starts_with("- ") || after == "-" || after.starts_with("-\u{3000}") || after.starts_with("-\u{a0}") {
            place += spaces + 1;
        } else {
            return place + spaces;
        }
    }
}

/// The word at the beginning of a text that may be a key: Latin letters and underscores, or Han characters.
pub(super) fn word(text: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || is_han(c);
    text.get(..text.find(|c| !is_part(c)).unwrap_or(text.len())).unwrap_or("")
}

/// Every `key：value` of a line, outside quotes: at its beginning, and in braces.
pub(super) fn full_width_colon(line: &str, words: &Words) -> Option<Found> {
    let mut now = line.to_owned();
    let mut first: Option<(String, usize)> = None;
    for _ in 0..MAX_SLIPS {
        let Some((start, key, colon)) = full_width_colon_at(&now, words) else { break };
        let after = now.get(colon + '：'.len_utf8()..).unwrap_or("").trim_start();
        let name = words.key(&key).unwrap_or(&key).to_owned();
        let before = now.get(..start).unwrap_or("");
        let mended = format!("{before}{name}: {after}");
        first.get_or_insert((key, colon));
        now = mended.trim_end().to_owned();
    }
    let (key, colon) = first?;
    let message = Text::new(format!("“{key}”后面用了全角冒号“：”"), format!("a full-width colon follows \"{key}\""));
    let shown = now.trim().trim_start_matches("- ").to_owned();
    let help = Text::new(
        format!("冒号用半角，后面一个空格，改为：{shown}"),
        format!("with a half-width colon and a space, write: {shown}"),
    );
    let mark = colon..colon + '：'.len_utf8();
    Some(Found { code: codes::FULL_WIDTH_COLON, mark, now, message, help: Some(help) })
}

fn full_width_colon_at(line: &str, words: &Words) -> Option<(usize, String, usize)> {
    let at = |start: usize, is_in_braces: bool| {
        let key = word(line.get(start..)?);
        let gap = line.get(start + key.len()..)?;
        let colon = start + key.len() + (gap.len() - gap.trim_start().len());
        let is_key =
            words.key(key).is_some() || (!is_in_braces && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        let found = !key.is_empty() && is_key && line.get(colon..)?.starts_with('：');
        found.then(|| (start, key.to_owned(), colon))
    };
    let start = head(line);
    if let Some(found) = at(start, false) {
        return Some(found);
    }
    let is_sign = |c: char| matches!(c, '{' | ',' | '｛' | '，');
    if !line.contains(['{', '｛']) {
        return None;
    }
    outside_quotes(line).filter(|(_, c)| is_sign(*c)).find_map(|(place, c)| {
        let after = place + c.len_utf8();
        let rest = line.get(after..)?;
        at(after + (rest.len() - rest.trim_start().len()), true)
    })
}

/// The characters of a line that stand in no quotes.
fn outside_quotes(line: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote: Option<char> = None;
    line.char_indices().filter(move |(_, c)| {
        let was = quote;
        match quote {
            Some(open) if open == *c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(*c),
            _ => {}
        }
        was.is_none() && quote.is_none()
    })
}

/// The quote or brackets that a line's value leaves open: what would close them, and where they begin.
pub(super) fn unclosed(line: &str) -> Option<(String, usize)> {
    let start = value_start(line)?;
    let value = line.get(start..)?;
    let first = value.chars().next()?;
    if matches!(first, '"' | '\'') && value.matches(first).count() == 1 {
        return Some((first.to_string(), start));
    }
    if !matches!(first, '[' | '{') {
        return None;
    }
    let mut open: Vec<(char, usize)> = Vec::new();
    for (place, c) in outside_quotes(value) {
        match c {
            '[' => open.push((']', place)),
            '{' => open.push(('}', place)),
            ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    let at = open.last().map(|(_, place)| start + place)?;
    Some((open.iter().rev().map(|(close, _)| *close).collect(), at))
}

/// Where the value of a line's key begins, or that of an item without a key.
fn value_start(line: &str) -> Option<usize> {
    let start = head(line);
    let rest = line.get(start..)?;
    let key = word(rest);
    let after = rest.get(key.len()..)?;
    let value = match after.strip_prefix(':') {
        Some(value) if !key.is_empty() && (value.is_empty() || value.starts_with(' ')) => value,
        _ => rest,
    };
    Some(line.len() - value.trim_start().len())
}

/// What a line may have been meant to be where a sign in it is wrong, the likelier before.
pub(super) fn signs(line: &str, before: &[&str], words: &Words) -> Vec<Found> {
    let mends: [&dyn Fn() -> Option<Found>; 21] = [
        &|| tab_indentation(line),
        &|| marker(line, before),
        &|| invisible(line),
        &|| wide_space(line),
        &|| wide_hash(line),
        &|| wide_dash(line),
        &|| dash_without_space(line),
        &|| colon_without_space(line, words),
        &|| space_before_colon(line, words),
        &|| equals_sign(line, words),
        &|| two_keys(line, words),
        &|| wide_brackets(line),
        &|| open_bracket(line),
        &|| half_characters(line),
        &|| backslash(line),
        &|| mixed_quotes(line),
        &|| open_quote(line),
        &|| quotes_within(line),
        &|| colon_or_hash_in_value(line),
        &|| special_start(line),
        &|| special_start_in_braces(line),
    ];
    let found = mends.iter().filter_map(|mend| mend());
    wide_indentation(line).into_iter().chain(found).collect()
}

fn tab_indentation(line: &str) -> Option<Found> {
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let place = line.get(..indent)?.find('\t')?;
    let now = line.get(..indent)?.replace('\t', "  ") + line.get(indent..)?;
    let message = Text::new("缩进里有制表符（Tab）", "a tab is used for indentation");
    let help = Text::new("改为空格，每层两个", "use spaces, two for each level");
    Some(Found { code: codes::TAB, help: Some(help), ..Found::new(place..place + 1, now, message) })
}

/// A line `---` that ends a document where there is to be only one.
fn marker(line: &str, before: &[&str]) -> Option<Found> {
    let is_marker = matches!(line.trim(), "---" | "...") && !before.is_empty();
    let mark = line.trim();
    is_marker.then(|| Found {
        help: Some(Text::new("删去这一行", "delete this line")),
        ..Found::new(
            0..line.len(),
            String::new(),
            Text::new(format!(".yaml 文件里不写“{mark}”"), format!("no \"{mark}\" stands in a .yaml file")),
        )
    })
}

fn invisible(line: &str) -> Option<Found> {
    let (place, c) = line.char_indices().find(|(_, c)| is_invisible(*c))?;
    let code = format!("U+{:04X}", u32::from(c));
    let message = Text::new(format!("有看不见的字符 {code}"), format!("there is a character that nobody sees, {code}"));
    let now = line.chars().filter(|c| !is_invisible(*c)).collect();
    Some(Found::new(place..place + c.len_utf8(), now, message))
}

/// What a wide space is called.
fn space_name(c: char) -> Text {
    match c {
        '\u{3000}' => Text::new("全角空格", "a full-width space"),
        _ => Text::new("不换行空格（U+00A0）", "a no-break space (U+00A0)"),
    }
}

fn is_wide_space(c: char) -> bool {
    matches!(c, '\u{3000}' | '\u{a0}' | '\u{2002}' | '\u{2003}')
}

/// Wide spaces in the indentation: each stands for two plain ones, or for one.
pub(super) fn wide_indentation(line: &str) -> Vec<Found> {
    let indent = line.len() - line.trim_start().len();
    let (before, rest) = line.split_at(indent);
    let Some((place, c)) = before.char_indices().find(|(_, c)| is_wide_space(*c)) else { return Vec::new() };
    let name = space_name(c);
    let mend = |width: usize| {
        let spaces: String = before.chars().map(|c| " ".repeat(if c == '\u{3000}' { width } else { 1 })).collect();
        let now = spaces + rest;
        let message = Text::new(format!("缩进里有{}", name.zh), format!("there is {} in the indentation", name.en));
        let n = now.len() - now.trim_start().len();
        let help = Text::new(
            format!("行首用 {n} 个半角空格，改为：{}", now.trim()),
            format!("begin the line with {n} plain spaces; write: {}", now.trim()),
        );
        Found { help: Some(help), ..Found::new(place..place + c.len_utf8(), now, message) }
    };
    vec![mend(2), mend(1)]
}

/// A wide space after the colon or the dash.
fn wide_space(line: &str) -> Option<Found> {
    let start = line.find([':', '-'])? + 1;
    let rest = line.get(start..)?;
    let (offset, c) = rest.char_indices().find(|(_, c)| *c != ' ')?;
    if !is_wide_space(c) {
        return None;
    }
    let now = format!("{} {}", line.get(..start)?, rest.trim_start());
    let name = space_name(c);
    let sign = line.get(start - 1..start)?;
    let message = Text::new(format!("“{sign}”后面是{}", name.zh), format!("\"{sign}\" is followed by {}", name.en));
    let place = start + offset;
    Some(Found::new(place..place + c.len_utf8(), now, message))
}

fn wide_hash(line: &str) -> Option<Found> {
    let place = line.find('＃')?;
    let before = line.get(..place)?;
    if !(before.trim().is_empty() || before.ends_with(char::is_whitespace)) {
        return None;
    }
    let now = line.replacen('＃', "#", 1);
    let message = Text::new("注释用了全角的“＃”", "a comment begins with a full-width ＃");
    Some(Found::new(place..place + '＃'.len_utf8(), now, message))
}

/// A dash of another kind before an item.
pub(super) fn wide_dash(line: &str) -> Option<Found> {
    let place = line.len() - line.trim_start().len();
    let rest = line.get(place..)?;
    let c = rest.chars().next().filter(|c| matches!(c, '—' | '–' | '－' | '−' | '·' | '•' | '●' | '‐'))?;
    let item = rest.trim_start_matches(c).trim_start();
    let now = format!("{}- {item}", line.get(..place)?);
    let message = Text::new(format!("列表的“-”写成了“{c}”"), format!("an item begins with \"{c}\", not with \"-\""));
    Some(Found::new(place..place + c.len_utf8(), now, message))
}

fn dash_without_space(line: &str) -> Option<Found> {
    let place = line.len() - line.trim_start().len();
    let rest = line.get(place..)?.strip_prefix('-')?;
    if rest.starts_with(['-', ' ']) || rest.is_empty() {
        return None;
    }
    let now = format!("{}- {}", line.get(..place)?, rest.trim_start());
    let message = Text::new("“-”后面缺一个空格", "no space follows \"-\"");
    Some(Found::new(place..place + 1, now, message))
}

fn colon_without_space(line: &str, words: &Words) -> Option<Found> {
    let start = head(line);
    let key = word(line.get(start..)?);
    let colon = start + key.len();
    let rest = line.get(colon..)?.strip_prefix(':').filter(|rest| !rest.is_empty() && !rest.starts_with(' '))?;
    let name = words.key(key)?;
    let now = format!("{}{name}: {}", line.get(..start)?, rest.trim_start());
    let message = Text::new(format!("“{key}”的冒号后面缺一个空格"), format!("no space follows the colon of \"{key}\""));
    Some(Found::new(colon..colon + 1, now, message))
}

fn equals_sign(line: &str, words: &Words) -> Option<Found> {
    let start = head(line);
    let key = word(line.get(start..)?);
    let rest = line.get(start + key.len()..)?;
    let sign = rest.trim_start().chars().next().filter(|c| matches!(c, '=' | '＝' | '∶' | '︰' | ';' | '；'))?;
    let place = line.len() - rest.trim_start().len();
    let value = rest.trim_start().trim_start_matches(sign).trim_start();
    let name = words.key(key)?;
    let now = format!("{}{name}: {value}", line.get(..start)?);
    let message = Text::new(
        format!("“{key}”后面写了“{sign}”，要写冒号"),
        format!("\"{sign}\" follows \"{key}\" where a colon should"),
    );
    Some(Found::new(place..place + sign.len_utf8(), now, message))
}

/// A known key and a value with nothing between them.
pub(super) fn no_colon(line: &str, _: &[&str], words: &Words) -> Vec<Found> {
    let start = head(line);
    let rest = line.get(start..).unwrap_or("");
    let key = word(rest);
    let after = rest.get(key.len()..).unwrap_or("");
    let Some(name) = words.key(key).filter(|_| after.starts_with(char::is_whitespace)) else { return Vec::new() };
    let now = format!("{}{name}: {}", line.get(..start).unwrap_or(""), after.trim_start());
    let message = Text::new(format!("“{key}”后面缺冒号"), format!("no colon follows \"{key}\""));
    vec![Found::new(start..start + key.len(), now, message)]
}

/// Full-width brackets and commas where a list or map is written in one line.
fn wide_brackets(line: &str) -> Option<Found> {
    let start = value_start(line)?;
    let value = line.get(start..)?;
    if !value.starts_with(['[', '{', '【', '［', '｛']) {
        return None;
    }
    let is_list = value.starts_with(['[', '【', '［']);
    let plain = |c: char| match c {
        '【' | '［' => Some("["),
        '】' | '］' => Some("]"),
        '｛' => Some("{"),
        '｝' => Some("}"),
        '，' => Some(", "),
        '、' if is_list => Some(", "),
        '：' => Some(": "),
        _ => None,
    };
    let signs: Vec<(usize, char)> = outside_quotes(value).filter(|(_, c)| plain(*c).is_some()).collect();
    let (first, c) = *signs.first()?;
    let mut now = line.get(..start)?.to_owned();
    for (place, c) in value.char_indices() {
        match plain(c).filter(|_| signs.contains(&(place, c))) {
            Some(sign) => now.push_str(sign),
            None if c == ' ' && now.ends_with(' ') => {}
            None => now.push(c),
        }
    }
    let mut typed: Vec<String> = signs.iter().map(|(_, c)| c.to_string()).collect();
    typed.dedup();
    let typed = typed.concat();
    let message = Text::new(format!("这里的“{typed}”是全角符号"), format!("full-width signs stand here: {typed}"));
    Some(Found::new(start + first..start + first + c.len_utf8(), now.trim_end().to_owned(), message))
}

/// The same where a value begins with one and ends like a list or map: it would be read as a text, or as a key.
pub(super) fn wide_braces(line: &str) -> Option<Found> {
    let value = line.get(value_start(line)?..)?.trim_end();
    let is_map = value.starts_with('｛') && value.ends_with(['}', '｝']) && value.contains([':', '：']);
    let is_list = value.starts_with('［') && value.ends_with([']', '］']);
    (is_map || is_list).then(|| wide_brackets(line))?
}

fn open_bracket(line: &str) -> Option<Found> {
    let (close, place) = unclosed(line).filter(|(close, _)| !close.contains(['"', '\'']))?;
    let open = line.get(place..place + 1)?;
    let now = format!("{}{close}", line.trim_end().trim_end_matches([',', '，']));
    let message = Text::new(format!("“{open}”没有对应的“{close}”"), format!("\"{open}\" is not closed by \"{close}\""));
    Some(Found::new(place..place + 1, now, message))
}

/// A text that begins with a plain quote and ends with another sort.
fn mixed_quotes(line: &str) -> Option<Found> {
    let start = value_start(line)?;
    let value = line.get(start..)?.trim_end();
    let open = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let close = value.chars().next_back().filter(|c| matches!(c, '”' | '“' | '’' | '‘' | '＂'))?;
    let inner = value.get(1..value.len() - close.len_utf8())?;
    let now = format!("{}{open}{inner}{open}", line.get(..start)?);
    let message = Text::new(
        format!("引号不成对：开头是半角的 {open} ，结尾是全角的 {close}"),
        format!("the quotes are not a pair: the text begins with {open} and ends with {close}"),
    );
    let place = start + value.len() - close.len_utf8();
    Some(Found::new(place..place + close.len_utf8(), now, message))
}

fn open_quote(line: &str) -> Option<Found> {
    let (close, place) = unclosed(line).filter(|(close, _)| close.contains(['"', '\'']))?;
    let now = format!("{}{close}", line.trim_end());
    let message = Text::new("引号没有成对", "the quote is not closed");
    Some(Found::new(place..place + 1, now, message))
}

/// Characters in two halves, as JSON writes them: `\ud83d\ude00`, which YAML does not know; or one half alone.
fn half_characters(line: &str) -> Option<Found> {
    static HALVES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\\u([dD][89abAB][0-9a-fA-F]{2})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|\\u[dD][c-fC-F][0-9a-fA-F]{2}")
            .ok()
    });
    let halves = HALVES.as_ref()?;
    let first = halves.find(line).filter(|_| line.contains('"'))?;
    let mut is_whole = true;
    let now = halves.replace_all(line, |parts: &regex::Captures<'_>| {
        let unit = |n| parts.get(n).and_then(|half| u16::from_str_radix(half.as_str(), 16).ok());
        let both = unit(1).zip(unit(2)).map(|(one, other)| String::from_utf16_lossy(&[one, other]));
        is_whole &= both.is_some();
        both.unwrap_or_default()
    });
    let message = Text::new(
        format!("“{}”是半个字符的代码，YAML 不认", first.as_str()),
        format!("\"{}\" is the code of half a character, which YAML does not know", first.as_str()),
    );
    let found = Found::new(first.range(), now.into_owned(), message);
    let help = Text::new("删去它，直接打这个字符", "delete it, and type the character itself");
    Some(Found { help: (!is_whole).then_some(help), ..found })
}

/// A backslash in double quotes that begins no escape, as of `"C:\数据"`: the text in single quotes, where no other
/// backslash in it may be meant as an escape.
fn backslash(line: &str) -> Option<Found> {
    const ESCAPES: &str = "0abtnvfre \"/\\N_LPxuU\t";
    let mut chars = line.char_indices();
    while let Some((start, c)) = chars.next() {
        if c == '\'' {
            chars.find(|(_, c)| *c == '\'');
        }
        if c != '"' {
            continue;
        }
        let (mut first, mut is_escape, mut end) = (None, false, None);
        while let Some((place, c)) = chars.next() {
            match c {
                '"' => {
                    end = Some(place);
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, '\\')) => {}
                    Some((_, next)) if ESCAPES.contains(next) => is_escape = true,
                    _ => {
                        first.get_or_insert(place);
                    }
                },
                _ => {}
            }
        }
        let (Some(first), Some(end)) = (first, end) else { continue };
        let inner = line.get(start + 1..end)?;
        let now = format!("{}{}{}", line.get(..start)?, quoted(&inner.replace("\\\\", "\\")), line.get(end + 1..)?);
        let message = Text::new(
            "双引号里的反斜线“\\”后面不是规定的字母",
            "a backslash in double quotes begins a code, and this is none",
        );
        let (zh, en) = WRITE;
        let told = Text::new(
            "反斜线写两个“\\\\”，或者把双引号换成单引号",
            "write each backslash twice, or use single quotes in place of the double ones",
        );
        let shown = now.trim().trim_start_matches("- ");
        let help = match is_escape {
            true => told,
            false => Text::new(format!("{}，{zh}{shown}", told.zh), format!("{}; {en}{shown}", told.en)),
        };
        return Some(Found { help: Some(help), ..Found::new(first..first + 1, now, message) });
    }
    None
}

/// Quotes around a part of a text: `"东风"食品`, `"东风"食品"`.
fn quotes_within(line: &str) -> Option<Found> {
    let start = value_start(line)?;
    let value = line.get(start..)?.trim_end();
    let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    // Between Chinese words the quotes are Chinese ones.
    let is_chinese = value.chars().any(is_han) && value.matches(mark).count().is_multiple_of(2) && mark == '"';
    let mut opens = false;
    let mut chinese = |c: char| {
        opens ^= c == mark;
        match (c == mark, opens) {
            (true, true) => '“',
            (true, false) => '”',
            _ => c,
        }
    };
    let mended = if is_chinese { value.chars().map(&mut chinese).collect() } else { quoted(value) };
    let now = format!("{}{mended}", line.get(..start)?);
    let message = Text::new("引号只括住了值的一部分", "the quotes stand around a part of the value only");
    Some(Found::new(start..start + mark.len_utf8(), now, message))
}

/// Signs that mean something at the beginning of a value.
const SPECIAL: &[char] = &['[', ']', '{', '}', '>', '|', '%', '@', '`', '*', '&', '!', '#', ',', '?', '-', '~'];

fn special_start(line: &str) -> Option<Found> {
    let start = value_start(line)?;
    let value = line.get(start..)?.trim_end();
    let sign = value.chars().next().filter(|c| SPECIAL.contains(c))?;
    let has_ended = matches!((sign, value.chars().next_back()), ('[', Some(']')) | ('{', Some('}')));
    if (has_ended && !value.starts_with("{{")) || start == head(line) && line.trim_start().starts_with(SPECIAL) {
        return None;
    }
    let now = format!("{}{}", line.get(..start)?, quoted(value));
    let message =
        Text::new(format!("以“{sign}”开头的值要加引号"), format!("a value that begins with \"{sign}\" needs quotes"));
    Some(Found::new(start..start + sign.len_utf8(), now, message))
}

/// The same in a list or map in one line: `{what: 甲, value: >30个}`.
fn special_start_in_braces(line: &str) -> Option<Found> {
    let mut now = line.to_owned();
    let mut first = None;
    let mut from = 0;
    while let Some((start, end)) = special_in_braces(&now, from) {
        let value = now.get(start..end)?.to_owned();
        first.get_or_insert((start, value.chars().next()?));
        let mended = quoted(&value);
        from = start + mended.len();
        now.replace_range(start..end, &mended);
    }
    let (start, sign) = first?;
    let message =
        Text::new(format!("以“{sign}”开头的值要加引号"), format!("a value that begins with \"{sign}\" needs quotes"));
    Some(Found::new(start..start + sign.len_utf8(), now, message))
}

fn special_in_braces(line: &str, from: usize) -> Option<(usize, usize)> {
    let places: Vec<(usize, char)> = outside_quotes(line).collect();
    let is_in_braces = |place: usize| line.get(..place).is_some_and(|before| before.contains(['{', '[']));
    let begins = places.iter().filter(|(place, c)| matches!(c, ':' | ',' | '[') && is_in_braces(*place));
    begins.map(|(place, _)| place + 1).filter(|place| *place >= from).find_map(|place| {
        let rest = line.get(place..)?;
        let start = place + (rest.len() - rest.trim_start().len());
        let value = line.get(start..)?;
        let special = ['>', '|', '%', '@', '`', '*', '&', '!', '?'];
        if !value.starts_with(special) {
            return None;
        }
        let end = value.find([',', '}', ']', '，']).map_or(line.len(), |end| start + end);
        let end = start + line.get(start..end)?.trim_end().len();
        Some((start, end))
    })
}

/// The space on the wrong side of the colon: `place :青溪镇`.
fn space_before_colon(line: &str, words: &Words) -> Option<Found> {
    let start = head(line);
    let key = word(line.get(start..)?);
    let after = line.get(start + key.len()..)?;
    let value = after.trim_start().strip_prefix(':')?.trim();
    words.key(key).filter(|_| after.starts_with(' ') && !value.is_empty())?;
    let message =
        Text::new(format!("“{key}”的空格要在冒号后面"), format!("the space belongs after the colon of \"{key}\""));
    let mark = start + key.len()..start + key.len() + (after.len() - after.trim_start().len()) + 1;
    Some(Found::new(mark, format!("{}{key}: {value}", line.get(..start)?), message))
}

/// A second key in the value of the first: `- stage: 签约 date: 2023-03`.
fn two_keys(line: &str, words: &Words) -> Option<Found> {
    let start = value_start(line)?;
    let value = line.get(start..)?.trim_end();
    if value.starts_with(['{', '[', '"', '\'']) || start == head(line) {
        return None;
    }
    let colon = value.find(": ")?;
    let before = value.get(..colon)?;
    let at = before
        .rfind([' ', ',', '，', ';', '；'])
        .map(|at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8))?;
    let key = words.key(before.get(at..)?)?.to_owned();
    let first = before.get(..at)?.trim_end_matches([' ', ',', '，', ';', '；']);
    let second = format!("{key}: {}", value.get(colon + 2..)?);
    let (own, lead) = (head(line), line.get(..head(line))?);
    let name = line.get(own..start)?.trim_end();
    let is_item = lead.trim_start().starts_with('-');
    let message =
        Text::new(format!("“{key}”和前一个键写在一行"), format!("\"{key}\" stands on the line of another key"));
    let mark = start + at..start + colon;
    if is_item {
        return Some(Found::new(mark, format!("{lead}{{{name} {first}, {second}}}"), message));
    }
    let help = Text::new(format!("另起一行写 {second}"), format!("write {second} on a line of its own"));
    Some(Found { help: Some(help), ..Found::new(mark, format!("{lead}{name} {first}"), message) })
}

fn colon_or_hash_in_value(line: &str) -> Option<Found> {
    let start = value_start(line)?;
    let value = line.get(start..)?.trim_end();
    if value.starts_with(['{', '[', '"', '\'', '“', '｛', '【']) || start == head(line) {
        return None;
    }
    let place = value.find(": ").or_else(|| value.find(" #")).or_else(|| value.strip_suffix(':').map(str::len))?;
    let is_chinese = value.get(..place)?.ends_with(is_han) && value.get(place..)?.starts_with(": ");
    // Between Chinese words a colon is a full-width one, which YAML lets be.
    let mended = if is_chinese { value.replacen(": ", "：", 1) } else { quoted(value) };
    let now = format!("{}{mended}", line.get(..start)?);
    let message = match is_chinese {
        true => Text::new(
            "值里有半角冒号加空格，会被当成键",
            "a colon and a space in a value make a key of what stands before them",
        ),
        false => Text::new("值里有半角冒号或井号，要加引号", "a value with a colon or a hash needs quotes"),
    };
    let mark = start + place;
    Some(Found::new(mark..mark + value.get(place..).map_or(0, |rest| rest.trim_end().len().min(2)), now, message))
}

/// A key after an item in braces, which is whole: it begins the next item.
pub(super) fn forgotten_dash(line: &str, before: &[&str], words: &Words) -> Vec<Found> {
    let start = line.len() - line.trim_start_matches(' ').len();
    let rest = line.get(start..).unwrap_or("");
    let key = word(rest);
    let is_entry = words.key(key).is_some() && rest.get(key.len()..).is_some_and(|after| after.starts_with(':'));
    let other = before.iter().rev().find(|line| !line.trim().is_empty()).map_or("", |line| line.trim_end());
    if !is_entry || !other.trim_start().starts_with("- {") || !other.ends_with('}') {
        return Vec::new();
    }
    let indent = other.get(..other.len() - other.trim_start().len()).unwrap_or("");
    let message = Text::new(format!("“{key}”前面缺“- ”"), format!("no \"- \" stands before \"{key}\""));
    let spaces = indent.len();
    let help = Text::new(
        format!("这是列表的另一项：行首空 {spaces} 格，写 - {rest}"),
        format!("this is another item: begin the line with {spaces} spaces, then - {rest}"),
    );
    vec![Found { help: Some(help), ..Found::new(start..start + key.len(), format!("{indent}- {rest}"), message) }]
}

/// The line with the indentation of a line before it.
pub(super) fn aligned(line: &str, before: &[&str], _: &Words) -> Vec<Found> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = indent(line);
    let mut tried: Vec<usize> = vec![own];
    let mut found = Vec::new();
    for other in before.iter().rev().filter(|line| !line.trim().is_empty()).take(8) {
        let item = other.trim_start().strip_prefix("- ").map(|_| indent(other) + 2);
        for (wanted, neighbour) in [(item, *other), (Some(indent(other)), *other)] {
            let Some(wanted) = wanted.filter(|wanted| !tried.contains(wanted)) else { continue };
            tried.push(wanted);
            let now = format!("{}{}", " ".repeat(wanted), line.trim_start());
            let shown = match word(neighbour.trim_start().trim_start_matches("- ")) {
                "" => neighbour.trim_start().get(..1).unwrap_or("-"),
                word => word,
            };
            let message = Text::new("缩进没有对齐", "the line is not aligned");
            let help = Text::new(
                format!("行首空 {wanted} 格，与“{shown}”对齐"),
                format!("begin the line with {wanted} spaces, like \"{shown}\""),
            );
            let help = if wanted == 0 {
                Text::new("顶格写，行首不空格", "begin the line without spaces")
            } else {
                help
            };
            let end = own.max(1).min(line.len());
            found.push(Found { help: Some(help), ..Found::new(0..line.floor_char_boundary(end), now, message) });
        }
    }
    found
}
