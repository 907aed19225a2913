//! The words of the interface: keyed texts of a theme in one language.

use std::collections::BTreeMap;

/// The language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ui {
    /// Simplified Chinese.
    ZhHans,
    /// English.
    En,
}

impl Ui {
    /// `zh-Hans` or `en`: the name of the strings file and the language tag.
    pub fn tag(self) -> &'static str {
        match self {
            Ui::ZhHans => "zh-Hans",
            Ui::En => "en",
        }
    }
}

/// UI strings by dotted key, as `project.updated_on`.
#[derive(Clone, Debug)]
pub struct Strings {
    /// Their language.
    pub ui: Ui,
    texts: BTreeMap<String, String>,
}

impl Strings {
    /// Strings from dotted keys.
    pub fn new(ui: Ui, texts: BTreeMap<String, String>) -> Self {
        Self { ui, texts }
    }

    /// The text of `key`.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text of `key`, or the key itself: a missing string is a finding of the theme, not a hole in a page.
    pub fn or_key<'a>(&'a self, key: &'a str) -> &'a str {
        self.get(key).unwrap_or(key)
    }

    /// The text of `key` with `{n}` filled in.
    pub fn with_n(&self, key: &str, n: impl std::fmt::Display) -> String {
        self.or_key(key).replace("{n}", &n.to_string())
    }

    /// All keys with their texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}
