//! A link as a QR code 二维码: dark modules as one path, a unit a module.

use fast_qr::{ECL, QRBuilder};
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

/// The code of a text; `None` for one that is too long (over 2,953 bytes).
pub fn qr(text: &str) -> Option<Qr> {
    let code = QRBuilder::new(text).ecl(ECL::L).build().ok()?;
    let mut path = String::new();
    let (mut x, mut y) = (0, 0);
    for row in 0..code.size {
        let dark = |column: usize| {
            column < code.size && code.data.get(row * code.size + column).is_some_and(|module| module.value())
        };
        let mut column = 0;
        while column < code.size {
            let end = (column..).find(|column| !dark(*column)).unwrap_or(column);
            if end > column {
                let place =
                    |value: usize, from: usize| i64::try_from(value).unwrap_or(0) - i64::try_from(from).unwrap_or(0);
                path += &format!("m{} {}h{}", place(column + QUIET, x), place(row + QUIET, y), end - column);
                (x, y) = (end + QUIET, row + QUIET);
            }
            column = end.max(column) + 1;
        }
    }
    Some(Qr { size: code.size + 2 * QUIET, path })
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
        assert!(qr(&"a".repeat(3000)).is_none());
    }
}
