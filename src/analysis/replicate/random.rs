//! The generator of replicates and simulations: splitmix64, from a seed and nothing else,
//! so that a plan with a seed gives the same bytes everywhere.
//! Source: Steele, Lea & Flood (2014), *OOPSLA*, 453–472.

use crate::analysis::distribution::normal;
use crate::analysis::distribution::root::Tail;

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A sequence of numbers that a seed stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The sequence after `steps` more numbers of 64 bits.
    #[must_use]
    pub fn after(&self, steps: u64) -> Self {
        Self { state: self.state.wrapping_add(STEP.wrapping_mul(steps)) }
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of `0..below`, each as likely. Source: Lemire (2019), *ACM TOMACS* 29, 3.
    pub fn below(&mut self, below: u64) -> u64 {
        loop {
            let (high, low) = product(self.bits(), below);
            // The rest of the division is less than `below`, and a division is slow.
            if low >= below || low >= below.wrapping_neg() % below.max(1) {
                return high;
            }
        }
    }

    /// A standard normal number, by inversion.
    pub fn normal(&mut self) -> f64 {
        // 53 bits and a half, never 0 or 1.
        let uniform = (crate::analysis::estimator::whole(self.bits() >> 11) + 0.5) / 9_007_199_254_740_992.0;
        normal::quantile(Tail::Lower(uniform))
    }
}

/// The two halves of a product. Where 32 bits are enough it is made of two multiplications
/// that every machine has: WebAssembly calls a function for 128 bits.
fn product(bits: u64, below: u64) -> (u64, u64) {
    const HALF: u64 = 0xffff_ffff;
    if below <= HALF {
        let low = (bits & HALF) * below;
        let high = (bits >> 32) * below + (low >> 32);
        return (high >> 32, (high << 32) | (low & HALF));
    }
    let product = u128::from(bits) * u128::from(below);
    // Both halves have 64 bits.
    let half = |value: u128| u64::try_from(value & u128::from(u64::MAX)).unwrap_or(0);
    (half(product >> 64), half(product))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_of_halves_is_the_product() {
        let mut random = Random::new(11);
        for shift in (0..64).cycle().take(2_000) {
            let (a, b) = (random.bits(), random.bits() >> shift);
            let whole = u128::from(a) * u128::from(b);
            assert_eq!(product(a, b), (u64::try_from(whole >> 64).unwrap(), a.wrapping_mul(b)), "{a} {b}");
        }
    }

    #[test]
    fn a_seed_is_a_sequence() {
        // The published first values of splitmix64 from seed 1234567.
        let mut random = Random::new(1_234_567);
        assert_eq!([random.bits(), random.bits()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn every_outcome_comes_up() {
        let mut random = Random::new(7);
        let mut counts = [0_u32; 5];
        for _ in 0..5_000 {
            counts[usize::try_from(random.below(5)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (850..1_150).contains(count)), "{counts:?}");
    }

    #[test]
    fn normal_numbers_have_mean_zero_and_variance_one() {
        let mut random = Random::new(3);
        let numbers: Vec<f64> = (0..20_000).map(|_| random.normal()).collect();
        let mean = numbers.iter().sum::<f64>() / 20_000.0;
        let square = numbers.iter().map(|z| z * z).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.02 && (square - 1.0).abs() < 0.03, "{mean} {square}");
    }
}
