//! Intervals of quantiles. Woodruff's turn the interval of the share below the quantile
//! back into values; the score interval turns back a test (Francisco & Fuller 1991,
//! *Annals of Statistics* 19, 454–469). R: `svyquantile`.
//!
//! Where the share's interval leaves \[0, 1\] R gives `NaN`; here the end is the least or
//! greatest value there is.

use super::{Limits, critical};
use crate::analysis::distribution::beta;
use crate::analysis::distribution::root::brent;
use crate::analysis::estimator::whole;
use crate::analysis::linear::mean::mean;
use crate::analysis::linear::quantile::{Convention, Ordered, Rule};
use crate::analysis::sampling::{LonelyStratum, Sample};

/// How the interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Woodruff's, the share's interval p ± t·se.
    Mean,
    /// Woodruff's, Korn and Graubard's interval.
    Beta,
    /// Woodruff's, symmetric on the logit.
    Logit,
    /// Woodruff's, symmetric on arcsin √p.
    Arcsine,
    /// The test turned back. By R's convention the unweighted share below the root is
    /// looked up with the weighted rule; by definition the weighted share.
    Score,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// The share below.
    pub p: f64,
    /// The rule.
    pub rule: Rule,
    /// Whose convention.
    pub convention: Convention,
    /// The interval.
    pub method: Method,
    /// Its level.
    pub level: f64,
}

/// A quantile with its interval; `se` is the interval's length over 2t.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The quantile.
    pub value: f64,
    /// The interval.
    pub limits: Limits,
    /// The interval's length over twice its t.
    pub se: f64,
    /// Whether an end is that of the data, because the share's interval leaves \[0, 1\].
    pub open: bool,
}

/// The quantile of the rows with a value; `None` where there is none.
///
/// # Errors
/// The stratum with one unit where the rule is to fail.
pub fn quantile(sample: &Sample<'_>, values: &[f64], ask: Question) -> Result<Option<Answer>, LonelyStratum> {
    let sample = sample.valid(values);
    let Some(data) = Ordered::new(sample.rows().map(|row| (values[row], sample.weight(row)))) else { return Ok(None) };
    let value = data.quantile(ask.rule, ask.convention, ask.p);
    let df = whole(sample.degrees());
    let t = critical(ask.level, df);
    let shares = match ask.method {
        Method::Score => score(&sample, values, ask, t)?,
        Method::Mean | Method::Beta | Method::Logit | Method::Arcsine => woodruff(&sample, values, value, ask, df)?,
    };
    let Some((low, high)) = shares else { return Ok(None) };
    let open = |share: f64| share.is_nan() || !(0.0..=1.0).contains(&share);
    let lo = if open(low) { data.least() } else { data.quantile(ask.rule, ask.convention, low) };
    let hi = if open(high) { data.greatest() } else { data.quantile(ask.rule, ask.convention, high) };
    Ok(Some(Answer { value, limits: Limits { lo, hi }, se: (hi - lo) / (2.0 * t), open: open(low) || open(high) }))
}

type Ends = Result<Option<(f64, f64)>, LonelyStratum>;

/// The interval of the share of rows up to `value`.
fn woodruff(sample: &Sample<'_>, values: &[f64], value: f64, ask: Question, df: f64) -> Ends {
    let below: Vec<f64> = values.iter().map(|other| if other.is_nan() { f64::NAN } else { f64::from(u8::from(*other <= value)) }).collect();
    let Some(point) = mean(sample, &below) else { return Ok(None) };
    let (p, variance, t) = (point.value, point.variance()?, critical(ask.level, df));
    let slope = p * (1.0 - p);
    let se = libm::sqrt(variance);
    Ok(Some(match ask.method {
        Method::Logit => {
            let (centre, half) = (libm::log(p / (1.0 - p)), t * se / slope);
            (1.0 / (1.0 + libm::exp(half - centre)), 1.0 / (1.0 + libm::exp(-half - centre)))
        }
        Method::Arcsine => {
            let (centre, half) = (libm::asin(libm::sqrt(p)), t * se / (2.0 * libm::sqrt(slope)));
            let (low, high) = (libm::sin(centre - half), libm::sin(centre + half));
            (low * low, high * high)
        }
        Method::Beta => {
            let correction = critical(ask.level, whole(sample.size()) - 1.0) / t;
            let n = slope / variance * correction * correction;
            let half = (1.0 - ask.level) / 2.0;
            (beta::quantile(n * p, n * (1.0 - p) + 1.0, half), beta::quantile(n * p + 1.0, n * (1.0 - p), 1.0 - half))
        }
        Method::Mean | Method::Score => (p - t * se, p + t * se),
    }))
}

/// The shares of rows up to where the test of "p of the people are below θ" ends at ±t.
fn score(sample: &Sample<'_>, values: &[f64], ask: Question, t: f64) -> Ends {
    let mut plain: Vec<f64> = sample.rows().map(|row| values[row]).collect();
    plain.sort_by(f64::total_cmp);
    let n = whole(plain.len() as u64);
    let spread = plain_quantile(&plain, 0.75) - plain_quantile(&plain, 0.25);
    let (first, last) = (plain[0] + spread / 100.0, plain[plain.len() - 1] - spread / 100.0);
    let tolerance = 1.0 / (100.0 * libm::sqrt(n));
    let statistic = |theta: f64| -> Result<f64, LonelyStratum> {
        let above: Vec<f64> = values.iter().map(|value| f64::from(u8::from(*value > theta)) - (1.0 - ask.p)).collect();
        let Some(point) = mean(sample, &above) else { return Ok(f64::NAN) };
        Ok(point.value / point.se()?)
    };
    // The rule for lonely strata does not depend on θ: it fails at once or never.
    statistic(first)?;
    let root = |goal: f64| brent(first, last, tolerance, |theta| statistic(theta).map_or(f64::NAN, |value| value - goal));
    let share = |theta: f64| match ask.convention {
        Convention::R => whole(plain.iter().filter(|value| **value <= theta).count() as u64) / n,
        Convention::Definition => {
            let here = |row: &usize| values[*row] <= theta;
            sample.rows().filter(here).map(|row| sample.weight(row)).sum::<f64>() / sample.sum_of_weights()
        }
    };
    let end = |goal: f64| root(goal).map_or(f64::NAN, share);
    Ok(Some((end(t), end(-t))))
}

/// The unweighted quantile of sorted values, rule 7.
fn plain_quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * whole(sorted.len() as u64 - 1);
    let below = sorted.iter().enumerate().take_while(|(index, _)| whole(*index as u64) <= at).last().map_or(0, |(index, _)| index);
    let above = sorted[(below + 1).min(sorted.len() - 1)];
    sorted[below] + (at - whole(below as u64)) * (above - sorted[below])
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use super::*;
    use crate::analysis::sampling::{Columns, Design};

    fn ask(method: Method, p: f64) -> Question {
        Question { p, rule: Rule::Math, convention: Convention::Definition, method, level: 0.95 }
    }

    #[test]
    fn all_hold_the_median_of_many() {
        let values: Vec<f64> = (0..400_u32).map(f64::from).collect();
        let design = Design::new(&Columns::weights_only(vec![2.0; 400])).unwrap().0;
        for method in [Method::Mean, Method::Beta, Method::Logit, Method::Arcsine, Method::Score] {
            let answer = quantile(&Sample::whole(&design), &values, ask(method, 0.5)).unwrap().unwrap();
            assert_eq!(answer.value, 199.0);
            // 1.966 · √(400/4) rows to either side, with the discreteness of rows.
            assert!((answer.limits.lo - 180.0).abs() <= 2.0 && (answer.limits.hi - 219.0).abs() <= 2.0, "{method:?}: {answer:?}");
        }
    }

    #[test]
    fn an_interval_that_leaves_the_data_is_open() {
        let design = Design::new(&Columns::weights_only(vec![1.0; 5])).unwrap().0;
        let answer = quantile(&Sample::whole(&design), &[1.0, 2.0, 3.0, 4.0, 5.0], ask(Method::Mean, 0.7)).unwrap().unwrap();
        assert!(answer.open);
        assert_eq!(answer.limits.hi, 5.0);
        assert!(quantile(&Sample::whole(&design), &[f64::NAN; 5], ask(Method::Mean, 0.5)).unwrap().is_none());
    }
}
