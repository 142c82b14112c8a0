//! An appraisal from a table of text cells: one row a unit and criterion. A cell that
//! cannot be used leaves its mark open and is named; the row's other cells are kept,
//! and a row that names no unit or criterion of ours is left out and named.

use std::collections::BTreeMap;

use super::row::Known;
use super::{Appraisal, Mark, Row};
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::grid::Grid;
use crate::analysis::index::scheme::Scheme;
use crate::base::Finding;
use crate::dataset::mapping::fold;

/// Headers of the table as it is written.
pub const HEADERS: [&str; 7] =
    ["Đơn vị", "Tiêu chí", "Tự chấm", "Cơ quan thẩm định", "Hội đồng kết luận", "Lý do trừ điểm", "Tài liệu kiểm chứng"];

/// Cells that say that a criterion does not apply, after folding; the first is written.
pub const NOT_APPLICABLE: [&str; 4] = ["KAD", "khong_ap_dung", "n/a", "na"];

/// Headers by which a column is known, after case, marks and spaces are taken away.
const UNIT: &[&str] = &["ma_don_vi", "don_vi", "unit", "unit_code", "ten_don_vi"];
const CRITERION: &[&str] = &["ma_tieu_chi", "tieu_chi", "criterion", "tieu_chi_thanh_phan", "stt"];
const OWN: &[&str] = &["tu_cham", "diem_tu_cham", "self", "own"];
const AGENCY: &[&str] = &["co_quan_tham_dinh", "diem_tham_dinh", "tham_dinh", "agency"];
const COUNCIL: &[&str] = &["hoi_dong_ket_luan", "hoi_dong", "diem_hoi_dong", "ket_luan", "council"];
const REASON: &[&str] = &["ly_do_tru_diem", "ly_do", "reason"];
const EVIDENCE: &[&str] = &["tai_lieu_kiem_chung", "kiem_chung", "evidence"];

/// Units by which a row is known: code → name.
pub type Units = BTreeMap<String, String>;

struct Columns {
    unit: usize,
    criterion: usize,
    own: Option<usize>,
    agency: Option<usize>,
    council: Option<usize>,
    reason: Option<usize>,
    evidence: Option<usize>,
}

/// Reads a table. Units are known by code or by name. Missing rows are not its
/// business: [`Appraisal::check`] names them once all tables are in.
pub fn read(grid: &Grid, scheme: &Scheme, units: &Units) -> (Appraisal, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut appraisal = Appraisal::default();
    if let Some(columns) = columns(grid, &mut findings) {
        let known = Known::of(scheme);
        let mut reading = Reading { grid, columns, known, units: by_name(units), findings: &mut findings };
        for row in (0..grid.rows.len()).filter(|row| !grid.is_blank(*row)) {
            reading.row(row, &mut appraisal);
        }
    }
    (appraisal, findings)
}

fn columns(grid: &Grid, findings: &mut Vec<Finding>) -> Option<Columns> {
    let mut required = |names: &[&str], header: &str| {
        let found = grid.find(names);
        if found.is_none() {
            findings.push(Fault::ColumnMissing.error("row 1", header));
        }
        found
    };
    let (unit, criterion) = (required(UNIT, HEADERS[0]), required(CRITERION, HEADERS[1]));
    let points = [OWN, AGENCY, COUNCIL].map(|names| grid.find(names));
    if points.iter().all(Option::is_none) {
        findings.push(Fault::ColumnMissing.error("row 1", HEADERS[4]));
    }
    let [own, agency, council] = points;
    Some(Columns { unit: unit?, criterion: criterion?, own, agency, council, reason: grid.find(REASON), evidence: grid.find(EVIDENCE) })
}

/// Codes by folded code and by folded name; a code is stronger than a name.
fn by_name(units: &Units) -> BTreeMap<String, &str> {
    let mut all: BTreeMap<String, &str> = units.iter().map(|(code, name)| (fold(name), code.as_str())).collect();
    all.extend(units.keys().map(|code| (fold(code), code.as_str())));
    all
}

struct Reading<'a> {
    grid: &'a Grid,
    columns: Columns,
    known: Known<'a>,
    units: BTreeMap<String, &'a str>,
    findings: &'a mut Vec<Finding>,
}

impl Reading<'_> {
    fn row(&mut self, row: usize, appraisal: &mut Appraisal) {
        let (unit, criterion) = (self.grid.cell(row, self.columns.unit), self.grid.cell(row, self.columns.criterion));
        let Some(&code) = self.units.get(&fold(unit)) else {
            return self.refuse(Fault::UnknownUnit, row, self.columns.unit, unit);
        };
        if let Some(fault) = self.known.refused(criterion) {
            return self.refuse(fault, row, self.columns.criterion, criterion);
        }
        let key = (code.to_owned(), criterion.to_owned());
        if appraisal.rows.contains_key(&key) {
            return self.refuse(Fault::RowTwice, row, self.columns.criterion, criterion);
        }
        let [own, agency, council] =
            [self.columns.own, self.columns.agency, self.columns.council].map(|column| self.mark(row, column, criterion));
        let text = |column| self.grid.optional(row, column).to_owned();
        let (reason, evidence) = (text(self.columns.reason), text(self.columns.evidence));
        appraisal.rows.insert(key, Row { own, agency, council, reason, evidence });
    }

    fn refuse(&mut self, fault: Fault, row: usize, column: usize, value: &str) {
        self.findings.push(fault.error(self.grid.place(row, column), value));
    }

    fn mark(&mut self, row: usize, column: Option<usize>, criterion: &str) -> Mark {
        let Some(column) = column else { return Mark::Open };
        let text = self.grid.cell(row, column);
        let folded = fold(text);
        if text.is_empty() {
            return Mark::Open;
        }
        if NOT_APPLICABLE.iter().any(|word| fold(word) == folded) {
            return Mark::NotApplicable;
        }
        let max = self.known.max(criterion);
        let fault = match Exact::parse(text) {
            None => Fault::NotPoints,
            Some(points) if points.is_negative() => Fault::NegativePoints,
            Some(points) if max.is_some_and(|max| points > *max) => Fault::OverMaximum,
            Some(points) => return Mark::Points(points),
        };
        let above = if fault == Fault::OverMaximum { max.map(|max| format!("{text} > {}", max.plain())) } else { None };
        self.refuse(fault, row, column, above.as_deref().unwrap_or(text));
        Mark::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::appraisal::Stage;
    use crate::analysis::index::tests::small;

    fn units() -> Units {
        [("STP", "Sở Tư pháp"), ("SYT", "Sở Y tế")].map(|(code, name)| (code.to_owned(), name.to_owned())).into()
    }

    fn grid(lines: &[&str]) -> Grid {
        let rows = lines.iter().map(|line| line.split('|').map(str::to_owned).collect()).collect();
        Grid::new(&["Đơn vị", "Mã tiêu chí", "Tự chấm", "Cơ quan thẩm định", "Hội đồng kết luận", "Lý do", "Kiểm chứng"], rows)
    }

    fn check(line: &str, expect: &[(&str, &str, &str)]) -> Appraisal {
        let (appraisal, findings) = read(&grid(&[line]), &small(), &units());
        let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.at.as_str(), f.value.as_str())).collect();
        assert_eq!(found, expect, "{line}");
        appraisal
    }

    #[test]
    fn a_row_is_typed() {
        let appraisal = check("sở tư pháp|1.1.1|20|18,5|17.25|Niêm yết chậm|CV 12", &[]);
        let row = appraisal.row("STP", "1.1.1").unwrap();
        assert_eq!(row.mark(Stage::Own), &Mark::Points(Exact::whole(20)));
        assert_eq!(row.mark(Stage::Council), &Mark::Points(Exact::parse("17.25").unwrap()));
        assert_eq!((row.reason.as_str(), row.evidence.as_str()), ("Niêm yết chậm", "CV 12"));
        let other = check("SYT|2.1|Không áp dụng|kad|", &[]);
        assert_eq!(other.row("SYT", "2.1").unwrap().mark(Stage::Agency), &Mark::NotApplicable);
        assert_eq!(other.row("SYT", "2.1").unwrap().mark(Stage::Council), &Mark::Open);
    }

    #[test]
    fn each_fault_has_its_place() {
        let council = "row 2, column Hội đồng kết luận";
        check("STP|1.1.1|||20,5", &[("index_over_maximum", council, "20,5 > 20")]);
        check("STP|1.1.1|||-1", &[("index_negative_points", council, "-1")]);
        check("STP|1.1.1|||mười", &[("index_not_points", council, "mười")]);
        check("STP|P1|||4", &[("index_over_maximum", council, "4 > 3")]);
        check("Sở Lạ|1.1.1|||1", &[("index_unknown_unit", "row 2, column Đơn vị", "Sở Lạ")]);
        let criterion = "row 2, column Mã tiêu chí";
        check("STP|9.9|||1", &[("index_unknown_criterion", criterion, "9.9")]);
        check("STP|1.1|||1", &[("index_criterion_has_parts", criterion, "1.1")]);
        check("STP|1.2|||1", &[("index_surveyed_criterion", criterion, "1.2")]);
    }

    #[test]
    fn a_fault_in_one_cell_keeps_the_others() {
        let appraisal = check("STP|2.1|12|x|9|r|e", &[("index_not_points", "row 2, column Cơ quan thẩm định", "x")]);
        let row = appraisal.row("STP", "2.1").unwrap();
        assert_eq!((row.mark(Stage::Own), row.mark(Stage::Agency)), (&Mark::Points(Exact::whole(12)), &Mark::Open));
    }

    #[test]
    fn a_row_that_stands_twice_is_named_and_the_first_is_kept() {
        let (appraisal, findings) = read(&grid(&["STP|2.1|||9", "", "Sở Tư pháp|2.1|||8"]), &small(), &units());
        assert_eq!((findings[0].code.as_str(), findings[0].at.as_str()), ("index_row_twice", "row 4, column Mã tiêu chí"));
        assert_eq!(appraisal.row("STP", "2.1").unwrap().council, Mark::Points(Exact::whole(9)));
    }

    #[test]
    fn headers_that_are_missing_are_named() {
        let (_, findings) = read(&Grid::new(&["Tiêu chí"], Vec::new()), &small(), &units());
        let values: Vec<_> = findings.iter().map(|f| f.value.as_str()).collect();
        assert_eq!(values, ["Đơn vị", "Hội đồng kết luận"]);
    }

    #[test]
    fn what_is_open_and_what_lacks_a_reason_is_named() {
        let (appraisal, _) = read(&grid(&["STP|1.1.1|||20", "STP|1.1.2|||19", "STP|2.1||KAD|"]), &small(), &units());
        let found = appraisal.check(&small(), &["STP"], Stage::Council);
        let found: Vec<_> = found.iter().map(|f| (f.code.as_str(), f.at.as_str())).collect();
        assert_eq!(found, [("index_reason_missing", "STP, 1.1.2"), ("index_points_missing", "STP, 2.1")]);
    }
}
