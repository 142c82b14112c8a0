//! What can be wrong with what the index is made of, one code each, in one table: a
//! scheme, an appraisal, an obligation, a published table. A finding has its code from
//! here, its place and the offending value; `tests/index_words.rs` holds that every
//! code has words.

use crate::base::Finding;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// A fault of the index room.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault {
            $($(#[$doc])* $name,)*
        }

        impl Fault {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code that names its words.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

faults! {
    // Of a scheme.
    /// Maxima below do not add up to the maximum above.
    SumOfMaxima = "index_sum_of_maxima",
    /// A maximum is nought or less.
    MaximumNotPositive = "index_maximum_not_positive",
    /// A criterion with sub-criteria is measured itself.
    SurveyOnParent = "index_survey_on_parent",
    /// A share outside [0, 1].
    ShareOutOfRange = "index_share_out_of_range",
    /// A question or factor without shares.
    NoShares = "index_no_shares",
    /// No answer earns the maximum.
    NoFullShare = "index_no_full_share",
    /// Neither a question nor a factor, or both; neither a scale nor shares, or both.
    SourceUnclear = "index_source_unclear",
    /// One question or factor measures two criteria.
    SourceTwice = "index_source_twice",
    /// Fixed group weights that are negative or do not add up to 1.
    WeightsNotOne = "index_weights_not_one",
    /// A field without criteria, a measure without sources, a join of nothing.
    NothingInside = "index_nothing_inside",
    /// Cuts that do not go down.
    CutsNotDescending = "index_cuts_not_descending",
    /// A cut outside 0 and the total.
    CutOutOfRange = "index_cut_out_of_range",
    /// Scores under the last cut have no class.
    NoLowestClass = "index_no_lowest_class",
    /// A flag's line drawn on what is no field of the index.
    FlagNotField = "index_flag_not_field",
    /// A rating of the head that the scheme does not have.
    UnknownRating = "index_unknown_rating",
    /// A condition that is none of the four.
    ConditionUnclear = "index_condition_unclear",
    /// A flag that the scheme does not have.
    UnknownFlag = "index_unknown_flag",
    /// A date due said in no way or in two.
    DueUnclear = "index_due_unclear",
    /// A day that is no `MM-DD`.
    BadDay = "index_bad_day",
    /// More decimals than are printed.
    TooManyDecimals = "index_too_many_decimals",
    /// A question that no questionnaire of the campaign has.
    UnknownQuestion = "index_unknown_question",
    /// A factor that no questionnaire of the campaign has.
    UnknownFactor = "index_unknown_factor",
    /// A group that the campaign does not have.
    UnknownGroup = "index_unknown_group",
    /// A share for an answer that the question does not have.
    UnknownAnswer = "index_unknown_answer",
    /// An answer without a share: it counts as no information.
    AnswerWithoutShare = "index_answer_without_share",
    // Of an appraisal.
    /// A column that must be there.
    ColumnMissing = "index_column_missing",
    /// A unit that is not rated.
    UnknownUnit = "index_unknown_unit",
    /// A criterion that the scheme does not have.
    UnknownCriterion = "index_unknown_criterion",
    /// A criterion whose sub-criteria are appraised, not itself.
    CriterionHasParts = "index_criterion_has_parts",
    /// Points appraised for what the survey measures.
    SurveyedCriterion = "index_surveyed_criterion",
    /// A unit's criterion stands twice.
    RowTwice = "index_row_twice",
    /// A cell that is no number.
    NotPoints = "index_not_points",
    /// Points above the maximum.
    OverMaximum = "index_over_maximum",
    /// Points below nought.
    NegativePoints = "index_negative_points",
    /// No points where there must be.
    PointsMissing = "index_points_missing",
    /// Points lost without a reason.
    ReasonMissing = "index_reason_missing",
    // Of points.
    /// Nobody judged a unit on a criterion.
    NobodyJudged = "index_nobody_judged",
    /// A group with a fixed weight has no judgement: its weight goes to the others.
    GroupSilent = "index_group_silent",
    /// Nothing of a unit applies.
    NothingApplies = "index_nothing_applies",
    /// A variance below nought or no number.
    BadVariance = "index_bad_variance",
    /// An estimated share outside [0, 1] or no number.
    BadScore = "index_bad_score",
    // Of the table of old and new units.
    /// A population that is no whole number above nought.
    BadPopulation = "index_bad_population",
    /// A link that stands twice.
    LinkTwice = "index_link_twice",
    // Of what is due after publication.
    /// A duty that the scheme does not have.
    UnknownDuty = "index_unknown_duty",
    /// A cell that is no date.
    BadDate = "index_bad_date",
    // Of published tables.
    /// Counts of a question do not add up to those who answered.
    CountsOverTotal = "index_counts_over_total",
    /// Fewer counted than answered.
    CountsUnderTotal = "index_counts_under_total",
    /// One count alone is above those who answered.
    CountOverTotal = "index_count_over_total",
    /// More came back than went out.
    CollectedOverIssued = "index_collected_over_issued",
    /// One question's rows give different totals.
    TotalNotConstant = "index_total_not_constant",
    /// The printed percentage is not that of the count beside it.
    PercentNotOfCount = "index_percent_not_of_count",
    /// The printed percentage is cut off, not rounded.
    PercentCutOff = "index_percent_cut_off",
    /// No count of so many gives the printed percentage.
    PercentImpossible = "index_percent_impossible",
    /// Percentages of a question do not add up to 100, roundings allowed for.
    PercentsNotHundred = "index_percents_not_hundred",
    /// A number outside its scale.
    OutOfScale = "index_out_of_scale",
    /// A mean that no whole levels of so many answers give.
    MeanImpossible = "index_mean_impossible",
    /// A value outside the least and the greatest beside it.
    OutsideExtremes = "index_outside_extremes",
    /// A whole that is not between its parts.
    OutsideParts = "index_outside_parts",
    /// A total that the rows above do not give.
    TotalNotOfRows = "index_total_not_of_rows",
    /// A rank that the scores contradict.
    RankNotOfScore = "index_rank_not_of_score",
    /// A class that the scores contradict.
    ClassNotOfScore = "index_class_not_of_score",
    /// A cell that is no number.
    NotNumber = "index_not_number",
}

impl Fault {
    /// A finding that makes its subject unusable.
    pub fn error(self, at: impl Into<String>, value: impl Into<String>) -> Finding {
        Finding::error(self.code(), at, value)
    }

    /// A finding that somebody should look at.
    pub fn warning(self, at: impl Into<String>, value: impl Into<String>) -> Finding {
        Finding::warning(self.code(), at, value)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_names_and_stand_once() {
        let codes: BTreeSet<&str> = Fault::ALL.iter().map(|fault| fault.code()).collect();
        assert_eq!(codes.len(), Fault::ALL.len());
        assert!(codes.iter().all(|code| code.starts_with("index_") && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')));
    }
}
