//! From influence values to covariances.
//!
//! A stage contributes, for each stratum with n of N units and unit totals t,
//!
//! `(1 − n/N) · n/(n − 1) · Σ (t_i − t̄)(t_i − t̄)ᵀ`,
//!
//! and the strata within each of its units what they do by the same formula, times n/N.
//! Units without a row of the domain have t = 0. Totals and deviations are two passes,
//! so that a small variance keeps its digits.
//!
//! Source: Lumley (2010), *Complex Surveys*, ch. 2–3; R `survey` 4.5 for strata with
//! one unit ([`super::lonely`]).

use super::design::{Design, Level, Stages, Stratum, span};
use super::lonely::{Lonely, LonelyStratum};
use crate::analysis::estimator::whole;
use crate::analysis::matrix::Square;

/// The covariances of the totals of columns of influence values, each one value a row.
/// `present` are the rows of the domain: which strata and units there are.
pub(super) fn covariance(design: &Design, columns: &[&[f64]], present: Option<&[bool]>) -> Result<Square, LonelyStratum> {
    let mut out = Square::zero(columns.len());
    let stages = match design.stages {
        Stages::All => design.levels.len(),
        Stages::First => design.levels.len().min(1),
    };
    // Factor of each group of strata: those within one unit of the stage before.
    let mut groups = vec![(0..design.levels.first().map_or(0, |level| level.strata.len()), 1.0)];
    for (stage, level) in design.levels.iter().enumerate().take(stages) {
        let totals = Totals::new(design, level, columns, present);
        let mut within = Vec::new();
        for (strata, factor) in &groups {
            let here = Group { design, level, strata: &level.strata[strata.clone()], totals: &totals, stage };
            out.add(&here.covariance()?, *factor);
            if stage + 1 < stages {
                here.within(*factor, &mut within);
            }
        }
        groups = within;
    }
    Ok(out)
}

/// Totals of the units of a stage.
struct Totals {
    columns: usize,
    sums: Vec<f64>,
    present: Vec<bool>,
}

impl Totals {
    fn new(design: &Design, level: &Level, columns: &[&[f64]], present: Option<&[bool]>) -> Self {
        let mut sums = vec![0.0; level.units.len() * columns.len()];
        for (column, values) in columns.iter().enumerate() {
            for (unit, sum) in level.units.iter().zip(sums.iter_mut().skip(column).step_by(columns.len())) {
                *sum = design.order[span(&unit.rows)].iter().map(|&row| values[row as usize]).sum();
            }
        }
        let has = |&row: &u32| present.is_none_or(|present| present[row as usize]);
        let present = level.units.iter().map(|unit| design.order[span(&unit.rows)].iter().any(has)).collect();
        Self { columns: columns.len(), sums, present }
    }

    fn of(&self, unit: usize) -> &[f64] {
        &self.sums[unit * self.columns..(unit + 1) * self.columns]
    }

    fn present_in(&self, stratum: &Stratum) -> usize {
        self.present[span(&stratum.units)].iter().filter(|present| **present).count()
    }
}

/// The strata of one recursion: of the first stage, or within one unit.
struct Group<'a> {
    design: &'a Design,
    level: &'a Level,
    strata: &'a [Stratum],
    totals: &'a Totals,
    stage: usize,
}

impl Group<'_> {
    fn covariance(&self) -> Result<Square, LonelyStratum> {
        let lonely = self.design.lonely;
        let mut out = Square::zero(self.totals.columns);
        let (mut strata, mut singles) = (0_u64, 0_u64);
        let grand = self.grand_mean();
        for stratum in self.strata {
            let present = self.totals.present_in(stratum);
            if present == 0 {
                continue;
            }
            strata += 1;
            let alone = stratum.units.len() == 1 && stratum.population > 1.0;
            let alone_here = stratum.units.len() > 1 && present == 1 && lonely.holds_for_domains();
            if alone && lonely.rule == Lonely::Fail {
                return Err(LonelyStratum { stage: self.stage + 1, stratum: stratum.code });
            }
            if !alone && !alone_here {
                self.add(&mut out, stratum, &self.mean(stratum));
                continue;
            }
            singles += 1;
            if lonely.rule == Lonely::Adjust {
                self.add(&mut out, stratum, &grand);
            }
        }
        if lonely.rule == Lonely::Average && singles > 0 {
            let others = strata - singles;
            out.scale(if others > 0 { whole(strata) / whole(others) } else { f64::NAN });
        }
        Ok(out)
    }

    /// The mean over all units of the strata that are there.
    fn grand_mean(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.totals.columns];
        let mut units = 0.0;
        for stratum in self.strata.iter().filter(|stratum| self.totals.present_in(stratum) > 0) {
            units += whole(stratum.units.len() as u64);
            for unit in span(&stratum.units) {
                add_to(&mut sum, self.totals.of(unit));
            }
        }
        sum.iter().map(|sum| sum / units).collect()
    }

    fn mean(&self, stratum: &Stratum) -> Vec<f64> {
        let mut sum = vec![0.0; self.totals.columns];
        for unit in span(&stratum.units) {
            add_to(&mut sum, self.totals.of(unit));
        }
        let n = whole(stratum.units.len() as u64);
        sum.iter().map(|sum| sum / n).collect()
    }

    /// Adds a stratum, its units centred at `centre`.
    fn add(&self, out: &mut Square, stratum: &Stratum, centre: &[f64]) {
        let n = whole(stratum.units.len() as u64);
        let unsampled = if stratum.population.is_finite() { 1.0 - n / stratum.population } else { 1.0 };
        if unsampled <= 0.0 {
            return;
        }
        let scale = if n > 1.0 { unsampled * n / (n - 1.0) } else { unsampled };
        let mut squares = Square::zero(self.totals.columns);
        let mut off = vec![0.0; self.totals.columns];
        for unit in span(&stratum.units) {
            for ((off, total), centre) in off.iter_mut().zip(self.totals.of(unit)).zip(centre) {
                *off = total - centre;
            }
            squares.add_outer(&off);
        }
        out.add(&squares, scale);
    }

    /// The groups within the units that are there, each with its factor; none where the
    /// population is unknown, because then n/N is 0.
    fn within(&self, factor: f64, out: &mut Vec<(std::ops::Range<usize>, f64)>) {
        for stratum in self.strata.iter().filter(|stratum| stratum.population.is_finite()) {
            let sampled = whole(stratum.units.len() as u64) / stratum.population;
            for unit in span(&stratum.units).filter(|&unit| self.totals.present[unit]) {
                out.push((span(&self.level.units[unit].strata), factor * sampled));
            }
        }
    }
}

fn add_to(sums: &mut [f64], values: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use super::super::{Columns, Domains, LonelyRule, Population, Sample, StageColumns};
    use super::*;

    fn design(stratum: &[u32], sizes: &[f64]) -> Design {
        let stage = StageColumns { stratum: stratum.to_vec(), unit: Vec::new(), population: Population::Sizes(sizes.to_vec()) };
        Design::new(&Columns { weight: vec![1.0; stratum.len()], stages: vec![stage], rows: stratum.len() }).unwrap().0
    }

    fn check(design: &Design, z: &[f64], expect: f64) {
        let variance = Sample::whole(design).variance(z).unwrap();
        assert!((variance - expect).abs() < 1e-13, "{variance}");
    }

    #[test]
    fn one_stratum_is_the_textbook_formula() {
        // (1 − 4/10) · 4/3 · Σ(z − 2.5)² = 0.6 · 4/3 · 5.
        check(&design(&[0; 4], &[10.0; 4]), &[1.0, 2.0, 3.0, 4.0], 4.0);
    }

    #[test]
    fn strata_with_one_unit_follow_the_rule() {
        let rows = design(&[0, 0, 1], &[f64::INFINITY, f64::INFINITY, 5.0]);
        let z = [1.0, 3.0, 5.0];
        let with = |rule| rows.clone().with_lonely(LonelyRule { rule, domains: Domains::AsDesigned });
        check(&with(Lonely::Remove), &z, 4.0);
        check(&with(Lonely::Certainty), &z, 4.0);
        // (1 − 1/5)(5 − 3)² more.
        check(&with(Lonely::Adjust), &z, 4.0 + 0.8 * 4.0);
        check(&with(Lonely::Average), &z, 8.0);
        let failed = Sample::whole(&with(Lonely::Fail)).variance(&z);
        assert_eq!(failed, Err(LonelyStratum { stage: 1, stratum: 1 }));
    }

    #[test]
    fn a_stratum_taken_whole_is_not_lonely() {
        let rows = design(&[0, 0, 1], &[2.0, 2.0, 1.0]).with_lonely(LonelyRule { rule: Lonely::Fail, domains: Domains::AsDesigned });
        check(&rows, &[1.0, 3.0, 5.0], 0.0);
    }

    #[test]
    fn two_stages_add_up() {
        // Two of four units, each with two of four rows; totals 3 and 7:
        // (1 − ½) · 2 · 8 + ½ · Σ_units (1 − ½) · 2 · ½.
        let first = StageColumns { stratum: Vec::new(), unit: vec![0, 0, 1, 1], population: Population::Sizes(vec![4.0; 4]) };
        let second = StageColumns { population: Population::Fractions(vec![0.5; 4]), ..StageColumns::default() };
        let columns = Columns { weight: vec![1.0; 4], stages: vec![first, second], rows: 4 };
        let two = Design::new(&columns).unwrap().0;
        check(&two, &[1.0, 2.0, 3.0, 4.0], 8.0 + 0.5);
        check(&two.with_stages(Stages::First), &[1.0, 2.0, 3.0, 4.0], 8.0);
    }

    #[test]
    fn a_domain_with_one_unit_of_a_stratum_can_be_lonely() {
        let rows = design(&[0, 0, 1, 1], &[f64::INFINITY; 4]);
        let z = [1.0, 3.0, 6.0, 0.0];
        let variance = |rule, domains| {
            let rows = rows.clone().with_lonely(LonelyRule { rule, domains });
            Sample::whole(&rows).within(|row| row < 3).variance(&z).unwrap()
        };
        // The other unit counts as 0: 2 · (9 + 9).
        assert_eq!(variance(Lonely::Adjust, Domains::AsDesigned), 4.0 + 36.0);
        // Centred at 10/4: 2 · (3.5² + 2.5²).
        assert_eq!(variance(Lonely::Adjust, Domains::AsLonely), 4.0 + 37.0);
        assert_eq!(variance(Lonely::Average, Domains::AsLonely), 8.0);
    }
}
