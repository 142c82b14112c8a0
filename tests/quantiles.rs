//! Reference numbers: quantiles of t and of the normal distribution against R 4.2
//! (`tests/data/quantiles.txt`, lines `t <df> 0 <p> <value>`).

use phieu::analysis::interval::{normal_two_sided, t_two_sided};

#[test]
fn quantiles_are_those_of_r() {
    let mut compared = 0;
    for line in include_str!("data/quantiles.txt").lines() {
        let cells: Vec<&str> = line.split(' ').collect();
        let [name, df, _, p, value] = cells.as_slice() else { panic!("{line}") };
        let [p, value] = [p, value].map(|cell| cell.parse::<f64>().expect("a number"));
        let level = 2.0 * p - 1.0;
        // 4.5 degrees of freedom do not occur here.
        let (true, Ok(df)) = ((0.5..=0.9991).contains(&level), df.parse()) else { continue };
        let ours = if *name == "t" { t_two_sided(level, df) } else { normal_two_sided(level) };
        assert!((ours - value).abs() <= 1e-12 * value, "{line}: {ours}");
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
    use statrs::distribution::{ContinuousCDF as _, Normal, StudentsT};
    let normal = Normal::standard();
    for level in [0.5, 0.8, 0.9, 0.95, 0.99, 0.999] {
        let p = f64::midpoint(1.0, level);
        let theirs = normal.inverse_cdf(p);
        assert!((normal_two_sided(level) - theirs).abs() <= 1e-12 * theirs, "normal {level}");
        for df in 1..=1_000_u32 {
            let theirs = StudentsT::new(0.0, 1.0, f64::from(df)).unwrap().inverse_cdf(p);
            let ours = t_two_sided(level, u64::from(df));
            assert!((ours - theirs).abs() <= 1e-9 * theirs, "t {df} {level}: {ours} {theirs}");
        }
    }
}
