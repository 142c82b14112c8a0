//! Tables of units from `tests/data/units/`, made by its `make.py`: sound ones in every form
//! give the same units; each broken one gives located findings with words, and no unit.
#![allow(clippy::unwrap_used, reason = "a file that cannot be read fails its test")]

use std::fmt::Write as _;
use std::path::Path;

use phieu::base::grid::Grid;
use phieu::base::{Finding, Severity, words};
use phieu::campaign::table::{self, Layout, Opened, Reading, Role};
use phieu::campaign::{Campaign, Unit};
use phieu::dataset::xlsx;
use proptest::prelude::*;

fn campaign() -> Campaign {
    Campaign::read(include_str!("data/units/campaign.json")).unwrap()
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/units").join(name)).unwrap()
}

/// What the page does with a file: open, choose a sheet, guess the columns, read.
fn read(bytes: &[u8]) -> Reading {
    let refused = |findings| Reading { units: None, rows: 0, findings };
    let (grid, findings) = match table::open(bytes) {
        Err(findings) => return refused(findings),
        Ok(Opened::Text(grid, findings)) => (grid, findings),
        Ok(Opened::Workbook) => match xlsx::read(bytes) {
            Err(findings) => return refused(findings),
            Ok(mut sheets) => {
                let (at, said) = table::choose(&sheets, &campaign());
                let mut grid = sheets.swap_remove(at);
                let old = grid.modernise();
                (grid, said.into_iter().chain(old).collect())
            }
        },
    };
    of_grid(&grid, findings)
}

fn of_grid(grid: &Grid, mut findings: Vec<Finding>) -> Reading {
    let layout = table::guess(grid, &campaign());
    let mut reading = table::read(grid, &layout, &campaign());
    findings.append(&mut reading.findings);
    Reading { findings, ..reading }
}

/// `code at value`, warnings with `?`; every code has words that say more than the value.
fn said(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let word = words::finding::get(&finding.code).unwrap_or_else(|| panic!("no words for {}", finding.code));
        assert!(word.vi.len() > 30, "{}: too short to say what to do", finding.code);
        let mark = if finding.severity == Severity::Warning { "?" } else { "" };
        let line = format!("{}{mark} [{}] {}", finding.code, finding.at, finding.value);
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    out
}

/// A file and what is said about it. No unit comes of one with an error.
fn check(name: &str, expect: &str) {
    let reading = read(&file(name));
    assert_eq!(said(&reading.findings).trim_end(), expect, "{name}");
    let broken = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(reading.units.is_none(), broken, "{name}");
}

#[test]
fn text_that_is_broken() {
    check("bad_code.csv", "units_bad_code [row 2, column A] Sở 01\nunits_bad_code [row 3, column A] X 02");
    check("blank.csv", "table_empty []");
    check("comma.csv", "units_comma? [row 2, column D] 1,279");
    check("date.csv", "units_date [row 2, column D] 1/9/2026");
    check(
        "decimal.csv",
        "units_decimal [row 2, column D] 1,279.5\nunits_decimal [row 3, column D] 1.279,5\nunits_decimal [row 4, column D] 1.28",
    );
    check("duplicate_codes.csv", "units_code_repeated [row 4, column A] S01 (A2)");
    check("duplicate_heads.csv", "units_head_repeated [row 1, column E] Số hồ sơ (N) = N");
    check("empty.csv", "table_empty []");
    check("empty_code.csv", "units_code_empty [row 3, column A] Sở Y tế");
    check("empty_name.csv", "units_name_empty [row 2, column B]");
    check("formula.csv", "units_formula [row 2, column D] #REF!\nunits_formula [row 3, column A] #N/A");
    check("line_break.csv", "units_line_break? [row 2, column B] Sở Tài chính (cũ: Sở Kế hoạch)\nunits_bad_code [row 4, column A] S 02");
    check("long_name.csv", "units_name_long [row 2, column B] Sở Tài chính Sở Tài chính Sở Tài chính Sở Tài chính Sở Tài c…");
    check("negative.csv", "units_negative [row 2, column D] -5");
    check("no_code_column.csv", "units_no_code_column [row 1]");
    check("no_head.csv", "units_no_head [row 1] S01");
    check("no_kind.csv", "units_no_kind [row 2, column C] S01");
    check("no_name_column.csv", "units_no_name_column [row 1]");
    check("not_number.csv", "units_not_number [row 2, column D] khoảng 500");
    check("only_head.csv", "units_only_head [row 1]");
    check("open_quote.csv", "table_open_quote [row 3]");
    check("quota_over.csv", "units_quota_over [row 2, column E] 30 > 20");
    check("ragged.csv", "units_ragged [row 3] 6 ≠ 5\nunits_ragged [row 4] 2 ≠ 5");
    check("too_large.csv", "units_too_large [row 2, column D] 99999999999");
    check("too_long.csv", "table_too_long [row 5001] 5000");
    check("total_row.csv", "units_total_row? [row 3] Tổng cộng");
    check("unknown_kind.csv", "units_unknown_kind [row 2, column C] Huyện");
    check(
        "unknown_new.csv",
        "units_unknown_new [row 2, column B] X99\nunits_old_empty [row 3, column A]\nunits_new_empty [row 4, column C]",
    );
    check("unknown_parent.csv", "units_unknown_parent [row 2, column D] Bộ Tài chính\nunits_own_parent [row 3, column D] S02");
    check("wrong_separator.csv", "table_one_column [row 1] Mã:Tên đơn vị:Loại:N:Chỉ tiêu");
}

#[test]
fn workbooks_that_are_broken_or_odd() {
    check("bomb.xlsx", "table_bomb [] 100");
    check("bomb_lying.xlsx", "table_truncated [] File is larger than its declared uncompressed size");
    check("date.xlsx", "units_date [sheet Đơn vị, cell D2] 1/9/2026");
    check("decimal.xlsx", "units_decimal [sheet Đơn vị, cell D2] 1.279");
    check("far_cell.xlsx", "table_too_wide [sheet Đơn vị, row 1048576] 200");
    check("formula.xlsx", "units_formula [sheet Đơn vị, cell D2] #REF!\nunits_formula [sheet Đơn vị, cell B3] #NAME?");
    check("hidden_row.xlsx", "units_hidden_row? [sheet Đơn vị, row 3]");
    check("merged.xlsx", "units_merged [sheet Đơn vị, cell C2] C2:C4");
    check("no_sheet.xlsx", "table_truncated [] Xml error: syntax error: tag not closed: `>` not found before end of input");
    check("several_sheets.xlsx", "table_several_sheets? [sheet Đơn vị] Hướng dẫn; Đơn vị");
    check("truncated.xlsx", "table_truncated [] invalid Zip archive: Could not find EOCD");
}

#[test]
fn encodings() {
    check("font.xlsx", "table_old_font? [sheet Đơn vị] TCVN3 (ABC, .VnTime)");
    check("latin1.csv", "table_encoding [row 1] 0xE3");
    check("tcvn3.csv", "table_old_encoding? [] TCVN3 (ABC, .VnTime)");
    check("utf16.txt", "table_utf16? [] UTF-16");
    check("vni.csv", "table_old_encoding? [] VNI");
    check("windows1258.csv", "table_old_encoding? [] Windows-1258");
}

#[test]
fn files_that_are_no_table() {
    check("archive.zip", "table_archive []");
    check("binary.csv", "table_binary []");
    check("document.csv", "table_pdf []");
    check("letter.docx", "table_word []");
    check("old.xls", "table_old_excel []");
    check("other.ods", "table_other_workbook [] .ods");
    check("password.xlsx", "table_password []");
    check("web.xls", "table_markup []");
}

#[test]
fn sound_tables_give_the_same_units_in_every_form() {
    let units = |name: &str| {
        let reading = read(&file(name));
        assert_eq!(said(&reading.findings), "", "{name}");
        reading.units.unwrap()
    };
    let of_csv = units("good.csv");
    assert_eq!(of_csv, units("good_tab.txt"));
    assert_eq!(of_csv, units("good.xlsx"));
    let [department, ward, commune] = of_csv.as_slice() else { panic!("{of_csv:#?}") };
    assert_eq!((department.kind.as_str(), ward.kind.as_str(), commune.kind.as_str()), ("department", "ward", "commune"));
    assert_eq!(commune.old_names, ["xã Kim Sơn", "xã Đàm Xá"]);
    assert_eq!(commune.parent.as_deref(), Some("P01"));
    let strata: Vec<_> = department.strata.iter().map(|s| (s.group.as_str(), s.population, s.quota)).collect();
    assert_eq!(strata, [("citizen", Some(18_640), Some(30)), ("firm", Some(1_279), Some(40))]);
    assert_eq!(ward.strata.len(), 1);
}

#[test]
fn the_documented_example_is_read() {
    let page = include_str!("../docs/units.md");
    let (_, rest) = page.split_once("```csv").unwrap();
    let reading = read(rest.split_once("```").unwrap().0.trim_start().as_bytes());
    assert_eq!(said(&reading.findings), "");
    let units = reading.units.unwrap();
    assert_eq!((units[1].old_names.len(), units[1].villages.len(), units[1].strata[0].population), (2, 2, Some(4_960)));
}

#[test]
fn names_in_old_encodings_come_out_right() {
    for name in ["tcvn3.csv", "vni.csv", "windows1258.csv"] {
        let units = read(&file(name)).units.unwrap();
        let names: Vec<_> = units.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(names, ["Sở Tài chính", "UBND phường Sơn Thành"], "{name}");
    }
    assert_eq!(read(&file("font.xlsx")).units.unwrap()[0].name, "Sở Tài chính và Đầu tư");
}

#[test]
fn a_table_changes_only_what_it_has() {
    let text = "Mã;Tên đơn vị;Chỉ tiêu người dân\nX09;UBND xã Đã Có;45\n";
    let units = read(text.as_bytes()).units.unwrap();
    assert_eq!((units[0].kind.as_str(), units[0].strata[0].population, units[0].strata[0].quota), ("commune", Some(900), Some(45)));
}

#[test]
fn old_names_go_to_every_new_unit() {
    let units = read(&file("renamed.csv")).units.unwrap();
    assert_eq!((units.len(), units[0].code.as_str()), (1, "X09"));
    assert_eq!(units[0].old_names, ["xã Đồng Tiến", "huyện Sơn Đông"]);
}

#[test]
fn the_hidden_sheet_is_not_read_and_another_one_can_be_chosen() {
    let sheets = xlsx::read(&file("several_sheets.xlsx")).unwrap();
    assert_eq!(sheets.iter().map(|sheet| sheet.sheet.as_str()).collect::<Vec<_>>(), ["Hướng dẫn", "Đơn vị"]);
    assert_eq!(said(&of_grid(&sheets[0], Vec::new()).findings), "units_no_head [sheet Hướng dẫn, row 1] Hướng dẫn\n");
}

/// A workbook of one sheet with these texts, as little as there can be of one.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut sheet = String::from("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
    for (r, row) in rows.iter().enumerate() {
        write!(sheet, "<row r=\"{}\">", r + 1).unwrap();
        for (c, text) in row.iter().enumerate() {
            let at = phieu::base::grid::letters(c);
            write!(sheet, "<c r=\"{at}{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", r + 1, escape(text)).unwrap();
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let parts = [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let cell = |text: &String| ["\"", &text.replace('"', "\"\""), "\""].concat();
    rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(";") + "\r\n").collect::<String>().into_bytes()
}

fn some_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[A-Z][0-9]{2}",
        "[0-9]{1,4}",
        "[1-9][.,]?[0-9]{3}",
        Just("Xã".to_owned()),
        Just("Sở".to_owned()),
        Just("UBND xã Đã Có".to_owned()),
        Just("-5".to_owned()),
        "[a-z;/\"\n ]{1,6}",
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let reading = read(&bytes);
        prop_assert!(reading.units.is_some() || !reading.findings.is_empty());
    }

    #[test]
    fn a_damaged_workbook_is_read_or_refused(at in any::<proptest::sample::Index>(), byte: u8, cut in any::<proptest::sample::Index>()) {
        let mut bytes = file("good.xlsx");
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let reading = read(&bytes);
        prop_assert!(reading.units.is_some() || !reading.findings.is_empty());
        bytes.truncate(cut.index(bytes.len()));
        prop_assert!(read(&bytes).units.is_none());
    }

    #[test]
    fn a_table_means_the_same_as_text_and_as_a_workbook(
        rows in proptest::collection::vec(proptest::collection::vec(some_cell(), 6), 1..8),
        order in Just(["Mã", "Tên đơn vị", "Loại", "Tên cũ", "N", "Chỉ tiêu"]).prop_shuffle(),
    ) {
        let head = order.iter().map(|&head| head.to_owned()).collect();
        let table: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
        let (text, book) = (read(&csv(&table)), read(&workbook(&table)));
        prop_assert_eq!(&text.units, &book.units);
        let codes = |reading: &Reading| reading.findings.iter().map(|finding| finding.code.clone()).collect::<Vec<_>>();
        // Lines of a text and rows of a sheet differ where a cell has a line break.
        prop_assert_eq!(codes(&text), codes(&book));
        prop_assert_eq!(text.units.is_none(), text.findings.iter().any(|finding| finding.severity == Severity::Error));
    }

    #[test]
    fn any_table_is_read_with_any_columns(text in "[A-C0-9;\n.,\"xXãS ]{0,120}", kinds in proptest::collection::vec(0_usize..9, 0..8)) {
        let (grid, _) = Grid::of_text(&text);
        let roles = [None, Some(Role::Code), Some(Role::Name), Some(Role::OldNames), Some(Role::Kind), Some(Role::Parent),
            Some(Role::Population("citizen".to_owned())), Some(Role::NewCode), Some(Role::OldName)];
        let layout = Layout { head: kinds.len() % 3, roles: kinds.iter().map(|&at| roles[at].clone()).collect(), kind: Some("ward".to_owned()) };
        let reading = table::read(&grid, &layout, &campaign());
        let units: Vec<Unit> = reading.units.clone().unwrap_or_default();
        prop_assert!(units.iter().enumerate().all(|(i, unit)| units[..i].iter().all(|other| other.code != unit.code)));
        prop_assert_eq!(reading.units.is_none(), reading.findings.iter().any(|finding| finding.severity == Severity::Error));
    }
}
