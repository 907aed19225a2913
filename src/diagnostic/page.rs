//! A code's page: the `//!` lines of the file it stands in, Markdown in both languages. Headings are `中文 · English`;
//! of the paragraphs under a heading the first is Chinese, the second English, and so on; blocks are for both.

use super::{Code, Lang, Severity, Text};

impl Code {
    /// The page as Markdown, both languages, without its first heading.
    pub fn page(&self) -> String {
        let lines: Vec<&str> = lines(self).skip(1).collect();
        lines.join("\n").trim().to_owned()
    }

    /// What the page is about, in a few words: its first heading.
    pub fn title(&self) -> Text {
        let heading = lines(self).next().unwrap_or_default();
        let (zh, en) = both(heading.trim_start_matches('#').trim());
        Text::new(zh, en)
    }

    /// Why it matters: the first paragraph under that heading.
    pub fn why(&self) -> Text {
        let mut after = lines(self).skip_while(|line| *line != "## 为什么 · Why").skip(1);
        let mut paragraph = || {
            let lines = after.by_ref().skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
            lines.collect::<Vec<_>>().join(" ")
        };
        let zh = paragraph();
        Text::new(zh, paragraph())
    }

    /// The page in one language, for a terminal.
    pub fn explain(&self, lang: Lang) -> String {
        let title = self.title();
        let severity = self.severity.said(lang);
        let mut out = format!("{} {}（{severity}）\n\n", self.id, title.in_lang(lang));
        if lang == Lang::En {
            out = format!("{} {} ({severity}, {})\n\n", self.id, title.in_lang(lang), self.name);
        }
        let (mut in_block, mut paragraph, mut blank) = (false, 0, true);
        for line in lines(self).skip(1) {
            let fence = line.starts_with("````");
            let heading = line.strip_prefix("## ").filter(|_| !in_block);
            let begins = blank && !line.is_empty() && !fence && heading.is_none() && !in_block;
            paragraph += usize::from(begins);
            blank = line.is_empty();
            if let Some(heading) = heading {
                paragraph = 0;
                let (zh, en) = both(heading);
                out += &format!("{}\n\n", if lang == Lang::Zh { zh } else { en });
            } else if fence {
                if let Some(path) = line.split_whitespace().nth(1) {
                    out += &format!("  {path}\n");
                }
                in_block = !in_block;
                out += if in_block { "" } else { "\n" };
            } else if in_block {
                out += &format!("    {line}\n");
            } else if !line.is_empty() && (paragraph % 2 == 1) == (lang == Lang::Zh) {
                out += &format!("{line}\n\n");
            }
        }
        out.trim_end().to_owned() + "\n"
    }
}

impl Severity {
    /// In words.
    pub fn said(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Warning, Lang::Zh) => "警告",
            (Severity::Advice, Lang::Zh) => "提示",
            (severity, Lang::En) => severity.name(),
        }
    }
}

fn lines(code: &Code) -> impl Iterator<Item = &'static str> {
    let doc = code.page.lines().map_while(|line| line.strip_prefix("//!"));
    doc.map(|line| line.strip_prefix(' ').unwrap_or(line))
}

fn both(heading: &str) -> (&str, &str) {
    heading.split_once(" · ").unwrap_or((heading, heading))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;

    #[test]
    fn a_page_is_told_in_one_language() {
        let zh = codes::FULL_WIDTH_COLON.explain(Lang::Zh);
        assert!(zh.starts_with("GB0108 键名后用了全角冒号（错误）\n\n键和值"), "{zh}");
        assert!(zh.contains("    title：甲项目\n") && !zh.contains("Between"), "{zh}");
        let en = codes::FULL_WIDTH_COLON.explain(Lang::En);
        assert!(en.contains("Between key and value") && en.contains("\nWhy\n") && !en.contains("输入法"), "{en}");
    }
}
