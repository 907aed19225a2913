//! Numbers as they are said and typed: `2千5百万`, `1百零5`, `两亿五`, `三点零五`, `三五`, `十七八`, `3K`.

use rust_decimal::Decimal;

use super::{Scale, number};
use crate::text::{han_digit, is_han};

/// A number at the beginning of a text.
#[derive(Debug)]
pub(super) struct Numeral<'a> {
    /// In whole units.
    pub(super) whole: Decimal,
    /// The upper end in whole units, of `三五` and `十七八`.
    pub(super) to: Option<Decimal>,
    /// In `scale`, with the digits of the source where it is one number.
    pub(super) stated: Decimal,
    pub(super) scale: Scale,
    /// What its one number is multiplied with by all that follows: 1000 of `6千`. None where there are several numbers.
    pub(super) factor: Option<Decimal>,
    /// `余`, `多`: more than this.
    pub(super) more: bool,
    pub(super) rest: &'a str,
}

/// How a number is read that leaves out a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As it is said: `3亿5000元` is 3亿5000万元.
    Spoken,
    /// As it stands: `3亿5000元` is 5000元 more than 3亿.
    Literal,
}

/// The number that a text begins with. Where it can be meant both ways, they give different ones, or else the same.
pub(super) fn numeral(text: &str, way: Way) -> Option<Numeral<'_>> {
    let (tokens, rest) = tokens(text)?;
    let read = |takes_second| Reader { way, takes_second, is_alone: rest.is_empty() }.all(&tokens);
    let whole = read(false)?;
    let is_pair = |token: &Token| matches!(token, Token::Number(number) if number.second.is_some());
    let to = if tokens.iter().any(is_pair) { Some(read(true)?) } else { None };
    let has = |wanted: Token| tokens.contains(&wanted);
    let scale = match (has(Token::Yi), has(Token::Wan)) {
        (true, _) => Scale::Yi,
        (_, true) => Scale::Wan,
        _ => Scale::One,
    };
    let mut numbers = tokens.iter().filter_map(|token| match token {
        Token::Number(number) => Some(number.value),
        _ => None,
    });
    let one = numbers.next().filter(|one| numbers.next().is_none() && to.is_none() && !one.is_zero());
    let stated = match one.filter(|one| one.checked_mul(scale.factor()) == Some(whole)) {
        Some(one) => one,
        None if scale == Scale::One => whole,
        None => whole.checked_div(scale.factor())?.normalize(),
    };
    let factor = one.and_then(|one| whole.checked_div(one));
    Some(Numeral { whole, to, stated, scale, factor, more: has(Token::More), rest })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Number(Number),
    /// 十, 百 or 千.
    Unit(Decimal),
    Wan,
    Yi,
    Zero,
    More,
    Half,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    value: Decimal,
    /// The second of two digits side by side, as of 三五.
    second: Option<Decimal>,
    /// How many digits it was typed with.
    digits: usize,
    /// Whether nothing can be left out behind it: it has a fraction, or begins with a 0.
    is_exact: bool,
}

/// The parts of a number, and what follows it. None of what begins as one and is none.
fn tokens(text: &str) -> Option<(Vec<Token>, &str)> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        let is_first = tokens.is_empty();
        let is_closed = tokens.contains(&Token::More) || tokens.contains(&Token::Half);
        let has_number = matches!(tokens.last(), Some(Token::Number(_)));
        if (c.is_ascii_digit() || han_digit(c).is_some() || point(rest).is_some()) && !has_number && !is_closed {
            // Behind a fraction stands no other number.
            let is_broken = |token: &Token| matches!(token, Token::Number(number) if !number.value.is_integer());
            if tokens.iter().any(is_broken) {
                return None;
            }
            if han_digit(c) == Some(0) && !is_first && tokens.last() != Some(&Token::Zero) {
                tokens.push(Token::Zero);
                rest = after;
                continue;
            }
            let (number, after) = if c.is_ascii_digit() {
                arabic(rest, !is_first)?
            } else if let Some((fraction, after)) = point(rest) {
                // 三十点五.
                if is_first {
                    return None;
                }
                (Number { value: fraction, second: None, digits: 1, is_exact: true }, after)
            } else {
                chinese(rest, !is_first)?
            };
            tokens.push(Token::Number(number));
            rest = after;
            continue;
        }
        let token = match c {
            '余' | '多' if !is_first && !is_closed => Token::More,
            '半' if !is_first && !is_closed && !has_number && (after.is_empty() || after.starts_with('元')) => {
                Token::Half
            }
            _ => match unit(c, after, has_number, is_first) {
                Some(token) => token,
                None => break,
            },
        };
        tokens.push(token);
        rest = after;
    }
    (!tokens.is_empty()).then_some((tokens, rest))
}

fn unit(c: char, after: &str, has_number: bool, is_first: bool) -> Option<Token> {
    let small = |factor: u32| Some(Token::Unit(Decimal::from(factor)));
    let goes_on = || after.starts_with(|c| han_digit(c).is_some() || "余多万亿".contains(c));
    match c {
        '十' | '拾' => small(10),
        '百' | '佰' if !after.starts_with('分') && (!is_first || goes_on()) => small(100),
        // 千瓦 and the like are units themselves.
        '千' | '仟'
            if !after.starts_with(['分', '瓦', '米', '克', '帕', '卡', '伏', '升']) && (!is_first || goes_on()) =>
        {
            small(1000)
        }
        'k' | 'K' if has_number && after.starts_with(is_han) => small(1000),
        'w' | 'W' if has_number && after.starts_with(is_han) => Some(Token::Wan),
        '万' if !is_first => Some(Token::Wan),
        '亿' if !is_first => Some(Token::Yi),
        _ => None,
    }
}

/// Digits with their point, and without the commas that part thousands.
fn arabic(text: &str, has_before: bool) -> Option<(Number, &str)> {
    let length = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let (typed, rest) = text.split_at(length);
    let plain = ungrouped(typed)?;
    let (value, left) = number(&plain).ok()?;
    if !left.is_empty() {
        return None;
    }
    let is_exact = plain.contains('.') || (has_before && plain.starts_with('0'));
    let number = Number { value, second: None, digits: plain.len(), is_exact };
    with_fraction(number, rest)
}

/// Chinese digits: one; two side by side, as 三五; or one for each place, as 二〇二三.
fn chinese(text: &str, has_before: bool) -> Option<(Number, &str)> {
    let length = text.find(|c| han_digit(c).is_none()).unwrap_or(text.len());
    let (typed, rest) = text.split_at(length);
    let digits: Vec<u32> = typed.chars().filter_map(han_digit).collect();
    let number = |value: Decimal, digits| Number { value, second: None, digits, is_exact: false };
    let number = match digits.as_slice() {
        [one] => number(Decimal::from(*one), 1),
        [first, second] if *first > 0 && (*second == first + 1 || (*first, *second) == (3, 5)) => {
            Number { second: Some(Decimal::from(*second)), ..number(Decimal::from(*first), 1) }
        }
        // 五三 says no number.
        [_, second] if *second > 0 => return None,
        places if has_before || places.len() > 20 => return None,
        places => {
            let text: String = places.iter().map(u32::to_string).collect();
            number(text.parse().ok()?, text.len())
        }
    };
    with_fraction(number, rest)
}

/// A number with the `点五` behind it.
fn with_fraction(number: Number, rest: &str) -> Option<(Number, &str)> {
    match point(rest) {
        Some((fraction, rest)) => {
            let is_whole = number.second.is_none() && number.value.is_integer();
            let value = number.value.checked_add(fraction).filter(|_| is_whole)?;
            Some((Number { value, is_exact: true, ..number }, rest))
        }
        None => Some((number, rest)),
    }
}

/// `点` with digits behind it, and what follows them.
fn point(text: &str) -> Option<(Decimal, &str)> {
    let after = text.strip_prefix('点')?;
    let digit = |c: char| c.to_digit(10).or_else(|| han_digit(c));
    let length = after.find(|c| digit(c).is_none()).unwrap_or(after.len());
    let (digits, rest) = after.split_at(length);
    let digits: String = digits.chars().filter_map(digit).map(|digit| digit.to_string()).collect();
    let fraction = Decimal::from_str_exact(&format!("0.{digits}")).ok().filter(|_| !digits.is_empty())?;
    Some((fraction, rest))
}

/// Digits without the commas that part thousands; none where a comma parts something else.
fn ungrouped(digits: &str) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let grouped = whole.split(',').skip(1).all(|group| group.len() == 3);
    let plain = whole.replace(',', "");
    grouped.then(|| fraction.map_or(plain.clone(), |fraction| format!("{plain}.{fraction}")))
}

/// Reads tokens one way.
struct Reader {
    way: Way,
    /// Of two digits side by side, the second.
    takes_second: bool,
    /// Whether nothing follows the number.
    is_alone: bool,
}

impl Reader {
    fn all(&self, tokens: &[Token]) -> Option<Decimal> {
        let yi = Scale::Yi.factor();
        let Some(place) = tokens.iter().position(|token| *token == Token::Yi) else {
            return self.with_wan(tokens, None, false);
        };
        let (high, low) = (tokens.get(..place)?, tokens.get(place + 1..)?);
        let high = self.with_wan(high, None, true).filter(|high| !high.is_zero())?.checked_mul(yi)?;
        let low = if low.is_empty() { Decimal::ZERO } else { self.with_wan(low, Some(yi), false)? };
        high.checked_add(low).filter(|_| low < yi)
    }

    /// Tokens without 亿, that stand behind `above`, and before an 亿.
    fn with_wan(&self, tokens: &[Token], above: Option<Decimal>, is_before: bool) -> Option<Decimal> {
        let wan = Scale::Wan.factor();
        let Some(place) = tokens.iter().position(|token| *token == Token::Wan) else {
            return self.section(tokens, above, is_before);
        };
        let (high, low) = (tokens.get(..place)?, tokens.get(place + 1..)?);
        let high = self.section(high, above, true).filter(|high| !high.is_zero())?.checked_mul(wan)?;
        let low = if low.is_empty() { Decimal::ZERO } else { self.section(low, Some(wan), is_before)? };
        high.checked_add(low).filter(|_| low < wan)
    }

    /// Tokens without 万 and 亿.
    fn section(&self, tokens: &[Token], above: Option<Decimal>, is_before: bool) -> Option<Decimal> {
        let mut sum = Decimal::ZERO;
        let mut unit = above;
        let mut after_zero = false;
        let mut left = tokens;
        while let Some((token, after)) = left.split_first() {
            left = after;
            let value = match (token, after.first()) {
                (Token::More, _) => continue,
                (Token::Zero, _) => {
                    after_zero = true;
                    continue;
                }
                (Token::Half, _) => unit.filter(|unit| *unit > Decimal::TEN)?.checked_div(Decimal::TWO)?,
                (Token::Number(number), Some(Token::Unit(factor))) => {
                    left = after.get(1..)?;
                    let value = self.value(number).checked_mul(*factor)?;
                    let value = Some(value).filter(|value| unit.is_none_or(|unit| *value < unit))?;
                    unit = Some(*factor);
                    value
                }
                (Token::Number(number), Some(Token::More)) if after.get(1).is_some() => {
                    // 三百多: the unit stands behind the word.
                    let [Token::More, Token::Unit(factor)] = after else { return None };
                    left = &[];
                    self.value(number).checked_mul(*factor)?
                }
                (Token::Number(number), None | Some(Token::More)) => {
                    let is_own = unit != above;
                    self.last(number, unit.filter(|_| !after_zero), is_own, is_before)?
                }
                // 十五, 一百十五.
                (Token::Unit(factor), _) => {
                    let value = Some(*factor).filter(|value| unit.is_none_or(|unit| *value < unit))?;
                    unit = Some(*factor);
                    value
                }
                _ => return None,
            };
            sum = sum.checked_add(value)?;
            after_zero = false;
        }
        self.of_wan(tokens, sum, above, is_before)
    }

    fn value(&self, number: &Number) -> Decimal {
        number.second.filter(|_| self.takes_second).unwrap_or(number.value)
    }

    /// A number that ends a section, behind `unit`: 两万五 leaves out the 千.
    fn last(&self, number: &Number, unit: Option<Decimal>, is_own: bool, is_before: bool) -> Option<Decimal> {
        let value = self.value(number);
        let Some(unit) = unit else { return Some(value) };
        let is_short = !number.is_exact && number.digits == 1 && !value.is_zero() && unit > Decimal::TEN;
        let is_spoken = match is_before {
            // 三千五万 is neither for sure; 3亿5万 is what it says.
            true => is_own && self.way == Way::Spoken,
            false => true,
        };
        if is_short && is_spoken {
            return value.checked_mul(unit)?.checked_div(Decimal::TEN);
        }
        Some(value).filter(|value| *value < unit)
    }

    /// What stands behind 亿 without a 万 that it may mean: 1亿5千, 3亿5000.
    fn of_wan(&self, tokens: &[Token], sum: Decimal, above: Option<Decimal>, is_before: bool) -> Option<Decimal> {
        let is_several = match tokens.first() {
            Some(Token::Number(number)) if tokens.len() == 1 => !number.is_exact && (2..=4).contains(&number.digits),
            Some(Token::Zero | Token::Half) | None => false,
            _ => sum < Scale::Wan.factor(),
        };
        if is_before || !is_several || above != Some(Scale::Yi.factor()) {
            return Some(sum);
        }
        let is_four = sum >= Decimal::ONE_THOUSAND;
        if (is_four && self.is_alone) || self.way == Way::Spoken {
            return sum.checked_mul(Scale::Wan.factor());
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, way: Way) -> Option<String> {
        let numeral = numeral(text, way)?;
        let to = numeral.to.map(|to| format!("~{}", to.normalize())).unwrap_or_default();
        Some(format!("{}{to}{}", numeral.whole.normalize(), numeral.rest))
    }

    #[test]
    fn numbers_as_they_are_said() {
        for (text, expected) in [
            ("2千5百万元", "25000000元"),
            ("3千5百8十万元", "35800000元"),
            ("1百5十万元", "1500000元"),
            ("5千3百元", "5300元"),
            ("1千2百3十件", "1230件"),
            ("3百5十件", "350件"),
            ("1百零5个", "105个"),
            ("3千05个", "3005个"),
            ("3千5", "3500"),
            ("1亿5", "150000000"),
            ("1亿5千", "150000000"),
            ("1亿5千万", "150000000"),
            ("1亿2000万元", "120000000元"),
            ("3亿5000", "350000000"),
            ("两亿五", "250000000"),
            ("一万五元", "15000元"),
            ("2万5元", "25000元"),
            ("2万5千元", "25000元"),
            ("2万500元", "20500元"),
            ("2万零5元", "20005元"),
            ("五千三", "5300"),
            ("五千零三", "5003"),
            ("一百五个", "150个"),
            ("一百零五个", "105个"),
            ("一百十五个", "115个"),
            ("三百五十", "350"),
            ("两万五", "25000"),
            ("1万2个", "12000个"),
            ("两万五千三", "25300"),
            ("三亿半", "350000000"),
            ("三五个", "3~5个"),
            ("一两个", "1~2个"),
            ("三四公里", "3~4公里"),
            ("十七八个", "17~18个"),
            ("一百七八十人", "170~180人"),
            ("七八百件", "700~800件"),
            ("三五千万元", "30000000~50000000元"),
            ("二〇二三年", "2023年"),
            ("五〇个", "50个"),
            ("三点零五", "3.05"),
            ("三十二点七", "32.7"),
            ("三十点五", "30.5"),
            ("零点五", "0.5"),
            ("三点五亿元", "350000000元"),
            ("12万亿元", "12000000000000元"),
            ("三万五千亿元", "3500000000000元"),
            ("1,000个", "1000个"),
            ("3K个", "3000个"),
            ("5w元", "50000元"),
            ("500MW", "500MW"),
            ("500千瓦", "500千瓦"),
            ("2千3百千瓦", "2300千瓦"),
            ("3百分点", "3百分点"),
            ("十几个", "10几个"),
            ("百余人", "100人"),
            ("伍佰万元", "5000000元"),
        ] {
            assert_eq!(read(text, Way::Spoken).as_deref(), Some(expected), "{text}");
            assert_eq!(read(text, Way::Literal).as_deref(), Some(expected), "{text} literally");
        }
    }

    #[test]
    fn what_may_be_meant_both_ways_gives_both() {
        for (text, spoken, literal) in [
            ("3亿5000元", "350000000元", "300005000元"),
            ("1亿5千元", "150000000元", "100005000元"),
            ("1亿50", "100500000", "100000050"),
            ("一百五万元", "1500000元", "1050000元"),
        ] {
            assert_eq!(read(text, Way::Spoken).as_deref(), Some(spoken), "{text}");
            assert_eq!(read(text, Way::Literal).as_deref(), Some(literal), "{text} literally");
        }
    }

    #[test]
    fn what_says_no_number_gives_none() {
        for text in
            ["五三个", "3百千", "3千5000", "1亿亿", "万元", "千禧", "三五点五", "若干", "", "5百6千", "1.2万3亿"]
        {
            assert_eq!(read(text, Way::Spoken), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(text in "[0-9一二三五零十百千万亿点余半kw元.,]{0,12}") {
            let _ = (read(&text, Way::Spoken), read(&text, Way::Literal));
        }
    }
}
