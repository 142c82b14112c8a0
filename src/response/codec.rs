//! The finished response and the draft; `text` writes and reads them.

mod text;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Answer, Interview};
use crate::base::Lang;
use crate::base::time::Stamp;
use crate::questionnaire::{Form, VariableId};

/// How an interview ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// To the end.
    Complete,
    /// Begun, not finished.
    Partial,
    /// Ended politely by the questionnaire.
    ScreenedOut,
    /// Not begun: no consent.
    Refused,
}

impl Outcome {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Complete, Self::Partial, Self::ScreenedOut, Self::Refused];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::ScreenedOut => "screened_out",
            Self::Refused => "refused",
        }
    }
}

/// Through which channel the answers came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A link that anybody may open.
    OpenLink,
    /// A link to a sampled person.
    Invitation,
    /// A surveyor asks.
    Interviewer,
    /// The respondent on a surveyor's tablet.
    SelfOnTablet,
    /// Typed in from paper.
    Paper,
}

impl Channel {
    /// All five.
    pub const ALL: [Self; 5] = [Self::OpenLink, Self::Invitation, Self::Interviewer, Self::SelfOnTablet, Self::Paper];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::OpenLink => "open_link",
            Self::Invitation => "invitation",
            Self::Interviewer => "interviewer",
            Self::SelfOnTablet => "self_on_tablet",
            Self::Paper => "paper",
        }
    }
}

/// Whose answers, about what, asked with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Header {
    /// 128 random bits in Crockford base 32.
    pub id: String,
    /// Campaign and its edition.
    pub campaign: (String, u32),
    /// Questionnaire and its edition.
    pub questionnaire: (String, String),
    /// Fingerprint of the questionnaire's text.
    pub fingerprint: String,
    /// Evaluated unit.
    pub unit: String,
    /// Respondent group.
    pub group: String,
    /// Channel.
    pub channel: Channel,
    /// Language of the page.
    pub language: Lang,
    /// Tried out, never counted.
    pub trial: bool,
    /// When it began.
    pub started: Stamp,
}

/// A finished response. `answers` has an entry for each variable that was asked;
/// `None` where it was asked and left unanswered. What was not asked has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Response {
    /// Whose and what.
    pub header: Header,
    /// How it ended.
    pub outcome: Outcome,
    /// When it ended.
    pub finished: Stamp,
    /// By variable name.
    pub answers: BTreeMap<String, Option<Answer>>,
}

/// An interview in progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Whose and what.
    pub header: Header,
    /// Counts the saves; the greater one is the newer.
    pub sequence: u64,
    /// When it was saved.
    pub saved: Stamp,
    /// A variable of the page that was open; empty at the start.
    pub at: String,
    /// A variable of the furthest page that was reached.
    pub furthest: String,
    /// Every answer that was given, asked now or not.
    pub answers: BTreeMap<String, Answer>,
}

impl Draft {
    /// The interview of this draft. Answers that the form does not know or does not
    /// allow are returned by name, not taken.
    pub fn interview(&self, form: &Form) -> (Interview, Vec<String>) {
        let mut interview = Interview::new(form);
        let mut refused = Vec::new();
        for (name, answer) in &self.answers {
            match form.find(name).filter(|id| answer.fits(form, *id)) {
                Some(id) => interview.set(form, id, Some(answer.clone())),
                None => refused.push(name.clone()),
            }
        }
        (interview, refused)
    }
}

/// Every answer that was given, by name.
pub fn given(form: &Form, interview: &Interview) -> BTreeMap<String, Answer> {
    let mut out = BTreeMap::new();
    for (id, variable) in form.variables.iter().enumerate() {
        if let Some(answer) = interview.answer(VariableId(id)) {
            out.insert(variable.name.clone(), answer.clone());
        }
    }
    out
}

/// The answers of what was asked, up to and including `last` where one is given.
pub fn asked(form: &Form, interview: &Interview, last: Option<VariableId>) -> BTreeMap<String, Option<Answer>> {
    let mut out = BTreeMap::new();
    for id in interview.asked(form).filter(|id| last.is_none_or(|last| *id <= last)) {
        out.insert(form.variable(id).name.clone(), interview.answer(id).cloned());
    }
    out
}
