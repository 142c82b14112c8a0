//! The fixed rounding rule, and rounding as a method. A share with one decimal gives `k`
//! and `n` back in small cells (268 of 268 cells with n ≤ 25 in set A, 38 at whole
//! percents), so how fine a number is printed depends on respondents alone, never on choice.

use super::table::{Measure, Sum};

/// Respondents from which one more decimal is printed.
pub const MANY: u64 = 100;

/// The step in which a figure is printed: counts by one, means by a hundredth of their
/// scale, by a thousandth from [`MANY`] respondents on.
pub fn step(measure: Measure, respondents: u64) -> f64 {
    match measure {
        Measure::Count => 0.0,
        Measure::Mean { lowest, highest } if respondents < MANY => (highest - lowest) / 100.0,
        Measure::Mean { lowest, highest } => (highest - lowest) / 1000.0,
    }
}

/// The nearest multiple of a step, halves away from zero; `value` itself for step 0.
pub fn plain(value: f64, step: f64) -> f64 {
    if step > 0.0 { (value / step).round() * step } else { value }
}

/// Controlled rounding of the counts of one hierarchy to multiples of `base`: every count
/// goes to a neighbouring multiple and all sums still hold. From the whole down, each
/// whole's multiples go to the parts with the largest remainders. Always possible on a
/// tree, because `Σ⌊part⌋ ≤ ⌊whole⌋` and `⌈whole⌉ ≤ Σ⌈part⌉` in multiples (Cox, *JASA* 82
/// (1987)). Tables of several dimensions are rounded plainly. `None` for a base of 0, or
/// where a code is part of two sums.
pub fn controlled(counts: &[u64], sums: &[Sum], base: u64) -> Option<Vec<u64>> {
    let is_part = |code: usize| sums.iter().filter(|sum| sum.parts.contains(&code)).count();
    if base == 0 || (0..counts.len()).any(|code| is_part(code) > 1) {
        return None;
    }
    let mut rounded: Vec<u64> = counts.iter().map(|&count| (count + base / 2) / base * base).collect();
    let mut next: Vec<usize> = (0..counts.len()).filter(|&code| is_part(code) == 0).collect();
    while let Some(whole) = next.pop() {
        for sum in sums.iter().filter(|sum| sum.whole == whole) {
            distribute(counts, sum, base, &mut rounded);
            next.extend(&sum.parts);
        }
    }
    Some(rounded)
}

fn distribute(counts: &[u64], sum: &Sum, base: u64, rounded: &mut [u64]) {
    sum.parts.iter().for_each(|&part| rounded[part] = counts[part] / base * base);
    let given: u64 = sum.parts.iter().map(|&part| rounded[part]).sum();
    let mut order: Vec<usize> = sum.parts.iter().copied().filter(|&part| !counts[part].is_multiple_of(base)).collect();
    order.sort_by_key(|&part| (std::cmp::Reverse(counts[part] % base), part));
    let missing = rounded[sum.whole].saturating_sub(given) / base;
    order.into_iter().take(usize::try_from(missing).unwrap_or(usize::MAX)).for_each(|part| rounded[part] += base);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_step_depends_on_respondents_alone() {
        let share = Measure::Mean { lowest: 0.0, highest: 1.0 };
        assert!((step(share, 99) - 0.01).abs() < 1e-15 && (step(share, 100) - 0.001).abs() < 1e-15);
        assert!((step(Measure::Mean { lowest: 1.0, highest: 5.0 }, 99) - 0.04).abs() < 1e-15);
        assert!((plain(0.125, 0.01) - 0.13).abs() < 1e-15 && (plain(7.0, 0.0) - 7.0).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn sums_hold_and_every_count_is_a_neighbour(parts in prop::collection::vec(0_u64..50, 5), base in 1_u64..8) {
            // 0 = 1 + 2, 1 = 3 + 4 + 5, 2 = 6 + 7.
            let (first, second) = (parts[..3].iter().sum::<u64>(), parts[3..].iter().sum::<u64>());
            let counts = [&[first + second, first, second], parts.as_slice()].concat();
            let sums = [(0, vec![1, 2]), (1, vec![3, 4, 5]), (2, vec![6, 7])].map(|(whole, parts)| Sum { whole, parts });
            let rounded = controlled(&counts, &sums, base).unwrap();
            for sum in &sums {
                prop_assert_eq!(rounded[sum.whole], sum.parts.iter().map(|&part| rounded[part]).sum::<u64>());
            }
            for (count, rounded) in counts.iter().zip(&rounded) {
                prop_assert!(rounded % base == 0 && count.abs_diff(*rounded) < base);
            }
        }
    }
}
