//! Formats that leave: their bytes stand still, hostile texts stay texts, and a stop stops.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what is not there")]

#[path = "shared/export_sample/mod.rs"]
mod sample;

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use phieu::base::{Lang, Text};
use phieu::disclosure::derived::Figure;
use phieu::export::csv::Dialect;
use phieu::export::evidence::{self, Part};
use phieu::export::out::{Fault, Out, Piece, whole};
use phieu::export::release::{Cell, Code, Dimension, Measure, Release, Style, Table};
use phieu::export::{parquet, rows_csv, sav, tables_csv, xlsx};
use proptest::prelude::*;

/// The bytes of this version. Another shape is another version, in a folder beside it.
#[test]
fn the_bytes_of_the_formats_stand_still() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/frozen/export1");
    let files = sample::files(&sample::release(60));
    assert_eq!(files.len(), 10);
    for (name, bytes) in &files {
        assert!(fs::read(folder.join(name)).unwrap() == *bytes, "{name} is not what was frozen");
    }
    assert_eq!(sample::fingerprints(&files), fs::read_to_string(folder.join("fingerprints.txt")).unwrap());
}

#[test]
fn equal_evidence_is_equal_bytes() {
    let release = sample::release(20);
    let make = || {
        let book = whole(1, |out| xlsx::write(&release, Lang::Vi, out)).unwrap().0;
        let part = Part { path: "exports/release.xlsx".to_owned(), is: "export".to_owned(), bytes: book };
        whole(1, |out| evidence::write(&release.about, Lang::Vi, [part], out)).unwrap().0
    };
    assert!(make() == make());
}

#[test]
fn a_path_that_stands_twice_is_refused() {
    let part = |path: &str| Part { path: path.to_owned(), is: "plan".to_owned(), bytes: Vec::new() };
    let about = sample::about();
    for paths in [["a.json", "A.json"], ["b", "../b"], ["manifest.json", "c"]] {
        let found = whole(1, |out| evidence::write(&about, Lang::Vi, paths.map(part), out));
        assert!(matches!(found, Err(Fault::Found(findings)) if findings[0].code == "evidence_path"), "{paths:?}");
    }
}

/// Writers of rows, each as the steps that it takes.
type Writer = fn(&Release, &mut Out<'_>) -> Result<(), Fault>;

const WRITERS: [(&str, Writer); 3] = [
    ("csv", |release, out| rows_csv::write(release.rows.as_ref().unwrap(), rows_csv::Show::Codes, Style::default(), out)),
    ("sav", |release, out| sav::write(&release.about, release.rows.as_ref().unwrap(), Lang::Vi, out).map(drop)),
    ("parquet", |release, out| parquet::write(&release.about, release.rows.as_ref().unwrap(), out)),
];

#[test]
fn a_stop_stops() {
    let release = sample::release(40_000);
    for (name, writer) in WRITERS {
        let mut pieces = 0;
        let mut sink = |_: Piece| {
            pieces += 1;
            ControlFlow::Break(())
        };
        let mut out = Out::new(1, &mut sink);
        let found = writer(&release, &mut out).and_then(|()| out.finish());
        assert_eq!((found, pieces), (Err(Fault::Stopped), 1), "{name}");
    }
}

fn table(code: &str, label: &str, head: &str) -> Table {
    let text = |text: &str| Text { vi: text.to_owned(), en: String::new() };
    let dimension = Dimension { id: "unit".into(), label: text(head), codes: vec![Code { code: code.into(), label: text(label) }] };
    let measure = Measure { id: "n".into(), label: text(head), decimals: 0 };
    let cell = Cell { codes: vec![0], figures: vec![Figure::Withheld], weak: Vec::new() };
    Table::new("t", text(head), vec![dimension], vec![measure], vec![cell]).unwrap()
}

fn is_run(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

proptest! {
    /// What a CSV reader of other people's gets out is what was put in, but for one
    /// apostrophe where a spreadsheet would have run it; in cells and in headers.
    #[test]
    fn a_csv_gives_any_text_back_and_runs_none(
        code in "[=+@;,\"'\\t\\r\\n a1Ầ-]{0,8}",
        label in any::<String>(),
        head in "[=+@;,\"'\\t\\r\\n a1Ầ-]{0,8}",
    ) {
        for (dialect, delimiter) in [(Dialect::ExcelVi, b';'), (Dialect::Plain, b',')] {
            let table = table(&code, &label, &head);
            let bytes = whole(1, |out| tables_csv::write(&table, Style { lang: Lang::Vi, dialect }, out)).unwrap().0;
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(bytes);
            let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(records.len(), 2);
            for (at, text) in [(0, &code), (1, &label)] {
                let found = &records[1][at];
                prop_assert!(!is_run(found));
                prop_assert_eq!(found.strip_prefix(if is_run(text) { "'" } else { "" }), Some(text.as_str()));
            }
            prop_assert_eq!(&records[1][3], "không công bố");
            prop_assert!(records[0].iter().all(|cell| !is_run(cell)));
        }
    }

    /// Any text at all makes a workbook, and no sheet that another program would refuse.
    #[test]
    fn any_text_makes_a_workbook(code in any::<String>(), label in any::<String>(), head in any::<String>()) {
        let tables = vec![table(&code, &label, &head), table(&label, &code, &head)];
        let release = Release { about: sample::about(), tables, rows: None };
        let bytes = whole(1, |out| xlsx::write(&release, Lang::Vi, out)).unwrap().0;
        prop_assert!(bytes.starts_with(b"PK"));
    }
}
