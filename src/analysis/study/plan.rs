//! A plan of format 2 as data: columns, design, weights, variables, domains, estimates,
//! comparisons. `docs/plan.md` says what each field means, `read` makes one of a text.
//! Names are those of columns and derived variables; none stands twice.

use crate::analysis::comparison::multiple::Adjust;
use crate::analysis::comparison::ranks::Score;
use crate::analysis::comparison::table::Statistic;
use crate::analysis::linear::quantile::{Convention, Rule};
use crate::analysis::regression::Family;
use crate::analysis::replicate::Centre;
use crate::analysis::sampling::{LonelyRule, Stages};
use crate::analysis::weighting::calibrate::Distance;
use crate::analysis::weighting::rake::{self, Residuals};
use crate::analysis::weighting::trim::{Limits, Rounds, Spread};
use crate::dataset::table::Shape;

/// A plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Columns of the file.
    pub shape: Shape,
    /// Levels of statements that count as satisfied.
    pub satisfied: Vec<u8>,
    /// Variables made of columns.
    pub variables: Vec<Variable>,
    /// How the sample was drawn.
    pub design: DesignPlan,
    /// What is done to the weights, in order.
    pub weights: Vec<Step>,
    /// Standard errors by replicates; without them by linearisation.
    pub replicates: Option<Replication>,
    /// The rows that everything is about; others stay in the design.
    pub only: Vec<Only>,
    /// Crossings of factors that estimates are made for; an empty one is the whole.
    pub domains: Vec<Vec<String>>,
    /// Intervals of estimates that name none.
    pub intervals: Vec<Interval>,
    /// Whose degrees of freedom an estimate has.
    pub degrees: Degrees,
    /// What is estimated.
    pub estimates: Vec<Estimate>,
    /// What is compared.
    pub comparisons: Vec<Comparison>,
    /// The weights' steps of the file of the round before, where they differ.
    pub before: Option<Vec<Step>>,
}

/// A variable made of columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Its name.
    pub id: String,
    /// How it is made.
    pub of: Derived,
}

/// How a variable is made.
#[derive(Debug, Clone, PartialEq)]
pub enum Derived {
    /// A number: 1 for a satisfied answer, 0 for another valid one.
    Satisfied {
        /// The statement.
        item: String,
    },
    /// A number: the mean of a row's valid answers.
    RowMean {
        /// The statements.
        items: Vec<String>,
        /// Of levels or of satisfied answers.
        measure: Measure,
    },
    /// A number: satisfied answers of a row, or all valid ones.
    Count {
        /// The statements.
        items: Vec<String>,
        /// Which answers count.
        answers: Answers,
    },
    /// A number: the same for all rows.
    Constant {
        /// It.
        value: f64,
    },
    /// A factor: labels of another put together.
    Recode {
        /// A factor or a statement, whose labels are its levels.
        from: String,
        /// New labels and what each is made of.
        groups: Vec<Recoded>,
    },
    /// A factor: classes of a number.
    Cut {
        /// The number.
        from: String,
        /// Where classes begin, rising; the first one begins below all.
        at: Vec<f64>,
        /// Their labels, one more.
        labels: Vec<String>,
    },
}

/// A label and the labels that it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recoded {
    /// The new label.
    pub label: String,
    /// The old ones.
    pub of: Vec<String>,
}

/// What of an answer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// Whether it is satisfied.
    #[default]
    Satisfied,
    /// Its level.
    Level,
}

/// Which answers are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// Satisfied ones.
    Satisfied,
    /// All valid ones.
    Valid,
}

/// How the sample was drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DesignPlan {
    /// Stages, the first one first; none is weights only.
    pub stages: Vec<StagePlan>,
    /// The column of weights; without it they follow from the populations of all stages.
    pub weight: Option<String>,
    /// What is done with a stratum that has one unit.
    pub lonely: LonelyRule,
    /// How many stages count.
    pub used: Stages,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StagePlan {
    /// Factors whose crossing is the strata.
    pub strata: Vec<String>,
    /// The factor of sampling units; without it rows are.
    pub units: Option<String>,
    /// Population of the strata.
    pub frame: Frame,
}

/// Population of the strata of a stage.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Frame {
    /// Not known: as if drawn with replacement.
    #[default]
    Unknown,
    /// A column of numbers of units.
    Sizes(String),
    /// A column of sampled parts.
    Fractions(String),
    /// Numbers of units by stratum.
    Counts(Vec<Count>),
}

/// Labels, one of each factor of a crossing, and a number of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// The labels.
    pub of: Vec<String>,
    /// The number.
    pub count: f64,
}

/// A crossing whose population is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The factors.
    pub by: Vec<String>,
    /// The population of each cell.
    pub totals: Vec<Count>,
}

/// Rows with one of some labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Only {
    /// The factor.
    pub factor: String,
    /// The labels.
    pub labels: Vec<String>,
}

/// One thing that is done to the weights.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Those who answered stand for those of their class who did not.
    Nonresponse {
        /// Factors whose crossing is the classes.
        classes: Vec<String>,
        /// The rows that answered.
        answered: Only,
    },
    /// Cells are brought to their population.
    Poststratify {
        /// The cells.
        cells: Known,
    },
    /// Margins are brought to their population, one after the other.
    Rake {
        /// The margins.
        margins: Vec<Known>,
        /// When to stop.
        stop: rake::Stop,
        /// Which standard errors follow.
        residuals: Residuals,
    },
    /// Totals are brought to what is known, by the nearest weights.
    Calibrate {
        /// What "nearest" means.
        distance: Distance,
        /// Margins.
        margins: Vec<Known>,
        /// Totals of numbers, by name.
        numbers: Vec<(String, f64)>,
        /// The number of people; without it the first margin's sum, or none.
        count: Option<f64>,
    },
    /// Weights are cut to limits.
    Trim {
        /// The limits.
        limits: Limits,
        /// How what was cut comes back.
        spread: Spread,
        /// Once, or until none is outside.
        rounds: Rounds,
    },
}

/// Replicates for standard errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Replication {
    /// How they are made.
    pub method: Replicating,
    /// What they are held against; without it the method's own.
    pub centre: Option<Centre>,
    /// Whether the weights' steps are done again for each.
    pub refit: Refit,
}

/// Whether the weights' steps are done again for each replicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Refit {
    /// As they were drawn: the steps are done again.
    #[default]
    Each,
    /// The finished weights are multiplied.
    None,
}

/// How replicates are made.
#[derive(Debug, Clone, PartialEq)]
pub enum Replicating {
    /// Without each unit, strata aside.
    Jk1,
    /// Without each unit of each stratum.
    Jkn,
    /// Half samples.
    Brr,
    /// Half samples with factors 2 − ρ and ρ.
    Fay {
        /// ρ.
        rho: f64,
    },
    /// The bootstrap of Rao and Wu.
    Bootstrap {
        /// How many.
        replicates: u32,
        /// Where chance begins.
        seed: u64,
    },
    /// Columns of factors.
    Given {
        /// Their names.
        columns: Vec<String>,
        /// Factor of the whole variance.
        scale: f64,
    },
}

/// Whose degrees of freedom an estimate has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Degrees {
    /// All rows of the domain, as R's `degf(subset())`.
    #[default]
    Domain,
    /// Its rows that have a value.
    Valid,
}

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
