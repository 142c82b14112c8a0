//! The words of a plan: one table a choice, so that reader, results and documents cannot
//! differ, and a choice without a word does not compile.

use super::plan::{Answers, CompositeRule, Degrees, Importance, IntervalRule, Kinds, Measure, Refit};
use crate::analysis::comparison::multiple::Adjust;
use crate::analysis::comparison::ranks::Score;
use crate::analysis::comparison::table::Statistic;
use crate::analysis::linear::quantile::{Convention, Rule};
use crate::analysis::regression::Family;
use crate::analysis::replicate::Centre;
use crate::analysis::sampling::{Domains, Lonely, Stages};
use crate::analysis::weighting::rake::Residuals;
use crate::analysis::weighting::trim::{Rounds, Spread};
use crate::base::json::Slot;

/// A choice that a plan makes by a word.
pub trait Word: Copy + 'static {
    /// All there are.
    const ALL: &'static [Self];
    /// The word of one.
    fn word(self) -> &'static str;
}

/// The choice of a slot.
pub(super) fn choice<T: Word>(slot: Slot<'_>) -> Option<T> {
    slot.word(T::ALL, T::word)
}

macro_rules! words {
    ($of:ty { $($one:ident = $word:literal),+ $(,)? }) => {
        impl Word for $of {
            const ALL: &'static [Self] = &[$(Self::$one),+];
            fn word(self) -> &'static str {
                match self {
                    $(Self::$one => $word),+
                }
            }
        }
    };
}

words!(Measure { Satisfied = "satisfied", Level = "level" });
words!(Answers { Satisfied = "satisfied", Valid = "valid" });
words!(Kinds { Valid = "valid", All = "all" });
words!(Refit { Each = "each", None = "none" });
words!(Degrees { Domain = "domain", Valid = "valid" });
words!(Importance { Correlation = "correlation", Coefficient = "coefficient" });
words!(CompositeRule { Pooled = "pooled", MeanOfItems = "mean_of_items", MeanOfFactors = "mean_of_factors", Weighted = "weighted" });
words!(IntervalRule {
    T = "t",
    Normal = "normal",
    Logit = "logit",
    Likelihood = "likelihood",
    LikelihoodOfR = "likelihood_r",
    Arcsine = "arcsine",
    Beta = "beta",
    Mean = "mean",
    Wilson = "wilson",
    Score = "score",
});
words!(Lonely { Fail = "fail", Remove = "remove", Certainty = "certainty", Adjust = "adjust", Average = "average" });
words!(Domains { AsDesigned = "as_designed", AsLonely = "as_lonely" });
words!(Stages { All = "all", First = "first" });
words!(Residuals { Swept = "swept", Regressed = "regressed" });
words!(Spread { Equal = "equal", Proportional = "proportional" });
words!(Rounds { Once = "once", UntilInside = "until_inside" });
words!(Centre { Mean = "mean", Estimate = "estimate" });
words!(Convention { Definition = "definition", R = "r" });
words!(Rule {
    Math = "math",
    School = "school",
    NearestEven = "hf3",
    Interpolated = "hf4",
    MidStep = "hf5",
    Weibull = "hf6",
    Linear = "hf7",
    MedianUnbiased = "hf8",
    NormalUnbiased = "hf9",
    ShahVaish = "shahvaish",
});
words!(Adjust { Holm = "holm", Hochberg = "hochberg", BenjaminiHochberg = "benjamini_hochberg", Bonferroni = "bonferroni" });
words!(Statistic {
    F = "f",
    ChiSquare = "chi_square",
    Wald = "wald",
    AdjustedWald = "adjusted_wald",
    LinearCombination = "linear_combination",
    Saddlepoint = "saddlepoint",
    SaddlepointOfR = "saddlepoint_r",
});
words!(Score { Rank = "rank", Normal = "normal", Median = "median" });
words!(Family { Gaussian = "gaussian", Quasibinomial = "quasibinomial" });

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Word>() {
        let mut words: Vec<_> = T::ALL.iter().map(|one| one.word()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), T::ALL.len(), "{words:?}");
    }

    #[test]
    fn no_word_stands_for_two_choices() {
        check::<IntervalRule>();
        check::<Rule>();
        check::<Statistic>();
        check::<Adjust>();
        check::<Lonely>();
    }
}
