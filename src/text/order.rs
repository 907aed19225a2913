//! Order of names as Chinese dictionaries have it: by pinyin, not by code point.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale::locale;

/// Compares names for a language.
pub struct Collation(Option<CollatorBorrowed<'static>>);

impl Collation {
    /// Chinese order, by pinyin (`zh-u-co-pinyin`).
    pub fn chinese() -> Self {
        let preferences = CollatorPreferences::from(&locale!("zh-u-co-pinyin"));
        Self(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }

    /// Order of two names; equal names by their bytes, so that sorting is stable over inputs.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let by_language = self.0.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b));
        by_language.then_with(|| a.cmp(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_by_pinyin() {
        let mut names = ["双塔区", "喀左县", "朝阳县", "阿", "做"];
        let order = Collation::chinese();
        names.sort_by(|a, b| order.compare(a, b));
        assert_eq!(names, ["阿", "朝阳县", "喀左县", "双塔区", "做"]);
    }
}
