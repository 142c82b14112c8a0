//! Coarser tables where a release is too large to be audited or cannot be protected: the
//! largest table loses its innermost cells and keeps its margins, and so on. What was
//! printed before, what links speak of and what is never printed stays as it is, because
//! leaving it out would make the outsider of the audit know less than the real one.

use super::{Effort, Pattern, Refusal, protect};
use crate::disclosure::primary::Rule;
use crate::disclosure::table::{Dimension, Flaw, Public, Release, System};

/// What can be released, and what it costs in detail.
#[derive(Debug, Clone, PartialEq)]
pub struct Coarse {
    /// The tables that are left.
    pub release: Release,
    /// Their system.
    pub system: System,
    /// Their pattern; it passed the audit.
    pub pattern: Pattern,
    /// Names of tables that lost innermost cells, once for each time.
    pub coarsened: Vec<String>,
}

/// Why there is nothing to release.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// The release does not hold together.
    Flaws(Vec<Flaw>),
    /// The coarsest tables are refused too.
    Refused(Refusal),
}

/// Protects a release, with coarser tables where it has to be.
///
/// # Errors
/// [`Stop`].
pub fn protect_or_coarsen(mut release: Release, rule: &Rule, effort: Effort) -> Result<Coarse, Stop> {
    let mut coarsened = Vec::new();
    loop {
        let system = System::of(&release).map_err(Stop::Flaws)?;
        match protect(&system, rule, effort) {
            Ok(pattern) => return Ok(Coarse { release, system, pattern, coarsened }),
            Err(refusal) => coarsened.push(coarsen(&mut release).ok_or(Stop::Refused(refusal))?),
        }
    }
}

/// Takes the innermost cells out of the largest table that may lose them; its name.
fn coarsen(release: &mut Release) -> Option<String> {
    let free = |t: &usize| {
        let linked = release.links.iter().any(|link| link.terms.iter().any(|term| term.table == *t));
        let bound = |public: Public| matches!(public, Public::Printed | Public::Never);
        !linked
            && !release.tables[*t].cells.iter().any(|cell| bound(cell.public))
            && kept(release, *t).iter().filter(|kept| **kept).count() > 1
    };
    let largest = (0..release.tables.len()).filter(free).max_by_key(|&t| release.tables[t].cells.len())?;
    let mut kept = kept(release, largest).into_iter();
    release.tables[largest].cells.retain(|_| kept.next().unwrap_or(false));
    Some(release.tables[largest].id.clone())
}

/// Which cells of a table stand at the whole of more dimensions than its innermost do.
fn kept(release: &Release, table: usize) -> Vec<bool> {
    let table = &release.tables[table];
    let wholes: Vec<Option<usize>> = table.dimensions.iter().map(|&d| release.dimensions.get(d).and_then(Dimension::whole)).collect();
    let depth = |codes: &[usize]| codes.iter().zip(&wholes).filter(|(code, whole)| **whole == Some(**code)).count();
    let least = table.cells.iter().map(|cell| depth(&cell.codes)).min().unwrap_or(0);
    table.cells.iter().map(|cell| depth(&cell.codes) > least).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::audit::tests::square;

    #[test]
    fn above_the_size_the_margins_are_left() {
        let release = square(&[&[20, 50, 4], &[40, 30, 12]]);
        let effort = Effort { cells: 7, ..Effort::default() };
        let coarse = protect_or_coarsen(release.clone(), &Rule::default(), effort).unwrap();
        assert_eq!((coarse.coarsened.as_slice(), coarse.system.cells.len()), (["t".to_owned()].as_slice(), 6));
        let whole = protect_or_coarsen(release.clone(), &Rule::default(), Effort::default()).unwrap();
        assert!(whole.coarsened.is_empty() && whole.system.cells.len() == 12);
        let none = protect_or_coarsen(release, &Rule::default(), Effort { cells: 3, ..effort });
        assert_eq!(none, Err(Stop::Refused(Refusal::TooLarge { cells: 6, most: 3 })));
    }
}
