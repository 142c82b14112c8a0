//! The finished response and the draft. `binary` packs a response into few bytes, `draft`
//! a draft; `text` is what both were before, read for ever.

pub mod binary;
mod draft;
pub(super) mod text;

use crate::base::Named;

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
    /// Not begun: nobody was met (*không gặp*).
    NotReached,
    /// Not begun: the person does not belong to those asked (*không đủ điều kiện*).
    Ineligible,
}

impl Outcome {
    /// All six.
    pub const ALL: [Self; 6] = [Self::Complete, Self::Partial, Self::ScreenedOut, Self::Refused, Self::NotReached, Self::Ineligible];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::ScreenedOut => "screened_out",
            Self::Refused => "refused",
            Self::NotReached => "not_reached",
            Self::Ineligible => "ineligible",
        }
    }
}

/// Through which channel the answers came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
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

    /// Whether its answers are of a drawn sample or of everybody asked, and so may enter
    /// an estimate. Whoever opens an open link chose themselves.
    pub fn is_sampled(self) -> bool {
        match self {
            Self::OpenLink => false,
            Self::Invitation | Self::Interviewer | Self::SelfOnTablet | Self::Paper => true,
        }
    }
}

/// What the fieldwork adds to a response; empty where it does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Fieldwork {
    /// The stratum drawn from: unit and group.
    pub stratum: String,
    /// Village or quarter (*thôn, tổ*): the cluster.
    pub village: String,
    /// Number in the list that was drawn from.
    pub entry: String,
    /// The surveyor's code.
    pub surveyor: String,
    /// Whether others were present; none where nobody said.
    pub others: Option<bool>,
}

/// The stratum that an answer belongs to: a unit's group, or a group alone where the form
/// is about no single unit.
pub fn stratum(unit: &str, group: &str) -> String {
    if unit.is_empty() { group.to_owned() } else { [unit, " | ", group].concat() }
}

/// "The same answer for all rows", done by one act in a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fill {
    /// The grid's question.
    pub question: String,
    /// The option.
    pub option: String,
    /// How many rows it set.
    pub rows: u32,
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
    /// Where and by whom in the field.
    pub fieldwork: Fieldwork,
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
    pub answers: Named<Option<Answer>>,
    /// Whole seconds on each page, by the page's first variable.
    pub seconds: Named<u32>,
    /// Column actions that stand, in the order of the acts.
    pub fills: Vec<Fill>,
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
    pub answers: Named<Answer>,
    /// As in the response.
    pub seconds: Named<u32>,
    /// As in the response.
    pub fills: Vec<Fill>,
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
pub fn given(form: &Form, interview: &Interview) -> Named<Answer> {
    let mut out = Named::new();
    for (id, variable) in form.variables.iter().enumerate() {
        if let Some(answer) = interview.answer(VariableId(id)) {
            out.insert(variable.name.clone(), answer.clone());
        }
    }
    out
}

/// The answers of what was asked, up to and including `last` where one is given.
pub fn asked(form: &Form, interview: &Interview, last: Option<VariableId>) -> Named<Option<Answer>> {
    let mut out = Named::new();
    for id in interview.asked(form).filter(|id| last.is_none_or(|last| *id <= last)) {
        out.insert(form.variable(id).name.clone(), interview.answer(id).cloned());
    }
    out
}
