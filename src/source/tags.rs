//! The words between the tags of XML and HTML, as they lie in packed files.

/// What stands between the tags. A number split into runs of one paragraph stays one number; a row of a table is a line,
/// its cells parted by tabs, so that the head of a column is known.
pub(super) fn without_tags(markup: &str) -> String {
    /// Ends of elements inside a line of words.
    const INSIDE: &[&str] = &["/w:t", "/w:r", "/a:t", "/a:r", "/text:span", "/r", "/rPr", "/w:rPr", "/a:rPr"];
    const CELLS: &[&str] = &["w:tc", "a:tc", "table:table-cell", "table:covered-table-cell"];
    const ROWS: &[&str] = &["/w:tr", "/a:tr", "/table:table-row"];
    let (mut out, mut cells) = (String::new(), 0_usize);
    for part in markup.split('<') {
        let Some((tag, words)) = part.split_once('>') else { continue };
        let name = tag.split_whitespace().next().unwrap_or_default().trim_end_matches('/');
        let is_cell = CELLS.contains(&name.trim_start_matches('/'));
        match (name.starts_with('/'), tag.ends_with('/')) {
            (false, false) if is_cell => cells += 1,
            (false, true) if is_cell => out.push('\t'),
            (true, _) if is_cell => {
                cells = cells.saturating_sub(1);
                out.push('\t');
            }
            (true, _) if ROWS.contains(&name) => out.push('\n'),
            (true, _) if !INSIDE.contains(&name) => out.push(if cells > 0 { ' ' } else { '\n' }),
            _ => {}
        }
        if cells > 0 {
            out.extend(words.chars().map(|c| if c == '\n' { ' ' } else { c }));
        } else {
            out.push_str(words);
        }
    }
    out
}
