//! Weighted quantiles by R's rules (`svyquantile(qrule = …)`): the nine of Hyndman and
//! Fan (1996, *American Statistician* 50, 361–365) with weights, and Shah and Vaish's.
//!
//! R's code differs from the definitions in two places, so both are offered
//! ([`Convention`]): below the first step of the distribution R gives the second value,
//! and Shah and Vaish's rule subtracts half the weight, not half the scaled weight.
//! Sums are compensated, because R sums in long double and compares for equality.

use crate::analysis::estimator::whole;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The inverse of the distribution function, the lower value at a step: `math`, `hf1`.
    Math,
    /// The same, the mean of both values at a step: `school`, `hf2`.
    School,
    /// The nearest even step: `hf3`.
    NearestEven,
    /// Interpolation of the distribution function: `hf4`.
    Interpolated,
    /// Knots in the middle of the steps: `hf5`.
    MidStep,
    /// `hf6`.
    Weibull,
    /// `hf7`: R's own default for unweighted data.
    Linear,
    /// `hf8`.
    MedianUnbiased,
    /// `hf9`.
    NormalUnbiased,
    /// `shahvaish`.
    ShahVaish,
}

/// Whose convention, where R and the definition differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// R's code.
    R,
    /// The definition.
    Definition,
}

/// Values in rising order, equal ones as they came, with weights above 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Ordered {
    values: Vec<f64>,
    weights: Vec<f64>,
    /// Running sums of the weights.
    sums: Vec<f64>,
}

impl Ordered {
    /// From values with weights; those of weight 0 are left out. `None` for none.
    pub fn new(pairs: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
        let mut pairs: Vec<(f64, f64)> = pairs.filter(|(_, weight)| *weight > 0.0).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self::of_sorted(pairs)
    }

    fn of_sorted(pairs: Vec<(f64, f64)>) -> Option<Self> {
        let (values, weights): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let sums = running(&weights);
        (!values.is_empty()).then_some(Self { values, weights, sums })
    }

    /// The least value.
    pub fn least(&self) -> f64 {
        self.values[0]
    }

    /// The greatest value.
    pub fn greatest(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// The value below which a share of `p` lies.
    pub fn quantile(&self, rule: Rule, convention: Convention, p: f64) -> f64 {
        if self.values.len() == 1 {
            return self.values[0];
        }
        match rule {
            Rule::Math => {
                let step = self.step(convention, p);
                if step.below == 0.0 { step.low } else { step.high }
            }
            Rule::School => {
                let step = self.step(convention, p);
                if step.below == 0.0 { f64::midpoint(step.low, step.high) } else { step.high }
            }
            Rule::NearestEven => {
                let step = self.merged().step(convention, p);
                if step.below == 0.0 && step.at % 2 == 1 { step.low } else { step.high }
            }
            Rule::Interpolated => {
                let step = self.step(convention, p);
                let part = step.below / (step.above + step.below);
                if step.high.to_bits() == step.low.to_bits() { step.low } else { step.low * (1.0 - part) + step.high * part }
            }
            Rule::ShahVaish => self.shah_vaish(convention, p),
            Rule::MidStep | Rule::Weibull | Rule::Linear | Rule::MedianUnbiased | Rule::NormalUnbiased => {
                interpolate(&self.knots(rule), &self.values, p)
            }
        }
    }

    /// Equal values as one.
    fn merged(&self) -> Self {
        let mut pairs: Vec<(f64, f64)> = Vec::new();
        for (&value, &weight) in self.values.iter().zip(&self.weights) {
            match pairs.last_mut().filter(|last| last.0.total_cmp(&value).is_eq()) {
                Some(last) => last.1 += weight,
                None => pairs.push((value, weight)),
            }
        }
        let sums = running(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
        let (values, weights) = pairs.into_iter().unzip();
        Self { values, weights, sums }
    }

    fn total(&self) -> f64 {
        self.sums[self.sums.len() - 1]
    }

    /// The step of the distribution function at `p`.
    fn step(&self, convention: Convention, p: f64) -> Step {
        let total = self.total();
        let below = self.sums.partition_point(|sum| *sum <= p * total);
        if below == 0 && convention == Convention::Definition {
            // p is inside the first step.
            return Step { low: self.values[0], high: self.values[0], at: 0, below: p, above: self.sums[0] / total - p };
        }
        let at = below.max(1) - 1;
        let next = (at + 1).min(self.values.len() - 1);
        Step { low: self.values[at], high: self.values[next], at, below: p - self.sums[at] / total, above: self.sums[next] / total - p }
    }

    /// The shares at which the values are knots.
    fn knots(&self, rule: Rule) -> Vec<f64> {
        let n = self.values.len();
        let (total, last) = (self.total(), self.weights[n - 1]);
        let before = |at: usize| if at == 0 { 0.0 } else { self.sums[at - 1] };
        let knot = |at: usize| {
            let (sum, weight) = (self.sums[at], self.weights[at]);
            match rule {
                Rule::Weibull => sum / (total + last),
                Rule::Linear => before(at) / self.sums[n - 2],
                Rule::MedianUnbiased => (before(at) / 3.0 + sum * 2.0 / 3.0) / (total + last / 3.0),
                Rule::NormalUnbiased => (before(at) * 3.0 / 8.0 + sum * 5.0 / 8.0) / (total + last / 4.0),
                Rule::MidStep | Rule::Math | Rule::School | Rule::NearestEven | Rule::Interpolated | Rule::ShahVaish => {
                    (sum - weight / 2.0) / total
                }
            }
        };
        (0..n).map(knot).collect()
    }

    /// Source: Shah & Vaish (2006); the knots need not rise by R's convention, so they are
    /// sorted and values at equal knots averaged, as its `approx` does.
    fn shah_vaish(&self, convention: Convention, p: f64) -> f64 {
        let n = whole(self.values.len() as u64);
        let mean = self.total() / n;
        let scaled: Vec<f64> = self.weights.iter().map(|weight| weight / mean).collect();
        let sums = running(&scaled);
        let knot = |at: usize| {
            let half = match convention {
                Convention::R => self.weights[at] / 2.0,
                Convention::Definition => scaled[at] / 2.0,
            };
            (sums[at] + 0.5 - half) / (n + 1.0)
        };
        let mut pairs: Vec<(f64, f64)> = (0..self.values.len()).map(|at| (knot(at), self.values[at])).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for group in pairs.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            steps.push((group[0].0, group.iter().map(|pair| pair.1).sum::<f64>() / whole(group.len() as u64)));
        }
        let below = steps.partition_point(|step| step.0 <= p);
        steps[below.max(1) - 1].1
    }
}

struct Step {
    low: f64,
    high: f64,
    at: usize,
    /// p over the share up to `low`.
    below: f64,
    /// The share up to `high` over p.
    above: f64,
}

/// Linear between knots, level outside.
fn interpolate(knots: &[f64], values: &[f64], p: f64) -> f64 {
    let above = knots.partition_point(|knot| *knot <= p);
    if above == 0 {
        return values[0];
    }
    let at = above - 1;
    if above == knots.len() || knots[at] >= p {
        return values[at];
    }
    values[at] + (values[above] - values[at]) * ((p - knots[at]) / (knots[above] - knots[at]))
}

/// Running sums, each rounded once: the error of every addition is carried along.
fn running(weights: &[f64]) -> Vec<f64> {
    let (mut sum, mut rest) = (0.0, 0.0);
    let next = |weight: &f64| {
        let before: f64 = sum;
        sum += weight;
        let back = sum - before;
        rest += (before - (sum - back)) + (weight - back);
        sum + rest
    };
    weights.iter().map(next).collect()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use super::*;

    const RULES: [Rule; 10] = [
        Rule::Math,
        Rule::School,
        Rule::NearestEven,
        Rule::Interpolated,
        Rule::MidStep,
        Rule::Weibull,
        Rule::Linear,
        Rule::MedianUnbiased,
        Rule::NormalUnbiased,
        Rule::ShahVaish,
    ];

    fn ordered(pairs: &[(f64, f64)]) -> Ordered {
        Ordered::new(pairs.iter().copied()).unwrap()
    }

    /// Unweighted: R's `quantile(c(1, 2, 4, 8), p, type = 1…9)`.
    #[test]
    fn equal_weights_are_hyndman_and_fans_rules() {
        let data = ordered(&[(8.0, 1.0), (1.0, 1.0), (4.0, 1.0), (2.0, 1.0)]);
        let check = |rule, p, expect: f64| {
            let value = data.quantile(rule, Convention::Definition, p);
            assert!((value - expect).abs() < 1e-14, "{rule:?} {p}: {value}");
        };
        check(Rule::Math, 0.5, 2.0);
        check(Rule::School, 0.5, 3.0);
        check(Rule::NearestEven, 0.5, 2.0);
        check(Rule::Interpolated, 0.6, 2.8);
        check(Rule::MidStep, 0.6, 3.8);
        check(Rule::Weibull, 0.6, 4.0);
        check(Rule::Linear, 0.6, 3.6);
        check(Rule::MedianUnbiased, 0.6, 3.866_666_666_666_667);
        check(Rule::NormalUnbiased, 0.6, 3.85);
        check(Rule::Math, 0.1, 1.0);
    }

    #[test]
    fn one_value_is_every_quantile() {
        for rule in RULES {
            assert_eq!(ordered(&[(3.0, 2.0), (9.0, 0.0)]).quantile(rule, Convention::Definition, 0.7), 3.0);
        }
        assert!(Ordered::new([(1.0, 0.0)].into_iter()).is_none());
    }

    #[test]
    fn below_the_first_step_r_gives_the_second_value() {
        let data = ordered(&[(1.0, 9.0), (2.0, 1.0)]);
        assert_eq!(data.quantile(Rule::Math, Convention::Definition, 0.5), 1.0);
        assert_eq!(data.quantile(Rule::Math, Convention::R, 0.5), 2.0);
    }
}
