//! Quantiles of the normal distribution, for the intervals of results and for the margins
//! that are promised before the field. On `libm`, so that no digit depends on the machine.

/// z with P(|Z| < z) = `level`, for `level` in (0, 0.9999].
/// Source: Wichura (1988), algorithm AS 241, PPND16, its two inner ranges.
pub fn normal_two_sided(level: f64) -> f64 {
    let q = level / 2.0;
    if q <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * poly(r, &A) / poly(r, &B);
    }
    let r = libm::sqrt(-libm::log(0.5 - q)) - 1.6;
    poly(r, &C) / poly(r, &D)
}

/// A polynomial, its highest coefficient first.
fn poly(x: f64, coefficients: &[f64; 8]) -> f64 {
    coefficients.iter().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

const A: [f64; 8] = [
    2.509_080_928_730_122_6e3,
    3.343_057_558_358_813e4,
    6.726_577_092_700_87e4,
    4.592_195_393_154_987e4,
    1.373_169_376_550_946e4,
    1.971_590_950_306_551_3e3,
    1.331_416_678_917_843_8e2,
    3.387_132_872_796_366_5,
];
const B: [f64; 8] = [
    5.226_495_278_852_854e3,
    2.872_908_573_572_194_3e4,
    3.930_789_580_009_271e4,
    2.121_379_430_158_659_7e4,
    5.394_196_021_424_751e3,
    6.871_870_074_920_579e2,
    4.231_333_070_160_091e1,
    1.0,
];
const C: [f64; 8] = [
    7.745_450_142_783_414e-4,
    2.272_384_498_926_918_4e-2,
    2.417_807_251_774_506e-1,
    1.270_458_252_452_368_4,
    3.647_848_324_763_204_5,
    5.769_497_221_460_691,
    4.630_337_846_156_546,
    1.423_437_110_749_683_5,
];
const D: [f64; 8] = [
    1.050_750_071_644_416_9e-9,
    5.475_938_084_995_345e-4,
    1.519_866_656_361_645_7e-2,
    1.481_039_764_274_800_8e-1,
    6.897_673_349_851e-1,
    1.676_384_830_183_803_8,
    2.053_191_626_637_759,
    1.0,
];
