//! The reference numbers of R `survey` 4.5 on set A (`tests/data/setA/golden.json`), section
//! by section. A claimed section compares every field of every row; what R answers with an
//! error or no number is answered by our value and counted. `docs/accuracy.md` is the table
//! of it: written with `PHIEU_WRITE_ACCURACY=1`, compared otherwise.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test stops at what is not there")]

mod calibrated;
mod compare;
mod data;
mod designs;
mod domains;
mod items;
mod quantiles;
mod rankings;
mod replicates;
mod report;
mod shares;
mod study;
mod tests;
mod totals;

use compare::Golden;
use data::Data;

/// Worked out in a thread each; put together in the order of the file.
type Check = fn(&Data, &mut Golden);

const CHECKS: [Check; 10] = [
    replicates::check,
    tests::check,
    shares::check,
    quantiles::check,
    items::check,
    domains::check,
    totals::check,
    designs::check,
    calibrated::check,
    rankings::check,
];

#[test]
fn sections_are_those_of_r() {
    let data = Data::read();
    let golden = Golden::read();
    let parts: Vec<Golden> = std::thread::scope(|scope| {
        let start = |check: &Check| {
            let (check, mut part, data) = (*check, golden.empty(), &data);
            scope.spawn(move || {
                check(data, &mut part);
                part
            })
        };
        let threads: Vec<_> = CHECKS.iter().map(start).collect();
        threads.into_iter().map(|thread| thread.join().expect("a check that ends")).collect()
    });
    report::end(&golden, &parts);
}
