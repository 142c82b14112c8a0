//! Variables, estimates and comparisons from their text.

use super::choices::choice;
use super::plan::{
    Comparison, CompositeRule, Derived, Estimate, Group, Interval, IntervalRule, Measure, Of, Recoded, Target, Test, Variable,
};
use super::read::{known, only, texts};
use crate::analysis::comparison::multiple::Adjust;
use crate::analysis::comparison::ranks::Score;
use crate::analysis::comparison::table::Statistic;
use crate::analysis::linear::quantile::{Convention, Rule};
use crate::analysis::regression::Family;
use crate::base::json::{Reader, text};

const VARIABLES: [&str; 6] = ["satisfied", "row_mean", "count", "constant", "recode", "cut"];
const ESTIMATES: [&str; 10] = ["share", "mean", "levels", "total", "counts", "ratio", "composite", "variance", "quantile", "alpha"];
const TESTS: [&str; 10] = ["mean", "means", "independence", "rank", "pairs", "ranks", "change", "standardized", "importance", "regression"];

fn itself(word: &'static str) -> &'static str {
    word
}

/// A variable.
pub(super) fn variable(r: &mut Reader<'_>) -> Variable {
    let id = r.required("id").text();
    let of = match r.required("of").word(&VARIABLES, itself) {
        Some("satisfied") => Derived::Satisfied { item: r.required("item").text() },
        Some("row_mean") => {
            Derived::RowMean { items: r.required("items").texts(), measure: choice(r.optional("measure")).unwrap_or(Measure::Level) }
        }
        Some("count") => Derived::Count {
            items: r.required("items").texts(),
            answers: choice(r.required("answers")).unwrap_or(super::plan::Answers::Valid),
        },
        Some("recode") => {
            Derived::Recode { from: r.required("from").text(), groups: r.required("groups").list(|item| item.object_or_blank(recoded)) }
        }
        Some("cut") => Derived::Cut {
            from: r.required("from").text(),
            at: r.required("at").list(|slot| slot.decimal().unwrap_or_default()),
            labels: r.required("labels").texts(),
        },
        Some(_) => Derived::Constant { value: r.required("value").decimal().unwrap_or_default() },
        None => Derived::Constant { value: 0.0 },
    };
    Variable { id, of }
}

fn recoded(r: &mut Reader<'_>) -> Recoded {
    Recoded { label: r.required("label").text(), of: r.required("of").texts() }
}

/// An interval.
pub(super) fn interval(r: &mut Reader<'_>) -> Interval {
    Interval { rule: choice(r.required("rule")).unwrap_or(IntervalRule::T), level: r.optional("level").decimal().unwrap_or(0.95) }
}

/// An estimate; `None` where its word is none.
pub(super) fn estimate(r: &mut Reader<'_>) -> Option<Estimate> {
    let id = r.required("id").text();
    let domains = r.optional("domains").value().is_some().then(|| r.optional("domains").list(texts));
    let only = r.optional("only").list(|item| item.object_or_blank(only));
    let intervals = r.optional("intervals").value().is_some().then(|| r.optional("intervals").list(|item| item.object_or_blank(interval)));
    let word = r.required("of").word(&ESTIMATES, itself)?;
    let variables = match word {
        "ratio" | "composite" | "alpha" => Vec::new(),
        _ => r.required("variables").texts(),
    };
    let of = match word {
        "share" => Of::Share { labels: r.optional("labels").texts() },
        "mean" => Of::Mean,
        "levels" => Of::Levels { kinds: choice(r.optional("kinds")).unwrap_or_default() },
        "total" => Of::Total,
        "counts" => Of::Counts,
        "ratio" => Of::Ratio { numerator: r.required("numerator").text(), denominator: r.required("denominator").text() },
        "composite" => Of::Composite {
            rule: choice(r.required("rule")).unwrap_or(CompositeRule::Pooled),
            measure: choice(r.optional("measure")).unwrap_or_default(),
            factors: r.required("factors").list(|item| item.object_or_blank(group)),
        },
        "variance" => Of::Variance,
        "quantile" => Of::Quantile {
            p: r.required("p").list(|slot| slot.decimal().unwrap_or_default()),
            rule: choice(r.optional("rule")).unwrap_or(Rule::Math),
            convention: choice(r.optional("convention")).unwrap_or(Convention::Definition),
        },
        _ => Of::Alpha { items: r.required("items").texts() },
    };
    Some(Estimate { id, of, variables, domains, only, intervals })
}

fn group(r: &mut Reader<'_>) -> Group {
    Group { id: r.optional("id").text(), items: r.required("items").texts(), weight: r.optional("weight").decimal().unwrap_or(1.0) }
}

/// A comparison; `None` where its word is none.
pub(super) fn comparison(r: &mut Reader<'_>) -> Option<Comparison> {
    let id = r.required("id").text();
    let only = r.optional("only").list(|item| item.object_or_blank(only));
    let convention = |r: &mut Reader<'_>| choice(r.optional("convention")).unwrap_or(Convention::Definition);
    let adjust = |r: &mut Reader<'_>| r.optional("adjust").list(choice::<Adjust>).into_iter().flatten().collect::<Vec<_>>();
    let test = match r.required("test").word(&TESTS, itself)? {
        "mean" => Test::Mean {
            variable: r.required("variable").text(),
            value: r.required("value").decimal().unwrap_or_default(),
            convention: convention(r),
        },
        "means" => Test::Means {
            variable: r.required("variable").text(),
            by: r.required("by").text(),
            groups: r.required("groups").pair(text, text),
        },
        "independence" => Test::Independence {
            rows: r.required("rows").text(),
            columns: r.required("columns").text(),
            statistics: r.required("statistics").list(choice::<Statistic>).into_iter().flatten().collect(),
        },
        "rank" => Test::Rank {
            variable: r.required("variable").text(),
            by: r.required("by").text(),
            score: choice(r.optional("score")).unwrap_or(Score::Rank),
            convention: convention(r),
        },
        "pairs" => Test::Pairs { target: target(r), by: r.required("by").texts(), adjust: adjust(r) },
        "ranks" => Test::Ranks {
            target: target(r),
            by: r.required("by").texts(),
            adjust: choice(r.optional("adjust")),
            level: r.optional("level").decimal().unwrap_or(0.05),
            draws: r.optional("draws").whole().unwrap_or(10_000),
            seed: r.required("seed").whole().unwrap_or_default(),
        },
        "change" => Test::Change { target: target(r), by: r.required("by").texts(), adjust: adjust(r) },
        "standardized" => Test::Standardized {
            target: target(r),
            over: r.required("over").text(),
            standard: r.required("standard").object_or_blank(known),
        },
        "importance" => Test::Importance {
            factors: r.required("factors").list(|item| item.object_or_blank(group)),
            overall: r.required("overall").text(),
            performance: choice(r.optional("performance")).unwrap_or_default(),
            importance: choice(r.required("importance")).unwrap_or(super::plan::Importance::Correlation),
        },
        _ => Test::Regression {
            variable: r.required("variable").text(),
            terms: r.required("terms").texts(),
            family: choice(r.optional("family")).unwrap_or(Family::Gaussian),
            convention: convention(r),
        },
    };
    Some(Comparison { id, only, test })
}

fn target(r: &mut Reader<'_>) -> Target {
    Target { estimate: r.required("estimate").text(), variable: r.optional("variable").text() }
}
