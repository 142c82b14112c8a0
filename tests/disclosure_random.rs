//! Random releases end to end: what is released passes an audit of its own, the truth is
//! inside every interval, and no cell under the minimum is shown. `tools/disclosure.sh`
//! does the same for a thousand, with an auditor written apart.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of respondents")]
#![expect(clippy::expect_used, reason = "a test stops at what is not there")]

#[path = "disclosure/random.rs"]
mod random;

use phieu::disclosure::audit::audit;
use phieu::disclosure::primary::Rule;
use phieu::disclosure::suppress::{Effort, protect};
use phieu::disclosure::table::{Standing, System};

/// Larger ones are for the optimised program of `tools/disclosure.sh`.
const CELLS: usize = 130;

#[test]
fn forty_random_releases_hold() {
    let (mut released, mut withheld) = (0, 0);
    let systems = (0..).map(|seed| (seed, System::of(&random::release(seed)).expect("a sound release")));
    for (seed, system) in systems.filter(|(_, system)| system.cells.len() <= CELLS).take(40) {
        if let Ok(pattern) = protect(&system, &Rule::default(), Effort { pivots: 0, ..Effort::default() }) {
            released += 1;
            withheld += pattern.audit().intervals.len();
            check(seed, &system, &(0..system.cells.len()).map(|cell| pattern.is_withheld(cell)).collect::<Vec<_>>());
        }
    }
    println!("{released} of 40 released, {withheld} cells withheld");
    assert!(released >= 36 && withheld > 300, "{released} released, {withheld} withheld");
}

fn check(seed: u64, system: &System, withheld: &[bool]) {
    for interval in audit(system, withheld).intervals {
        let cell = &system.cells[interval.cell];
        assert!(interval.low <= cell.value && cell.value <= interval.high, "seed {seed}: {interval:?} without {}", cell.value);
        let asked = cell.standing != Standing::Never;
        let width = interval.high - interval.low;
        assert!(!asked || interval.protected, "seed {seed}: {interval:?} is {width} wide");
    }
    for (cell, hidden) in system.cells.iter().zip(withheld) {
        assert!(*hidden || cell.respondents == 0 || cell.respondents >= 10, "seed {seed}: {cell:?}");
    }
}
