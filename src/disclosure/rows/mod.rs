//! Rows without names: what of single questionnaires may leave. Denied by default: a
//! column leaves only when it is on the list, and columns of some roles never do, since
//! design weights identify strata even unlabelled (de Waal & Willenborg, *JOS* 13 (1997)).
//! The order of the rows that come out is that of their contents: it says nothing about
//! who answered when. Columns are held as codes, so a million rows fit into a page.

pub mod anonymity;
pub mod generalise;
mod publish;
pub mod suppress;

pub use publish::{Protection, Report, Terms, publish};

use crate::dataset::column::NONE;

/// A table of questionnaires. All columns are of one length.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    columns: Vec<Column>,
    len: usize,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it is for.
    pub role: Role,
    /// Its name and values; a row without a value has none of the labels.
    pub values: crate::dataset::Column,
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Names a person, a device or a questionnaire.
    Identifier,
    /// A design or replicate weight.
    Weight,
    /// A stratum, a cluster, a sampling unit.
    Design,
    /// A date, a time, a duration.
    Time,
    /// Words that somebody wrote.
    OpenText,
    /// What others may know of a person: sex, age, unit, area.
    Quasi,
    /// What a person answered and others shall not learn.
    Sensitive,
    /// Any other answer.
    Answer,
}

/// Why a list of columns is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// There is no such column.
    Unknown(String),
    /// It is on the list twice.
    Twice(String),
    /// A column of this role never leaves.
    Never(String, Role),
}

impl Role {
    /// Whether a column of this role may leave at all. Open text is reviewed one by one
    /// and becomes an answer by that.
    pub fn may_leave(self) -> bool {
        match self {
            Self::Quasi | Self::Sensitive | Self::Answer => true,
            Self::Identifier | Self::Weight | Self::Design | Self::Time | Self::OpenText => false,
        }
    }
}

impl Rows {
    /// A table of columns; `None` where they differ in length.
    pub fn new(columns: Vec<Column>) -> Option<Self> {
        let len = columns.first().map_or(0, |column| column.values.codes.len());
        columns.iter().all(|column| column.values.codes.len() == len).then_some(Self { columns, len })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The columns on the list, in its order, and the rows in the order of their contents.
    ///
    /// # Errors
    /// All names on the list that may not leave.
    pub fn allowed(&self, list: &[&str]) -> Result<Self, Vec<Denied>> {
        let mut denied = Vec::new();
        let mut columns = Vec::new();
        for (at, name) in list.iter().enumerate() {
            match self.columns.iter().find(|column| column.values.id == *name) {
                None => denied.push(Denied::Unknown((*name).to_owned())),
                Some(column) if !column.role.may_leave() => denied.push(Denied::Never((*name).to_owned(), column.role)),
                Some(_) if list[..at].contains(name) => denied.push(Denied::Twice((*name).to_owned())),
                Some(column) => columns.push(column.clone()),
            }
        }
        if !denied.is_empty() {
            return Err(denied);
        }
        Ok(Self { len: if columns.is_empty() { 0 } else { self.len }, columns }.in_order_of_contents())
    }

    /// The same rows, sorted; empty values first.
    #[must_use]
    pub fn in_order_of_contents(mut self) -> Self {
        let mut order: Vec<usize> = (0..self.len).collect();
        // Labels are sorted, so codes compare as labels do; NONE becomes the least.
        let rank = |column: &Column, row: usize| column.values.codes[row].wrapping_sub(NONE);
        order.sort_unstable_by(|&a, &b| {
            self.columns.iter().map(|column| rank(column, a).cmp(&rank(column, b))).find(|by| by.is_ne()).unwrap_or(a.cmp(&b))
        });
        self.keep(&order);
        self
    }

    /// Rows by their place, in this order.
    fn keep(&mut self, order: &[usize]) {
        for column in &mut self.columns {
            column.values.codes = order.iter().map(|&row| column.values.codes[row]).collect();
        }
        self.len = order.len();
    }

    /// Indices of the columns of a role.
    pub fn of_role(&self, role: Role) -> Vec<usize> {
        (0..self.columns.len()).filter(|&i| self.columns[i].role == role).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::dataset::Labels;

    pub(crate) fn rows(columns: &[(&str, Role)], records: &[&[&str]]) -> Rows {
        let column = |(at, &(id, role)): (usize, &(&str, Role))| {
            let mut labels = Labels::default();
            for record in records {
                labels.push(record[at]);
            }
            Column { role, values: labels.finish(id).0 }
        };
        Rows::new(columns.iter().enumerate().map(column).collect()).unwrap()
    }

    pub(crate) fn records(rows: &Rows) -> Vec<Vec<&str>> {
        let record = |row| rows.columns().iter().map(|column| column.values.value(row).unwrap_or_default()).collect();
        (0..rows.len()).map(record).collect()
    }

    const COLUMNS: [(&str, Role); 4] = [("id", Role::Identifier), ("sex", Role::Quasi), ("w", Role::Weight), ("q1", Role::Answer)];

    #[test]
    fn what_is_not_on_the_list_stays_and_order_is_lost() {
        let all = rows(&COLUMNS, &[&["7", "m", "31.5", "5"], &["3", "f", "2.5", "4"], &["9", "f", "1", ""]]);
        let out = all.allowed(&["q1", "sex"]).unwrap();
        assert_eq!(records(&out), [["", "f"], ["4", "f"], ["5", "m"]]);
        let turned = rows(&COLUMNS, &[&["9", "f", "1", ""], &["3", "f", "2.5", "4"], &["7", "m", "31.5", "5"]]);
        assert_eq!(turned.allowed(&["q1", "sex"]).unwrap(), out);
    }

    #[test]
    fn some_roles_never_leave() {
        let all = rows(&COLUMNS, &[]);
        let expect = vec![
            Denied::Never("w".into(), Role::Weight),
            Denied::Unknown("q9".into()),
            Denied::Twice("sex".into()),
            Denied::Never("id".into(), Role::Identifier),
        ];
        assert_eq!(all.allowed(&["w", "sex", "q9", "sex", "id"]), Err(expect));
    }
}
