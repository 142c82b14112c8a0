//! Writes every format of `export` for programs that are not ours to open:
//! `export_samples DIR [COUNT]` makes `DIR/main` from invented answers with small cells, and
//! `DIR/random/N` from COUNT random codebooks with hostile texts. Beside the files stands
//! `expected.json`: what was meant, made of the source and not by a writer.

#![allow(clippy::expect_used, reason = "what cannot be made or written ends the program")]

mod expected;
mod random;
#[path = "../../tests/shared/export_sample/mod.rs"]
mod sample;

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use phieu::base::Lang;
use phieu::export::csv::Dialect;
use phieu::export::evidence::Part;
use phieu::export::out::{Fault, Out, Piece};
use phieu::export::release::{Release, Style};
use phieu::export::{csvw, ddi, evidence, parquet, results_json, rows_csv, sav, tables_csv, xlsx};

/// Both ways of a CSV, and how their files are called.
const STYLES: [(&str, Style); 2] =
    [("", Style { lang: Lang::En, dialect: Dialect::Plain }), ("-excel", Style { lang: Lang::Vi, dialect: Dialect::ExcelVi })];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("export_samples DIR [COUNT]");
    let count: u64 = arguments.next().map_or(0, |count| count.parse().expect("a count"));
    let folder = Path::new(&folder);
    let release = sample::release(400);
    let main = folder.join("main");
    write(&release, &main);
    fs::write(main.join("expected.json"), expected::expected(&release, &sample::tables::secrets(&release)).to_string()).expect("write");
    // As `tests/data/frozen/export1` has them.
    let frozen = folder.join("frozen");
    fs::create_dir_all(&frozen).expect("a folder");
    let files = sample::files(&sample::release(60));
    for (name, bytes) in &files {
        fs::write(frozen.join(name), bytes).expect("write");
    }
    fs::write(frozen.join("fingerprints.txt"), sample::fingerprints(&files)).expect("write");
    large(&folder.join("large"));
    for seed in 0..count {
        let release = Release { about: sample::about(), tables: Vec::new(), rows: Some(random::rows(seed)) };
        let place = folder.join("random").join(seed.to_string());
        write(&release, &place);
        fs::write(place.join("expected.json"), expected::expected(&release, &[]).to_string()).expect("write");
    }
}

/// More rows than a group of Parquet holds, and how often each value stands among them.
fn large(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let release = sample::release(300_000);
    let (about, rows) = (&release.about, release.rows.as_ref().expect("rows"));
    save(&folder.join("rows.csv"), rows.len(), |out| rows_csv::write(rows, rows_csv::Show::Codes, STYLES[0].1, out));
    save(&folder.join("rows.sav"), rows.len(), |out| sav::write(about, rows, Lang::Vi, out));
    save(&folder.join("rows.parquet"), rows.len(), |out| parquet::write(about, rows, out));
    fs::write(folder.join("expected.json"), expected::counts(rows).to_string()).expect("write");
}

/// A file, piece by piece.
fn save<T>(path: &Path, steps: usize, write: impl FnOnce(&mut Out<'_>) -> Result<T, Fault>) -> T {
    let mut bytes = Vec::new();
    let mut sink = |piece: Piece| {
        bytes.extend(piece.bytes);
        ControlFlow::Continue(())
    };
    let mut out = Out::new(steps, &mut sink);
    let said = write(&mut out).expect("a file");
    out.finish().expect("a file");
    fs::write(path, bytes).expect("write");
    said
}

fn write(release: &Release, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let of = |name: &str| folder.join(name);
    let about = &release.about;
    for table in &release.tables {
        for (kind, style) in STYLES {
            let url = format!("{}{kind}.csv", table.id);
            save(&of(&url), table.cells().len(), |out| tables_csv::write(table, style, out));
            fs::write(of(&format!("{url}-metadata.json")), csvw::of_table(about, table, &url, style)).expect("write");
        }
    }
    if let Some(rows) = &release.rows {
        for (kind, style) in STYLES {
            let url = format!("rows{kind}.csv");
            save(&of(&url), rows.len(), |out| rows_csv::write(rows, rows_csv::Show::Codes, style, out));
            fs::write(of(&format!("{url}-metadata.json")), csvw::of_rows(about, rows, &url, style)).expect("write");
        }
        save(&of("labels.csv"), rows.len(), |out| rows_csv::write(rows, rows_csv::Show::Labels, STYLES[1].1, out));
        save(&of("rows.sav"), rows.len(), |out| sav::write(about, rows, Lang::Vi, out));
        save(&of("rows.parquet"), rows.len(), |out| parquet::write(about, rows, out));
    }
    save(&of("codebook.xml"), 1, |out| ddi::write(release, out));
    if release.tables.is_empty() {
        return;
    }
    save(&of("release.xlsx"), 1, |out| xlsx::write(release, Lang::Vi, out));
    save(&of("release.json"), 1, |out| results_json::write(release, out));
    let part = |path: &str, is: &str, bytes: &[u8]| Part { path: path.to_owned(), is: is.to_owned(), bytes: bytes.to_vec() };
    let parts = vec![
        part("plan.json", "plan", sample::tables::PLAN),
        part("campaign.json", "campaign", b"{\"id\":\"mau\"}"),
        part("ledger.txt", "ledger", "phiếu\n".as_bytes()),
        part("exports/release.json", "release", &fs::read(of("release.json")).expect("read")),
        part("exports/release.xlsx", "export", &fs::read(of("release.xlsx")).expect("read")),
    ];
    save(&of("evidence.zip"), parts.len(), |out| evidence::write(about, Lang::Vi, parts, out));
}
