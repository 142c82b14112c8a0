//! A survey of any size from a seed, as columns, and how long its estimates take: shared by
//! what measures natively, in a browser's worker, and how time grows.

#![allow(dead_code, reason = "each program uses a part")]
#![allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "counts of a survey that the program made")]

use std::ops::ControlFlow;

use phieu::analysis::kernel::bootstrap::Question;
use phieu::analysis::kernel::{Estimate, Layout, Rows, Scores, indicator, level};
use phieu::analysis::replicate::random::Random;
use phieu::analysis::sampling::LonelyRule;
use phieu::base::Finding;

/// Seconds that this thread has worked, where the system tells it: what other programs of
/// the machine take does not count. Otherwise seconds that have passed.
#[cfg(not(target_arch = "wasm32"))]
pub fn worked(began: std::time::Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|text| text.parse::<f64>().ok());
    nanoseconds.map_or_else(|| began.elapsed().as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

/// How large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    pub rows: usize,
    pub items: usize,
    pub units: u32,
    /// Strata within a unit.
    pub groups: u32,
    /// Sampling units within a stratum, of the clustered design.
    pub clusters: u32,
}

/// The size that is compared.
pub const fn usual(rows: usize) -> Shape {
    Shape { rows, items: 22, units: 52, groups: 2, clusters: 40 }
}

/// A survey: strata are unit × group, weights N/n; `uneven` are others that vary row by row.
pub struct Survey {
    pub shape: Shape,
    pub unit: Vec<u32>,
    pub stratum: Vec<u32>,
    pub cluster: Vec<u32>,
    pub weight: Vec<f64>,
    /// N of each stratum.
    pub population: Vec<f64>,
    pub items: Vec<Vec<u8>>,
}

/// Answers as they are: most are satisfied, a few say nothing.
const ANSWERS: [u8; 16] = [5, 5, 5, 5, 4, 4, 4, 4, 4, 3, 3, 2, 1, 5, 11, 10];

impl Survey {
    pub fn new(shape: Shape) -> Self {
        let mut random = Random::new(20_260_101);
        let mut below = |limit: u32| (((random.bits() >> 32) * u64::from(limit)) >> 32) as u32;
        let strata = shape.units * shape.groups;
        let stratum: Vec<u32> = (0..shape.rows).map(|_| below(strata)).collect();
        let cluster = stratum.iter().map(|stratum| stratum * shape.clusters + below(shape.clusters)).collect();
        let mut sizes = vec![0_u32; strata as usize];
        for &stratum in &stratum {
            sizes[stratum as usize] += 1;
        }
        let population: Vec<f64> = sizes.iter().map(|&n| (f64::from(n) * (2.0 + f64::from(below(70)) / 10.0)).round().max(1.0)).collect();
        let of_stratum: Vec<f64> = population.iter().zip(&sizes).map(|(size, &n)| size / f64::from(n.max(1))).collect();
        let weight = stratum.iter().map(|&stratum| of_stratum[stratum as usize]).collect();
        let answer = |item: usize, stratum: u32, bits: u64| {
            // Units differ, and so do statements.
            let shift = u64::from(stratum) * 7 + item as u64 * 3;
            ANSWERS[((bits >> 60) as usize).min(15) / (1 + usize::from((bits >> 8) % 16 < shift % 5))]
        };
        let items = (0..shape.items).map(|item| stratum.iter().map(|&stratum| answer(item, stratum, random.bits())).collect()).collect();
        Self { shape, unit: stratum.iter().map(|stratum| stratum / shape.groups).collect(), stratum, cluster, weight, population, items }
    }

    /// The bytes of a respondent that estimates are made of: answers, unit, stratum, cluster
    /// and weight.
    pub fn bytes_a_row(&self) -> usize {
        self.shape.items + 3 * size_of::<u32>() + size_of::<f64>()
    }

    pub fn rows(&self, design: Plan, uneven: &[f64]) -> Rows<'_> {
        let weight = if design == Plan::Uneven { uneven.to_vec().into() } else { (&self.weight[..]).into() };
        let unit = design.is_clustered().then(|| (&self.cluster[..]).into());
        // Of the clustered design a fifth of the sampling units is drawn.
        let clusters = || vec![5.0 * f64::from(self.shape.clusters); self.population.len()];
        let population = if unit.is_some() { clusters().into() } else { (&self.population[..]).into() };
        Rows { weight, stratum: (&self.stratum[..]).into(), unit, population, lonely: LonelyRule::default() }
    }

    /// Weights that differ from row to row, as after calibration.
    pub fn uneven(&self) -> Vec<f64> {
        let mut random = Random::new(7);
        self.weight.iter().map(|weight| weight * (0.5 + (random.bits() >> 40) as f64 / 16_777_216.0)).collect()
    }
}

/// What is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Stratified, weights N/n.
    Stratified,
    /// The same with weights that differ from row to row.
    Uneven,
    /// Sampling units within strata.
    Clustered,
    /// Stratified, bootstrap replicates.
    Replicates(u32),
    /// Sampling units, bootstrap replicates.
    ClusteredReplicates(u32),
}

impl Plan {
    pub fn is_clustered(self) -> bool {
        matches!(self, Self::Clustered | Self::ClusteredReplicates(_))
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Stratified => "stratified",
            Self::Uneven => "uneven",
            Self::Clustered => "clustered",
            Self::Replicates(_) => "replicates",
            Self::ClusteredReplicates(_) => "clustered_replicates",
        }
    }
}

/// Value and standard error of share and mean, statement by statement, unit by unit.
pub type Numbers = Vec<[f64; 4]>;

const LEVELS: u8 = 5;

pub fn scores() -> [Scores; 2] {
    [indicator(LEVELS, |level| level >= 4), level(LEVELS)]
}

/// All statements in all units: from columns to numbers, nothing kept from before.
///
/// # Errors
/// What is wrong with the columns.
pub fn estimate(survey: &Survey, plan: Plan, uneven: &[f64]) -> Result<Numbers, Vec<Finding>> {
    let layout = Layout::new(survey.rows(plan, uneven), &survey.unit, survey.shape.units)?;
    match plan {
        Plan::Stratified | Plan::Uneven | Plan::Clustered => linearised(survey, &layout),
        Plan::Replicates(replicates) | Plan::ClusteredReplicates(replicates) => replicated(survey, &layout, replicates),
    }
}

fn linearised(survey: &Survey, layout: &Layout) -> Result<Numbers, Vec<Finding>> {
    let [share, mean] = scores();
    let mut numbers = Vec::new();
    for codes in &survey.items {
        let tables = layout.tally(codes);
        let of = |scores| layout.estimates(&tables, scores).map_err(|lonely| vec![lonely.finding("")]);
        let pair = |(share, mean): (Option<Estimate>, Option<Estimate>)| match (share, mean) {
            (Some(share), Some(mean)) => [share.value, share.se(), mean.value, mean.se()],
            (None, _) | (_, None) => [f64::NAN; 4],
        };
        numbers.extend(of(&share)?.into_iter().zip(of(&mean)?).map(pair));
    }
    Ok(numbers)
}

fn replicated(survey: &Survey, layout: &Layout, replicates: u32) -> Result<Numbers, Vec<Finding>> {
    let items: Vec<&[u8]> = survey.items.iter().map(Vec::as_slice).collect();
    let scores = scores();
    let question = Question::new(layout, &items, &scores, replicates, 1)?;
    let ControlFlow::Continue(found) = layout.rao_wu(question, &mut |_| ControlFlow::Continue(())) else { return Ok(Vec::new()) };
    let mut numbers = Vec::new();
    for item in found {
        let pair = |at: usize| match (item[0][at], item[1][at]) {
            (Some(share), Some(mean)) => [share.value, libm::sqrt(share.variance), mean.value, libm::sqrt(mean.variance)],
            (None, _) | (_, None) => [f64::NAN; 4],
        };
        numbers.extend((0..item[0].len()).map(pair));
    }
    Ok(numbers)
}

/// The numbers to their last bit, as sixteen characters.
pub fn fingerprint(numbers: &Numbers) -> String {
    let bytes: Vec<u8> = numbers.iter().flatten().flat_map(|value| value.to_bits().to_le_bytes()).collect();
    phieu::base::digest::fingerprint(&bytes)
}
