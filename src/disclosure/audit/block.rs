//! The system cut into blocks that know nothing of each other. A cell whose printed
//! value is exact is a constant; a row with one cell left fixes it; what rows still join
//! is one block. Most of a release falls away here, the rest becomes small programs.

use super::super::lp::{Column, Program};
use super::super::table::{Standing, System};

/// Cells that are joined, and their program. Column `i` is cell `cells[i]`.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// Cells.
    pub cells: Vec<usize>,
    /// Deviations from the truth.
    pub program: Program,
}

/// What an outsider can think a cell deviates by, given whether it is withheld.
pub(crate) fn range(system: &System, withheld: bool, cell: usize) -> (f64, f64) {
    let variable = &system.cells[cell];
    let (low, high) = if withheld || variable.standing == Standing::Never { variable.public } else { variable.printed };
    ((low - variable.value).min(0.0), (high - variable.value).max(0.0))
}

/// The blocks of a system, and the cells that rows fix although they look free.
pub(crate) fn blocks(system: &System, ranges: &[(f64, f64)]) -> (Vec<Block>, Vec<usize>) {
    let mut free: Vec<bool> = ranges.iter().map(|(low, high)| high > low).collect();
    let fixed = fix(system, &mut free);
    let root = joined(system, &free);
    let mut at = vec![usize::MAX; free.len()];
    let mut blocks: Vec<Block> = Vec::new();
    let mut place = vec![0; free.len()];
    for cell in (0..free.len()).filter(|&cell| free[cell]) {
        let r = root[cell];
        if at[r] == usize::MAX {
            at[r] = blocks.len();
            blocks.push(Block { cells: Vec::new(), program: Program { rows: 0, columns: Vec::new() } });
        }
        let block = &mut blocks[at[r]];
        place[cell] = block.cells.len();
        block.cells.push(cell);
        block.program.columns.push(Column { entries: Vec::new(), low: ranges[cell].0, high: ranges[cell].1 });
    }
    for row in &system.rows {
        let mut terms = row.terms.iter().filter(|(cell, _)| free[*cell]).peekable();
        let Some(&&(first, _)) = terms.peek() else { continue };
        let program = &mut blocks[at[root[first]]].program;
        terms.for_each(|&(cell, factor)| program.columns[place[cell]].entries.push((program.rows, factor)));
        program.rows += 1;
    }
    (blocks, fixed)
}

/// Takes away cells that a row fixes because all its others are constants, until none
/// is left.
fn fix(system: &System, free: &mut [bool]) -> Vec<usize> {
    let mut rows_of = vec![Vec::new(); free.len()];
    let mut left: Vec<usize> = Vec::with_capacity(system.rows.len());
    for (r, row) in system.rows.iter().enumerate() {
        row.terms.iter().for_each(|&(cell, _)| rows_of[cell].push(r));
        left.push(row.terms.iter().filter(|(cell, _)| free[*cell]).count());
    }
    let mut single: Vec<usize> = (0..left.len()).filter(|&r| left[r] == 1).collect();
    let mut fixed = Vec::new();
    while let Some(r) = single.pop() {
        if let Some(&(cell, _)) = system.rows[r].terms.iter().find(|(cell, _)| free[*cell]) {
            free[cell] = false;
            fixed.push(cell);
            for &other in &rows_of[cell] {
                left[other] -= 1;
                if left[other] == 1 {
                    single.push(other);
                }
            }
        }
    }
    fixed
}

/// The representative of each free cell among those that rows join.
pub(crate) fn joined(system: &System, free: &[bool]) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..free.len()).collect();
    for row in &system.rows {
        let mut terms = row.terms.iter().map(|&(cell, _)| cell).filter(|&cell| free[cell]);
        if let Some(first) = terms.next() {
            terms.for_each(|cell| {
                let (a, b) = (find(&mut parent, first), find(&mut parent, cell));
                parent[a.max(b)] = a.min(b);
            });
        }
    }
    (0..free.len()).map(|cell| find(&mut parent, cell)).collect()
}

fn find(parent: &mut [usize], mut cell: usize) -> usize {
    while parent[cell] != cell {
        parent[cell] = parent[parent[cell]];
        cell = parent[cell];
    }
    cell
}
