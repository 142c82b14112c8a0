//! Working results of a study at 17 significant digits: one table of estimates, a line for
//! each interval, and one of comparisons, a line for each figure; or all of it as JSON. For
//! comparing with other programs, on the command line alone, like [`super::working`].

use super::working::{FIRST_LINE, digits, quoted};
use crate::analysis::study::Results;
use crate::analysis::study::results::{Explain, Found, Limits, Row};

const ESTIMATES: &str = "estimate,variable,part,by,domain,n_rows,n_respondents,n_asked,n_answered,n_valid,value,se,df,deff,deff_replace,\
interval,level,lo,hi,effective,formula,error,weights,warnings";
const COMPARISONS: &str = "comparison,test,of,figure,value,not_told_apart,formula,error,weights,warnings";

/// Between the factors and labels of a domain, the sides of a comparison, codes.
const BETWEEN: &str = " × ";

/// The table of estimates.
pub fn estimates(results: &Results) -> String {
    let meta = &results.meta;
    let about = format!(
        "# plan={} rows={} strata={} units={} sum_w={} kish={}",
        meta.plan,
        meta.rows,
        meta.strata,
        meta.units,
        digits(meta.finished.sum),
        digits(meta.finished.kish)
    );
    let head = [FIRST_LINE.to_owned(), about, ESTIMATES.to_owned()];
    text(head.into_iter().chain(results.estimates.iter().flat_map(estimate)))
}

/// The table of comparisons.
pub fn comparisons(results: &Results) -> String {
    let head = [FIRST_LINE.to_owned(), COMPARISONS.to_owned()];
    text(head.into_iter().chain(results.comparisons.iter().flat_map(comparison)))
}

/// Everything as JSON, numbers so that every bit comes back.
///
/// # Errors
/// None that numbers and texts can give.
pub fn json(results: &Results) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(results).map(|text| text + "\n")
}

fn text(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| line + "\n").collect()
}

fn estimate(row: &Row) -> Vec<String> {
    let join = |part: fn(&crate::analysis::study::results::Here) -> &String| {
        row.key.domain.iter().map(part).cloned().collect::<Vec<_>>().join(BETWEEN)
    };
    let names = [&row.key.estimate, &row.key.variable, &row.key.part, &join(|here| &here.by), &join(|here| &here.label)];
    let n = row.n;
    let counts = [n.rows, n.respondents, n.asked, n.answered, n.valid].map(|count| count.to_string());
    let numbers = [row.value, row.se, row.df, row.deff, row.deff_replace].map(number);
    let start: Vec<String> = names.map(|name| quoted(name)).into_iter().chain(counts).chain(numbers).collect();
    let end: Vec<String> = std::iter::once(number(row.explain.effective)).chain(codes(&row.explain)).collect();
    let line = |interval: [String; 4]| [start.clone(), interval.to_vec(), end.clone()].concat().join(",");
    let of = |limits: &Limits| line([limits.rule.clone(), limits.level.to_string(), number(limits.lo), number(limits.hi)]);
    if row.intervals.is_empty() { vec![line(Default::default())] } else { row.intervals.iter().map(of).collect() }
}

fn comparison(found: &Found) -> Vec<String> {
    let of = quoted(&found.of.join(BETWEEN));
    let apart = quoted(&found.not_told_apart.join("; "));
    let line = |name: &str, value: Option<f64>| {
        let start = [quoted(&found.comparison), found.test.clone(), of.clone(), name.to_owned(), number(value), apart.clone()];
        start.into_iter().chain(codes(&found.explain)).collect::<Vec<_>>().join(",")
    };
    if found.figures.is_empty() { vec![line("", None)] } else { found.figures.iter().map(|one| line(&one.name, one.value)).collect() }
}

fn codes(explain: &Explain) -> [String; 4] {
    let warnings: Vec<&str> = explain.warnings.iter().map(|finding| finding.code.as_str()).collect();
    [explain.formula.clone(), explain.error.clone(), quoted(&explain.weights.join("; ")), quoted(&warnings.join("; "))]
}

fn number(value: Option<f64>) -> String {
    value.map(digits).unwrap_or_default()
}
