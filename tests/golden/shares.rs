//! Intervals of shares.

use phieu::analysis::confidence::share::{Method, Share};
use phieu::analysis::sampling::Sample;

use crate::compare::{Golden, Kind, Row};
use crate::data::Data;

pub fn check(data: &Data, golden: &mut Golden) {
    for design in ["strat", "cl2", "cl1"] {
        golden.section(&format!("{design}/svyciprop"), |row| {
            one(row, &Sample::whole(data.design(design)), data.table(design).number(&row.text("item").replace('q', "s")), 0.95);
        });
    }
    golden.section("strat/svyciprop_by_unit", |row| {
        let here = data.strat.is("unit", row.text("unit"));
        let sample = Sample::whole(data.design("strat")).within(|row| here[row]);
        one(row, &sample, data.strat.number(&row.text("item").replace('q', "s")), 0.95);
    });
    golden.section("strat/svyciprop_levels", |row| {
        one(row, &Sample::whole(data.design("strat")), data.strat.number("s01"), row.given("level")[0]);
    });
}

fn one(row: &Row<'_>, sample: &Sample<'_>, values: &[f64], level: f64) {
    let (method, kind) = match row.text("method") {
        "logit" => (Method::Logit, Kind::Iterated),
        "xlogit" => (Method::Logit, Kind::Plain),
        "likelihood" => (Method::LikelihoodOfR, Kind::Searched),
        "asin" => (Method::Arcsine, Kind::Plain),
        "beta" => (Method::Beta, Kind::Plain),
        "mean" => (Method::Mean, Kind::Plain),
        "wilson" => (Method::Wilson, Kind::Plain),
        other => panic!("{other}"),
    };
    let share = Share::new(sample, values).unwrap().expect("a share");
    let limits = share.limits(method, level);
    row.within(kind, "est", share.p);
    if row.has("se") {
        row.se(share.variance.sqrt());
    }
    // Everybody: R has no number, or one that its iteration did not come to an end for.
    if share.p > 1.0 - 1e-12 && method != Method::Mean {
        row.answered("lo", limits.lo);
        row.answered("hi", limits.hi);
    } else {
        row.within(kind, "lo", limits.lo);
        row.within(kind, "hi", limits.hi);
    }
}
