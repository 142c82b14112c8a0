//! Rows without names with their codebook: every variable with its label, its values with
//! theirs, and which of them are missing codes. Values are codes into a list of different
//! ones, read once; a row is a look-up. A column is numeric only when every value is, and
//! prints back as it was: `01` is a code, not a number.

use std::collections::BTreeMap;

use crate::base::{Finding, Text, number};
use crate::dataset::column::NONE;
use crate::disclosure::Released;
use crate::disclosure::rows::Rows;

/// Released rows and what they mean.
#[derive(Debug, Clone, PartialEq)]
pub struct RowSet {
    variables: Vec<Variable>,
    rows: Released<Rows>,
}

/// One column with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Its name, as the questionnaire has it.
    pub id: String,
    /// What was asked.
    pub label: Text,
    /// What its values are.
    pub kind: Kind,
    /// Values with labels, in the codebook's order.
    pub categories: Vec<Category>,
    said: Vec<Said>,
}

/// What the values of a variable are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers with at most so many decimals.
    Number {
        /// Decimals.
        decimals: u8,
    },
    /// Texts of at most so many bytes.
    Text {
        /// Bytes.
        bytes: usize,
    },
}

/// What a codebook says of a variable.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Described {
    /// The column.
    pub id: String,
    /// What was asked.
    pub label: Text,
    /// Its values.
    pub categories: Vec<Category>,
}

/// A value with a label.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Category {
    /// As the rows have it.
    pub value: String,
    /// The number that stands for it among numbers, such as -8 for `KB`; none is the value's own.
    pub number: Option<f64>,
    /// For people.
    pub label: Text,
    /// Whether it stands for no answer.
    pub missing: bool,
}

/// One value of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// None: not asked, left empty or taken away.
    None,
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
}

#[derive(Debug, Clone, PartialEq)]
enum Said {
    Number(f64),
    Text,
}

impl RowSet {
    /// Rows with a codebook; what it does not describe is labelled by its name.
    ///
    /// # Errors
    /// `export_codebook` where the codebook gives two values of a variable one number.
    pub fn new(rows: Released<Rows>, codebook: &[Described]) -> Result<Self, Vec<Finding>> {
        let described: BTreeMap<&str, &Described> = codebook.iter().map(|of| (of.id.as_str(), of)).collect();
        let columns = rows.get().columns().iter();
        let variables: Vec<Variable> = columns
            .map(|column| variable(&column.values.id, &column.values.labels, described.get(column.values.id.as_str()).copied()))
            .collect();
        let findings: Vec<Finding> = variables.iter().filter_map(Variable::clash).collect();
        if findings.is_empty() { Ok(Self { variables, rows }) } else { Err(findings) }
    }

    /// The variables.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.get().len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code of a row's value among [`RowSet::distinct`]; none where there is no value.
    pub fn code(&self, row: usize, variable: usize) -> Option<usize> {
        let code = *self.rows.get().columns().get(variable)?.values.codes.get(row)?;
        if code == NONE { None } else { usize::try_from(code).ok() }
    }

    /// The different values of a variable by code.
    pub fn distinct(&self, variable: usize) -> impl Iterator<Item = Value<'_>> {
        let labels = self.rows.get().columns().get(variable).map_or(&[][..], |column| &column.values.labels);
        let said = self.variables.get(variable).map_or(&[][..], |variable| &variable.said);
        labels.iter().zip(said).map(|(label, said)| match said {
            Said::Number(number) => Value::Number(*number),
            Said::Text => Value::Text(label),
        })
    }

    /// Something made of each different value of each variable, to be looked up by row.
    pub(crate) fn by_code<T>(&self, make: impl Fn(&Variable, Value<'_>) -> T) -> Vec<Vec<T>> {
        let of = |(at, variable)| self.distinct(at).map(|value| make(variable, value)).collect();
        self.variables.iter().enumerate().map(of).collect()
    }
}

impl Variable {
    /// The value of a category in this variable.
    pub fn value_of<'a>(&self, category: &'a Category) -> Value<'a> {
        match self.kind {
            Kind::Number { .. } => category.number.or_else(|| exact(&category.value)).map_or(Value::None, Value::Number),
            Kind::Text { .. } => Value::Text(&category.value),
        }
    }

    /// The label of a value.
    pub fn label_of(&self, value: Value<'_>) -> Option<&Text> {
        self.categories.iter().find(|category| self.value_of(category) == value).map(|category| &category.label)
    }

    fn clash(&self) -> Option<Finding> {
        let values: Vec<Value<'_>> = self.categories.iter().map(|category| self.value_of(category)).collect();
        let twice = values.iter().enumerate().find(|(at, value)| values[..*at].contains(value))?;
        Some(Finding::error("export_codebook", &self.id, self.categories[twice.0].value.clone()))
    }
}

fn variable(id: &str, words: &[String], described: Option<&Described>) -> Variable {
    let categories = described.map_or(&[][..], |of| &of.categories);
    let coded = |word: &String| categories.iter().find(|category| category.value == *word).and_then(|category| category.number);
    let numbers: Option<Vec<f64>> = words.iter().map(|word| coded(word).or_else(|| exact(word))).collect();
    let codes_are_numbers = categories.iter().all(|category| category.number.is_some() || exact(&category.value).is_some());
    let (kind, said) = match numbers {
        Some(numbers) if codes_are_numbers => {
            let decimals = words.iter().filter(|word| coded(word).is_none()).map(|word| decimals(word)).max().unwrap_or(0);
            (Kind::Number { decimals }, numbers.into_iter().map(Said::Number).collect())
        }
        Some(_) | None => {
            let bytes = words.iter().map(String::len).chain(categories.iter().map(|category| category.value.len())).max().unwrap_or(0);
            (Kind::Text { bytes }, words.iter().map(|_| Said::Text).collect())
        }
    };
    let label = described.map_or_else(|| id.into(), |of| of.label.clone());
    Variable { id: id.to_owned(), label, kind, categories: categories.to_vec(), said }
}

fn decimals(word: &str) -> u8 {
    word.split_once('.').and_then(|(_, decimals)| u8::try_from(decimals.len()).ok()).unwrap_or(0)
}

/// The number that a word says, where the number printed is that word again.
fn exact(word: &str) -> Option<f64> {
    let value = number::read_decimal(word)?;
    (decimals(word) <= 6 && number::fixed(value, decimals(word).into()) == word).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[&str], expect: Kind) {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        assert_eq!(variable("q", &words, None).kind, expect, "{words:?}");
    }

    #[test]
    fn what_prints_back_is_a_number() {
        check(&["1", "-5", "0"], Kind::Number { decimals: 0 });
        check(&["1.5", "2.25", "3"], Kind::Number { decimals: 2 });
        check(&["01", "2"], Kind::Text { bytes: 2 });
        check(&["+1"], Kind::Text { bytes: 2 });
        check(&["1", "KB"], Kind::Text { bytes: 2 });
        check(&["-0"], Kind::Text { bytes: 2 });
        check(&[], Kind::Number { decimals: 0 });
    }

    #[test]
    fn a_coded_word_is_a_number_among_numbers() {
        let dont_know = Category { value: "KB".to_owned(), number: Some(-8.0), label: "Không biết".into(), missing: true };
        let described = Described { id: "q".to_owned(), label: "Câu hỏi".into(), categories: vec![dont_know] };
        let found = variable("q", &["1".to_owned(), "KB".to_owned()], Some(&described));
        assert_eq!((found.kind, found.said.clone()), (Kind::Number { decimals: 0 }, vec![Said::Number(1.0), Said::Number(-8.0)]));
        assert_eq!(found.label_of(Value::Number(-8.0)).unwrap().vi, "Không biết");
        assert_eq!(found.label_of(Value::Number(1.0)), None);
    }
}
