//! A tablet that nobody touches during a hand-over: the answers are kept as partial and
//! the screen clears, so that the next person sees nothing of the last one.

use crate::base::time::Stamp;

/// Milliseconds without a touch until the warning.
pub const WARNING: u64 = 150_000;
/// Milliseconds without a touch until the screen clears.
pub const LIMIT: u64 = 180_000;

/// How long ago the last touch was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Somebody is answering.
    No,
    /// The page asks whether anybody is: whole seconds left.
    Warned(u64),
    /// The interview is closed as partial.
    Over,
}

impl Idle {
    /// Judges the time since the last touch, or since a draft was saved when the page was
    /// loaded again. A clock set back tells nothing, and closes: what is kept is safe.
    pub fn at(touched: Stamp, now: Stamp) -> Self {
        match now.0.checked_sub(touched.0) {
            Some(gone) if gone < WARNING => Self::No,
            Some(gone) if gone < LIMIT => Self::Warned((LIMIT - gone).div_ceil(1000)),
            Some(_) | None => Self::Over,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(gone: u64, expect: Idle) {
        assert_eq!(Idle::at(Stamp(5000), Stamp(5000 + gone)), expect);
    }

    #[test]
    fn warns_at_two_and_a_half_minutes_and_ends_at_three() {
        check(0, Idle::No);
        check(149_999, Idle::No);
        check(150_000, Idle::Warned(30));
        check(179_999, Idle::Warned(1));
        check(180_000, Idle::Over);
    }

    #[test]
    fn a_clock_set_back_closes() {
        assert_eq!(Idle::at(Stamp(5000), Stamp(4999)), Idle::Over);
    }
}
