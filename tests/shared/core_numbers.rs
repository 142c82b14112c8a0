//! A text of the estimation core's numbers to their last bit, on data drawn from a seed:
//! `tests/same_bytes.rs` and `tests/wasm.rs` hold it to one fingerprint.

use std::fmt::Write as _;

use phieu::analysis::comparison::rank::probabilities;
use phieu::analysis::comparison::ranks::{Score, two_groups};
use phieu::analysis::comparison::table::{Statistic, Table};
use phieu::analysis::confidence::quantile::{self, Question};
use phieu::analysis::confidence::share::{Method, Share};
use phieu::analysis::distribution::root::Tail;
use phieu::analysis::distribution::{beta, chi_square, fisher, normal, student};
use phieu::analysis::linear::covariance;
use phieu::analysis::linear::mean::mean;
use phieu::analysis::linear::quantile::{Convention, Rule};
use phieu::analysis::linear::ratio::ratio;
use phieu::analysis::regression::terms::{dummies, intercept};
use phieu::analysis::regression::{Family, fit};
use phieu::analysis::replicate::bootstrap::rao_wu;
use phieu::analysis::replicate::random::Random;
use phieu::analysis::sampling::{Columns, Design, Population, Sample, StageColumns};
use phieu::analysis::weighting::Margin;
use phieu::analysis::weighting::calibrate::{Bounds, Distance, Stop, calibrate};
use phieu::analysis::weighting::rake::{self, Residuals, rake};

const ROWS: usize = 240;

struct Numbers(String);

impl Numbers {
    fn put(&mut self, name: &str, values: &[f64]) {
        self.0.push_str(name);
        for value in values {
            // A NaN has one spelling, whatever its sign and payload.
            let bits = if value.is_nan() { 0x7ff8_0000_0000_0000 } else { value.to_bits() };
            write!(self.0, " {bits:016x}").expect("write to a string");
        }
        self.0.push('\n');
    }
}

fn codes(random: &mut Random, levels: u64) -> Vec<u32> {
    (0..ROWS).map(|_| u32::try_from(random.below(levels)).expect("a code")).collect()
}

pub fn text() -> String {
    let mut out = Numbers(String::new());
    distributions(&mut out);
    let mut random = Random::new(5);
    let unit: Vec<u32> = (0..ROWS).map(|row| u32::try_from(row / 10).expect("a unit")).collect();
    let first = StageColumns {
        stratum: unit.iter().map(|unit| unit / 4).collect(),
        unit: unit.clone(),
        population: Population::Sizes(vec![9.0; ROWS]),
    };
    let second = StageColumns { population: Population::Fractions(vec![0.2; ROWS]), ..StageColumns::default() };
    let weight: Vec<f64> = codes(&mut random, 90).iter().map(|code| 1.0 + f64::from(*code) / 7.0).collect();
    let design = Design::new(&Columns { weight, stages: vec![first, second], rows: ROWS }).expect("a design").0;
    let (level, group) = (codes(&mut random, 5), codes(&mut random, 2));
    let score: Vec<f64> = level.iter().map(|level| f64::from(*level) + 1.0).collect();
    let wait: Vec<f64> = (0..ROWS).map(|_| (20.0 + 6.0 * random.normal()).abs()).collect();
    let satisfied: Vec<f64> = level.iter().map(|level| f64::from(u8::from(*level >= 3))).collect();
    estimates(&mut out, &design, &score, &wait, &satisfied);
    let margins = [
        Margin { codes: group.clone(), totals: vec![700.0, 900.0] },
        Margin { codes: codes(&mut random, 3), totals: vec![500.0, 500.0, 600.0] },
    ];
    let raked = rake(&design, &margins, rake::Stop::TIGHT, Residuals::Swept).expect("weights").0;
    estimates(&mut out, &raked, &score, &wait, &satisfied);
    let columns = [vec![intercept(ROWS)], dummies(&group, 2)].concat();
    for distance in [Distance::Raking(Bounds::NONE), Distance::Logit(Bounds { lower: 0.1, upper: 6.0 })] {
        let made = calibrate(&design, &columns, &[2_000.0, 1_100.0], distance, Stop::TIGHT).expect("weights").0;
        estimates(&mut out, &made, &score, &wait, &satisfied);
    }
    tests(&mut out, &design, &level, &group, &wait, &satisfied);
    out.0
}

fn distributions(out: &mut Numbers) {
    for p in [1e-9, 0.001, 0.025, 0.3, 0.5, 0.9, 0.999] {
        let tail = Tail::Lower(p);
        out.put("normal", &[normal::quantile(tail), normal::two_sided_p(p * 10.0)]);
        for df in [1.5, 9.0, 140.0, 60_000.0] {
            out.put("t", &[student::quantile(df, tail), student::two_sided_p(df, p * 10.0)]);
            out.put("f", &[fisher::quantile(3.5, df, tail), fisher::tails(3.5, df, p * 10.0).upper]);
            out.put("chi2", &[chi_square::quantile(df, tail), chi_square::tails(df, df * (0.5 + p)).lower]);
            out.put("beta", &[beta::quantile(df, 2.5, p)]);
        }
    }
}

fn estimates(out: &mut Numbers, design: &Design, score: &[f64], wait: &[f64], satisfied: &[f64]) {
    let sample = Sample::whole(design);
    let points = [mean(&sample, score).expect("a mean"), ratio(&sample, wait, score).expect("a ratio")];
    let covariance = covariance(&sample, &points).expect("covariances");
    out.put("points", &[points[0].value, points[1].value, covariance.get(0, 0), covariance.get(0, 1), covariance.get(1, 1)]);
    let share = Share::new(&sample, satisfied).expect("a variance").expect("a share");
    for method in [Method::Logit, Method::Likelihood, Method::LikelihoodOfR, Method::Arcsine, Method::Beta, Method::Wilson] {
        let limits = share.limits(method, 0.95);
        out.put("share", &[limits.lo, limits.hi]);
    }
    for method in [quantile::Method::Mean, quantile::Method::Beta, quantile::Method::Arcsine, quantile::Method::Score] {
        let ask = Question { p: 0.4, rule: Rule::Linear, convention: Convention::Definition, method, level: 0.9 };
        let answer = quantile::quantile(&sample, wait, ask).expect("a variance").expect("a quantile");
        out.put("quantile", &[answer.value, answer.limits.lo, answer.limits.hi]);
    }
    let replicates = rao_wu(design, 20, 9);
    let found = replicates.estimate(|w| vec![w.iter().zip(score).map(|(w, y)| w * y).sum::<f64>() / w.iter().sum::<f64>()]);
    out.put("bootstrap", &[found.values[0], found.covariance.get(0, 0)]);
}

fn tests(out: &mut Numbers, design: &Design, level: &[u32], group: &[u32], wait: &[f64], satisfied: &[f64]) {
    let sample = Sample::whole(design);
    let table = Table::new(&sample, level, group).expect("a table");
    for statistic in [Statistic::F, Statistic::AdjustedWald, Statistic::LinearCombination, Statistic::Saddlepoint] {
        let test = table.independence(statistic).expect("a variance");
        out.put("independence", &[test.statistic, test.p]);
    }
    let test = two_groups(&sample, wait, group, Score::Normal, Convention::Definition).expect("a variance").expect("a test");
    out.put("ranks", &[test.t, test.p]);
    let columns = [vec![intercept(ROWS)], dummies(group, 2), vec![wait.to_vec()]].concat();
    let fit = fit(&sample, satisfied, &columns, Family::Quasibinomial, Convention::Definition).expect("a fit");
    for coefficient in fit.table().expect("a variance") {
        out.put("logit", &[coefficient.estimate, coefficient.se, coefficient.p]);
    }
    let covariance = covariance(&fit.sample, &fit.coefficients).expect("covariances");
    for ranks in probabilities(&[0.1, 0.0, 0.05], &covariance, 500, 4) {
        out.put("rank", &ranks);
    }
}
