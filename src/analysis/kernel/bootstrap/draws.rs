//! The draws of many replicates side by side. One sequence of numbers runs through all
//! replicates, stratum by stratum; its generator can be set to any place of it, so each
//! replicate has a stream of its own. Where a number had to be drawn again, later
//! replicates begin later: [`Streams::fit`] sees that and sets them right.

use super::{Drawn, LANES};
use crate::analysis::replicate::random::Random;

/// A stream for each replicate.
pub(super) struct Streams {
    starts: Vec<Random>,
    now: Vec<Random>,
    draws: u64,
}

impl Streams {
    /// Streams of replicates of `draws` draws each.
    pub fn new(seed: u64, replicates: u32, draws: u64) -> Self {
        let first = Random::new(seed);
        let starts: Vec<Random> = (0..u64::from(replicates)).map(|replicate| first.after(draws.wrapping_mul(replicate))).collect();
        Self { now: starts.clone(), starts, draws }
    }

    pub fn replicates(&self) -> usize {
        self.starts.len()
    }

    /// Draws n − 1 of n units with replacement in the replicates from `first` on.
    pub fn draw(&mut self, first: usize, units: u32, drawn: &mut Vec<Drawn>) {
        drawn.clear();
        drawn.resize(units as usize, [0; LANES]);
        for (lane, random) in self.now[first..].iter_mut().take(LANES).enumerate() {
            for _ in 1..units {
                // Below the number of units, which is a length.
                let unit = usize::try_from(random.below(u64::from(units))).unwrap_or(0);
                drawn[unit][lane] = drawn[unit][lane].saturating_add(1);
            }
        }
    }

    /// Whether each replicate ended where the next one began. If not, the streams are set
    /// to where they have to begin, for another pass.
    pub fn fit(&mut self) -> bool {
        let ended = self.now.iter().zip(self.starts.iter().skip(1));
        let odd = ended.enumerate().find(|(_, (end, start))| end != start).map(|(at, (end, _))| (at + 1, end.clone()));
        if let Some((from, first)) = &odd {
            for (later, start) in (0_u64..).zip(&mut self.starts[*from..]) {
                *start = first.after(self.draws.wrapping_mul(later));
            }
        }
        self.now.clone_from(&self.starts);
        odd.is_none()
    }
}
