//! What a row of an exported table is about, as cells.

use crate::analysis::{Domain, Subject};

/// Family, unit, group, column, value of a domain.
pub(super) fn domain(domain: &Domain) -> [&str; 5] {
    match domain {
        Domain::All => ["all", "", "", "", ""],
        Domain::Unit { unit } => ["unit", unit, "", "", ""],
        Domain::UnitGroup { unit, group } => ["unit_group", unit, group, "", ""],
        Domain::Profile { column, value } => ["profile", "", "", column, value],
    }
}

/// The family of a subject.
pub(super) fn subject(subject: &Subject) -> &'static str {
    match subject {
        Subject::Item { .. } => "item",
        Subject::Factor { .. } => "factor",
        Subject::Part { .. } => "part",
        Subject::Overall => "overall",
        Subject::RowMean => "row_mean",
        Subject::Number { .. } => "number",
    }
}
