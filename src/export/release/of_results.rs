//! The tables of results: overall, by unit, by unit and group, by profile. Shares are
//! percentages with two decimals, as published tables are; means have two decimals.

use std::collections::BTreeMap;

use super::table::{Cell, Code, Dimension, Measure, Printed, Table, text};
use crate::analysis::{Domain, Stat, Subject};
use crate::base::words::{self, export as say};
use crate::base::{Text, Word};
use crate::disclosure::derived::Figure;
use crate::disclosure::{self, Released, quality};
use crate::export::csv::Names;
use crate::export::key;

/// The measures, in the order of [`figures`].
const MEASURES: [(&str, Word, u8); 16] = [
    ("n_respondents", words::export::N_RESPONDENTS, 0),
    ("n_asked", words::export::N_ASKED, 0),
    ("n_answered", words::export::N_ANSWERED, 0),
    ("n_valid", words::export::N_VALID, 0),
    ("n_satisfied", words::export::N_SATISFIED, 0),
    ("share", words::export::SHARE, 2),
    ("share_se", words::export::SHARE_SE, 2),
    ("share_lo", words::export::SHARE_LO, 2),
    ("share_hi", words::export::SHARE_HI, 2),
    ("share_unweighted", words::export::SHARE_UNWEIGHTED, 2),
    ("mean", words::export::MEAN, 2),
    ("mean_se", words::export::MEAN_SE, 2),
    ("mean_lo", words::export::MEAN_LO, 2),
    ("mean_hi", words::export::MEAN_HI, 2),
    ("mean_unweighted", words::export::MEAN_UNWEIGHTED, 2),
    ("df", words::export::DF, 0),
];

/// A table for each family of domains that the results have.
pub fn tables(released: &Released<disclosure::Table>, names: &Names) -> Vec<Table> {
    let family = |id: &str, title: Word, keys: &[(&str, Word)], of: &dyn Fn(&Domain) -> Option<Vec<String>>| {
        let rows = released.get().cells.iter().filter_map(|cell| Some((of(&cell.domain)?, cell)));
        table(id, title, keys, &rows.collect::<Vec<_>>(), names)
    };
    let all = family("overall", say::TABLE_OVERALL, &[], &|domain| matches!(domain, Domain::All).then(Vec::new));
    let units = family("units", say::TABLE_UNITS, &[("unit", say::UNIT_NAME)], &|domain| match domain {
        Domain::Unit { unit } => Some(vec![unit.clone()]),
        Domain::All | Domain::UnitGroup { .. } | Domain::Profile { .. } => None,
    });
    let keys = [("unit", say::UNIT_NAME), ("group", say::GROUP)];
    let groups = family("unit_groups", say::TABLE_UNIT_GROUPS, &keys, &|domain| match domain {
        Domain::UnitGroup { unit, group } => Some(vec![unit.clone(), group.clone()]),
        Domain::All | Domain::Unit { .. } | Domain::Profile { .. } => None,
    });
    let profile = family("profile", say::TABLE_PROFILE, &[("column", say::COLUMN), ("value", say::VALUE)], &|domain| match domain {
        Domain::Profile { column, value } => Some(vec![column.clone(), value.clone()]),
        Domain::All | Domain::Unit { .. } | Domain::UnitGroup { .. } => None,
    });
    [all, units, groups, profile].into_iter().flatten().collect()
}

/// Codes as they first appear.
#[derive(Default)]
struct Codes(BTreeMap<String, usize>, Vec<Code>);

impl Codes {
    fn at(&mut self, code: String, label: impl FnOnce() -> Text) -> usize {
        if let Some(&at) = self.0.get(&code) {
            return at;
        }
        let at = self.1.len();
        self.1.push(Code { code: code.clone(), label: label() });
        self.0.insert(code, at);
        at
    }
}

fn table(id: &str, title: Word, keys: &[(&str, Word)], rows: &[(Vec<String>, &disclosure::Cell)], names: &Names) -> Option<Table> {
    if rows.is_empty() {
        return None;
    }
    let mut codes: Vec<Codes> = (0..=keys.len()).map(|_| Codes::default()).collect();
    let mut cells = Vec::with_capacity(rows.len());
    for (of, cell) in rows {
        let subject = [key::subject(&cell.subject), ":", cell.subject.id()].concat();
        let subject = subject.trim_end_matches(':').to_owned();
        let mut at = Vec::with_capacity(codes.len());
        for ((code, known), (name, _)) in of.iter().zip(&mut codes).zip(keys) {
            let label = || if *name == "unit" { names.units.get(code).map_or(code.as_str(), String::as_str) } else { code }.into();
            at.push(known.at(code.clone(), label));
        }
        let last = codes.last_mut()?;
        at.push(last.at(subject, || subject_label(&cell.subject, names)));
        cells.push(Cell { codes: at, figures: figures(cell), weak: weak(cell) });
    }
    let heads = keys.iter().copied().chain([("subject", words::export::TEXT)]);
    let dimensions = heads.zip(codes).map(|((id, label), codes)| Dimension { id: id.to_owned(), label: text(label), codes: codes.1 });
    let measures = MEASURES.map(|(id, label, decimals)| Measure { id: id.to_owned(), label: text(label), decimals });
    Table::new(id, text(title), dimensions.collect(), measures.to_vec(), cells)
}

fn subject_label(subject: &Subject, names: &Names) -> Text {
    match subject {
        Subject::Overall => text(words::export::OVERALL),
        Subject::RowMean => text(words::export::ROW_MEAN),
        Subject::Item { id } | Subject::Factor { id } | Subject::Part { id } | Subject::Number { id } => {
            names.subjects.get(id).map_or(id.as_str(), String::as_str).into()
        }
    }
}

fn figures(cell: &disclosure::Cell) -> Vec<Figure<Option<Printed>>> {
    let count = |count: u64| Printed::of(disclosure::real(count), 0);
    let stats = |stat: Option<&Stat>, scale: f64| {
        let values = stat.map(|stat| [Some(stat.est), Some(stat.se), stat.lo, stat.hi, Some(stat.unweighted)]);
        values.unwrap_or_default().map(|value| value.and_then(|value| Printed::of(value * scale, 2)))
    };
    let shown = cell.figure(|of| {
        let n = [of.n.respondents, of.n.asked, of.n.answered, of.n.valid].map(count);
        let satisfied = of.share.and_then(|_| count(of.n.satisfied));
        let numbers = n.into_iter().chain([satisfied]).chain(stats(of.share.as_ref(), 100.0)).chain(stats(Some(&of.mean), 1.0));
        numbers.chain([count(of.mean.df)]).collect::<Vec<_>>()
    });
    shown.each(MEASURES.len())
}

fn weak(cell: &disclosure::Cell) -> Vec<quality::Weak> {
    let Some(of) = &cell.figures else { return Vec::new() };
    let share = of.share.as_ref().unwrap_or(&of.mean);
    let interval = of.share.and_then(|share| Some((share.lo?, share.hi?)));
    quality::weak(of.n.respondents, share.est, interval.unwrap_or((share.est, share.est)), disclosure::real(share.df))
}
