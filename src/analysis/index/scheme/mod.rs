//! A scoring scheme: fields, criteria and sub-criteria with their maximum points, what
//! a survey measures and what an answer is worth, classes, flags and what is due after
//! publication. Provinces differ and change it by decree, so all of it is data; the
//! format is in `docs/scheme.md`. Invariant: what [`check`] passes has maxima that add
//! up, so a unit with every point has exactly the total.

pub mod against;
pub mod built_in;
pub mod check;
mod check_rules;
mod read;
pub mod rules;

use std::collections::BTreeMap;

use serde::Serialize;

use super::exact::Exact;
use crate::base::Text;
pub use rules::{Boundary, Class, Condition, Due, Duty, Flag, Join, MonthDay, Rating, Who};

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 1;

/// A scoring scheme.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scheme {
    /// `scheme`.
    pub phieu: String,
    /// The format's version.
    pub version: u32,
    /// Its name in files.
    pub id: String,
    /// Which edition of it.
    pub edition: u32,
    /// Its title.
    pub title: Text,
    /// The decision or source it was made from.
    pub source: Text,
    /// Whether anything in it is invented.
    #[serde(skip_serializing_if = "is_false")]
    pub illustrative: bool,
    /// Kinds of units that it rates.
    pub kinds: Vec<String>,
    /// Points of a unit with every point.
    pub total: Exact,
    /// Decimals of a printed score.
    pub decimals: u8,
    /// What ranks, classes and flags look at.
    pub judged_on: JudgedOn,
    /// How ranks go on after a tie.
    pub ties: Ties,
    /// Coverage of intervals.
    pub confidence: f64,
    /// What becomes of a unit without a survey.
    pub no_survey: NoSurvey,
    /// Whether bonus and penalty change the score that is ranked.
    pub extra: Extra,
    /// How respondent groups combine, unless a measure says otherwise.
    pub groups: Combine,
    /// Named shares: answer → share of the maximum.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub scales: BTreeMap<String, Shares>,
    /// The fields.
    pub fields: Vec<Field>,
    /// What adds points.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bonus: Vec<Item>,
    /// What takes points away; written as positive points.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub penalty: Vec<Item>,
    /// Classes, best first.
    pub classes: Vec<Class>,
    /// What lies on a cut.
    pub boundary: Boundary,
    /// Ratings that the head of a unit can have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Rating>,
    /// Flags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// What is due after publication.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// Answer → share of the maximum, in [0, 1]. An answer that is not here is "no
/// information" and leaves numerator and denominator.
pub type Shares = BTreeMap<String, Exact>;

/// What ranks, classes and flags look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgedOn {
    /// The score as printed, so that no reader sees 80,00 under a cut of 80.
    #[default]
    Printed,
    /// The exact score.
    Exact,
}

/// How ranks go on after a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// 1, 2, 2, 4.
    #[default]
    Skip,
    /// 1, 2, 2, 3.
    Dense,
}

/// What becomes of a unit without a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoSurvey {
    /// Its appraisal is rescaled to the total.
    #[default]
    Rescale,
    /// Survey criteria count with no points.
    Nought,
}

/// Whether bonus and penalty change the score that is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Extra {
    /// They stand beside it.
    #[default]
    Apart,
    /// They are added and taken away.
    Added,
}

/// How respondent groups combine.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Combine {
    /// The rule.
    pub rule: GroupRule,
    /// With [`GroupRule::Fixed`]: the weight of each group; together 1.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub weights: BTreeMap<String, Exact>,
}

/// The rule by which groups combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRule {
    /// All judgements together.
    #[default]
    Pooled,
    /// Each group's score with a weight of its own.
    Fixed,
}

/// What of an entry is invented, not read in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Invented {
    /// All of it.
    All,
    /// Its wording.
    Title,
    /// Its points, cut or line.
    Points,
    /// What measures it.
    Survey,
}

/// A field (lĩnh vực).
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Field {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Maximum points.
    pub max: Exact,
    /// What of it is invented.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invented: Vec<Invented>,
    /// Its criteria.
    pub criteria: Vec<Criterion>,
}

/// A criterion (tiêu chí) or, inside one, a sub-criterion (tiêu chí thành phần).
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Criterion {
    /// Its name, such as `1.2` or `1.2.1`.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Maximum points.
    pub max: Exact,
    /// What of it is invented.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invented: Vec<Invented>,
    /// Sub-criteria; a sub-criterion has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Criterion>,
    /// What measures it, if a survey does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey: Option<Measure>,
}

/// What measures a criterion.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Measure {
    /// The questions and factors.
    pub sources: Vec<Source>,
    /// How several of them combine.
    pub across: Across,
    /// How groups combine; else as the scheme says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Combine>,
}

/// How several sources of one criterion combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Across {
    /// All judgements together.
    #[default]
    Pooled,
    /// The mean of the sources' scores.
    Mean,
}

/// A question or a factor, and what its answers are worth.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Source {
    /// A question's name; empty for a factor.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// A factor's name; empty for a question.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub factor: String,
    /// The name of its scale; empty where it has shares of its own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scale: String,
    /// Its own shares.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub shares: Shares,
}

impl Source {
    /// Its name: a question's or a factor's.
    pub fn id(&self) -> &str {
        if self.question.is_empty() { &self.factor } else { &self.question }
    }
}

/// A bonus or a penalty.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Item {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Most points it can have, positive.
    pub max: Exact,
    /// What of it is invented.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invented: Vec<Invented>,
}

/// What is scored: a sub-criterion, or a criterion without any.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaf<'a> {
    /// Its field.
    pub field: &'a Field,
    /// The criterion it belongs to, or is.
    pub criterion: &'a Criterion,
    /// Itself.
    pub leaf: &'a Criterion,
}

impl Scheme {
    /// Everything that is scored, in the scheme's order.
    pub fn leaves(&self) -> impl Iterator<Item = Leaf<'_>> {
        self.fields.iter().flat_map(|field| {
            field.criteria.iter().flat_map(move |criterion| criterion.leaves().map(move |leaf| Leaf { field, criterion, leaf }))
        })
    }

    /// The field of that name.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The shares of a source; none where its scale is unknown.
    pub fn shares<'a>(&'a self, source: &'a Source) -> Option<&'a Shares> {
        if source.scale.is_empty() { Some(&source.shares) } else { self.scales.get(&source.scale) }
    }

    /// How groups combine for a measure.
    pub fn combine<'a>(&'a self, measure: &'a Measure) -> &'a Combine {
        measure.groups.as_ref().unwrap_or(&self.groups)
    }
}

impl Criterion {
    /// Its sub-criteria, or itself where it has none.
    pub fn leaves(&self) -> impl Iterator<Item = &Self> {
        let own = if self.parts.is_empty() { std::slice::from_ref(self) } else { &self.parts[..] };
        own.iter()
    }
}
