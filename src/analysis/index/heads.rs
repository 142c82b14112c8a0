//! Ratings of the heads of units, from a table: a unit and its head's rating, by the
//! rating's name or its words in either language.

use super::appraisal::read::{Units, by_name};
use super::fault::Fault;
use super::flags::Heads;
use super::grid::Grid;
use super::scheme::Scheme;
use crate::base::Finding;
use crate::dataset::mapping::fold;

const UNIT: &[&str] = &["ma_don_vi", "don_vi", "unit", "unit_code", "ten_don_vi"];
const RATING: &[&str] = &["xep_loai_nguoi_dung_dau", "muc_xep_loai", "xep_loai", "nguoi_dung_dau", "rating", "head"];

/// Reads a table. An empty rating is not known yet; another that the scheme does not
/// have is named.
pub fn read(grid: &Grid, scheme: &Scheme, units: &Units) -> (Heads, Vec<Finding>) {
    let (mut heads, mut findings) = (Heads::new(), Vec::new());
    let (Some(unit), Some(rating)) = (grid.find(UNIT), grid.find(RATING)) else {
        let missing = [(UNIT, "Đơn vị"), (RATING, "Xếp loại người đứng đầu")].into_iter().filter(|(names, _)| grid.find(names).is_none());
        findings.extend(missing.map(|(_, header)| Fault::ColumnMissing.error("row 1", header)));
        return (heads, findings);
    };
    let codes = by_name(units);
    for row in (0..grid.rows.len()).filter(|row| !grid.cell(*row, rating).is_empty()) {
        let (name, given) = (grid.cell(row, unit), grid.cell(row, rating));
        match (codes.get(&fold(name)), rating_of(scheme, given)) {
            (None, _) => findings.push(Fault::UnknownUnit.error(grid.place(row, unit), name)),
            (Some(_), None) => findings.push(Fault::UnknownRating.error(grid.place(row, rating), given)),
            (Some(code), Some(_)) if heads.contains_key(*code) => findings.push(Fault::RowTwice.error(grid.place(row, unit), name)),
            (Some(code), Some(id)) => {
                heads.insert((*code).to_owned(), id);
            }
        }
    }
    (heads, findings)
}

fn rating_of(scheme: &Scheme, given: &str) -> Option<String> {
    let given = fold(given);
    let said = |text: &str| !text.is_empty() && fold(text) == given;
    let found = scheme.ratings.iter().find(|rating| said(&rating.id) || said(&rating.title.vi) || said(&rating.title.en));
    found.map(|rating| rating.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::tests::small;

    #[test]
    fn ratings_are_read_by_their_words() {
        let units: Units = [("A", "Sở Y tế"), ("B", "Sở Tư pháp")].map(|(code, name)| (code.to_owned(), name.to_owned())).into();
        let rows = [
            ["Sở Y tế", "Hoàn thành nhiệm vụ"],
            ["B", "Xuất sắc"],
            ["B", "excellent"],
            ["Sở Lạ", "completed"],
            ["A", "excellent"],
            ["B", ""],
        ];
        let grid = Grid::new(&["Đơn vị", "Xếp loại người đứng đầu"], rows.map(|row| row.map(str::to_owned).to_vec()).to_vec());
        let (heads, findings) = read(&grid, &small(), &units);
        assert_eq!(heads, [("A", "completed"), ("B", "excellent")].map(|(unit, rating)| (unit.to_owned(), rating.to_owned())).into());
        let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.at.as_str())).collect();
        assert_eq!(
            found,
            [
                ("index_unknown_rating", "row 3, column Xếp loại người đứng đầu"),
                ("index_unknown_unit", "row 5, column Đơn vị"),
                ("index_row_twice", "row 6, column Đơn vị"),
            ]
        );
    }
}
