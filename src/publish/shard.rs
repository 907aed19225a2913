//! Parts of a site that are built apart.

use super::MANIFEST;

/// One of several parts of a site that are built apart, on one machine or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    /// Which, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl Shard {
    /// The part of this number; `None` where there is none.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&number).then_some(Self { number, of })
    }

    /// Whether the page at an address is of this part.
    pub fn has(self, address: &str) -> bool {
        let [a, b, c, d, ..] = *blake3::hash(address.as_bytes()).as_bytes();
        u32::from_le_bytes([a, b, c, d]) % self.of + 1 == self.number
    }

    /// Whether what belongs to no page is of this part: the last has it.
    pub fn is_last(self) -> bool {
        self.number == self.of
    }

    /// The part whose manifest has this name.
    pub(super) fn of_manifest(name: &str) -> Option<Self> {
        let stem = MANIFEST.strip_suffix(".json")?;
        let (number, of) = name.strip_prefix(stem)?.strip_prefix('.')?.strip_suffix(".json")?.split_once("-of-")?;
        Self::new(number.parse().ok()?, of.parse().ok()?)
    }
}
