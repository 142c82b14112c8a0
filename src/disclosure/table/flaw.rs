//! What makes a release unusable: what and where. A flaw is a fault of the program that
//! made the tables or of the data, never of a rule.

/// One flaw.
#[derive(Debug, Clone, PartialEq)]
pub struct Flaw {
    /// What is wrong.
    pub fault: Fault,
    /// Where: `tables[2].cells[17]`, `dimensions[0].sums[1]`.
    pub at: String,
}

/// Kinds of flaws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No code or several codes of a dimension are part of no sum.
    NoSingleWhole,
    /// A sum names a code twice or that is not there, has no part or contains itself.
    BadSum,
    /// An index points at nothing.
    BadIndex,
    /// A cell has another number of codes than its table has dimensions.
    BadCodes,
    /// A value is not finite, outside its scale, or a count is no whole number.
    BadValue,
    /// A weight or a rounding step is negative or not finite, or a mean's weight is 0 although it has respondents.
    BadWeight,
    /// Public bounds do not contain the value.
    BadBounds,
    /// One cell has two values.
    TwoValues,
    /// Some parts of a sum are there and others not: what is left out could be found by subtraction.
    PartMissing,
    /// The parts do not add up to the whole, or a link does not hold. The value is the difference.
    DoesNotAdd,
    /// A share of all answers is always 1 and is no cell.
    ShareOfAll,
}
