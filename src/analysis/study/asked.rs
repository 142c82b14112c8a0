//! What a plan asks for: estimates with their intervals, and comparisons. The same for every
//! design; who is asked and how rows are weighted is said beside, in `plan`.

use super::plan::{Known, Measure, Only};
use crate::analysis::comparison::multiple::Adjust;
use crate::analysis::comparison::ranks::Score;
use crate::analysis::comparison::table::Statistic;
use crate::analysis::linear::quantile::{Convention, Rule};
use crate::analysis::regression::Family;

/// An interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// How it is made.
    pub rule: IntervalRule,
    /// Its coverage.
    pub level: f64,
}

/// How an interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IntervalRule {
    /// `est ± t·se`.
    T,
    /// `est ± z·se`.
    Normal,
    /// Symmetric on the logit.
    Logit,
    /// Likelihood ratio.
    Likelihood,
    /// R's `likelihood`.
    LikelihoodOfR,
    /// Symmetric on arcsin √p.
    Arcsine,
    /// Korn and Graubard's.
    Beta,
    /// `p ± t·se` of the share, or of the share below a quantile.
    Mean,
    /// Wilson's.
    Wilson,
    /// The test turned back, for quantiles.
    Score,
}

/// What is estimated.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Its id; results are found by it.
    pub id: String,
    /// What it is.
    pub of: Of,
    /// The variables that it is made of, one after the other.
    pub variables: Vec<String>,
    /// Crossings of factors; without them the plan's.
    pub domains: Option<Vec<Vec<String>>>,
    /// The rows that it is about.
    pub only: Vec<Only>,
    /// Intervals; without them the plan's.
    pub intervals: Option<Vec<Interval>>,
}

/// What an estimate is.
#[derive(Debug, Clone, PartialEq)]
pub enum Of {
    /// The share of rows with one of some labels.
    Share {
        /// The labels; none is the satisfied levels of a statement.
        labels: Vec<String>,
    },
    /// The mean.
    Mean,
    /// The share of each label.
    Levels {
        /// Whether kinds of missing answers are labels too.
        kinds: Kinds,
    },
    /// The total.
    Total,
    /// The total of each label: how many people.
    Counts,
    /// The ratio of two totals.
    Ratio {
        /// Above.
        numerator: String,
        /// Below.
        denominator: String,
    },
    /// An index of several statements.
    Composite {
        /// How they come together.
        rule: CompositeRule,
        /// What of an answer counts.
        measure: Measure,
        /// Groups of statements.
        factors: Vec<Group>,
    },
    /// The population variance.
    Variance,
    /// Quantiles.
    Quantile {
        /// Shares below.
        p: Vec<f64>,
        /// The rule.
        rule: Rule,
        /// Whose convention.
        convention: Convention,
    },
    /// Cronbach's alpha.
    Alpha {
        /// The statements or numbers of the scale.
        items: Vec<String>,
    },
}

/// Which kinds of answers are labels of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kinds {
    /// Levels.
    #[default]
    Valid,
    /// Levels and the kinds of missing answers.
    All,
}

/// How statements come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompositeRule {
    /// All answers together.
    Pooled,
    /// The mean of the statements.
    MeanOfItems,
    /// The mean of the groups' pooled answers.
    MeanOfFactors,
    /// The same with a weight for each group.
    Weighted,
}

/// Statements that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name.
    pub id: String,
    /// The statements.
    pub items: Vec<String>,
    /// Its weight.
    pub weight: f64,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Its id.
    pub id: String,
    /// The rows that it is about.
    pub only: Vec<Only>,
    /// How.
    pub test: Test,
}

/// An estimate of the plan, of one of its variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The estimate's id.
    pub estimate: String,
    /// The variable; empty for the estimate's first or only one.
    pub variable: String,
}

/// How something is compared.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// A mean against a value.
    Mean {
        /// The variable.
        variable: String,
        /// The value.
        value: f64,
        /// Whose degrees of freedom.
        convention: Convention,
    },
    /// The means of two groups.
    Means {
        /// The variable.
        variable: String,
        /// The factor.
        by: String,
        /// The first label and the second.
        groups: (String, String),
    },
    /// Whether two factors go together.
    Independence {
        /// One factor.
        rows: String,
        /// The other.
        columns: String,
        /// Which tests.
        statistics: Vec<Statistic>,
    },
    /// Whether groups differ in their ranks.
    Rank {
        /// The variable.
        variable: String,
        /// The factor.
        by: String,
        /// What is made of ranks.
        score: Score,
        /// Whose ranks of equal values.
        convention: Convention,
    },
    /// All pairs of domains.
    Pairs {
        /// The estimate.
        target: Target,
        /// The crossing.
        by: Vec<String>,
        /// How p-values are adjusted.
        adjust: Vec<Adjust>,
    },
    /// Ranks of domains and how sure they are.
    Ranks {
        /// The estimate.
        target: Target,
        /// The crossing.
        by: Vec<String>,
        /// How p-values of pairs are adjusted.
        adjust: Option<Adjust>,
        /// Pairs with a p-value of this or more are not told apart.
        level: f64,
        /// How many draws.
        draws: u32,
        /// Where chance begins.
        seed: u64,
    },
    /// Change since the round before.
    Change {
        /// The estimate.
        target: Target,
        /// The crossing.
        by: Vec<String>,
        /// How p-values are adjusted.
        adjust: Vec<Adjust>,
    },
    /// Domains as if they had the same people.
    Standardized {
        /// The estimate.
        target: Target,
        /// The factor of the domains.
        over: String,
        /// The common distribution.
        standard: Known,
    },
    /// How well factors do, and how much they go with overall satisfaction.
    Importance {
        /// The factors.
        factors: Vec<Group>,
        /// The variable of overall satisfaction.
        overall: String,
        /// What performance is of.
        performance: Measure,
        /// What importance is.
        importance: Importance,
    },
    /// A regression.
    Regression {
        /// The variable that is explained.
        variable: String,
        /// What explains it: numbers, statements, factors.
        terms: Vec<String>,
        /// The family.
        family: Family,
        /// Whose iteration.
        convention: Convention,
    },
}

/// What the importance of a factor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Importance {
    /// Its weighted correlation with overall satisfaction.
    Correlation,
    /// Its standardised coefficient in the regression on all factors.
    Coefficient,
}
