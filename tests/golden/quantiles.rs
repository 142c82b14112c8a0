//! Quantiles and their intervals.

use phieu::analysis::confidence::quantile::{Answer, Method, Question, quantile};
use phieu::analysis::linear::quantile::{Convention, Rule};
use phieu::analysis::sampling::Sample;

use crate::compare::{Golden, Row};
use crate::data::Data;

pub fn check(data: &Data, golden: &mut Golden) {
    for design in ["strat", "cl2", "cl1"] {
        golden.section(&format!("{design}/quantiles"), |row| {
            let method = match row.text("interval") {
                "mean" => Method::Mean,
                "beta" => Method::Beta,
                "xlogit" => Method::Logit,
                "asin" => Method::Arcsine,
                "score" => Method::Score,
                other => panic!("{other}"),
            };
            let rule = rule(row.text("qrule"));
            all(row, &Sample::whole(data.design(design)), data.table(design).number(row.text("var")), rule, method);
        });
    }
    golden.section("strat/quantiles_by_unit", |row| {
        let here = data.strat.is("unit", row.text("unit"));
        let sample = Sample::whole(data.design("strat")).within(|row| here[row]);
        all(row, &sample, data.strat.number("wait"), Rule::Math, Method::Mean);
    });
}

pub fn rule(name: &str) -> Rule {
    match name {
        "math" | "hf1" => Rule::Math,
        "school" | "hf2" => Rule::School,
        "hf3" => Rule::NearestEven,
        "hf4" => Rule::Interpolated,
        "hf5" => Rule::MidStep,
        "hf6" => Rule::Weibull,
        "hf7" => Rule::Linear,
        "hf8" => Rule::MedianUnbiased,
        "hf9" => Rule::NormalUnbiased,
        "shahvaish" => Rule::ShahVaish,
        other => panic!("{other}"),
    }
}

fn all(row: &Row<'_>, sample: &Sample<'_>, values: &[f64], rule: Rule, method: Method) {
    let one = |p: f64| {
        let question = Question { p, rule, convention: Convention::R, method, level: 0.95 };
        quantile(sample, values, question).unwrap().expect("a quantile")
    };
    let answers: Vec<Answer> = row.given("p").into_iter().map(one).collect();
    let of = |field: fn(&Answer) -> f64| answers.iter().map(field).collect::<Vec<_>>();
    row.numbers("est", &of(|answer| answer.value));
    row.numbers_or_answered("lo", &of(|answer| answer.limits.lo));
    row.numbers_or_answered("hi", &of(|answer| answer.limits.hi));
    if row.has("se") {
        row.numbers_or_answered("se", &of(|answer| answer.se));
    }
}
