//! p-values of many tests at once. R: `p.adjust`.

use crate::analysis::estimator::whole;

/// How p-values are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjust {
    /// Holm (1979): the chance of any false finding.
    Holm,
    /// Hochberg (1988): the same, for independent or positively dependent tests.
    Hochberg,
    /// Benjamini & Hochberg (1995): the expected share of false findings.
    BenjaminiHochberg,
    /// Bonferroni: p times the number of tests.
    Bonferroni,
}

/// The adjusted p-values in the order of the given ones; `NaN` is no test and stays.
pub fn adjusted(p: &[f64], how: Adjust) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&at| !p[at].is_nan()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let n = whole(order.len() as u64);
    let rank = |at: usize| whole(at as u64 + 1);
    let factor = |at: usize| match how {
        Adjust::Holm | Adjust::Hochberg => n - rank(at) + 1.0,
        Adjust::BenjaminiHochberg => n / rank(at),
        Adjust::Bonferroni => n,
    };
    let mut out = p.to_vec();
    for (at, &test) in order.iter().enumerate() {
        out[test] = (p[test] * factor(at)).min(1.0);
    }
    match how {
        // Never below a smaller p-value's.
        Adjust::Holm => carry(&mut out, order.iter(), f64::max),
        // Never above a greater p-value's.
        Adjust::Hochberg | Adjust::BenjaminiHochberg => carry(&mut out, order.iter().rev(), f64::min),
        Adjust::Bonferroni => {}
    }
    out
}

fn carry<'a>(p: &mut [f64], order: impl Iterator<Item = &'a usize>, keep: fn(f64, f64) -> f64) {
    let mut last: Option<f64> = None;
    for &test in order {
        let value = last.map_or(p[test], |last| keep(last, p[test]));
        p[test] = value;
        last = Some(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: `p.adjust(c(0.01, 0.04, 0.03, 0.005), how)`.
    #[test]
    fn adjusted_as_r_does() {
        let p = [0.01, 0.04, 0.03, 0.005];
        let check = |how, expect: [f64; 4]| {
            for (ours, theirs) in adjusted(&p, how).iter().zip(expect) {
                assert!((ours - theirs).abs() < 1e-16, "{how:?}: {ours} {theirs}");
            }
        };
        check(Adjust::Holm, [0.03, 0.06, 0.06, 0.02]);
        check(Adjust::Hochberg, [0.03, 0.04, 0.04, 0.02]);
        check(Adjust::BenjaminiHochberg, [0.02, 0.04, 0.04, 0.02]);
        check(Adjust::Bonferroni, [0.04, 0.16, 0.12, 0.02]);
    }

    #[test]
    fn what_was_not_tested_does_not_count() {
        let found = adjusted(&[0.01, f64::NAN, 0.5], Adjust::Bonferroni);
        assert_eq!((found[0], found[2]), (0.02, 1.0));
        assert!(found[1].is_nan());
    }
}
