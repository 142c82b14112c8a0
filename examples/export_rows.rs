//! A million rows of 40 columns through local suppression and every format of rows: bytes,
//! seconds, and the most memory that each took besides the rows. `export_rows [ROWS]`.

#![allow(clippy::expect_used, clippy::cast_precision_loss, reason = "what cannot be made ends the program, which prints megabytes")]

use std::ops::ControlFlow;
use std::time::Instant;

use peak_alloc::PeakAlloc;
use phieu::base::Lang;
use phieu::base::time::Date;
use phieu::dataset::Labels;
use phieu::disclosure::Threshold;
use phieu::disclosure::rows::{Column, Protection, Role, Rows, Terms, publish};
use phieu::export::out::{Fault, Out, Piece};
use phieu::export::release::{About, RowSet, Style};
use phieu::export::{parquet, rows_csv, sav};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const MB: usize = 1_000_000;

/// A number under `below`. Source: Knuth's MMIX generator.
fn roll(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

/// 168 units, three age bands, two sexes; 37 statements of five levels, some left out.
fn columns(rows: usize) -> Vec<Column> {
    let mut state = 1;
    let mut column = |id: String, role: Role, distinct: u64, holes: bool| {
        let mut labels = Labels::default();
        for _ in 0..rows {
            let code = roll(&mut state, distinct) + 1;
            labels.push(&if holes && roll(&mut state, 10) == 0 { String::new() } else { code.to_string() });
        }
        Column { role, values: labels.finish(&id).0 }
    };
    let quasi = [("unit", 168), ("age", 3), ("sex", 2)].map(|(id, distinct)| column(id.to_owned(), Role::Quasi, distinct, false));
    quasi.into_iter().chain((1..=37).map(|at| column(format!("q{at}"), Role::Answer, 5, true))).collect()
}

fn main() {
    let rows: usize = std::env::args().nth(1).map_or(MB, |rows| rows.parse().expect("a number of rows"));
    let began = Instant::now();
    let rows = Rows::new(columns(rows)).expect("columns");
    println!(
        "{} rows, {} columns made: {:.1} s, {} MB",
        rows.len(),
        rows.columns().len(),
        began.elapsed().as_secs_f64(),
        HEAP.current_usage() / MB
    );
    let list = rows.columns().iter().map(|column| column.values.id.clone()).collect();
    let protection = Protection { rows: Threshold::default(), values: 1 };
    let terms = Terms { list, coarser: Vec::new(), importance: Vec::new(), protection };
    let began = Instant::now();
    let (out, report) = publish(&rows, &terms).expect("rows");
    drop(rows);
    println!(
        "without names: {:.1} s, k {}, {} classes, peak {} MB",
        began.elapsed().as_secs_f64(),
        report.protected.k,
        report.protected.classes,
        HEAP.peak_usage() / MB
    );
    let set = RowSet::new(out, &[]).expect("a codebook");
    let text = |text: &str| text.into();
    let date = Date::parse("2026-12-15").expect("a date");
    let about = About {
        id: "rows".to_owned(),
        title: text("Một triệu dòng"),
        producer: text(""),
        universe: text(""),
        date,
        fieldwork: (date, date),
        method: Vec::new(),
        note: text("Số liệu minh họa."),
    };
    measure("csv", set.len(), |out| rows_csv::write(&set, rows_csv::Show::Codes, Style::default(), out));
    measure("sav", set.len(), |out| sav::write(&about, &set, Lang::Vi, out).map(drop));
    measure("parquet", set.len(), |out| parquet::write(&about, &set, out));
}

fn measure(name: &str, rows: usize, write: impl FnOnce(&mut Out<'_>) -> Result<(), Fault>) {
    let (mut bytes, mut pieces) = (0, 0);
    let mut sink = |piece: Piece| {
        bytes += piece.bytes.len();
        pieces += 1;
        ControlFlow::Continue(())
    };
    HEAP.reset_peak_usage();
    let (before, began) = (HEAP.current_usage(), Instant::now());
    let mut out = Out::new(rows, &mut sink);
    write(&mut out).expect("a file");
    out.finish().expect("a file");
    let held = (HEAP.peak_usage() - before) as f64 / MB as f64;
    println!(
        "{name}: {} MB in {pieces} pieces, {:.1} s, {held:.1} MB held besides the rows' {} MB",
        bytes / MB,
        began.elapsed().as_secs_f64(),
        before / MB
    );
}
