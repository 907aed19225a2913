//! A link as a QR code 二维码: dark modules as one path, a unit a module.
//!
//! Of the eight masks that may lie over the data the one is taken that looks least like something else (ISO/IEC 18004, 7.8.3).
//! That is most of the work of a code, and nearly every page has one: lines are compared as whole numbers, a bit a module.

use std::sync::LazyLock;

use num_traits::{AsPrimitive, PrimInt};
use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern, Module};
use qrcode::types::{Color, EcLevel, Version};
use serde::Serialize;

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Qr {
    /// Modules on a side, with the four of quiet around them.
    pub size: usize,
    /// Path of the dark modules: strokes of width 1 along each row.
    pub path: String,
}

/// Modules of quiet that readers of codes need on each side.
const QUIET: usize = 4;

/// The widest line of modules, from the first bit on. Codes of up to 64 modules a side, as nearly all are, have lines of half
/// as many bits.
type Wide = u128;

/// The largest code whose lines these hold: version 27 has 125 modules on a side.
const VERSIONS: i16 = 27;

/// The code of a text; `None` for one that is too long (over 1,465 bytes).
pub fn qr(text: &str) -> Option<Qr> {
    let (mut canvas, side) = drawn(text.as_bytes())?;
    let mask =
        if side <= 64 { Modules::<u64>::of(&canvas, side).mask() } else { Modules::<Wide>::of(&canvas, side).mask() };
    canvas.apply_mask(*PATTERNS.get(mask)?);
    let colours = canvas.into_colors();
    let line = |row: &[Color]| (0..).zip(row).map(|(x, colour)| Wide::from(*colour == Color::Dark) << x).sum();
    let rows: Vec<Wide> = colours.chunks(side).map(line).collect();
    Some(Qr { size: side + 2 * QUIET, path: path(&rows) })
}

/// The modules of a text before a mask lies over them, and how many there are on a side.
fn drawn(text: &[u8]) -> Option<(Canvas, usize)> {
    let fits = |version: &i16| {
        let mut bits = Bits::new(Version::Normal(*version));
        bits.push_byte_data(text).and_then(|()| bits.push_terminator(EcLevel::L)).ok().map(|()| bits)
    };
    let bits = (1..=VERSIONS).find_map(|version| fits(&version))?;
    let version = bits.version();
    let (data, correction) = qrcode::ec::construct_codewords(&bits.into_bytes(), version, EcLevel::L).ok()?;
    let mut canvas = Canvas::new(version, EcLevel::L);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    Some((canvas, usize::try_from(version.width()).ok()?))
}

/// The path of dark modules.
fn path(rows: &[Wide]) -> String {
    let mut path = String::new();
    let (mut x, mut y) = (0, 0);
    for (row, line) in (QUIET..).zip(rows) {
        let mut rest = *line;
        let mut column = QUIET;
        while rest != 0 {
            let light = rest.trailing_zeros();
            let dark = (rest >> light).trailing_ones();
            column += light as usize;
            path.push('m');
            number(&mut path, column, x);
            path.push(' ');
            number(&mut path, row, y);
            path.push('h');
            number(&mut path, dark as usize, 0);
            column += dark as usize;
            rest = rest.checked_shr(light + dark).unwrap_or(0);
            (x, y) = (column, row);
        }
    }
    path
}

/// Writes how far `to` is from `from`.
fn number(out: &mut String, to: usize, from: usize) {
    if to < from {
        out.push('-');
    }
    let n = to.abs_diff(from);
    for (unit, digit) in [(100, n / 100), (10, n / 10 % 10), (1, n % 10)] {
        if n >= unit || unit == 1 {
            out.push(char::from(b'0' + digit as u8));
        }
    }
}

const PATTERNS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// What each mask turns, by rows and by columns.
static MASKS: LazyLock<[[Vec<Wide>; 2]; 8]> = LazyLock::new(|| {
    let lines = |turns: &dyn Fn(usize, usize) -> bool| -> Vec<Wide> {
        let line = |y| (0..128).filter(|x| turns(*x, y)).map(|x| 1 << x).sum();
        (0..128).map(line).collect()
    };
    let turns: [fn(usize, usize) -> bool; 8] = [
        |x, y| (x + y) % 2 == 0,
        |_, y| y % 2 == 0,
        |x, _| x % 3 == 0,
        |x, y| (x + y) % 3 == 0,
        |x, y| (x / 3 + y / 2) % 2 == 0,
        |x, y| x * y % 2 + x * y % 3 == 0,
        |x, y| (x * y % 2 + x * y % 3) % 2 == 0,
        |x, y| ((x + y) % 2 + x * y % 3) % 2 == 0,
    ];
    turns.map(|turns| [lines(&turns), lines(&|y, x| turns(x, y))])
});

/// The modules of a code by rows and by columns: which are dark, and which hold data, on which the mask lies.
struct Modules<Line> {
    rows: Vec<Line>,
    columns: Vec<Line>,
    data_rows: Vec<Line>,
    data_columns: Vec<Line>,
}

impl<Line: PrimInt + 'static> Modules<Line>
where
    Wide: AsPrimitive<Line>,
{
    fn of(canvas: &Canvas, side: usize) -> Self {
        let none = || vec![Line::zero(); side];
        let mut this = Self { rows: none(), columns: none(), data_rows: none(), data_columns: none() };
        let number = |lines: &mut [Line], line: usize, at: usize| {
            if let Some(line) = lines.get_mut(line) {
                *line = *line | Line::one() << at;
            }
        };
        for y in 0..side {
            for x in 0..side {
                let module = canvas.get(x as i16, y as i16);
                if module.is_dark() {
                    number(&mut this.rows, y, x);
                    number(&mut this.columns, x, y);
                }
                if !matches!(module, Module::Masked(_)) {
                    number(&mut this.data_rows, y, x);
                    number(&mut this.data_columns, x, y);
                }
            }
        }
        this
    }

    /// The mask under which a code looks least like something else.
    fn mask(&self) -> usize {
        (0..MASKS.len()).min_by_key(|mask| self.penalty(*mask)).unwrap_or(0)
    }

    /// How much a code under a mask looks like something else.
    fn penalty(&self, mask: usize) -> u32 {
        let [by_row, by_column] =
            MASKS.get(mask).map_or([&[][..], &[][..]], |lines| lines.each_ref().map(Vec::as_slice));
        let rows = || masked(&self.rows, &self.data_rows, by_row);
        let columns = masked(&self.columns, &self.data_columns, by_column);
        let lines: u32 = rows().chain(columns).map(|(line, data)| along(line, data)).sum();
        let blocks: u32 = rows().zip(rows().skip(1)).map(|(upper, lower)| blocks(upper, lower)).sum();
        let dark: u32 = rows().map(|(line, _)| line.count_ones()).sum();
        let side = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let percent = dark * 100 / (side * side);
        let unequal = if percent < 50 { 49 - percent } else { percent - 50 } / 5 * 10;
        lines + blocks + unequal
    }
}

/// Lines under a mask, each with which of its modules hold data.
fn masked<Line: PrimInt + 'static>(lines: &[Line], data: &[Line], mask: &[Wide]) -> impl Iterator<Item = (Line, Line)>
where
    Wide: AsPrimitive<Line>,
{
    let lines = lines.iter().zip(data).zip(mask);
    lines.map(|((line, data), mask)| (*line ^ (mask.as_() & *data), *data))
}

/// Of a line: two less than its modules for each run of five or more data modules of one colour, and 40 for each 1011101
/// that could be a finder, with four light modules before it, and again after it.
fn along<Line: PrimInt>(line: Line, data: Line) -> u32 {
    let runs = |same: Line| {
        let fives = same & same >> 1 & same >> 2 & same >> 3 & same >> 4;
        ones(fives) + 2 * ones(fives & !(fives << 1))
    };
    let finders = line & !(line >> 1) & line >> 2 & line >> 3 & line >> 4 & !(line >> 5) & line >> 6;
    let before = finders & !(line << 1 | line << 2 | line << 3 | line << 4);
    let after = finders & !(line >> 7 | line >> 8 | line >> 9 | line >> 10);
    runs(line & data) + runs(!line & data) + 40 * (ones(before) + ones(after))
}

/// How many bits are set; mostly none is.
fn ones<Line: PrimInt>(line: Line) -> u32 {
    if line.is_zero() { 0 } else { line.count_ones() }
}

/// Of two rows: three for each four data modules of one colour that stand together.
fn blocks<Line: PrimInt>((upper, upper_data): (Line, Line), (lower, lower_data): (Line, Line)) -> u32 {
    let pairs = upper_data & lower_data;
    let same = !(upper ^ lower) & !(upper ^ upper >> 1) & !(lower ^ lower >> 1);
    3 * (same & pairs & pairs >> 1).count_ones()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The finder in the corner: seven dark, a frame, a block of three.
    #[test]
    fn a_code_has_its_finders() {
        let code = qr("https://example.org/projects/a/").expect("a code");
        assert_eq!((code.size - 8) % 4, 1);
        assert!(code.path.starts_with("m4 4h7"), "{}", code.path);
        assert!(qr(&"a".repeat(1465)).is_some() && qr(&"a".repeat(1466)).is_none());
    }

    /// Another encoder, which counts module by module, chooses the same mask.
    #[test]
    fn codes_are_those_of_another_encoder() {
        for n in 1..400 {
            let text = format!("https://example.org/{}{n}/", "gōng-bào/".repeat(n % 100));
            let other = fast_qr::QRBuilder::new(text.clone()).ecl(fast_qr::ECL::L).build().expect("a code");
            let rows = (0..other.size).map(|row| {
                let dark = |column: &usize| other.data[row * other.size + column].value();
                (0..other.size).filter(dark).map(|column| 1 << column).sum()
            });
            let expected = Qr { size: other.size + 8, path: path(&rows.collect::<Vec<Wide>>()) };
            assert_eq!(qr(&text), Some(expected), "{text}");
        }
    }

    /// Each stroke of a path is drawn again.
    #[test]
    fn a_path_is_its_rows() {
        let rows: Vec<Wide> = vec![0b1110_0101, 0, 1 << 124 | 1, u128::MAX];
        assert_eq!(path(&rows), "m4 4h1m1 0h1m2 0h3m-8 2h1m123 0h1m-125 1h128");
    }
}
