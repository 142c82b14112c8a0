//! The question types, one file each. `Kind::read` is their one table: a type
//! without an arm does not compile. A kind says which fields of a `Question` are
//! its own; the check reports every other field that was filled in.

mod integer;
mod likert;
mod multiple;
mod note;
mod single;
mod text;
mod unit_option;
mod yes_no;

use super::definition::Question;
pub use super::definition::Tag as Kind;
use crate::base::Finding;

/// The fields of a question that only some kinds use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Options,
    Min,
    Max,
    Scale,
    Rows,
    UnitKinds,
    Long,
    Missing,
}

const FIELDS: [Field; 8] =
    [Field::Options, Field::Min, Field::Max, Field::Scale, Field::Rows, Field::UnitKinds, Field::Long, Field::Missing];

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Options => "options",
            Self::Min => "min",
            Self::Max => "max",
            Self::Scale => "scale",
            Self::Rows => "rows",
            Self::UnitKinds => "unit_kinds",
            Self::Long => "long",
            Self::Missing => "missing",
        }
    }

    fn is_filled(self, question: &Question) -> bool {
        match self {
            Self::Options => !question.options.is_empty(),
            Self::Min => question.min.is_some(),
            Self::Max => question.max.is_some(),
            Self::Scale => question.scale.is_some(),
            Self::Rows => !question.rows.is_empty(),
            Self::UnitKinds => !question.unit_kinds.is_empty(),
            Self::Long => question.long,
            Self::Missing => !question.missing.is_empty(),
        }
    }
}

impl Kind {
    /// What is wrong with the fields of `question`, which stands at `at`.
    pub fn check(self, question: &Question, at: &str, findings: &mut Vec<Finding>) {
        let own: &[Field] = match self {
            Self::Single => single::check(question, at, findings),
            Self::Multiple => multiple::check(question, at, findings),
            Self::Likert => likert::check(question, at, findings),
            Self::UnitOption => unit_option::check(question, at, findings),
            Self::YesNo => yes_no::check(question, at, findings),
            Self::Integer => integer::check(question, at, findings),
            Self::Text => text::check(question, at, findings),
            Self::Note => note::check(question, at, findings),
        };
        for field in FIELDS.into_iter().filter(|field| !own.contains(field) && field.is_filled(question)) {
            findings.push(Finding::error("foreign_field", [at, ".", field.name()].concat(), question.id.as_str()));
        }
    }
}

/// Findings that every list of options shares: too few, codes used twice, bands
/// that overlap or leave a gap.
fn check_options(question: &Question, at: &str, findings: &mut Vec<Finding>) {
    if question.options.len() < 2 {
        findings.push(Finding::error("too_few_options", [at, ".options"].concat(), question.id.as_str()));
    }
    for (i, choice) in question.options.iter().enumerate() {
        let place = || format!("{at}.options[{i}]");
        if !is_name(&choice.code) {
            findings.push(Finding::error("bad_name", place(), choice.code.as_str()));
        }
        if question.options[..i].iter().any(|other| other.code == choice.code) {
            findings.push(Finding::error("duplicate_code", place(), choice.code.as_str()));
        }
        if question.options[..i].iter().any(|other| other.label == choice.label) {
            findings.push(Finding::error("duplicate_label", place(), choice.label.vi.as_str()));
        }
    }
    check_bands(question, at, findings);
}

fn check_bands(question: &Question, at: &str, findings: &mut Vec<Finding>) {
    let bands: Vec<(usize, u8, u8)> =
        question.options.iter().enumerate().filter_map(|(i, c)| Some((i, c.from?, c.to.unwrap_or(u8::MAX)))).collect();
    for (i, from, to) in bands.iter().copied() {
        if from > to {
            findings.push(Finding::error("empty_band", format!("{at}.options[{i}]"), format!("{from}–{to}")));
        }
    }
    for pair in bands.windows(2) {
        let [(_, _, to), (i, from, _)] = pair else { continue };
        let place = format!("{at}.options[{i}]");
        if from <= to {
            findings.push(Finding::error("overlapping_bands", place, format!("{to} ≥ {from}")));
        } else if u16::from(*from) > u16::from(*to) + 1 {
            findings.push(Finding::warning("gap_in_bands", place, format!("{to} < {from}")));
        }
    }
}

fn check_rows(question: &Question, at: &str, findings: &mut Vec<Finding>) {
    if question.rows.is_empty() {
        findings.push(Finding::error("no_rows", [at, ".rows"].concat(), question.id.as_str()));
    }
}

/// A code or an identifier: ASCII letters, digits, `_` and `-`, at most 40.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
