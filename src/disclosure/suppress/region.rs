//! Parts of the system that cannot help or harm each other: joined neither by a row of
//! cells that may be withheld or are rounded, nor by a count and what is made of it.
//! Each is a system of its own, in deviations (right-hand sides do not matter there).

use super::super::audit::block::{joined, range};
use super::super::table::{Row, Standing, System};

/// One region: a smaller system and where its cells come from.
#[derive(Debug, Clone)]
pub(super) struct Region {
    /// The system of the region.
    pub system: System,
    /// Cells of the whole system.
    pub cells: Vec<usize>,
    /// Cells that go with each.
    pub followers: Vec<Vec<usize>>,
}

/// The regions that hold a cell of `wanted`.
pub(super) fn regions(system: &System, wanted: &[bool]) -> Vec<Region> {
    let movable = |cell: usize| system.cells[cell].standing != Standing::Known || range(system, false, cell) != (0.0, 0.0);
    let free: Vec<bool> = (0..wanted.len()).map(movable).collect();
    let mut tied = System { cells: system.cells.clone(), rows: system.rows.clone() };
    let leaders = system.cells.iter().enumerate().filter_map(|(cell, variable)| variable.leader.map(|leader| (leader, cell)));
    tied.rows.extend(leaders.map(|(leader, cell)| Row { terms: vec![(leader, 1.0), (cell, -1.0)], constant: 0.0 }));
    let root = joined(&tied, &free);
    let mut needed = vec![false; wanted.len()];
    (0..wanted.len()).filter(|&cell| wanted[cell]).for_each(|cell| needed[root[cell]] = true);
    let mut at = vec![usize::MAX; wanted.len()];
    let mut members: Vec<Vec<usize>> = Vec::new();
    for cell in (0..wanted.len()).filter(|&cell| free[cell] && needed[root[cell]]) {
        if at[root[cell]] == usize::MAX {
            at[root[cell]] = members.len();
            members.push(Vec::new());
        }
        members[at[root[cell]]].push(cell);
    }
    let mut place = vec![None; wanted.len()];
    for (r, cells) in members.iter().enumerate() {
        cells.iter().enumerate().for_each(|(i, &cell)| place[cell] = Some((r, i)));
    }
    build(system, members, &place)
}

fn build(system: &System, members: Vec<Vec<usize>>, place: &[Option<(usize, usize)>]) -> Vec<Region> {
    let mut rows: Vec<Vec<Row>> = vec![Vec::new(); members.len()];
    for row in &system.rows {
        let mut region = None;
        let terms = row.terms.iter().filter_map(|&(cell, factor)| {
            let (r, i) = place[cell]?;
            region = Some(r);
            Some((i, factor))
        });
        let terms: Vec<_> = terms.collect();
        if let Some(r) = region {
            rows[r].push(Row { terms, constant: 0.0 });
        }
    }
    let region = |(cells, rows): (Vec<usize>, Vec<Row>)| {
        let mut followers = vec![Vec::new(); cells.len()];
        let own = |cell: usize| place[cell].map(|(_, i)| i);
        let variables = cells.iter().enumerate().map(|(i, &cell)| {
            let mut variable = system.cells[cell].clone();
            variable.leader = variable.leader.and_then(own);
            if let Some(leader) = variable.leader {
                followers[leader].push(i);
            }
            variable
        });
        let variables = variables.collect();
        Region { system: System { cells: variables, rows }, cells, followers }
    };
    members.into_iter().zip(rows).map(region).collect()
}
