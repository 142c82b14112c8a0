//! Any of several options, within limits; an exclusive option stands alone.

use super::{Field, check_options};
use crate::base::Finding;
use crate::questionnaire::definition::Question;

pub(super) fn check(question: &Question, at: &str, findings: &mut Vec<Finding>) -> &'static [Field] {
    check_options(question, at, findings);
    if question.options.iter().filter(|choice| choice.specify).count() > 1 {
        findings.push(Finding::error("two_specify", [at, ".options"].concat(), question.id.as_str()));
    }
    let count = i64::try_from(question.options.len()).unwrap_or(i64::MAX);
    let (min, max) = (question.min.unwrap_or(0), question.max.unwrap_or(count));
    if min < 0 || max < 1 || min > max || max > count {
        findings.push(Finding::error("bad_limits", [at, ".max"].concat(), format!("{min}–{max}")));
    }
    &[Field::Options, Field::Min, Field::Max]
}
