//! The minimum number of respondents of a published cell.

use serde::{Deserialize, Serialize};

/// The least number of respondents that a published cell is made of: 3 at least,
/// 10 unless somebody says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Threshold(u32);

impl Threshold {
    /// No rule goes below this.
    pub const LEAST: u32 = 3;

    /// A threshold; `None` below [`Threshold::LEAST`].
    pub fn new(respondents: u32) -> Option<Self> {
        (respondents >= Self::LEAST).then_some(Self(respondents))
    }

    /// The number of respondents.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Self(10)
    }
}

impl TryFrom<u32> for Threshold {
    type Error = String;

    fn try_from(respondents: u32) -> Result<Self, Self::Error> {
        Self::new(respondents).ok_or_else(|| format!("a threshold below {}: {respondents}", Self::LEAST))
    }
}

impl From<Threshold> for u32 {
    fn from(threshold: Threshold) -> Self {
        threshold.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_threshold_is_below_three() {
        assert_eq!(Threshold::new(2), None);
        assert_eq!(Threshold::new(3).map(Threshold::get), Some(3));
        assert_eq!(Threshold::default().get(), 10);
        assert!(serde_json::from_str::<Threshold>("2").is_err());
    }
}
