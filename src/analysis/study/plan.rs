//! A plan of format 2 as data: columns, design, weights, variables, domains, estimates,
//! comparisons. `docs/plan.md` says what each field means, `read` makes one of a text.
//! Names are those of columns and derived variables; none stands twice.

pub use super::asked::{Comparison, CompositeRule, Estimate, Group, Importance, Interval, IntervalRule, Kinds, Of, Target, Test};
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
