//! What stands between a page and the next one: a required answer that is missing,
//! too few or too many choices, a constraint that fails.

use super::{Answer, Interview, Page};
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::{Required, Tag};
use crate::questionnaire::form::{Form, Place};

/// What is wrong with the answer of one variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Must be answered.
    Missing,
    /// Should be answered; the respondent may go on without.
    Unanswered,
    /// Fewer choices than the question wants.
    TooFew,
    /// More choices than the question allows.
    TooMany,
    /// The constraint fails.
    Constraint,
    /// Not an answer of this question (an integer out of its limits, too long a text).
    Unfit,
}

impl Fault {
    /// Whether the respondent may go on all the same.
    pub fn is_soft(self) -> bool {
        self == Self::Unanswered
    }
}

/// The faults of a page, in the order of its questions.
pub fn faults(form: &Form, interview: &Interview, page: &Page) -> Vec<(VariableId, Fault)> {
    page.variables().filter_map(|id| Some((id, fault(form, interview, id)?))).collect()
}

/// What is wrong with a variable, if it is asked.
pub fn fault(form: &Form, interview: &Interview, id: VariableId) -> Option<Fault> {
    if !interview.is_asked(form, id) {
        return None;
    }
    let question = form.question(id);
    let Some(answer) = interview.answer(id) else {
        return match (question.required, &form.variable(id).place) {
            (_, Place::Specify) | (Required::No, _) => None,
            (Required::Soft, _) => Some(Fault::Unanswered),
            (Required::Hard, _) => Some(Fault::Missing),
        };
    };
    if let (Tag::Multiple, Answer::Set(codes)) = (question.tag, answer) {
        let count = i64::try_from(codes.len()).unwrap_or(i64::MAX);
        if count < question.min.unwrap_or(0) {
            return Some(Fault::TooFew);
        }
        if question.max.is_some_and(|max| count > max) {
            return Some(Fault::TooMany);
        }
    }
    if !answer.fits(form, id) {
        return Some(Fault::Unfit);
    }
    (!interview.satisfies(form, id)).then_some(Fault::Constraint)
}
