//! Text, short or long, at most `max` characters.

use super::Field;
use crate::base::Finding;
use crate::questionnaire::definition::Question;

pub(super) fn check(question: &Question, at: &str, findings: &mut Vec<Finding>) -> &'static [Field] {
    if question.max.is_none_or(|max| !(1..=4000).contains(&max)) {
        findings.push(Finding::error("no_text_limit", [at, ".max"].concat(), question.id.as_str()));
    }
    &[Field::Max, Field::Long]
}
