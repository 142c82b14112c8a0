//! A located finding: what is wrong in something a user gave us, where, and how
//! bad. Broken input is a list of these, never an `Err` string and never a panic.

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It can be used; somebody should look.
    Warning,
    /// It cannot be used.
    Error,
}

/// One finding. `code` names a message `finding_<code>` in `i18n/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Stable code, snake case.
    pub code: String,
    /// Where: a path such as `sections[2].questions[0].options[3]`, or `row 17, column q05`.
    pub at: String,
    /// The offending value as it was given; may be empty.
    pub value: String,
}

impl Finding {
    /// A finding that makes its subject unusable.
    pub fn error(code: &str, at: impl Into<String>, value: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code: code.to_owned(), at: at.into(), value: value.into() }
    }

    /// A finding that somebody should look at.
    pub fn warning(code: &str, at: impl Into<String>, value: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code: code.to_owned(), at: at.into(), value: value.into() }
    }
}

/// Whether any finding is an error.
pub fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
