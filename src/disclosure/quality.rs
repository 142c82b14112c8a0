//! The quality mark: a figure that may be shown but is weak. It is never the disclosure
//! mark: this one warns a reader, that one protects a respondent.
//!
//! Source: NCHS standards for proportions, *Vital Health Stat* 2(175), 2017.

use serde::{Deserialize, Serialize};

/// Respondents under which a figure is weak.
pub const RESPONDENTS: u64 = 30;
/// Degrees of freedom under which an interval is weak.
pub const DEGREES: f64 = 8.0;
/// Width of an interval of a share that is too wide whatever the share.
pub const WIDE: f64 = 0.30;
/// Width that is never too wide.
pub const NARROW: f64 = 0.05;
/// Between them: width as a part of the share that is too wide.
pub const RELATIVE: f64 = 1.30;

/// What is weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weak {
    /// Few respondents.
    FewRespondents,
    /// A wide interval.
    WideInterval,
    /// Few degrees of freedom.
    FewDegrees,
}

/// What is weak about a share with its interval, all in `[0, 1]`.
pub fn weak(respondents: u64, share: f64, interval: (f64, f64), degrees: f64) -> Vec<Weak> {
    let width = interval.1 - interval.0;
    let wide = width >= WIDE || (width > NARROW && width > RELATIVE * share);
    let marks = [(respondents < RESPONDENTS, Weak::FewRespondents), (wide, Weak::WideInterval), (degrees < DEGREES, Weak::FewDegrees)];
    marks.into_iter().filter(|(is, _)| *is).map(|(_, weak)| weak).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_its_edge() {
        assert_eq!(weak(30, 0.5, (0.4, 0.6), 8.0), []);
        assert_eq!(weak(29, 0.5, (0.4, 0.6), 7.9), [Weak::FewRespondents, Weak::FewDegrees]);
        assert_eq!(weak(30, 0.5, (0.3, 0.6), 8.0), [Weak::WideInterval]);
        assert_eq!(weak(30, 0.04, (0.01, 0.07), 8.0), [Weak::WideInterval]);
        assert_eq!(weak(30, 0.02, (0.0, 0.05), 8.0), []);
    }
}
