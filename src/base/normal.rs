//! Quantiles of the normal distribution, for the intervals of results and for the margins
//! that are promised before the field. On `libm`, so that no digit depends on the machine.
//! Source: Wichura (1988), algorithm AS 241, PPND16.

/// The z with P(Z > z) = p for p up to a half.
pub fn upper(p: f64) -> f64 {
    if !(0.0..=0.5).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    let q = 0.5 - p;
    if q <= 0.425 {
        return centre(q);
    }
    let r = libm::sqrt(-libm::log(p));
    if r <= 5.0 { poly(r - 1.6, &C) / poly(r - 1.6, &D) } else { poly(r - 5.0, &E) / poly(r - 5.0, &F) }
}

/// z with P(|Z| < z) = `level`, for `level` in [0, 1).
pub fn normal_two_sided(level: f64) -> f64 {
    let q = level / 2.0;
    if q <= 0.425 {
        return centre(q);
    }
    let r = libm::sqrt(-libm::log(0.5 - q));
    if r <= 5.0 { poly(r - 1.6, &C) / poly(r - 1.6, &D) } else { upper(0.5 - q) }
}

fn centre(q: f64) -> f64 {
    let r = 0.180_625 - q * q;
    q * poly(r, &A) / poly(r, &B)
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
const E: [f64; 8] = [
    2.010_334_399_292_288_1e-7,
    2.711_555_568_743_487_6e-5,
    1.242_660_947_388_078_4e-3,
    2.653_218_952_657_612_4e-2,
    2.965_605_718_285_049e-1,
    1.784_826_539_917_291_3,
    5.463_784_911_164_114,
    6.657_904_643_501_103,
];
const F: [f64; 8] = [
    2.044_263_103_389_939_8e-15,
    1.421_511_758_316_446e-7,
    1.846_318_317_510_054_7e-5,
    7.868_691_311_456_133e-4,
    1.487_536_129_085_061_5e-2,
    1.369_298_809_227_358e-1,
    5.998_322_065_558_88e-1,
    1.0,
];
