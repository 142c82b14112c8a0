//! A writer holds no more of 420 000 rows than of 140 000: a piece, a group, not the file.
//! Alone in its program, for the heap is everybody's. `examples/export_rows.rs` prints what
//! a million rows take.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what is not there")]

#[path = "shared/export_sample/mod.rs"]
mod sample;

use std::ops::ControlFlow;

use peak_alloc::PeakAlloc;
use phieu::base::Lang;
use phieu::export::out::{Fault, Out, Piece};
use phieu::export::release::{Release, Style};
use phieu::export::{parquet, rows_csv, sav};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Writers of rows, each as the steps that it takes.
type Writer = fn(&Release, &mut Out<'_>) -> Result<(), Fault>;

const WRITERS: [(&str, Writer); 3] = [
    ("csv", |release, out| rows_csv::write(release.rows.as_ref().unwrap(), rows_csv::Show::Codes, Style::default(), out)),
    ("sav", |release, out| sav::write(&release.about, release.rows.as_ref().unwrap(), Lang::Vi, out).map(drop)),
    ("parquet", |release, out| parquet::write(&release.about, release.rows.as_ref().unwrap(), out)),
];

/// The most that a writer held besides the rows, and the bytes that it gave.
fn most_held(release: &Release, writer: Writer) -> (usize, usize) {
    let rows = release.rows.as_ref().unwrap().len();
    let mut bytes = 0;
    let mut last = 0;
    let mut sink = |piece: Piece| {
        bytes += piece.bytes.len();
        assert!(piece.progress.done >= last && piece.progress.total as usize == rows);
        last = piece.progress.done;
        ControlFlow::Continue(())
    };
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    let mut out = Out::new(rows, &mut sink);
    writer(release, &mut out).unwrap();
    out.finish().unwrap();
    (HEAP.peak_usage() - before, bytes)
}

#[test]
fn a_writer_holds_a_piece_and_not_the_file() {
    let (small, large) = (sample::release(140_000), sample::release(420_000));
    for (name, writer) in WRITERS {
        let ((few, some), (many, more)) = (most_held(&small, writer), most_held(&large, writer));
        println!("{name}: {some} bytes with {few} held, {more} with {many}");
        assert!(more > some, "{name}: {some} and {more} bytes");
        assert!(many < few + few / 4 + 200_000 && many < 12_000_000, "{name} held {few} and {many} bytes");
    }
}
