//! What is wrong with the estimates and comparisons of a plan.

use super::check::Checker;
use super::check_weights::known;
use super::choices::Word as _;
use super::plan::{Comparison, Estimate, Interval, IntervalRule, Of, Target, Test};

/// Draws of ranks: so many at least and at most.
const DRAWS: std::ops::RangeInclusive<u32> = 100..=1_000_000;

pub(super) fn check(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    if plan.estimates.is_empty() && plan.comparisons.is_empty() {
        checker.report("nothing_asked", "estimates", "");
    }
    for (index, interval) in plan.intervals.iter().enumerate() {
        level(checker, &format!("intervals[{index}].level"), interval.level);
    }
    let ids = |ids: Vec<&String>| ids.into_iter().cloned().collect::<Vec<_>>();
    checker.distinct("estimates", &ids(plan.estimates.iter().map(|estimate| &estimate.id).collect()));
    checker.distinct("comparisons", &ids(plan.comparisons.iter().map(|comparison| &comparison.id).collect()));
    for (index, one) in plan.estimates.iter().enumerate() {
        estimate(checker, &format!("estimates[{index}]"), one);
    }
    for (index, one) in plan.comparisons.iter().enumerate() {
        comparison(checker, &format!("comparisons[{index}]"), one);
    }
}

fn level(checker: &mut Checker<'_>, at: &str, level: f64) {
    if !(0.5..=0.999).contains(&level) {
        checker.report("interval_level", at, level.to_string());
    }
}

fn estimate(checker: &mut Checker<'_>, at: &str, estimate: &Estimate) {
    if estimate.id.is_empty() {
        checker.report("missing_field", format!("{at}.id"), "");
    }
    checker.crossings(&format!("{at}.domains"), estimate.domains.as_deref().unwrap_or_default());
    checker.only(&format!("{at}.only"), &estimate.only);
    for (index, interval) in estimate.intervals.iter().flatten().enumerate() {
        level(checker, &format!("{at}.intervals[{index}].level"), interval.level);
        if !allowed(&estimate.of, *interval) {
            checker.report("interval_not_for", format!("{at}.intervals[{index}].rule"), interval.rule.word());
        }
    }
    let places = || estimate.variables.iter().enumerate().map(|(index, variable)| (format!("{at}.variables[{index}]"), variable));
    match &estimate.of {
        Of::Share { labels } => {
            for (at, variable) in places() {
                if labels.is_empty() { checker.item(&at, variable) } else { checker.categories(&at, variable) }
            }
            for variable in &estimate.variables {
                checker.labels(&format!("{at}.labels"), variable, labels);
            }
        }
        Of::Levels { .. } | Of::Counts => places().for_each(|(at, variable)| checker.categories(&at, variable)),
        Of::Mean | Of::Total | Of::Variance => places().for_each(|(at, variable)| checker.numeric(&at, variable)),
        Of::Quantile { p, .. } => {
            places().for_each(|(at, variable)| checker.numeric(&at, variable));
            checker.not_empty(&format!("{at}.p"), p.len());
            for (index, p) in p.iter().enumerate() {
                checker.between("out_of_range", &format!("{at}.p[{index}]"), *p, (0.0, 1.0));
            }
        }
        Of::Ratio { numerator, denominator } => {
            checker.numeric(&format!("{at}.numerator"), numerator);
            checker.numeric(&format!("{at}.denominator"), denominator);
            return;
        }
        Of::Composite { factors, .. } => {
            checker.groups(&format!("{at}.factors"), factors);
            if factors.iter().map(|factor| factor.weight).sum::<f64>() <= 0.0 {
                checker.report("not_a_weight", format!("{at}.factors"), "0");
            }
            return;
        }
        Of::Alpha { items } => {
            for (index, item) in items.iter().enumerate() {
                checker.numeric(&format!("{at}.items[{index}]"), item);
            }
            checker.distinct(&format!("{at}.items"), items);
            if items.len() < 2 {
                checker.report("list_empty", format!("{at}.items"), "");
            }
            return;
        }
    }
    checker.not_empty(&format!("{at}.variables"), estimate.variables.len());
    checker.distinct(&format!("{at}.variables"), &estimate.variables);
}

/// Whether an interval is one for this estimate.
pub(super) fn allowed(of: &Of, interval: Interval) -> bool {
    match of {
        Of::Share { .. } | Of::Levels { .. } => match interval.rule {
            IntervalRule::T
            | IntervalRule::Normal
            | IntervalRule::Logit
            | IntervalRule::Likelihood
            | IntervalRule::LikelihoodOfR
            | IntervalRule::Arcsine
            | IntervalRule::Beta
            | IntervalRule::Mean
            | IntervalRule::Wilson => true,
            IntervalRule::Score => false,
        },
        Of::Quantile { .. } => match interval.rule {
            IntervalRule::Mean | IntervalRule::Beta | IntervalRule::Logit | IntervalRule::Arcsine | IntervalRule::Score => true,
            IntervalRule::T | IntervalRule::Normal | IntervalRule::Likelihood | IntervalRule::LikelihoodOfR | IntervalRule::Wilson => false,
        },
        Of::Mean | Of::Total | Of::Counts | Of::Ratio { .. } | Of::Composite { .. } | Of::Variance => {
            matches!(interval.rule, IntervalRule::T | IntervalRule::Normal)
        }
        Of::Alpha { .. } => false,
    }
}

fn comparison(checker: &mut Checker<'_>, at: &str, comparison: &Comparison) {
    if comparison.id.is_empty() {
        checker.report("missing_field", format!("{at}.id"), "");
    }
    checker.only(&format!("{at}.only"), &comparison.only);
    match &comparison.test {
        Test::Mean { variable, value, .. } => {
            checker.numeric(&format!("{at}.variable"), variable);
            checker.finite(&format!("{at}.value"), *value);
        }
        Test::Means { variable, by, groups } => {
            checker.numeric(&format!("{at}.variable"), variable);
            checker.categories(&format!("{at}.by"), by);
            let groups = [groups.0.clone(), groups.1.clone()];
            checker.labels(&format!("{at}.groups"), by, &groups);
            checker.distinct(&format!("{at}.groups"), &groups);
        }
        Test::Independence { rows, columns, statistics } => {
            checker.categories(&format!("{at}.rows"), rows);
            checker.categories(&format!("{at}.columns"), columns);
            checker.not_empty(&format!("{at}.statistics"), statistics.len());
        }
        Test::Rank { variable, by, .. } => {
            checker.numeric(&format!("{at}.variable"), variable);
            checker.categories(&format!("{at}.by"), by);
        }
        Test::Pairs { target, by, .. } => {
            checker.not_empty(&format!("{at}.by"), by.len());
            comparable(checker, at, target, by);
        }
        Test::Ranks { target, by, level, draws, .. } => {
            checker.not_empty(&format!("{at}.by"), by.len());
            comparable(checker, at, target, by);
            checker.between("out_of_range", &format!("{at}.level"), *level, (0.0, 1.0));
            if !DRAWS.contains(draws) {
                checker.report("out_of_range", format!("{at}.draws"), draws.to_string());
            }
        }
        Test::Change { target, by, .. } => comparable(checker, at, target, by),
        Test::Standardized { target, over, standard } => {
            comparable(checker, at, target, std::slice::from_ref(over));
            known(checker, &format!("{at}.standard"), standard);
        }
        Test::Importance { factors, overall, .. } => {
            checker.groups(&format!("{at}.factors"), factors);
            let ids: Vec<String> = factors.iter().map(|factor| factor.id.clone()).collect();
            checker.distinct(&format!("{at}.factors"), &ids);
            checker.numeric(&format!("{at}.overall"), overall);
        }
        Test::Regression { variable, terms, .. } => {
            checker.numeric(&format!("{at}.variable"), variable);
            checker.not_empty(&format!("{at}.terms"), terms.len());
            for (index, term) in terms.iter().enumerate() {
                checker.known(&format!("{at}.terms[{index}]"), term);
            }
            checker.distinct(&format!("{at}.terms"), terms);
        }
    }
}

/// An estimate that has influence values, and one variable of it.
fn comparable(checker: &mut Checker<'_>, at: &str, target: &Target, by: &[String]) {
    checker.crossing(&format!("{at}.by"), by);
    let Some(estimate) = checker.plan.estimates.iter().find(|estimate| estimate.id == target.estimate) else {
        return checker.report("unknown_estimate", format!("{at}.estimate"), &target.estimate);
    };
    match &estimate.of {
        Of::Levels { .. } | Of::Counts | Of::Quantile { .. } | Of::Alpha { .. } => {
            checker.report("not_comparable", format!("{at}.estimate"), &target.estimate);
        }
        Of::Share { .. } | Of::Mean | Of::Total | Of::Ratio { .. } | Of::Composite { .. } | Of::Variance => {}
    }
    if !target.variable.is_empty() && !estimate.variables.contains(&target.variable) {
        checker.report("unknown_name", format!("{at}.variable"), &target.variable);
    } else if target.variable.is_empty() && estimate.variables.len() > 1 {
        checker.report("missing_field", format!("{at}.variable"), "");
    }
}
