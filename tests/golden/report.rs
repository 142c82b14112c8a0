//! The end: the table of `docs/accuracy.md`, and every fault.

use std::fmt::Write as _;

use crate::compare::{Golden, Outcome};

const ABOUT: &str = "# Accuracy

Reference: R `survey` 4.5 on set A (`tests/data/setA/golden.json`, each section with its call of R). A section
that is claimed has every field of every row compared by `tests/golden/`; this table is written by the same
test (`PHIEU_WRITE_ACCURACY=1 cargo test --test golden`) and compared by it otherwise.

Tolerances: relative 1e-9; 1e-7 where R stops its iteration loosely (logit intervals, logistic regression);
1e-6 for likelihood and saddlepoint. A standard error of 0 up to rounding is compared absolutely. *Answered*
counts the rows that R answers with an error, `NA`, `NaN` or infinity, for which ours is given by a rule of
its own (written in the module named by the estimator) or is the same.

| section | rows | values | largest relative difference | answered |
|---|---:|---:|---:|---:|
";

const DECISIONS: &str = "
## Decisions

Where the method's definition and R's habit differ, both are offered by name; the reference is compared with
R's. Modules are below `src/analysis/`.

| question | decision | module |
|---|---|---|
| several items, some without an answer | each item has the rows that answered it; one call of R an item | `linear/` |
| standard error of a domain | rows outside stay in the design and contribute 0 | `sampling/sample.rs` |
| normal or t | the caller says the degrees of freedom; those of a design are units less strata of the rows that are there | `confidence/mod.rs` |
| rows that Korn and Graubard's interval counts | as R: all rows of the design, those without an answer too | `confidence/share.rs` |
| a share of 0 or 1 | Clopper and Pearson's interval with Kish's effective size, for every method but the plain mean | `confidence/share.rs` |
| a share of a census | the share itself | `confidence/share.rs` |
| an arcsine interval over 1 | cut at 0 and 1, where R's folds back | `confidence/share.rs` |
| likelihood interval | `Likelihood` is where the ratio is; `LikelihoodOfR` has R's dispersion, its iteration's weights and its interpolated profile, 1e-5 off in small clusters | `confidence/profile.rs` |
| standard error after raking | `Swept` is R's `rake()`, `Regressed` R's `calibrate(calfun = \"raking\")` and Deville and Särndal's; up to 10 % apart | `weighting/rake.rs` |
| raked weights as plain weights | not offered: a raked design keeps its residuals | `weighting/adjustment.rs` |
| trimming | `Equal` as R, `Proportional`; a row that was cut stays at its limit, so that it ends | `weighting/trim.rs` |
| design effect | against drawing without replacement and with it, over valid rows; 0/0 is `NaN`, a total of ones has no simple variance and is infinite | `linear/effect.rs` |
| when raking stops | as R: a change from 1 up is people, below 1 a part of the sum of weights; `TIGHT` until nothing moves | `weighting/rake.rs` |
| a stratum with one unit | the five rules of R, for domains too; `Average` without another stratum is `NaN`, `Fail` names stage and stratum; a stratum taken whole is no case | `sampling/lonely.rs` |
| variances below 1e-16 | left as they are: R sets them to 0, which depends on the unit of measurement | `sampling/variance.rs` |
| a quantile below the first step; Shah and Vaish's knots | `Definition` and `R` | `linear/quantile.rs` |
| an interval of a quantile that leaves the data | the least or greatest value, marked open, where R has `NaN` | `confidence/quantile.rs` |
| a score interval of a quantile | `R` looks an unweighted share up with the weighted rule, `Definition` the weighted one | `confidence/quantile.rs` |
| a jackknife's total where a stratum was taken whole | as R it has no part in the replicates of totals, but is raised with others in those of other statistics | `replicate/mod.rs` |
| categories without a row in a test of independence | left out; R's X² is `NaN` | `comparison/table.rs` |
| denominator of the saddlepoint | `SaddlepointOfR` cuts its degrees to a whole number, `Saddlepoint` does not; `LinearCombination` is exact | `comparison/table.rs` |
| a t test of one mean | `R` takes one degree more off and counts rows without a value; `Definition` has the mean's own | `comparison/means.rs` |
| ranks of equal values | `R` averages without weights, by the order of rows; `Definition` has half the weight beside | `comparison/ranks.rs` |
| logistic regression | `Definition` solves the equations; `R` stops at a deviance within 1e-8, its errors off by 1e-5 | `regression/stepwise.rs` |

R's own quantiles of F (lower tail, 3e-8) and one of beta are wrong; `tests/data/quantiles.txt` has those of
`mpmath` at 40 digits in their place. Other quantiles and tails agree to 1e-12, the last digits of χ² and beta
to what R is known to be off (`tests/quantiles.rs`).
";

pub fn end(golden: &Golden, parts: &[Golden]) {
    let outcomes: Vec<&Outcome> = parts.iter().flat_map(|part| &part.outcomes).collect();
    let mut table = ABOUT.to_owned();
    let sections = golden.file["sections"].as_array().expect("sections");
    let (mut claimed, mut rows) = (0, 0);
    for section in sections {
        let id = section["id"].as_str().expect("an id");
        let count = section["rows"].as_array().expect("rows").len();
        match outcomes.iter().find(|outcome| outcome.id == id) {
            Some(outcome) => {
                assert_eq!(outcome.rows, count, "{id}: rows that were not compared");
                claimed += 1;
                rows += count;
                let answered = if outcome.answered == 0 { String::new() } else { outcome.answered.to_string() };
                writeln!(table, "| {id} | {count} | {} | {:.0e} | {answered} |", outcome.values, outcome.worst).unwrap();
            }
            None => writeln!(table, "| {id} | {count} | | not yet | |").unwrap(),
        }
    }
    writeln!(table, "\n{claimed} of {} sections, {rows} rows.", sections.len()).unwrap();
    table.push_str(DECISIONS);
    let faults: Vec<&String> = outcomes.iter().flat_map(|outcome| &outcome.faults).collect();
    for outcome in outcomes.iter().filter(|outcome| !outcome.faults.is_empty()) {
        println!("{}: {} faults", outcome.id, outcome.faults.len());
        for fault in outcome.faults.iter().take(6) {
            println!("    {}", fault.chars().take(420).collect::<String>());
        }
    }
    assert!(faults.is_empty(), "{} faults", faults.len());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/accuracy.md");
    if std::env::var_os("PHIEU_WRITE_ACCURACY").is_some() {
        std::fs::write(path, &table).expect("docs/accuracy.md");
    }
    let kept = std::fs::read_to_string(path).expect("docs/accuracy.md");
    assert!(kept == table, "docs/accuracy.md is not what the tests find; write it with PHIEU_WRITE_ACCURACY=1");
}
