//! The definition format, version 1: a questionnaire as JSON, read without judging
//! it. `form` compiles it, `check` says what is wrong. `docs/questionnaire.schema.json`
//! is the same in JSON Schema.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::{Finding, Lang, Text};

/// The version of the definition format that this program writes and reads.
pub const VERSION: u32 = 1;

/// A questionnaire as it is written in its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// Parts of the evaluation (policies, services).
    #[serde(default)]
    pub parts: Vec<Part>,
    /// Factors; a statement belongs to at most one.
    #[serde(default)]
    pub factors: Vec<Factor>,
    /// Answer scales by name.
    #[serde(default)]
    pub scales: BTreeMap<String, Scale>,
    /// When the interview ends politely before its end.
    #[serde(default)]
    pub screen_out: Option<ScreenOut>,
    /// The questions, in order.
    pub sections: Vec<Section>,
}

/// A campaign's switch that expressions may read as `${id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Starts with an underscore, so that no question can have the name.
    pub id: String,
    /// What the campaign may set; the first one is the default.
    pub values: Vec<String>,
}

/// A part of the evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Text,
}

/// A factor (*yếu tố*): a group of statements within a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Stable name.
    pub id: String,
    /// The part it belongs to.
    pub part: String,
    /// Title.
    pub title: Text,
}

/// An answer scale of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Levels by ascending value, whatever the order on the page.
    pub levels: Vec<Level>,
    /// The order on the page; a value never depends on it.
    #[serde(default)]
    pub order: Order,
    /// Codes offered beside the levels.
    #[serde(default)]
    pub missing: Vec<MissingCode>,
    /// From this value on an answer counts as satisfied.
    #[serde(default)]
    pub satisfied_from: Option<u8>,
}

/// A level of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Stored value, 1 to 9.
    pub value: u8,
    /// Label.
    pub label: Text,
}

/// Order of a scale on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Lowest value first.
    #[default]
    Ascending,
    /// Highest value first, as some printed forms have it.
    Descending,
}

/// The three ways of giving no level; they are three things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingCode {
    /// "Không biết".
    DontKnow,
    /// "Không liên quan đến tôi".
    NotApplicable,
    /// "Để trống".
    LeftBlank,
}

/// Ends the interview politely when `when` is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreenOut {
    /// Expression.
    pub when: String,
    /// What the respondent reads.
    pub message: Text,
}

/// A section: one heading, its questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Stable name.
    pub id: String,
    /// Heading.
    pub title: Text,
    /// A sentence under the heading.
    #[serde(default)]
    pub intro: Option<Text>,
    /// Asked when this expression is true; empty is always.
    #[serde(default)]
    pub relevant: String,
    /// The questions, in order.
    pub questions: Vec<Question>,
}

/// A question of any type. The fields that belong to its type are checked by
/// `kind/<type>.rs`; a field of another type is a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable name; the variable's name for a question with one answer.
    pub id: String,
    /// Which type; one file in `kind/`.
    #[serde(rename = "type")]
    pub tag: Tag,
    /// The question.
    pub label: Text,
    /// A sentence that helps to answer.
    #[serde(default)]
    pub hint: Option<Text>,
    /// Notice for sensitive personal data; its presence marks the question so.
    #[serde(default)]
    pub notice: Option<Text>,
    /// What happens when it is left unanswered.
    #[serde(default)]
    pub required: Required,
    /// Asked when this expression is true; empty is always.
    #[serde(default)]
    pub relevant: String,
    /// An answer must satisfy this expression (`.` is the answer).
    #[serde(default)]
    pub constraint: String,
    /// Shown when the constraint fails.
    #[serde(default)]
    pub constraint_message: Option<Text>,
    /// Whether the wording follows a published instrument or is ours.
    #[serde(default)]
    pub origin: Origin,
    /// `single`, `multiple`, `unit_option`: the options.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// `multiple`: at least so many.
    #[serde(default)]
    pub min: Option<i64>,
    /// `multiple`: at most so many; `integer`: greatest value; `text`: characters.
    #[serde(default)]
    pub max: Option<i64>,
    /// `likert`: name of the scale.
    #[serde(default)]
    pub scale: Option<String>,
    /// `likert`, `yes_no`: the rows.
    #[serde(default)]
    pub rows: Vec<Row>,
    /// `unit_option`: the kinds of units that are its rows; empty is all.
    #[serde(default)]
    pub unit_kinds: Vec<String>,
    /// `text`: more than one line.
    #[serde(default)]
    pub long: bool,
    /// `single`, `integer`: codes offered beside the answers.
    #[serde(default)]
    pub missing: Vec<MissingCode>,
}

/// The question types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// What an unanswered question does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// Where a wording comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Worded for this project from a published criterion.
    #[default]
    Criterion,
    /// Invented here, because the source has none.
    Ours,
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stored code.
    pub code: String,
    /// Label.
    pub label: Text,
    /// Choosing it clears the others.
    #[serde(default)]
    pub exclusive: bool,
    /// Opens a text field; its variable is `<question>_other`.
    #[serde(default)]
    pub specify: bool,
    /// An age band's first year.
    #[serde(default)]
    pub from: Option<u8>,
    /// An age band's last year; open above without it.
    #[serde(default)]
    pub to: Option<u8>,
    /// `unit_option`: share of the criterion's points, 0 to 100.
    #[serde(default)]
    pub points: Option<u8>,
}

/// A row of a grid: one statement, one variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The variable's name.
    pub id: String,
    /// The printed number; empty where the instrument has none.
    #[serde(default)]
    pub number: String,
    /// The statement.
    pub label: Text,
    /// Its factor.
    #[serde(default)]
    pub factor: Option<String>,
    /// Asked when this expression is true; empty is always.
    #[serde(default)]
    pub relevant: String,
    /// Where the wording comes from.
    #[serde(default)]
    pub origin: Origin,
}

impl Definition {
    /// Reads a definition.
    ///
    /// # Errors
    /// One finding: `json` with line and column, `not_questionnaire`, or `newer_version`.
    pub fn read(text: &str) -> Result<Self, Finding> {
        let definition: Self = serde_json::from_str(text).map_err(|e| {
            Finding::error("json", ["line ", &e.line().to_string(), ", column ", &e.column().to_string()].concat(), e.to_string())
        })?;
        if definition.phieu != "questionnaire" {
            return Err(Finding::error("not_questionnaire", "phieu", definition.phieu));
        }
        if definition.version != VERSION {
            return Err(Finding::error("newer_version", "version", definition.version.to_string()));
        }
        Ok(definition)
    }
}
