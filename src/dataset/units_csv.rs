//! Units with their populations from a CSV file. A row that cannot be used is left
//! out and named; a unit without `N` is kept, since the design names it too.

use std::collections::BTreeSet;

use super::csv::sheet;
use super::frame::FrameUnit;
use super::mapping::fold;
use super::number;
use crate::base::Finding;
use crate::base::delimited::Record;

/// Headers by which a column is known, after case, marks and spaces are taken away.
const CODE: &[&str] = &["code", "ma", "ma_don_vi", "unit", "unit_code"];
const NAME: &[&str] = &["name", "ten", "ten_don_vi", "don_vi"];
const KIND: &[&str] = &["kind", "loai", "loai_don_vi"];
const GROUP: &[&str] = &["group", "nhom", "nhom_doi_tuong"];
const POPULATION: &[&str] = &["n", "n_h", "population", "so_ho_so", "so_ho_so_da_tra_ket_qua"];
const QUOTA: &[&str] = &["quota", "chi_tieu", "so_phieu", "chi_tieu_so_phieu"];

/// Where the columns are.
struct Columns {
    code: usize,
    name: Option<usize>,
    kind: Option<usize>,
    group: Option<usize>,
    population: Option<usize>,
    quota: Option<usize>,
}

/// Reads units. Headers: `code` (`mã`, `mã đơn vị`), `name` (`tên`, `đơn vị`), `kind`
/// (`loại`), `group` (`nhóm`), `N` (`N_h`, `số hồ sơ`), `quota` (`chỉ tiêu`). A file
/// without codes uses names as codes.
pub fn read(bytes: &[u8]) -> (Vec<FrameUnit>, Vec<Finding>) {
    let (sheet, mut findings) = sheet(bytes);
    let Some(sheet) = sheet else {
        return (Vec::new(), findings);
    };
    let Some(columns) = columns(&sheet.header) else {
        findings.push(Finding::error("column_missing", "row 1", "code"));
        return (Vec::new(), findings);
    };
    if columns.population.is_none() {
        findings.push(Finding::error("column_missing", "row 1", "N"));
    }
    let (mut units, mut seen) = (Vec::new(), BTreeSet::new());
    for record in sheet.records() {
        match unit(&record, &columns, sheet.header.len(), sheet.delimiter, &mut findings) {
            Ok(unit) if seen.insert((unit.code.clone(), unit.group.clone())) => units.push(unit),
            Ok(unit) => findings.push(Finding::error("unit_repeated", format!("row {}", record.line), unit.stratum())),
            Err(finding) => findings.push(finding),
        }
    }
    (units, findings)
}

fn columns(header: &[String]) -> Option<Columns> {
    let find = |names: &[&str]| names.iter().find_map(|name| header.iter().position(|header| fold(header) == *name));
    let name = find(NAME);
    Some(Columns {
        code: find(CODE).or(name)?,
        name,
        kind: find(KIND),
        group: find(GROUP),
        population: find(POPULATION),
        quota: find(QUOTA),
    })
}

fn unit(record: &Record, columns: &Columns, width: usize, delimiter: u8, findings: &mut Vec<Finding>) -> Result<FrameUnit, Finding> {
    let cell = |column: Option<usize>| column.and_then(|column| record.cells.get(column)).unwrap_or("").trim();
    let at = |name: &str| format!("row {}, column {name}", record.line);
    if record.cells.len() != width {
        return Err(Finding::error("row_width", format!("row {}", record.line), format!("{} ≠ {width}", record.cells.len())));
    }
    if cell(Some(columns.code)).is_empty() {
        return Err(Finding::error("cell_empty", at("code"), ""));
    }
    let count = |column, name: &str| match cell(column) {
        "" => Ok(None),
        text => number::parse(text, delimiter)
            .filter(|&value| (0.0..=MOST).contains(&value) && libm::floor(value) >= value)
            .map(Some)
            .ok_or_else(|| Finding::error("not_a_count", at(name), text)),
    };
    let population = count(columns.population, "N")?;
    if population.is_none() {
        findings.push(Finding::warning("population_missing", at("N"), cell(Some(columns.code))));
    }
    Ok(FrameUnit {
        code: cell(Some(columns.code)).to_owned(),
        name: cell(columns.name).to_owned(),
        kind: cell(columns.kind).to_owned(),
        group: cell(columns.group).to_owned(),
        population,
        quota: count(columns.quota, "quota")?.map(to_whole),
    })
}

/// More people than there are: a file that says so is wrong.
const MOST: f64 = 1e10;

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole number in 0..=1e10")]
fn to_whole(value: f64) -> u64 {
    value as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(findings: &[Finding]) -> Vec<(&str, &str)> {
        findings.iter().map(|finding| (finding.code.as_str(), finding.at.as_str())).collect()
    }

    #[test]
    fn a_file_of_vietnamese_excel_is_read() {
        let (units, findings) = read("\u{feff}Mã đơn vị;Tên đơn vị;Loại;N;Chỉ tiêu\r\nSTC;Sở Tài chính;department;18640;30\r\n".as_bytes());
        assert_eq!(codes(&findings), []);
        let expect = FrameUnit {
            code: "STC".into(),
            name: "Sở Tài chính".into(),
            kind: "department".into(),
            group: String::new(),
            population: Some(18_640.0),
            quota: Some(30),
        };
        assert_eq!(units, [expect]);
    }

    #[test]
    fn each_bad_row_has_its_place() {
        let (units, findings) = read(b"code,N,quota\nA,10,3\nB,,3\nA,11,3\nC,-1,3\nD,2.5,3\n,5,3\nE,7\nF,\"27,915\",3\n");
        assert_eq!(units.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(
            codes(&findings),
            [
                ("population_missing", "row 3, column N"),
                ("unit_repeated", "row 4"),
                ("not_a_count", "row 5, column N"),
                ("not_a_count", "row 6, column N"),
                ("cell_empty", "row 7, column code"),
                ("row_width", "row 8"),
                ("not_a_count", "row 9, column N"),
            ]
        );
    }

    #[test]
    fn a_file_without_units_says_so() {
        assert_eq!(codes(&read(b"").1), [("file_empty", "row 1")]);
        assert_eq!(codes(&read(b"x,y\n").1), [("column_missing", "row 1")]);
    }
}
