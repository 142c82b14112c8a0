//! The list of obligations as a table and as CSV, out and in again. Rows go out with
//! codes, which the page may follow with names; they are read by codes. The state goes
//! out for the reader and is not read: dates say it.

use super::Obligation;
use crate::analysis::index::csv_text;
use crate::analysis::index::days;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::grid::Grid;
use crate::analysis::index::scheme::Scheme;
use crate::base::Finding;
use crate::base::time::Date;

/// Headers of the table as it is written.
pub const HEADERS: [&str; 8] = ["Đơn vị", "Việc phải làm", "Căn cứ", "Lĩnh vực", "Hạn", "Ngày nhận", "Tình trạng", "Ghi chú"];

const UNIT: &[&str] = &["don_vi", "ma_don_vi", "unit", "unit_code"];
const DUTY: &[&str] = &["viec_phai_lam", "nhiem_vu", "duty"];
const BASIS: &[&str] = &["can_cu", "basis"];
const FIELDS: &[&str] = &["linh_vuc", "fields"];
const DUE: &[&str] = &["han", "han_nop", "due"];
const RECEIVED: &[&str] = &["ngay_nhan", "ngay_nop", "received"];
const NOTE: &[&str] = &["ghi_chu", "note"];

/// The list as a table; `state` gives the words of a state.
pub fn grid(list: &[Obligation], today: Date, state: &dyn Fn(super::State) -> String) -> Grid {
    let date = |date: Option<Date>| date.map_or_else(String::new, Date::to_display);
    let rows = list.iter().map(|one| {
        vec![
            one.unit.clone(),
            one.duty.clone(),
            one.basis.clone(),
            one.fields.join(" "),
            date(one.due),
            date(one.received),
            state(one.state(today)),
            one.note.clone(),
        ]
    });
    Grid::new(&HEADERS, rows.collect())
}

/// The list as CSV that a Vietnamese Excel opens with a double click.
pub fn csv(list: &[Obligation], today: Date, state: &dyn Fn(super::State) -> String) -> Vec<u8> {
    csv_text::write(&grid(list, today, state))
}

/// Reads a list. A row that names no unit or duty of ours is left out and named; a date
/// that is none is left open and named.
pub fn read(grid: &Grid, scheme: &Scheme, units: &[&str]) -> (Vec<Obligation>, Vec<Finding>) {
    let mut findings = Vec::new();
    let (Some(unit), Some(duty)) = (grid.find(UNIT), grid.find(DUTY)) else {
        let missing = [(UNIT, HEADERS[0]), (DUTY, HEADERS[1])].into_iter().filter(|(names, _)| grid.find(names).is_none());
        findings.extend(missing.map(|(_, header)| Fault::ColumnMissing.error("row 1", header)));
        return (Vec::new(), findings);
    };
    let mut list: Vec<Obligation> = Vec::new();
    for row in (0..grid.rows.len()).filter(|row| !grid.is_blank(*row)) {
        let known_unit = units.contains(&grid.cell(row, unit));
        let known_duty = scheme.duties.iter().any(|one| one.id == grid.cell(row, duty));
        if !known_unit {
            findings.push(Fault::UnknownUnit.error(grid.place(row, unit), grid.cell(row, unit)));
        } else if !known_duty {
            findings.push(Fault::UnknownDuty.error(grid.place(row, duty), grid.cell(row, duty)));
        } else if list.iter().any(|one| one.unit == grid.cell(row, unit) && one.duty == grid.cell(row, duty)) {
            findings.push(Fault::RowTwice.error(grid.place(row, duty), grid.cell(row, duty)));
        } else {
            list.push(obligation(grid, row, (unit, duty), &mut findings));
        }
    }
    (list, findings)
}

fn obligation(grid: &Grid, row: usize, (unit, duty): (usize, usize), findings: &mut Vec<Finding>) -> Obligation {
    let text = |names: &[&str]| grid.optional(row, grid.find(names)).to_owned();
    let mut date = |names: &[&str]| {
        let column = grid.find(names)?;
        let cell = grid.cell(row, column);
        let date = days::parse(cell);
        if date.is_none() && !cell.is_empty() {
            findings.push(Fault::BadDate.error(grid.place(row, column), cell));
        }
        date
    };
    Obligation {
        due: date(DUE),
        received: date(RECEIVED),
        unit: grid.cell(row, unit).to_owned(),
        duty: grid.cell(row, duty).to_owned(),
        basis: text(BASIS),
        fields: text(FIELDS).split_whitespace().map(str::to_owned).collect(),
        note: text(NOTE),
    }
}
