//! The cells of a workbook 工作簿 (xlsx): a row is a line, its cells parted by tabs, with the strings that they share.

use super::tags::without_tags;

/// Sheets as they lie in a packed file, and the strings that their cells name.
#[derive(Default)]
pub(super) struct Workbook {
    sheets: Vec<String>,
    strings: Vec<String>,
}

const STRINGS: &str = "xl/sharedstrings.xml";
/// Columns of a sheet are no more than this (XFD).
const COLUMNS: usize = 16_384;

impl Workbook {
    /// Whether a member of a packed file, by its name in small letters, is a part of a workbook.
    pub(super) fn takes(&self, name: &str) -> bool {
        name == STRINGS || name.starts_with("xl/worksheets/") && name.ends_with(".xml")
    }

    /// Adds such a member.
    pub(super) fn add(&mut self, name: &str, xml: String) {
        if name == STRINGS {
            self.strings = strings(&xml);
        } else {
            self.sheets.push(xml);
        }
    }

    /// The words of all sheets, and of the strings that no cell names; no more than `most` bytes, since a string may
    /// stand in any number of cells. Whether there was more.
    pub(super) fn words(&self, most: u64) -> (String, bool) {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let (mut out, mut used) = (String::new(), vec![false; self.strings.len()]);
        for sheet in &self.sheets {
            let mut rows = Rows { strings: &self.strings, used: &mut used, out: &mut out, most, is_table: false };
            let (before, cells) = sheet.split_once("<sheetData").unwrap_or(("", sheet.as_str()));
            let (cells, after) = cells.split_once("</sheetData>").unwrap_or((cells, ""));
            if rows.read(cells) {
                return (out, true);
            }
            out.push_str(&without_tags(before));
            out.push_str(&without_tags(after));
        }
        for (string, _) in self.strings.iter().zip(&used).filter(|(_, used)| !**used) {
            if out.len() + string.len() > most {
                return (out, true);
            }
            out.push_str(string);
            out.push('\n');
        }
        (out, false)
    }
}

/// A tag of XML, without its prefix, and the words behind it.
struct Tag<'x> {
    is_end: bool,
    name: &'x str,
    attributes: &'x str,
    words: &'x str,
}

fn tags(xml: &str) -> impl Iterator<Item = Tag<'_>> {
    xml.split('<').filter_map(|part| {
        let (tag, words) = part.split_once('>')?;
        let (name, attributes) = tag.split_once(|c: char| c.is_whitespace()).unwrap_or((tag, ""));
        let plain = name.trim_matches('/');
        let name = plain.split_once(':').map_or(plain, |(_, plain)| plain);
        Some(Tag { is_end: tag.starts_with('/'), name, attributes, words })
    })
}

fn strings(xml: &str) -> Vec<String> {
    let (mut all, mut string, mut is_reading) = (Vec::new(), String::new(), false);
    for tag in tags(xml) {
        match (tag.name, tag.is_end) {
            ("si", false) => {
                string.clear();
                all.push(String::new());
            }
            ("si", true) => {
                if let Some(last) = all.last_mut() {
                    *last = std::mem::take(&mut string);
                }
            }
            // How a word is read, in small characters above it.
            ("rPh", is_end) => is_reading = !is_end,
            ("t", false) if !is_reading => in_a_line(tag.words, &mut string),
            _ => {}
        }
    }
    all
}

/// Adds words without ends of lines.
fn in_a_line(words: &str, out: &mut String) {
    out.extend(words.chars().map(|c| if c.is_control() { ' ' } else { c }));
}

struct Rows<'a> {
    strings: &'a [String],
    used: &'a mut [bool],
    out: &'a mut String,
    most: usize,
    /// Whether a row had two cells or more: those before are titles.
    is_table: bool,
}

impl Rows<'_> {
    /// Whether there was more than fits.
    fn read(&mut self, xml: &str) -> bool {
        let mut row: Vec<(usize, String)> = Vec::new();
        let (mut column, mut is_shared, mut value, mut held) = (0, false, String::new(), 0);
        for tag in tags(xml) {
            match (tag.name, tag.is_end) {
                ("c", false) => {
                    column = column_of(tag.attributes).unwrap_or(column + 1);
                    is_shared = attribute(tag.attributes, "t") == Some("s");
                    value.clear();
                }
                ("v", false) if is_shared => {
                    let index = tag.words.trim().parse::<usize>().unwrap_or(usize::MAX);
                    if let (Some(string), Some(used)) = (self.strings.get(index), self.used.get_mut(index)) {
                        *used = true;
                        value.push_str(string);
                    }
                }
                ("v" | "t", false) => in_a_line(tag.words, &mut value),
                ("c", true) if !value.trim().is_empty() => {
                    held += value.len();
                    row.push((column, std::mem::take(&mut value)));
                }
                ("row", true) => {
                    self.write(&row);
                    row.clear();
                    (column, held) = (0, 0);
                }
                _ => {}
            }
            if self.out.len() + held + value.len() > self.most {
                return true;
            }
        }
        self.write(&row);
        self.out.len() > self.most
    }

    fn write(&mut self, row: &[(usize, String)]) {
        self.is_table |= row.len() > 1;
        let mut at = 1;
        for (column, value) in row {
            if self.out.len() > self.most {
                return;
            }
            while self.is_table && at < *column {
                self.out.push('\t');
                at += 1;
            }
            self.out.push_str(value);
            if !self.is_table {
                self.out.push('\n');
            }
        }
        if self.is_table && !row.is_empty() {
            self.out.push_str("\t\n");
        }
    }
}

fn attribute<'x>(attributes: &'x str, name: &str) -> Option<&'x str> {
    attributes.split_whitespace().find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == name).then(|| value.trim_end_matches('/').trim_matches(['"', '\'']))
    })
}

/// The column of a cell, from 1, by its name: `B2` stands in the second.
fn column_of(attributes: &str) -> Option<usize> {
    let letters = attribute(attributes, "r")?.chars().take_while(char::is_ascii_uppercase);
    let column = letters.fold(0_usize, |column, c| column.saturating_mul(26) + (c as usize - 'A' as usize) + 1);
    (1..=COLUMNS).contains(&column).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: u64 = 32 * 1024 * 1024;

    fn words(sheet: &str, strings: &str) -> String {
        let mut workbook = Workbook::default();
        workbook.add("xl/worksheets/sheet1.xml", sheet.to_owned());
        workbook.add(STRINGS, strings.to_owned());
        let (words, is_cut) = workbook.words(MOST);
        assert!(!is_cut);
        words
    }

    #[test]
    fn a_row_is_a_line_of_cells() {
        let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>
            <row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>手机</t></is></c></row>
            <row r="3"><c r="A3"/><c r="B3" t="str"><f>A1&amp;"x"</f><v>甲</v></c><c r="C3" s="1"><v>13800138000</v></c></row>
            </sheetData><oddFooter>页脚</oddFooter></worksheet>"#;
        let strings = "<sst><si><t>名单</t></si><si><r><t>姓</t></r><r><t xml:space=\"preserve\">名</t></r></si>\
            <si><t>删去的</t><rPh sb=\"0\"><t>读音</t></rPh></si></sst>";
        let words = words(sheet, strings);
        assert!(words.starts_with("名单\n姓名\t\t手机\t\n\t甲\t13800138000\t\n"), "{words:?}");
        assert!(words.contains("页脚") && words.ends_with("删去的\n") && !words.contains("读音"), "{words:?}");
    }

    #[test]
    fn a_string_in_very_many_cells_is_no_bomb() {
        let mut workbook = Workbook::default();
        let long = "长".repeat(1 << 20);
        workbook.add(STRINGS, format!("<sst><si><t>{long}</t></si></sst>"));
        let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(1000));
        workbook.add("xl/worksheets/sheet1.xml", format!("<sheetData>{row}</sheetData>"));
        let (words, is_cut) = workbook.words(MOST);
        assert!(is_cut && words.len() < 2 * MOST as usize, "{}", words.len());
        // Nor is a cell at the end of a row.
        let row = r#"<row><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>"#.repeat(10_000);
        let mut workbook = Workbook::default();
        workbook.add("xl/worksheets/sheet1.xml", format!("<sheetData>{row}</sheetData>"));
        assert!(workbook.words(MOST).1);
    }
}
