//! Exact fractions. Points are sums of ratios (`max · Σ count·w / Σ count`) over many
//! denominators, and a rank, a class or a printed half may hang on their last digit;
//! so nothing here is rounded before it is printed. A fraction is always in lowest
//! terms, and equal numbers are equal values.

use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use serde::{Serialize, Serializer};

use crate::base::json::Slot;
use crate::base::{Lang, number};

/// Longest text that is a number of ours: points have a few digits.
const LONGEST: usize = 40;

/// A rational number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(BigRational);

impl Default for Exact {
    fn default() -> Self {
        Self::zero()
    }
}

impl Exact {
    /// Nought.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// A whole number.
    pub fn whole(value: impl Into<BigInt>) -> Self {
        Self(BigRational::from_integer(value.into()))
    }

    /// `self / other`; none where `other` is nought.
    pub fn over(&self, other: &Self) -> Option<Self> {
        (!other.is_zero()).then(|| Self(&self.0 / &other.0))
    }

    /// Reads `12`, `-0.5` or `0,5`: digits with at most one full stop or comma.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let all = [whole, decimals].concat();
        if all.is_empty() || all.len() > LONGEST || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let units = all.parse::<BigInt>().ok()?;
        let value = BigRational::new(units, power(decimals.len()));
        Some(Self(if text.starts_with('-') { -value } else { value }))
    }

    /// The decimal that a number read from JSON stands for: `0.1` is a tenth.
    pub fn of_decimal(value: f64) -> Option<Self> {
        if value.is_finite() { Self::parse(&number::plain(value)) } else { None }
    }

    /// The very number that the `f64` holds, as estimates have it.
    pub fn of_float(value: f64) -> Option<Self> {
        BigRational::from_float(value).map(Self)
    }

    /// Reads a decimal field of a document; nought where there is none.
    pub fn read(slot: Slot<'_>) -> Self {
        Self::read_or_none(slot).unwrap_or_default()
    }

    /// Reads a decimal field that may be absent.
    pub fn read_or_none(slot: Slot<'_>) -> Option<Self> {
        slot.decimal().and_then(Self::of_decimal)
    }

    /// Whether it is nought.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is under nought.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// The nearest `f64`.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    /// Rounded to `places` decimals, halves away from nought: half up for what is
    /// published, which is not negative.
    #[must_use]
    pub fn rounded(&self, places: usize) -> Self {
        Self(BigRational::new(self.units(places), power(places)))
    }

    /// The greatest whole number that is not greater.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self(self.0.floor())
    }

    /// The least whole number that is not less.
    #[must_use]
    pub fn ceil(&self) -> Self {
        Self(self.0.ceil())
    }

    /// In units of the last of `places` decimals, halves away from nought.
    pub fn units(&self, places: usize) -> BigInt {
        (&self.0 * power(places)).round().to_integer()
    }

    /// `places` decimals in the decimal sign of `lang`: `85,06`. Never `-0,00`.
    pub fn print(&self, places: usize, lang: Lang) -> String {
        let units = self.units(places);
        let sign = if units.is_negative() { "-" } else { "" };
        let digits = format!("{:0>width$}", units.abs(), width = places + 1);
        let (whole, decimals) = digits.split_at(digits.len() - places);
        let point = match (places, lang) {
            (0, _) => "",
            (_, Lang::Vi) => ",",
            (_, Lang::En) => ".",
        };
        [sign, whole, point, decimals].concat()
    }

    /// A share in [0, 1] as a percentage with two decimals: `98,23 %`.
    pub fn percent(&self, lang: Lang) -> String {
        (self * &Self::whole(100)).print(2, lang) + "\u{a0}%"
    }

    /// The shortest decimal that says it, or as many as twelve decimals, with a full stop.
    pub fn plain(&self) -> String {
        let text = self.print(12, Lang::En);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

fn power(places: usize) -> BigInt {
    BigInt::from(10).pow(u32::try_from(places).unwrap_or(u32::MAX))
}

impl Add for &Exact {
    type Output = Exact;

    fn add(self, other: Self) -> Exact {
        Exact(&self.0 + &other.0)
    }
}

impl Sub for &Exact {
    type Output = Exact;

    fn sub(self, other: Self) -> Exact {
        Exact(&self.0 - &other.0)
    }
}

impl Mul for &Exact {
    type Output = Exact;

    fn mul(self, other: Self) -> Exact {
        Exact(&self.0 * &other.0)
    }
}

impl Neg for &Exact {
    type Output = Exact;

    fn neg(self) -> Exact {
        Exact(-&self.0)
    }
}

impl<'a> std::iter::Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(all: I) -> Self {
        all.fold(Self::zero(), |sum, one| &sum + one)
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(all: I) -> Self {
        all.fold(Self::zero(), |sum, one| &sum + &one)
    }
}

/// As a number of a document; documents hold decimals of at most fifteen digits.
impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.is_integer().then(|| self.0.to_i64()).flatten() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.to_f64()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn the_published_share_prints_to_the_last_digit() {
        let share = Exact::whole(7588).over(&Exact::whole(7725)).unwrap();
        assert_eq!(share.percent(Lang::Vi), "98,23\u{a0}%");
    }

    #[test]
    fn halves_go_up_where_binary_would_not() {
        for (text, expect) in [("1.005", "1,01"), ("2.675", "2,68"), ("0.145", "0,15"), ("84.9949999", "84,99"), ("79.995", "80,00")] {
            assert_eq!(exact(text).print(2, Lang::Vi), expect, "{text}");
        }
        assert_eq!(exact("-0.001").print(2, Lang::Vi), "0,00");
        assert_eq!(exact("-1.005").print(2, Lang::En), "-1.01");
        assert_eq!(exact("2.5").print(0, Lang::Vi), "3");
    }

    #[test]
    fn thirds_add_up_to_one() {
        let third = Exact::whole(1).over(&Exact::whole(3)).unwrap();
        assert_eq!([third.clone(), third.clone(), third].iter().sum::<Exact>(), Exact::whole(1));
        assert_eq!(Exact::whole(1).over(&Exact::zero()), None);
    }

    #[test]
    fn both_decimal_signs_are_read_and_nothing_else() {
        assert_eq!(exact("0,5"), exact(" .5"));
        assert_eq!(exact("3."), Exact::whole(3));
        for wrong in ["", ".", "-", "1.2.3", "1 000", "1e5", "x", "١", "--1", &"9".repeat(41)] {
            assert_eq!(Exact::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn printing_is_rounding_of_the_digits(units in -1_000_000_000_i64..1_000_000_000, more in 0_usize..4) {
            let value = Exact::whole(units).over(&Exact::whole(10_i64.pow(u32::try_from(2 + more).unwrap()))).unwrap();
            let printed = exact(&value.print(2, Lang::Vi));
            let gap = (&value - &printed).to_f64().abs();
            prop_assert!(gap <= 0.005 + 1e-12);
            prop_assert_eq!(value.rounded(2), printed);
        }

        #[test]
        fn a_decimal_of_a_document_comes_back(units in -999_999_999_i64..999_999_999, places in 0_u32..6) {
            let value = Exact::whole(units).over(&Exact::whole(10_i64.pow(places))).unwrap();
            let json = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(Exact::of_decimal(json.parse().unwrap()), Some(value.clone()));
            prop_assert_eq!(Exact::parse(&value.plain()), Some(value));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}") {
            if let Some(value) = Exact::parse(&text) {
                prop_assert!(!value.print(3, Lang::Vi).is_empty());
            }
        }
    }
}
