//! The surveyor's PIN: it ends a hand-over. Kept as a salted, repeated SHA-256; it keeps a
//! respondent off the board and is no secret from whoever takes the tablet apart. The PIN
//! itself is never stored.

use crate::base::digest::{base32, repeated};
use crate::base::time::Stamp;

/// How often the digest is taken again, so that guessing takes time.
const ROUNDS: u32 = 20_000;
/// Wrong PINs before waiting begins.
const FREE: u32 = 3;
/// The longest wait, in seconds.
const LONGEST: u64 = 300;

/// A PIN as the device keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// 128 random bits in Crockford base 32.
    pub salt: String,
    /// The repeated digest in Crockford base 32.
    pub digest: String,
}

impl Pin {
    /// Keeps these digits; none unless they are four to eight.
    pub fn new(digits: &str, random: [u8; 16]) -> Option<Self> {
        let salt = base32(&random);
        let fits = (4..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| Self { digest: repeated(digits, &salt, ROUNDS), salt })
    }

    /// Whether these are the digits.
    pub fn opens(&self, digits: &str) -> bool {
        repeated(digits, &self.salt, ROUNDS) == self.digest
    }
}

/// Wrong PINs since the last right one; the wait grows with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    /// How many were wrong.
    pub wrong: u32,
    /// When the last one was.
    pub last: Stamp,
}

impl Attempts {
    /// Whole seconds until the next attempt: none for the first three, then 10, 20, 40 …
    /// up to 300. A clock set back begins the wait again.
    pub fn wait(self, now: Stamp) -> u64 {
        let Some(over) = self.wrong.checked_sub(FREE) else { return 0 };
        let whole = (10_u64 << over.min(5)).min(LONGEST);
        let gone = now.0.saturating_sub(self.last.0) / 1000;
        whole.saturating_sub(gone)
    }

    /// One more was wrong.
    #[must_use]
    pub fn failed(self, now: Stamp) -> Self {
        Self { wrong: self.wrong.saturating_add(1), last: now }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_digits_open() {
        let pin = Pin::new("2468", [7; 16]);
        assert_eq!(pin.as_ref().map(|pin| (pin.opens("2468"), pin.opens("2469"), pin.opens(""))), Some((true, false, false)));
        assert!(pin.is_some_and(|pin| !pin.digest.contains("2468") && !pin.salt.contains("2468")));
    }

    #[test]
    fn the_salt_makes_equal_pins_differ() {
        assert_ne!(Pin::new("2468", [7; 16]).map(|pin| pin.digest), Pin::new("2468", [8; 16]).map(|pin| pin.digest));
    }

    #[test]
    fn four_to_eight_digits() {
        for refused in ["", "123", "123456789", "12a4", "１２３４"] {
            assert_eq!(Pin::new(refused, [0; 16]), None, "{refused}");
        }
    }

    fn check(wrong: u32, seconds_later: u64, expect: u64) {
        let attempts = (0..wrong).fold(Attempts::default(), |attempts, _| attempts.failed(Stamp(1_000_000)));
        assert_eq!(attempts.wait(Stamp(1_000_000 + seconds_later * 1000)), expect);
    }

    #[test]
    fn the_wait_grows_and_ends() {
        check(2, 0, 0);
        check(3, 0, 10);
        check(4, 0, 20);
        check(4, 15, 5);
        check(4, 20, 0);
        check(50, 0, 300);
    }

    #[test]
    fn a_clock_set_back_does_not_open() {
        let attempts = Attempts { wrong: 4, last: Stamp(1_000_000) };
        assert_eq!(attempts.wait(Stamp(0)), 20);
    }
}
