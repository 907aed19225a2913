//! A text as readers see it, with where each part of it stands in the text as written.

use std::borrow::Cow;
use std::ops::Range;

/// Stands for the end of a line, or a tag such as `<br>` or `<sup>`, between two parts of one number.
pub(super) const WRAP: char = '\u{2028}';

/// How a text is read.
#[derive(Clone, Copy, Default)]
pub(super) struct View {
    /// Lines that end and begin with a digit run on, as YAML and Markdown read them.
    pub(super) wraps: bool,
    /// Stars stay: they mask, and are no emphasis.
    pub(super) stars: bool,
    /// Chinese numerals are digits, and other digits are none.
    pub(super) numerals: bool,
}

/// A text as readers see it.
pub(super) struct Plain<'a> {
    pub(super) text: Cow<'a, str>,
    /// In order, from where on which part of the text as written stands; empty where nothing was changed.
    parts: Vec<Part>,
}

/// A part of the text: as it was written, or in place of what was.
struct Part {
    at: usize,
    written: Range<usize>,
    same: bool,
}

/// What stands in place of a piece of the text.
enum Shown {
    Nothing,
    Same,
    One(char),
}

impl<'a> Plain<'a> {
    pub(super) fn of(written: &'a str, view: View) -> Self {
        let changes = |c: char| {
            is_mark(c) || matches!(c, '\\' | '&' | '<') || c == '\n' && view.wraps || shown(c, view) != Some(c)
        };
        // Most characters of a text are Han ones, which begin with these bytes and are shown as they are.
        let is_kept = |byte: u8| matches!(byte, 0xE4..=0xE9) && !view.numerals;
        let is_plain = |byte: u8| {
            let changes = matches!(byte, b'*' | b'_' | b'~' | b'`' | b'\\' | b'&' | b'<' | b'\n' | b'\r');
            byte.is_ascii() && !changes && !view.numerals
        };
        let next_change = |from: usize| {
            let mut at = from;
            while let Some(byte) = written.as_bytes().get(at) {
                match *byte {
                    byte if is_kept(byte) => at += 3,
                    byte if is_plain(byte) => at += 1,
                    _ => match written.get(at..).and_then(|rest| rest.chars().next()).filter(|c| !changes(*c)) {
                        Some(c) => at += c.len_utf8(),
                        None => break,
                    },
                }
            }
            at
        };
        let mut this = Self { text: Cow::Borrowed(written), parts: Vec::new() };
        if next_change(0) == written.len() {
            return this;
        }
        let (mut text, mut at) = (String::with_capacity(written.len()), 0);
        while let Some(rest) = written.get(at..)
            && let Some(c) = rest.chars().next()
        {
            let (length, shown) = match next_change(at) - at {
                0 => unit(rest, c, &text, view),
                same => (same, Shown::Same),
            };
            let written = at..at + length;
            let start = text.len();
            match shown {
                Shown::Nothing => {}
                Shown::Same => text.push_str(rest.get(..length).unwrap_or_default()),
                Shown::One(c) => text.push(c),
            }
            at = written.end;
            match (shown, this.parts.last_mut()) {
                (Shown::Nothing, _) => {}
                (Shown::Same, Some(last)) if last.same && last.written.end == written.start => {
                    last.written.end = written.end;
                }
                (Shown::Same, _) => this.parts.push(Part { at: start, written, same: true }),
                (Shown::One(_), _) => this.parts.push(Part { at: start, written, same: false }),
            }
        }
        this.text = Cow::Owned(text);
        this
    }

    /// Where a range stands in the text as written.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let part = |at: usize| {
            let after = self.parts.partition_point(|part| part.at <= at);
            self.parts.get(after.checked_sub(1)?)
        };
        let start = |at: usize| part(at).map(|part| part.written.start + if part.same { at - part.at } else { 0 });
        let end = |at: usize| {
            let part = part(at.saturating_sub(1));
            part.map(|part| if part.same { part.written.start + at - part.at } else { part.written.end })
        };
        start(range.start).unwrap_or(range.start)..end(range.end).unwrap_or(range.end)
    }
}

/// Marks of emphasis and code.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '`')
}

/// How many bytes the piece at the head of a text has, and what is seen of it.
fn unit(rest: &str, c: char, before: &str, view: View) -> (usize, Shown) {
    let found = match c {
        '*' | '_' | '~' | '`' => Some(mark(rest, c, before.chars().next_back(), view)),
        '\\' => escape(rest),
        '&' => entity(rest),
        '<' => tag(rest),
        '\n' if view.wraps => wrap(rest, before.trim_end_matches([' ', '\t']).chars().next_back()),
        _ => None,
    };
    found.unwrap_or_else(|| match shown(c, view) {
        Some(same) if same == c => (c.len_utf8(), Shown::Same),
        Some(other) => (c.len_utf8(), Shown::One(other)),
        None => (c.len_utf8(), Shown::Nothing),
    })
}

/// A run of marks. Four stars or more mask something, one line or wave between two numbers parts them.
fn mark(rest: &str, c: char, before: Option<char>, view: View) -> (usize, Shown) {
    let run = rest.find(|other| other != c).unwrap_or(rest.len());
    let between = || {
        let after = rest.get(run..).and_then(|rest| rest.chars().next());
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    let stays = run > 3 || c == '*' && view.stars || matches!(c, '_' | '~') && run == 1 && between();
    (run, if stays { Shown::Same } else { Shown::Nothing })
}

/// `\u0031` and other escapes of YAML and JSON, a `\` before the end of a line, a `\` before a sign in Markdown.
fn escape(rest: &str) -> Option<(usize, Shown)> {
    let sign = rest.chars().nth(1)?;
    let code = |digits: usize| {
        let hex = rest.get(2..2 + digits).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let c = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
        Some((2 + digits, shown(c, View::default()).map_or(Shown::Nothing, Shown::One)))
    };
    match sign {
        'x' => code(2),
        'u' => code(4),
        'U' => code(8),
        'n' | 'r' => Some((2, Shown::One('\n'))),
        't' => Some((2, Shown::One('\t'))),
        '\n' | '\r' => Some((rest.len() - rest.get(1..)?.trim_start().len(), Shown::Nothing)),
        sign if sign.is_ascii_punctuation() => Some((2, Shown::One(sign))),
        _ => None,
    }
}

/// `&#49;`, and the named characters that may stand in a number.
fn entity(rest: &str) -> Option<(usize, Shown)> {
    let end = rest.bytes().take(10).position(|byte| byte == b';')?;
    let name = rest.get(1..end)?;
    let code = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    let c = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(hex) => code(hex, 16)?,
            None => code(digits, 10)?,
        },
        None => match name {
            "nbsp" | "ensp" | "emsp" | "thinsp" | "numsp" => ' ',
            "middot" | "bull" => '·',
            "ndash" | "mdash" | "minus" | "hyphen" => '-',
            "times" => '×',
            "ast" => '*',
            "shy" | "zwnj" | "zwj" => return Some((end + 1, Shown::Nothing)),
            _ => return None,
        },
    };
    Some((end + 1, shown(c, View::default()).map_or(Shown::Nothing, Shown::One)))
}

/// A tag: nothing where it only dresses words, the end of a line where it parts them. What holds a number stays.
fn tag(rest: &str) -> Option<(usize, Shown)> {
    const DRESS: &[&str] = &[
        "b", "i", "em", "strong", "span", "font", "u", "s", "del", "ins", "mark", "a", "small", "big", "wbr", "code",
        "kbd", "bdi", "bdo",
    ];
    if rest.starts_with("<!--") {
        let near = rest.bytes().take(2000).collect::<Vec<_>>();
        let end = near.windows(3).position(|three| three == b"-->")? + 3;
        let holds_a_number = near.iter().take(end).filter(|byte| byte.is_ascii_digit()).count() > 6;
        return (!holds_a_number).then_some((end, Shown::Nothing));
    }
    let inside = rest.get(1..)?;
    let end = inside.bytes().take(400).position(|byte| matches!(byte, b'<' | b'>' | b'\n'))?;
    let inside = inside.get(..end).filter(|_| rest.as_bytes().get(end + 1) == Some(&b'>'))?;
    let named = inside.trim_start_matches('/');
    let name = named.split([' ', '\t', '/']).next()?.to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let holds_a_number = named.bytes().filter(u8::is_ascii_digit).count() > 6;
    Some((
        end + 2,
        match name.as_str() {
            _ if holds_a_number => return None,
            "br" | "sup" | "sub" => Shown::One(WRAP),
            name if DRESS.contains(&name) => Shown::Nothing,
            _ => Shown::One('\n'),
        },
    ))
}

/// The end of a line between two digits, or before the X of a number, with the blanks that begin the next.
fn wrap(rest: &str, before: Option<char>) -> Option<(usize, Shown)> {
    let is_part = |c: char| shown(c, View::default()).is_some_and(|c| c.is_ascii_digit()) || c == '*';
    before.filter(|c| is_part(*c))?;
    let next = rest.trim_start_matches(['\n', '\r', ' ', '\t']);
    let length = rest.len() - next.len();
    let lines = rest.get(..length)?.matches('\n').count();
    let is_x = || {
        let rest = next.strip_prefix(['X', 'x']);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    (lines == 1 && (next.starts_with(is_part) || is_x())).then_some((length, Shown::One(WRAP)))
}

/// A character as it is compared; `None` for those without width.
fn shown(c: char, view: View) -> Option<char> {
    if view.numerals {
        if let Some(digit) = numeral(c) {
            return Some(digit);
        }
        if c.is_ascii_digit() || matches!(c, '０'..='９') {
            return Some('\u{fffc}');
        }
    }
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '＋'
        | '．'
        | '／'
        | '（'
        | '）'
        | '［'
        | '］'
        | '＊'
        | '＃'
        | '＿'
        | '＝'
        | '＠' => char::from_u32(u32::from(c) - 0xFEE0),
        // Digits of mathematics, five alphabets of ten.
        '\u{1d7ce}'..='\u{1d7ff}' => char::from_digit((u32::from(c) - 0x1d7ce) % 10, 10),
        '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Some(' '),
        '－' | '–' | '—' | '―' | '‐' | '‑' | '‒' | '−' | '﹣' | '⁃' => Some('-'),
        '•' | '・' | '‧' | '∙' | '⋅' | '･' => Some('·'),
        '∗' | '﹡' | '⁎' => Some('*'),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{180e}'
        | '\r' => None,
        c => Some(c),
    }
}

/// The digit that a Chinese numeral stands for.
pub(super) fn numeral(c: char) -> Option<char> {
    Some(match c {
        '〇' | '零' | '○' => '0',
        '一' | '壹' | '幺' => '1',
        '二' | '贰' => '2',
        '三' | '叁' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
}
