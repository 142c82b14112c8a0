//! Tables of invented answers: units with few forms, and names that a spreadsheet would run.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use phieu::analysis::{Results, Stat, plan_check};
use phieu::disclosure::{Threshold, release};
use phieu::export::csv::Names;
use phieu::export::release::{Release, Table, tables as of};

/// The plan that the answers are estimated by.
pub const PLAN: &[u8] = br#"{"phieu":"plan","version":1,
    "data":{"unit":"unit","group":"group","population":"N","profile":["sex"],"items":["q1","q2"]},
    "factors":[{"id":"F1","items":["q1","q2"]}]}"#;

/// Forms of each unit.
const UNITS: [(&str, u32); 6] = [("=1+1", 41), ("@P02", 57), ("P03", 7), ("P04", 33), ("P05", 4), ("P06", 88)];

fn answers() -> String {
    let mut out = "unit,group,N,sex,q1,q2\n".to_owned();
    for (at, (unit, size)) in (0_u32..).zip(UNITS) {
        for row in 0..size {
            let answer = |shift: u32| ["1", "2", "3", "4", "5", "4", "", "KB", "5"][((at * 31 + row) * 7 + shift + row * row) as usize % 9];
            let group = if row % 3 == 0 { "business" } else { "citizen" };
            writeln!(out, "{unit},{group},{},sex {},{},{}", 9000 + at * 371, row % 2, answer(0), answer(4)).expect("write to a string");
        }
    }
    out
}

fn results() -> Results {
    let plan = plan_check::read(PLAN).0.expect("a plan");
    phieu::analysis::run(&plan, answers().as_bytes(), &mut |_| ControlFlow::Continue(())).expect("results")
}

fn minimum() -> Threshold {
    Threshold::default()
}

/// The tables that leave.
pub fn tables() -> Vec<Table> {
    let mut names = Names::default();
    for (unit, _) in UNITS {
        names.units.insert(unit.to_owned(), format!("Xã \"{unit}\"; <Đại Lộc> & Ầ"));
    }
    names.subjects.insert("q1".to_owned(), "+Thái độ; 'lịch sự'\n(dòng hai)".to_owned());
    of(&release(&results(), minimum()), &names)
}

/// Numbers of cells that are not published, as digits that nothing published has.
pub fn secrets(release: &Release) -> Vec<String> {
    let digits = |value: f64| [format!("{value:.2}"), format!("{value:.9}"), format!("{value}")];
    let stat = |stat: &Stat, scale: f64| {
        let values = [Some(stat.est), Some(stat.se), stat.lo, stat.hi, Some(stat.unweighted)];
        values.into_iter().flatten().flat_map(|value| [value * scale, value]).flat_map(digits).collect::<Vec<_>>()
    };
    let hidden = results().rows.into_iter().filter(|row| row.n.respondents < u64::from(minimum().get()));
    let all = hidden.flat_map(|row| [row.share.map_or_else(Vec::new, |share| stat(&share, 100.0)), stat(&row.mean, 1.0)].concat());
    let shown: BTreeSet<String> = release
        .tables
        .iter()
        .flat_map(Table::cells)
        .flat_map(|cell| cell.figures.iter().filter_map(|figure| figure.get().copied().flatten()))
        .map(|number| format!("{:.2}", number.value()))
        .collect();
    // Short or round digits stand by chance in many places.
    let telling = |text: &String| text.len() >= 5 && !text.ends_with("00") && !shown.contains(text) && !text.starts_with("0.0");
    all.filter(telling).collect::<BTreeSet<_>>().into_iter().collect()
}
