//! The variables of a plan over a table: columns as numbers, as codes into labels, as
//! answers, and what is made of them. Derived variables are made once; the columns of
//! statements become numbers only where they are asked for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::plan::{Answers, Derived, Measure, Only, Plan};
use crate::analysis::linear::composite::{Pool, row_mean};
use crate::dataset::column::NONE;
use crate::dataset::table::Table;
use crate::dataset::{BLANK, DONT_KNOW, Item, NOT_APPLICABLE, NOT_ASKED};

/// The kinds of answers of a statement that are no level, as labels behind its levels.
const KINDS: [(u8, &str); 4] = [(DONT_KNOW, "dont_know"), (NOT_APPLICABLE, "not_applicable"), (BLANK, "blank"), (NOT_ASKED, "not_asked")];

/// Codes into labels, one a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Categories<'a> {
    pub codes: Cow<'a, [u32]>,
    pub labels: Cow<'a, [String]>,
}

/// A derived variable.
enum Made {
    Number(Vec<f64>),
    Factor(Vec<u32>, Vec<String>),
}

/// The variables of a table.
pub(super) struct Values<'a> {
    table: &'a Table,
    plan: &'a Plan,
    made: BTreeMap<&'a str, Made>,
}

impl<'a> Values<'a> {
    /// Makes the derived variables, in the plan's order.
    pub fn new(plan: &'a Plan, table: &'a Table) -> Self {
        let mut values = Self { table, plan, made: BTreeMap::new() };
        for variable in &plan.variables {
            let made = values.derive(&variable.of);
            values.made.insert(&variable.id, made);
        }
        values
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.table.rows
    }

    /// The highest level of statements.
    pub fn levels(&self) -> u8 {
        self.plan.shape.levels
    }

    /// Whether a name is a factor's.
    pub fn is_factor(&self, name: &str) -> bool {
        matches!(self.made.get(name), Some(Made::Factor(..))) || self.table.factors.iter().any(|factor| factor.id == name)
    }

    /// The answers of a statement; `None` where the name is no statement's.
    pub fn answers(&self, name: &str) -> Option<&'a [u8]> {
        self.item(name).map(|item| item.codes.as_slice())
    }

    fn item(&self, name: &str) -> Option<&'a Item> {
        self.table.items.iter().find(|item| item.id == name)
    }

    /// A variable as numbers, `NaN` where a row has none: levels of a statement, numbers.
    pub fn numeric(&self, name: &str) -> Cow<'_, [f64]> {
        if let Some(Made::Number(values)) = self.made.get(name) {
            return Cow::Borrowed(values);
        }
        if let Some(number) = self.table.numbers.iter().find(|number| number.id == name) {
            return Cow::Borrowed(&number.values);
        }
        Cow::Owned(self.answered(name, Measure::Level))
    }

    /// What of a statement's answers counts, `NaN` for no valid answer.
    pub fn answered(&self, name: &str, measure: Measure) -> Vec<f64> {
        let Some(codes) = self.answers(name) else { return vec![f64::NAN; self.rows()] };
        let satisfied = |code: u8| f64::from(u8::from(self.plan.satisfied.contains(&code)));
        let value = |&code: &u8| match measure {
            _ if !self.valid(code) => f64::NAN,
            Measure::Level => f64::from(code),
            Measure::Satisfied => satisfied(code),
        };
        codes.iter().map(value).collect()
    }

    fn valid(&self, code: u8) -> bool {
        (1..=self.levels()).contains(&code)
    }

    /// A variable as codes: levels of a statement, a factor.
    pub fn categories(&self, name: &str) -> Categories<'_> {
        if let Some(Made::Factor(codes, labels)) = self.made.get(name) {
            return Categories { codes: Cow::Borrowed(codes), labels: Cow::Borrowed(labels) };
        }
        if let Some(factor) = self.table.factors.iter().find(|factor| factor.id == name) {
            return Categories { codes: Cow::Borrowed(&factor.codes), labels: Cow::Borrowed(&factor.labels) };
        }
        let level = |&code: &u8| if self.valid(code) { u32::from(code) - 1 } else { NONE };
        let codes = self.answers(name).unwrap_or_default().iter().map(level).collect();
        Categories { codes: Cow::Owned(codes), labels: Cow::Owned((1..=self.levels()).map(|level| level.to_string()).collect()) }
    }

    /// A statement as codes of levels and of the kinds of missing answers; a factor as it is.
    pub fn all_kinds(&self, name: &str) -> Categories<'_> {
        let Some(answers) = self.answers(name) else { return self.categories(name) };
        let levels = u32::from(self.levels());
        let behind = |code: u8| (0..).zip(KINDS).find(|(_, (kind, _))| *kind == code).map_or(NONE, |(at, _)| levels + at);
        let codes = answers.iter().map(|&code| if self.valid(code) { u32::from(code) - 1 } else { behind(code) }).collect();
        let labels = (1..=self.levels()).map(|level| level.to_string()).chain(KINDS.map(|(_, label)| label.to_owned())).collect();
        Categories { codes: Cow::Owned(codes), labels: Cow::Owned(labels) }
    }

    /// 1 for the rows with one of some labels, 0 for others, `NaN` for rows without a label.
    pub fn indicator(&self, name: &str, labels: &[String]) -> Vec<f64> {
        if labels.is_empty() {
            return self.answered(name, Measure::Satisfied);
        }
        let categories = self.categories(name);
        let wanted: Vec<bool> = categories.labels.iter().map(|label| labels.contains(label)).collect();
        let one = |&code: &u32| wanted.get(code as usize).map_or(f64::NAN, |wanted| f64::from(u8::from(*wanted)));
        categories.codes.iter().map(one).collect()
    }

    /// Whether each row has one of the labels of all of `only`.
    pub fn within(&self, only: &[Only]) -> Vec<bool> {
        let mut here = vec![true; self.rows()];
        for Only { factor, labels } in only {
            let categories = self.categories(factor);
            let wanted: Vec<bool> = categories.labels.iter().map(|label| labels.contains(label)).collect();
            for (here, &code) in here.iter_mut().zip(categories.codes.iter()) {
                *here &= wanted.get(code as usize).copied().unwrap_or(false);
            }
        }
        here
    }

    /// Pool of statements.
    pub fn pool(&self, items: &[String], measure: Measure) -> Pool {
        let columns: Vec<Vec<f64>> = items.iter().map(|item| self.answered(item, measure)).collect();
        Pool::of(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>(), self.rows())
    }

    /// The mean of a row's valid answers.
    pub fn row_mean(&self, items: &[String], measure: Measure) -> Vec<f64> {
        let columns: Vec<Vec<f64>> = items.iter().map(|item| self.answered(item, measure)).collect();
        row_mean(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>(), self.rows())
    }

    fn derive(&self, of: &Derived) -> Made {
        match of {
            Derived::Satisfied { item } => Made::Number(self.answered(item, Measure::Satisfied)),
            Derived::RowMean { items, measure } => Made::Number(self.row_mean(items, *measure)),
            Derived::Count { items, answers } => {
                let pool = self.pool(items, Measure::Satisfied);
                Made::Number(match answers {
                    Answers::Satisfied => pool.satisfied,
                    Answers::Valid => pool.valid,
                })
            }
            Derived::Constant { value } => Made::Number(vec![*value; self.rows()]),
            Derived::Recode { from, groups } => {
                let old = self.categories(from);
                let place = |label: &String| groups.iter().position(|group| group.of.contains(label)).map_or(NONE, short);
                let moved: Vec<u32> = old.labels.iter().map(place).collect();
                let codes = old.codes.iter().map(|&code| moved.get(code as usize).copied().unwrap_or(NONE)).collect();
                Made::Factor(codes, groups.iter().map(|group| group.label.clone()).collect())
            }
            Derived::Cut { from, at, labels } => {
                let class = |value: &f64| if value.is_nan() { NONE } else { short(at.iter().filter(|cut| *cut <= value).count()) };
                Made::Factor(self.numeric(from).iter().map(class).collect(), labels.clone())
            }
        }
    }
}

/// Labels are fewer than codes.
fn short(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Column, Number};

    fn check(variable: &str, test: impl Fn(&Values<'_>)) {
        let json = format!(
            r#"{{"phieu":"plan","version":2,"data":{{"items":["a","b"],"numbers":["t"],"factors":[{{"id":"g"}}]}},
            "design":{{"weight":"t"}},"variables":[{variable}],"estimates":[{{"id":"x","of":"mean","variables":["a"]}}]}}"#
        );
        let plan = super::super::read(json.as_bytes()).unwrap();
        let item = |id: &str, codes: &[u8]| Item { id: id.to_owned(), codes: codes.to_vec() };
        let table = Table {
            rows: 3,
            items: vec![item("a", &[5, 3, DONT_KNOW]), item("b", &[4, BLANK, BLANK])],
            numbers: vec![Number { id: "t".to_owned(), values: vec![10.0, 30.0, f64::NAN] }],
            factors: vec![Column { id: "g".to_owned(), labels: vec!["x".into(), "y".into(), "z".into()], codes: vec![2, 0, NONE] }],
        };
        test(&Values::new(&plan, &table));
    }

    #[test]
    fn variables_are_made_of_columns() {
        check(r#"{"id":"v","of":"row_mean","items":["a","b"]}"#, |values| {
            let found = values.numeric("v");
            assert!((found[0] - 4.5).abs() < 1e-15 && (found[1] - 3.0).abs() < 1e-15 && found[2].is_nan());
        });
        check(r#"{"id":"v","of":"count","items":["a","b"],"answers":"satisfied"}"#, |values| {
            assert!(values.numeric("v").iter().zip([2.0, 0.0, 0.0]).all(|(found, expect)| (found - expect).abs() < 1e-15));
        });
        check(r#"{"id":"v","of":"recode","from":"g","groups":[{"label":"both","of":["x","z"]}]}"#, |values| {
            assert_eq!(*values.categories("v").codes, [0, 0, NONE]);
        });
        check(r#"{"id":"v","of":"cut","from":"t","at":[10,20],"labels":["short","middle","long"]}"#, |values| {
            assert_eq!(*values.categories("v").codes, [1, 2, NONE]);
        });
    }

    #[test]
    fn kinds_of_missing_answers_are_labels_behind_the_levels() {
        check("", |values| {
            let found = values.all_kinds("a");
            assert_eq!((found.codes.to_vec(), found.labels.len()), (vec![4, 2, 5], 9));
            assert_eq!(*values.categories("a").codes, [4, 2, NONE]);
        });
    }
}
