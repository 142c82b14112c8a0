//! A release of invented answers, and its files as the formats write them: for the frozen
//! files, for WebAssembly, and for programs that are not ours.
#![allow(dead_code, clippy::expect_used, reason = "each of its users needs a part, and stops at what is not there")]

pub mod rows;
pub mod tables;

use phieu::base::digest::fingerprint;
use phieu::base::time::Date;
use phieu::base::{Lang, Text};
use phieu::export::csv::Dialect;
use phieu::export::out::{Fault, Out, whole};
use phieu::export::release::{About, Release, Style};
use phieu::export::{csvw, ddi, parquet, results_json, rows_csv, sav, tables_csv};

/// The release, with so many rows.
pub fn release(rows: u32) -> Release {
    Release { about: about(), tables: tables::tables(), rows: Some(rows::usual(rows)) }
}

/// About the survey.
pub fn about() -> About {
    let text = |vi: &str, en: &str| Text { vi: vi.to_owned(), en: en.to_owned() };
    let date = |text| Date::parse(text).expect("a date");
    About {
        id: "sipas-2026".to_owned(),
        title: text("Sự hài lòng của người dân & doanh nghiệp 2026", "Satisfaction of people & firms 2026"),
        producer: text("Sở Nội vụ tỉnh <Mẫu>", "Department of Home Affairs"),
        universe: text("Người đã giải quyết thủ tục trong năm 2026", "Those who had a procedure settled in 2026"),
        date: date("2026-12-15"),
        fieldwork: (date("2026-09-30"), date("2026-11-20")),
        method: vec![text("Mẫu phân tầng theo đơn vị và nhóm.", "Stratified by unit and group."), "Trọng số thiết kế N/n.".into()],
        note: text("Số liệu minh họa.", "Invented figures."),
    }
}

/// Files whose bytes are ours alone: names and bytes. A workbook and an archive are not, for
/// they are other people's packing.
pub fn files(release: &Release) -> Vec<(&'static str, Vec<u8>)> {
    let excel = Style { lang: Lang::Vi, dialect: Dialect::ExcelVi };
    let plain = Style { lang: Lang::En, dialect: Dialect::Plain };
    let about = &release.about;
    let rows = release.rows.as_ref().expect("rows");
    let units = &release.tables[1];
    vec![
        ("units.csv", bytes(|out| tables_csv::write(units, plain, out))),
        ("units-excel.csv", bytes(|out| tables_csv::write(units, excel, out))),
        ("units-excel.csv-metadata.json", csvw::of_table(about, units, "units-excel.csv", excel)),
        ("rows.csv", bytes(|out| rows_csv::write(rows, rows_csv::Show::Codes, plain, out))),
        ("labels.csv", bytes(|out| rows_csv::write(rows, rows_csv::Show::Labels, excel, out))),
        ("rows.csv-metadata.json", csvw::of_rows(about, rows, "rows.csv", plain)),
        ("rows.sav", bytes(|out| sav::write(about, rows, Lang::Vi, out))),
        ("rows.parquet", bytes(|out| parquet::write(about, rows, out))),
        ("codebook.xml", bytes(|out| ddi::write(release, out))),
        ("release.json", bytes(|out| results_json::write(release, out))),
    ]
}

/// A line for each file: its name and its fingerprint.
pub fn fingerprints(files: &[(&'static str, Vec<u8>)]) -> String {
    files.iter().flat_map(|(name, bytes)| [*name, " ", &fingerprint(bytes), "\n"].map(str::to_owned)).collect()
}

fn bytes<T>(write: impl FnOnce(&mut Out<'_>) -> Result<T, Fault>) -> Vec<u8> {
    whole(1, write).expect("a file").0
}
