//! The appraisal of evidence (thẩm định): for each unit and criterion what the unit
//! gave itself, what the appraising agency gave, what the council concluded, why points
//! were lost and which documents show it. The three stand side by side and none
//! replaces another; which one counts is said when points are made.

pub mod read;
pub mod row;

use std::collections::BTreeMap;

use super::exact::Exact;
use super::grid::Grid;
use super::scheme::Scheme;
use crate::base::Finding;
use crate::base::Lang;
use row::{Known, findings_of};

/// Everything that was appraised.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Appraisal {
    /// Unit and criterion → its row. Bonus and penalty have rows of their own.
    pub rows: BTreeMap<(String, String), Row>,
}

/// One unit on one criterion.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Tự chấm.
    pub own: Mark,
    /// Cơ quan thẩm định.
    pub agency: Mark,
    /// Hội đồng kết luận.
    pub council: Mark,
    /// Lý do trừ điểm.
    pub reason: String,
    /// Tài liệu kiểm chứng.
    pub evidence: String,
}

/// What stands in a cell of points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Mark {
    /// Nothing yet.
    #[default]
    Open,
    /// The criterion does not apply to the unit.
    NotApplicable,
    /// Points.
    Points(Exact),
}

/// Whose points count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// The unit's own.
    Own,
    /// The appraising agency's.
    Agency,
    /// The council's: the only ones that are published.
    #[default]
    Council,
}

impl Stage {
    /// All, in the order in which they come.
    pub const ALL: [Self; 3] = [Self::Own, Self::Agency, Self::Council];
}

impl Row {
    /// The mark of a stage.
    pub fn mark(&self, stage: Stage) -> &Mark {
        match stage {
            Stage::Own => &self.own,
            Stage::Agency => &self.agency,
            Stage::Council => &self.council,
        }
    }
}

impl Appraisal {
    /// A unit's row on a criterion.
    pub fn row(&self, unit: &str, criterion: &str) -> Option<&Row> {
        self.rows.get(&(unit.to_owned(), criterion.to_owned()))
    }

    /// What is still open for `units` at `stage`, and points lost without a reason.
    pub fn check(&self, scheme: &Scheme, units: &[&str], stage: Stage) -> Vec<Finding> {
        let known = Known::of(scheme);
        let appraised = || scheme.leaves().filter(|leaf| leaf.leaf.survey.is_none());
        units.iter().flat_map(|unit| appraised().filter_map(|leaf| findings_of(self, unit, &leaf.leaf.id, &known, stage))).collect()
    }

    /// The table again, one row a unit and criterion, as [`read`] takes it.
    pub fn grid(&self, lang: Lang) -> Grid {
        let rows = self.rows.iter().map(|((unit, criterion), row)| {
            let marks = Stage::ALL.map(|stage| row.mark(stage).print(lang));
            [vec![unit.clone(), criterion.clone()], marks.to_vec(), vec![row.reason.clone(), row.evidence.clone()]].concat()
        });
        Grid::new(&read::HEADERS, rows.collect())
    }
}

impl Mark {
    fn print(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Open, _) => String::new(),
            (Self::NotApplicable, _) => read::NOT_APPLICABLE[0].to_owned(),
            (Self::Points(points), Lang::Vi) => points.plain().replace('.', ","),
            (Self::Points(points), Lang::En) => points.plain(),
        }
    }
}
