//! The definition format, version 1: a questionnaire as JSON, read without judging
//! it. `form` compiles it, `check` says what is wrong. `docs/questionnaire.schema.json`
//! is the same in JSON Schema.

mod read;

use crate::base::Named;

use serde::Serialize;

use crate::base::{Lang, Text};

/// The version of the definition format that this program writes and reads.
pub const VERSION: u32 = 1;

/// A questionnaire as it is written in its file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Definition {
    /// Always `"questionnaire"`: tells this file from a campaign.
    pub phieu: String,
    /// Version of the format.
    pub version: u32,
    /// Name of the questionnaire, also its file name.
    pub id: String,
    /// Edition of the wording; a changed wording is a new edition.
    pub edition: String,
    /// Shown to the respondent.
    pub title: Text,
    /// How long it takes, in minutes.
    pub minutes: u8,
    /// Languages that must be complete.
    pub languages: Vec<Lang>,
    /// Values that the campaign sets and expressions may read.
    pub parameters: Vec<Parameter>,
    /// Parts of the evaluation (policies, services).
    pub parts: Vec<Part>,
    /// Factors; a statement belongs to at most one.
    pub factors: Vec<Factor>,
    /// Answer scales by name.
    pub scales: Named<Scale>,
    /// When the interview ends politely before its end.
    pub screen_out: Option<ScreenOut>,
    /// The questions, in order.
    pub sections: Vec<Section>,
}

/// A campaign's switch that expressions may read as `${id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Starts with an underscore, so that no question can have the name.
    pub id: String,
    /// What the campaign may set; the first one is the default.
    pub values: Vec<String>,
}

/// A part of the evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Text,
}

/// A factor (*yếu tố*): a group of statements within a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Factor {
    /// Stable name.
    pub id: String,
    /// The part it belongs to.
    pub part: String,
    /// Title.
    pub title: Text,
}

/// An answer scale of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scale {
    /// Levels by ascending value, whatever the order on the page.
    pub levels: Vec<Level>,
    /// The order on the page; a value never depends on it.
    pub order: Order,
    /// Codes offered beside the levels.
    pub missing: Vec<MissingCode>,
    /// From this value on an answer counts as satisfied.
    pub satisfied_from: Option<u8>,
}

/// A level of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    /// Stored value, 1 to 9.
    pub value: u8,
    /// Label.
    pub label: Text,
}

/// Order of a scale on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Lowest value first.
    #[default]
    Ascending,
    /// Highest value first, as some printed forms have it.
    Descending,
}

impl Order {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ascending, Self::Descending];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

/// The three ways of giving no level; they are three things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingCode {
    /// "Không biết".
    DontKnow,
    /// "Không liên quan đến tôi".
    NotApplicable,
    /// "Để trống".
    LeftBlank,
}

impl MissingCode {
    /// All three.
    pub const ALL: [Self; 3] = [Self::DontKnow, Self::NotApplicable, Self::LeftBlank];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::DontKnow => "dont_know",
            Self::NotApplicable => "not_applicable",
            Self::LeftBlank => "left_blank",
        }
    }
}

/// Ends the interview politely when `when` is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScreenOut {
    /// Expression.
    pub when: String,
    /// What the respondent reads.
    pub message: Text,
}

/// A section: one heading, its questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Stable name.
    pub id: String,
    /// Heading.
    pub title: Text,
    /// A sentence under the heading.
    pub intro: Option<Text>,
    /// Asked when this expression is true; empty is always.
    pub relevant: String,
    /// The questions, in order.
    pub questions: Vec<Question>,
}

/// A question of any type. The fields that belong to its type are checked by
/// `kind/<type>.rs`; a field of another type is a finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// Stable name; the variable's name for a question with one answer.
    pub id: String,
    /// Which type; one file in `kind/`.
    #[serde(rename = "type")]
    pub tag: Tag,
    /// The question.
    pub label: Text,
    /// A sentence that helps to answer.
    pub hint: Option<Text>,
    /// Notice for sensitive personal data; its presence marks the question so.
    pub notice: Option<Text>,
    /// What happens when it is left unanswered.
    pub required: Required,
    /// Asked when this expression is true; empty is always.
    pub relevant: String,
    /// An answer must satisfy this expression (`.` is the answer).
    pub constraint: String,
    /// Shown when the constraint fails.
    pub constraint_message: Option<Text>,
    /// Whether the wording follows a published instrument or is ours.
    pub origin: Origin,
    /// `single`, `multiple`, `unit_option`: the options.
    pub options: Vec<Choice>,
    /// `multiple`: at least so many.
    pub min: Option<i64>,
    /// `multiple`: at most so many; `integer`: greatest value; `text`: characters.
    pub max: Option<i64>,
    /// `likert`: name of the scale.
    pub scale: Option<String>,
    /// `likert`, `yes_no`: the rows.
    pub rows: Vec<Row>,
    /// `unit_option`: the kinds of units that are its rows; empty is all.
    pub unit_kinds: Vec<String>,
    /// `text`: more than one line.
    pub long: bool,
    /// `single`, `integer`: codes offered beside the answers.
    pub missing: Vec<MissingCode>,
}

/// The question types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// One of several options.
    Single,
    /// Any of several options.
    Multiple,
    /// Rows × levels of one scale.
    Likert,
    /// Evaluated units × options.
    UnitOption,
    /// Rows × yes or no.
    YesNo,
    /// A whole number.
    Integer,
    /// Text, short or long.
    Text,
    /// Shown, never answered.
    Note,
}

impl Tag {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Single, Self::Multiple, Self::Likert, Self::UnitOption, Self::YesNo, Self::Integer, Self::Text, Self::Note];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Likert => "likert",
            Self::UnitOption => "unit_option",
            Self::YesNo => "yes_no",
            Self::Integer => "integer",
            Self::Text => "text",
            Self::Note => "note",
        }
    }
}

/// What an unanswered question does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Required {
    /// Nothing.
    #[default]
    No,
    /// It is named once; the respondent may go on.
    Soft,
    /// It must be answered.
    Hard,
}

impl Required {
    /// All three.
    pub const ALL: [Self; 3] = [Self::No, Self::Soft, Self::Hard];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Soft => "soft",
            Self::Hard => "hard",
        }
    }
}

/// Where a wording comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Worded for this project from a published criterion.
    #[default]
    Criterion,
    /// Invented here, because the source has none.
    Ours,
}

impl Origin {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Criterion, Self::Ours];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Criterion => "criterion",
            Self::Ours => "ours",
        }
    }
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// Stored code.
    pub code: String,
    /// Label.
    pub label: Text,
    /// Choosing it clears the others.
    pub exclusive: bool,
    /// Opens a text field; its variable is `<question>_other`.
    pub specify: bool,
    /// First number of a band: years of age, people at work.
    pub from: Option<u8>,
    /// Last number of a band; open above without it.
    pub to: Option<u8>,
    /// `unit_option`: share of the criterion's points, 0 to 100.
    pub points: Option<u8>,
}

/// A row of a grid: one statement, one variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The variable's name.
    pub id: String,
    /// The printed number; empty where the instrument has none.
    pub number: String,
    /// The statement.
    pub label: Text,
    /// Its factor.
    pub factor: Option<String>,
    /// Asked when this expression is true; empty is always.
    pub relevant: String,
    /// Where the wording comes from.
    pub origin: Origin,
}
