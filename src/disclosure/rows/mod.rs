//! Rows without names: what of single questionnaires may leave. Denied by default: a
//! column leaves only when it is on the list, and columns of some roles never do, since
//! design weights identify strata even unlabelled (de Waal & Willenborg, *JOS* 13 (1997)).
//! The order of the rows that come out is that of their contents: it says nothing about
//! who answered when.

pub mod anonymity;
pub mod generalise;
pub mod suppress;

/// A table of questionnaires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Columns.
    pub columns: Vec<Column>,
    /// Records, one value a column.
    pub records: Vec<Vec<String>>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub id: String,
    /// What it is for.
    pub role: Role,
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
    /// The columns on the list, in its order, and the records in the order of their contents.
    ///
    /// # Errors
    /// All names on the list that may not leave.
    pub fn allowed(&self, list: &[&str]) -> Result<Self, Vec<Denied>> {
        let mut denied = Vec::new();
        let mut at = Vec::new();
        for name in list {
            match self.columns.iter().position(|column| column.id == *name) {
                None => denied.push(Denied::Unknown((*name).to_owned())),
                Some(i) if !self.columns[i].role.may_leave() => denied.push(Denied::Never((*name).to_owned(), self.columns[i].role)),
                Some(i) => at.push(i),
            }
        }
        if !denied.is_empty() {
            return Err(denied);
        }
        let columns = at.iter().map(|&i| self.columns[i].clone()).collect();
        let records = self.records.iter().map(|record| at.iter().map(|&i| record.get(i).cloned().unwrap_or_default()).collect());
        Ok(Self { columns, records: records.collect() }.in_order_of_contents())
    }

    /// The same records, sorted.
    #[must_use]
    pub fn in_order_of_contents(mut self) -> Self {
        self.records.sort_unstable();
        self
    }

    /// Indices of the columns of a role.
    pub fn of_role(&self, role: Role) -> Vec<usize> {
        (0..self.columns.len()).filter(|&i| self.columns[i].role == role).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn rows(columns: &[(&str, Role)], records: &[&[&str]]) -> Rows {
        Rows {
            columns: columns.iter().map(|&(id, role)| Column { id: id.to_owned(), role }).collect(),
            records: records.iter().map(|record| record.iter().map(|&value| value.to_owned()).collect()).collect(),
        }
    }

    const COLUMNS: [(&str, Role); 4] = [("id", Role::Identifier), ("sex", Role::Quasi), ("w", Role::Weight), ("q1", Role::Answer)];

    #[test]
    fn what_is_not_on_the_list_stays_and_order_is_lost() {
        let all = rows(&COLUMNS, &[&["7", "m", "31.5", "5"], &["3", "f", "2.5", "4"]]);
        let out = all.allowed(&["q1", "sex"]).unwrap();
        assert_eq!(out.records, [["4", "f"], ["5", "m"]]);
        let turned = rows(&COLUMNS, &[&["3", "f", "2.5", "4"], &["7", "m", "31.5", "5"]]);
        assert_eq!(turned.allowed(&["q1", "sex"]).unwrap(), out);
    }

    #[test]
    fn some_roles_never_leave() {
        let all = rows(&COLUMNS, &[]);
        let expect =
            vec![Denied::Never("w".into(), Role::Weight), Denied::Unknown("q9".into()), Denied::Never("id".into(), Role::Identifier)];
        assert_eq!(all.allowed(&["w", "q9", "sex", "id"]), Err(expect));
    }
}
