//! Rows that speak of others: a total of counts, an average of scores, a whole beside its
//! parts, a value beside its least and greatest. An average is held to the weights that
//! the table itself gives, as a warning, since it may have been made with others.

use super::printed::Printed;
use super::shape::Shape;
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::analysis::index::grid::Grid;
use crate::base::Finding;
use crate::dataset::mapping::fold;

const TOTALS: [&str; 6] = ["total", "tong", "national", "ca_nuoc", "toan_quoc", "toan_tinh"];
const WHOLES: [&str; 4] = ["overall", "chung", "tong_the", "muc_do_hai_long_chung"];

pub(super) fn check(grid: &Grid, shape: &Shape, findings: &mut Vec<Finding>) {
    for row in 0..grid.rows.len() {
        extremes(grid, shape, row, findings);
        whole(grid, shape, row, findings);
    }
    let Some(label) = shape.label else { return };
    let is_total = |row: &usize| TOTALS.iter().any(|word| fold(grid.cell(*row, label)).starts_with(word));
    if let Some(total) = (0..grid.rows.len()).rev().find(is_total) {
        let rows: Vec<usize> = (0..total).filter(|row| !grid.is_blank(*row) && !is_total(row)).collect();
        columns(grid, label, &rows, total, findings);
    }
}

fn extremes(grid: &Grid, shape: &Shape, row: usize, findings: &mut Vec<Finding>) {
    let number = |column: Option<usize>| Printed::parse(grid.cell(row, column?));
    let (Some(column), Some(value)) = (shape.value, number(shape.value)) else { return };
    let (least, greatest) = (number(shape.least), number(shape.greatest));
    let outside = least.is_some_and(|least| value.value < least.value) || greatest.is_some_and(|most| value.value > most.value);
    if outside {
        findings.push(Fault::OutsideExtremes.error(grid.place(row, column), value.to_string()));
    }
}

/// However a whole is weighted, it lies between its parts.
fn whole(grid: &Grid, shape: &Shape, row: usize, findings: &mut Vec<Finding>) {
    let (Some(label), Some(key), Some(column)) = (shape.label, shape.key, shape.value) else { return };
    let Some(value) = Printed::parse(grid.cell(row, column)).filter(|_| WHOLES.contains(&fold(grid.cell(row, label)).as_str())) else {
        return;
    };
    let is_part = |other: &usize| {
        let name = fold(grid.cell(*other, label));
        grid.cell(*other, key) == grid.cell(row, key) && (name.ends_with("_part") || name.starts_with("phan_"))
    };
    let parts: Vec<Printed> = (0..grid.rows.len()).filter(is_part).filter_map(|other| Printed::parse(grid.cell(other, column))).collect();
    if parts.len() > 1 && !between(&value, &parts) {
        findings.push(Fault::OutsideParts.error(grid.place(row, column), value.to_string()));
    }
}

/// Whether a value may lie between others, all roundings allowed for.
fn between(value: &Printed, others: &[Printed]) -> bool {
    let (least, greatest) = value.reach();
    let from = others.iter().map(|other| other.reach().0).min();
    let to = others.iter().map(|other| other.reach().1).max();
    from.is_none_or(|from| greatest >= from) && to.is_none_or(|to| least <= to)
}

/// Columns of counts add up; columns of scores have an average.
fn columns(grid: &Grid, label: usize, rows: &[usize], total: usize, findings: &mut Vec<Finding>) {
    let mut weights: Option<Vec<Exact>> = None;
    let mut scores = Vec::new();
    for column in (0..grid.header.len()).filter(|column| *column != label) {
        let numbers: Option<Vec<Printed>> = rows.iter().map(|row| Printed::parse(grid.cell(*row, column))).collect();
        let (Some(numbers), Some(printed)) = (numbers, Printed::parse(grid.cell(total, column))) else { continue };
        if numbers.iter().chain([&printed]).any(|number| number.places > 0) {
            scores.push((column, numbers, printed));
            continue;
        }
        let sum: Exact = numbers.iter().map(|number| &number.value).sum();
        if sum == printed.value {
            weights = weights.or_else(|| Some(numbers.into_iter().map(|number| number.value).collect()));
        } else {
            findings.push(Fault::TotalNotOfRows.error(grid.place(total, column), format!("{printed} ≠ {}", sum.plain())));
        }
    }
    for (column, numbers, printed) in scores {
        average(grid, (total, column), &numbers, &printed, weights.as_deref(), findings);
    }
}

fn average(
    grid: &Grid,
    (row, column): (usize, usize),
    numbers: &[Printed],
    printed: &Printed,
    weights: Option<&[Exact]>,
    findings: &mut Vec<Finding>,
) {
    if !between(printed, numbers) {
        findings.push(Fault::OutsideParts.error(grid.place(row, column), printed.to_string()));
        return;
    }
    let Some(weights) = weights else { return };
    let all: Exact = weights.iter().sum();
    let mean =
        |end: fn(&Printed) -> Exact| weights.iter().zip(numbers).map(|(weight, number)| weight * &end(number)).sum::<Exact>().over(&all);
    let (Some(least), Some(greatest)) = (mean(|number| number.reach().0), mean(|number| number.reach().1)) else { return };
    let (from, to) = printed.reach();
    if to < least || from > greatest {
        let value = mean(|number| number.value.clone()).map_or_else(String::new, |mean| mean.print(printed.places, crate::base::Lang::Vi));
        findings.push(Fault::TotalNotOfRows.warning(grid.place(row, column), format!("{printed} ≠ {value}")));
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn found(header: &[&str], rows: &[&str]) -> Vec<(String, String, String)> {
        let rows = rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect();
        check(&Grid::new(header, rows)).into_iter().map(|f| (f.code, f.at, f.value)).collect()
    }

    fn one(code: &str, at: &str, value: &str) -> Vec<(String, String, String)> {
        vec![(code.to_owned(), at.to_owned(), value.to_owned())]
    }

    #[test]
    fn totals_and_averages() {
        let header = ["Vùng", "2023", "Số tỉnh"];
        assert_eq!(found(&header, &["A|80,00|1", "B|90,00|3", "Cả nước|87,50|4"]), []);
        assert_eq!(
            found(&header, &["A|80,00|1", "B|90,00|3", "Cả nước|87,50|5"]),
            one("index_total_not_of_rows", "row 4, column Số tỉnh", "5 ≠ 4")
        );
        assert_eq!(
            found(&header, &["A|80,00|1", "B|90,00|3", "Cả nước|85,00|4"]),
            one("index_total_not_of_rows", "row 4, column 2023", "85,00 ≠ 87,50")
        );
        assert_eq!(
            found(&header, &["A|80,00|1", "B|90,00|3", "Cả nước|91,00|4"]),
            one("index_outside_parts", "row 4, column 2023", "91,00")
        );
    }

    #[test]
    fn wholes_and_extremes() {
        let header = ["Năm", "indicator", "value", "min", "max"];
        assert_eq!(found(&header, &["2024|overall|83,9|78|90", "2024|policy part|83,8||", "2024|service part|84,1||"]), []);
        assert_eq!(
            found(&header, &["2024|overall|84,5||", "2024|policy part|83,8||", "2024|service part|84,1||", "2023|overall|1||"]),
            one("index_outside_parts", "row 2, column value", "84,5")
        );
        assert_eq!(found(&header, &["2024|overall|83,9|84|90"]), one("index_outside_extremes", "row 2, column value", "83,9"));
    }
}
