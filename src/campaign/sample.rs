//! How many to ask, and what that will be worth: the sample size of a plan and the
//! margin that a quota promises, both known before the field. Sizes are computed in whole
//! numbers: a share such as 0.05 has no exact square in binary, and one form more or less
//! would show.

use crate::base::normal::normal_two_sided;

/// Parts of one in which the accepted error is counted: `e` has six decimals.
const PARTS: u128 = 1_000_000;

/// The forms that a unit with `population` files needs at an accepted error of `e`:
/// n = N / (1 + N e²), rounded up, never above N. Without an error above 0 it is everybody.
///
/// Source: Yamane (1967), *Statistics: An Introductory Analysis*, 2nd ed., p. 886, known
/// as Slovin's formula.
pub fn slovin(population: u32, e: f64) -> u32 {
    if e.is_nan() || e <= 0.0 {
        return population;
    }
    let parts = u128::from(millionths(e.min(1.0)));
    let files = u128::from(population);
    let square = PARTS * PARTS;
    let forms = (files * square).div_ceil(square + files * parts * parts);
    u32::try_from(forms).map_or(population, |forms| forms.min(population))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to one million")]
fn millionths(e: f64) -> u32 {
    libm::round(e * 1e6) as u32
}

/// Half the width of the interval that a share has at `level` when `n` of `population`
/// answer and half of them agree, which is the widest that it can be:
/// z · √(0.25/n · (N − n)/(N − 1)); 0 where everybody answers. Without a known population
/// it is that of an endless one. `None` where there is no such interval: nobody answers,
/// more than there are, or a level outside (0, 0.9999].
///
/// Source: Cochran (1977), *Sampling Techniques*, 3rd ed., sections 3.2 and 3.6.
pub fn margin(population: Option<u32>, n: u32, level: f64) -> Option<f64> {
    if n == 0 || population.is_some_and(|all| n > all) || !(level > 0.0 && level <= 0.9999) {
        return None;
    }
    let left = match population {
        Some(all) if all == n => return Some(0.0),
        Some(all) => f64::from(all - n) / f64::from(all - 1),
        None => 1.0,
    };
    Some(normal_two_sided(level) * libm::sqrt(0.25 / f64::from(n) * left))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_of_the_published_table() {
        for (population, forms) in [(500, 223), (1_000, 286), (100_000, 399), (400, 200), (1_279, 305), (38, 35), (1, 1), (0, 0)] {
            assert_eq!(slovin(population, 0.05), forms, "{population}");
        }
        assert_eq!(slovin(u32::MAX, 0.05), 400);
        assert_eq!((slovin(100, 0.1), slovin(900, 0.1)), (50, 90));
    }

    #[test]
    fn an_error_that_is_none_asks_everybody() {
        for e in [0.0, -0.05, f64::NAN, f64::NEG_INFINITY] {
            assert_eq!(slovin(1_279, e), 1_279);
        }
        assert_eq!(slovin(1_279, f64::INFINITY), 1);
    }

    fn check(population: Option<u32>, n: u32, expect: Option<f64>) {
        let margin = margin(population, n, 0.95);
        let near = match (margin, expect) {
            (Some(margin), Some(expect)) => (margin - expect).abs() < 1e-6,
            (margin, expect) => margin == expect,
        };
        assert!(near, "{population:?} {n}: {margin:?}, not {expect:?}");
    }

    #[test]
    fn margins_of_known_cases() {
        // z = 1.959964; by hand: 1.959964 · √(0.25/60 · 13800/13859).
        check(Some(13_860), 60, Some(0.126_245_5));
        check(None, 60, Some(0.126_515_1));
        check(None, 400, Some(0.048_999_1));
        check(Some(2), 1, Some(0.979_982_0));
    }

    #[test]
    fn a_census_has_no_margin_to_speak_of_and_nobody_has_none() {
        check(Some(38), 38, Some(0.0));
        check(Some(1), 1, Some(0.0));
        check(Some(38), 0, None);
        check(Some(38), 39, None);
        check(None, 0, None);
        for level in [0.0, 1.0, -1.0, f64::NAN] {
            assert_eq!(margin(None, 60, level), None);
        }
    }

    proptest! {
        #[test]
        fn a_size_is_the_least_that_reaches_the_formula(population in 1_u32..5_000_000, hundredths in 1_u32..100) {
            let e = f64::from(hundredths) / 100.0;
            let n = u128::from(slovin(population, e));
            let (files, e) = (u128::from(population), u128::from(hundredths));
            // n ≥ N / (1 + N e²) > n − 1, in whole numbers.
            prop_assert!(n * (10_000 + files * e * e) >= files * 10_000);
            prop_assert!((n - 1) * (10_000 + files * e * e) < files * 10_000);
            prop_assert!(n <= files);
        }

        #[test]
        fn more_forms_never_widen_a_margin(population in 2_u32..100_000, n in 1_u32..100_000) {
            prop_assume!(n < population);
            prop_assert!(margin(Some(population), n + 1, 0.95) <= margin(Some(population), n, 0.95));
            prop_assert!(margin(Some(population), n, 0.95) <= margin(None, n, 0.95));
        }
    }
}
