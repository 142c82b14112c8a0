//! A categorical column as codes into its labels. Labels are sorted, so that no
//! result depends on the order in which rows arrived.

use std::collections::BTreeMap;

/// The code of a row without a value; never an index of a label.
pub const NONE: u32 = u32::MAX;

/// A categorical column: `codes[row]` is an index into `labels`, or [`NONE`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The column's id.
    pub id: String,
    /// Its values in byte order, each once.
    pub labels: Vec<String>,
    /// One code a row.
    pub codes: Vec<u32>,
}

impl Column {
    /// The value of a row; `None` where it has none or there is no such row.
    pub fn value(&self, row: usize) -> Option<&str> {
        let code = *self.codes.get(row)?;
        self.labels.get(code as usize).map(String::as_str)
    }
}

/// A column in the making: values are numbered as they come, sorted at the end.
#[derive(Debug, Default)]
pub struct Labels {
    index: BTreeMap<String, u32>,
    codes: Vec<u32>,
}

impl Labels {
    /// Adds one row; an empty value is no value. Returns its code for now, which
    /// [`Labels::finish`] may change.
    pub fn push(&mut self, value: &str) -> u32 {
        let code = if value.is_empty() { NONE } else { self.code(value) };
        self.codes.push(code);
        code
    }

    /// How many different values there are so far.
    pub fn distinct(&self) -> usize {
        self.index.len()
    }

    fn code(&mut self, value: &str) -> u32 {
        if let Some(&code) = self.index.get(value) {
            return code;
        }
        let code = u32::try_from(self.index.len()).unwrap_or(NONE);
        self.index.insert(value.to_owned(), code);
        code
    }

    /// The column, and for each code that [`Labels::push`] returned its final code.
    pub fn finish(self, id: &str) -> (Column, Vec<u32>) {
        let mut moved = vec![NONE; self.index.len()];
        let mut labels = Vec::with_capacity(moved.len());
        for (now, (label, before)) in (0_u32..).zip(self.index) {
            if let Some(slot) = moved.get_mut(before as usize) {
                *slot = now;
            }
            labels.push(label);
        }
        let codes = self.codes.iter().map(|&code| moved.get(code as usize).copied().unwrap_or(NONE)).collect();
        (Column { id: id.to_owned(), labels, codes }, moved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_whatever_the_order_of_rows() {
        let mut labels = Labels::default();
        for value in ["b", "", "a", "b"] {
            labels.push(value);
        }
        let (column, moved) = labels.finish("x");
        assert_eq!(column.labels, ["a", "b"]);
        assert_eq!(column.codes, [1, NONE, 0, 1]);
        assert_eq!(moved, [1, 0]);
        assert_eq!(column.value(0), Some("b"));
        assert_eq!(column.value(1), None);
    }
}
