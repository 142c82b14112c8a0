//! Reference numbers of the distributions (`tests/data/quantiles.txt`): R 4.2, and for the
//! quantiles of F `mpmath` at 40 digits, because R's lower tail of F is off by up to 3e-8.
//! One beta quantile is 0 instead of R's 5.6e-309: it is 9.9e-332, below every number.

#![expect(clippy::expect_used, reason = "a test stops at what is not there")]

use phieu::analysis::distribution::root::Tail;
use phieu::analysis::distribution::{beta, chi_square, fisher, normal, student};
use phieu::analysis::interval::{normal_two_sided, t_two_sided};

/// `name a b p value`: a quantile at `p`; for `pt2`, `pfu`, `pchiu` and `pn2` a tail at `p`.
struct Line<'a> {
    name: &'a str,
    a: f64,
    b: f64,
    p: f64,
    value: f64,
    text: &'a str,
}

fn lines() -> Vec<Line<'static>> {
    let line = |text: &'static str| {
        let (name, rest) = text.split_once(' ').expect("a name");
        let cells: Vec<f64> = rest.split(' ').map(|cell| cell.parse().expect("a number")).collect();
        let [a, b, p, value] = cells.as_slice() else { panic!("{text}") };
        Line { name, a: *a, b: *b, p: *p, value: *value, text }
    };
    include_str!("data/quantiles.txt").lines().map(line).collect()
}

/// What R's own error leaves of twelve digits, and where.
fn tolerance(line: &Line) -> f64 {
    match line.name {
        // The last digit of p moves these: R against `mpmath`, shared notes on quantiles.
        "t" | "chisq" | "beta" if line.p > 0.999_999 => 3e-11,
        // R's χ² and beta were found off by 2e-12 and 1.4e-12.
        "chisq" => 2e-12,
        "beta" => 1.5e-12,
        _ => 1e-12,
    }
}

fn ours(line: &Line) -> f64 {
    let Line { a, b, p, .. } = *line;
    match line.name {
        "t" => student::quantile(a, Tail::Lower(p)),
        "beta" => beta::quantile(a, b, p),
        "f" => fisher::quantile(a, b, Tail::Lower(p)),
        "chisq" => chi_square::quantile(a, Tail::Lower(p)),
        "norm" => normal::quantile(Tail::Lower(p)),
        "pt2" => student::two_sided_p(a, p),
        "pfu" => fisher::tails(a, b, p).upper,
        "pchiu" => chi_square::tails(a, p).upper,
        "pn2" => normal::two_sided_p(p),
        other => panic!("{other}"),
    }
}

#[test]
fn distributions_are_those_of_r() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for line in lines() {
        let ours = ours(&line);
        let gap = (ours - line.value).abs() / line.value.abs().max(1e-300);
        if gap > tolerance(&line) {
            wrong.push(format!("{}: {ours:e}, off by {gap:.1e}", line.text));
        }
        compared += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(compared, 583);
}

#[test]
fn intervals_are_those_of_r() {
    let mut compared = 0;
    for line in lines() {
        let level = 2.0 * line.p - 1.0;
        let whole = line.a.fract() == 0.0 && (0.5..=0.9991).contains(&level);
        let ours = match line.name {
            "t" if whole => t_two_sided(level, format!("{}", line.a).parse().expect("a whole number")),
            "norm" if whole => normal_two_sided(level),
            _ => continue,
        };
        assert!((ours - line.value).abs() <= 1e-12 * line.value, "{}: {ours}", line.text);
        compared += 1;
    }
    // p = .8, .9, .975, .9995 for nine whole degrees of freedom and the normal, and .75 for the normal.
    assert_eq!(compared, 41);
}

#[test]
fn series_and_expansion_meet() {
    for level in [0.5, 0.8, 0.95, 0.99, 0.999] {
        let (below, above) = (t_two_sided(level, 1_000), t_two_sided(level, 1_001));
        // Between neighbours t moves by about t³/4ν²; the seam must not show.
        let step = t_two_sided(level, 999) - below;
        assert!((below - above - step).abs() < 0.01 * step, "{level}");
    }
}

/// `statrs` as a second opinion where it holds: up to about 1 000 degrees of freedom,
/// and the normal distribution everywhere.
#[test]
fn statrs_agrees_where_it_holds() {
    use statrs::distribution::{Beta, ContinuousCDF as _, FisherSnedecor, Normal, StudentsT};
    let second = Normal::standard();
    for level in [0.5, 0.8, 0.9, 0.95, 0.99, 0.999] {
        let p = f64::midpoint(1.0, level);
        let theirs = second.inverse_cdf(p);
        assert!((normal_two_sided(level) - theirs).abs() <= 1e-12 * theirs, "normal {level}");
        for df in 1..=1_000_u32 {
            let theirs = StudentsT::new(0.0, 1.0, f64::from(df)).unwrap().inverse_cdf(p);
            let ours = t_two_sided(level, u64::from(df));
            assert!((ours - theirs).abs() <= 1e-9 * theirs, "t {df} {level}: {ours} {theirs}");
        }
        for (a, b) in [(2.5, 40.0), (0.7, 1.3), (300.0, 17.5)] {
            let theirs = Beta::new(a, b).unwrap().inverse_cdf(p);
            assert!((beta::quantile(a, b, p) - theirs).abs() <= 1e-9 * theirs, "beta {a} {b} {p}");
            let theirs = FisherSnedecor::new(a, b).unwrap().sf(1.7);
            assert!((fisher::tails(a, b, 1.7).upper - theirs).abs() <= 1e-9 * theirs, "f {a} {b}");
        }
    }
}
