//! Tests of means, of independence and of ranks, and regressions.

use super::choices::Word as _;
use super::compare::{Making, figures};
use super::plan::Test;
use super::results::Found;
use crate::analysis::comparison::means::{self, one, two};
use crate::analysis::comparison::ranks::{many_groups, two_groups};
use crate::analysis::comparison::table::Table;
use crate::analysis::regression::terms::{dummies, intercept};
use crate::analysis::regression::{Wald, fit};
use crate::base::Finding;

fn t_figures(test: &means::Test) -> Vec<super::results::Figure> {
    figures(&[
        ("difference", test.difference),
        ("se", test.se),
        ("t", test.t),
        ("df", test.df),
        ("p", test.p),
        ("lo", test.limits.lo),
        ("hi", test.limits.hi),
    ])
}

fn wald_figures(wald: &Wald) -> Vec<super::results::Figure> {
    figures(&[("f", wald.f), ("df", wald.df), ("denominator", wald.denominator), ("p", wald.p)])
}

impl Making<'_, '_, '_> {
    pub(super) fn mean(&self) -> Vec<Found> {
        let Test::Mean { variable, value, convention } = &self.comparison.test else { return Vec::new() };
        let (sample, of) = (self.work.sample(&self.comparison.only), [variable.as_str()]);
        match one(&sample, &self.work.values.numeric(variable), *value, *convention) {
            Ok(Some(test)) => vec![self.found(&of, t_figures(&test))],
            Ok(None) => self.nothing(&of),
            Err(lonely) => self.failed(&of, lonely),
        }
    }

    pub(super) fn means(&self) -> Vec<Found> {
        let Test::Means { variable, by, groups } = &self.comparison.test else { return Vec::new() };
        let categories = self.work.values.categories(by);
        let code = |label: &String| categories.labels.iter().position(|known| known == label);
        let of = [variable.as_str(), &groups.0, &groups.1];
        let (Some(first), Some(second)) = (code(&groups.0), code(&groups.1)) else { return self.nothing(&of) };
        let is = |row: usize, group: usize| categories.codes[row] as usize == group;
        let sample = self.work.sample(&self.comparison.only);
        match two(&sample, &self.work.values.numeric(variable), |row| is(row, first), |row| is(row, second)) {
            Ok(Some(test)) => vec![self.found(&of, t_figures(&test))],
            Ok(None) => self.nothing(&of),
            Err(lonely) => self.failed(&of, lonely),
        }
    }

    pub(super) fn independence(&self) -> Vec<Found> {
        let Test::Independence { rows, columns, statistics } = &self.comparison.test else { return Vec::new() };
        let (first, second) = (self.work.values.categories(rows), self.work.values.categories(columns));
        let sample = self.work.sample(&self.comparison.only);
        let Some(table) = Table::new(&sample, &first.codes, &second.codes) else { return self.nothing(&[rows, columns]) };
        let line = |statistic: &crate::analysis::comparison::table::Statistic| {
            let of = [rows.as_str(), columns, statistic.word()];
            match table.independence(*statistic) {
                Ok(test) => {
                    let named = [("statistic", test.statistic), ("df", test.df), ("denominator", test.denominator), ("p", test.p)];
                    vec![self.found(&of, figures(&named))]
                }
                Err(lonely) => self.failed(&of, lonely),
            }
        };
        statistics.iter().flat_map(line).collect()
    }

    pub(super) fn rank(&self) -> Vec<Found> {
        let Test::Rank { variable, by, score, convention } = &self.comparison.test else { return Vec::new() };
        let (values, groups) = (self.work.values.numeric(variable), self.work.values.categories(by));
        let sample = self.work.sample(&self.comparison.only);
        // Labels without a row are no groups.
        let mut there: Vec<u32> =
            sample.rows().map(|row| groups.codes[row]).filter(|code| (*code as usize) < groups.labels.len()).collect();
        there.sort_unstable();
        there.dedup();
        let place = |code: &u32| there.binary_search(code).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
        let codes: Vec<u32> = groups.codes.iter().map(place).collect();
        let (of, levels) = ([variable.as_str(), by], u32::try_from(there.len()).unwrap_or(0));
        let made = if levels == 2 {
            two_groups(&sample, &values, &codes, *score, *convention).map(|test| test.map(|test| t_figures(&test)))
        } else {
            many_groups(&sample, &values, &codes, levels, *score, *convention).map(|wald| wald.map(|wald| wald_figures(&wald)))
        };
        match made {
            Ok(Some(figures)) => vec![self.found(&of, figures)],
            Ok(None) => self.nothing(&of),
            Err(lonely) => self.failed(&of, lonely),
        }
    }

    pub(super) fn regression(&self) -> Vec<Found> {
        let Test::Regression { variable, terms, family, convention } = &self.comparison.test else { return Vec::new() };
        let values = self.work.values;
        let sample = self.work.sample(&self.comparison.only);
        let (mut names, mut columns) = (vec![vec!["(1)".to_owned()]], vec![intercept(values.rows())]);
        let mut of_term = Vec::new();
        for term in terms {
            let first = columns.len();
            let levels = values.categories(term);
            // A statement explains as a number, a factor by its labels but the first.
            if values.is_factor(term) {
                columns.extend(dummies(&levels.codes, u32::try_from(levels.labels.len()).unwrap_or(0)));
                names.extend(levels.labels.iter().skip(1).map(|label| vec![term.clone(), label.clone()]));
            } else {
                columns.push(values.numeric(term).into_owned());
                names.push(vec![term.clone()]);
            }
            of_term.push((term, (first..columns.len()).collect::<Vec<_>>()));
        }
        let Some(fit) = fit(&sample, &values.numeric(variable), &columns, *family, *convention) else { return self.nothing(&[variable]) };
        let warnings = if fit.converged { Vec::new() } else { vec![Finding::warning("regression_not_converged", "", variable)] };
        let table = match fit.table() {
            Ok(table) => table,
            Err(lonely) => return self.failed(&[variable], lonely),
        };
        let line = |(name, one): (&Vec<String>, &crate::analysis::regression::Coefficient)| {
            let said = [("estimate", one.estimate), ("se", one.se), ("t", one.t), ("df", fit.df), ("p", one.p)];
            let of: Vec<&str> = name.iter().map(String::as_str).collect();
            self.found_with(&of, figures(&said), warnings.clone())
        };
        let mut found: Vec<Found> = names.iter().zip(&table).map(line).collect();
        for (term, which) in of_term {
            if let Ok(wald) = fit.wald(&which) {
                found.push(self.found_with(&[term, "(wald)"], wald_figures(&wald), warnings.clone()));
            }
        }
        found
    }
}
