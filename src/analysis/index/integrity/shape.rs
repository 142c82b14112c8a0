//! What the columns of a published table are, guessed from their headers; the page lets
//! somebody correct the guess.

use crate::analysis::index::grid::Grid;

/// Columns by what they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    /// The question whose rows belong together; without it each run of totals does not.
    pub question: Option<usize>,
    /// How many gave an answer.
    pub count: Option<usize>,
    /// How many answered (phiếu thu về).
    pub total: Option<usize>,
    /// How many forms went out.
    pub issued: Option<usize>,
    /// A percentage.
    pub percent: Option<usize>,
    /// A mean of levels.
    pub mean: Option<usize>,
    /// The least and the greatest level.
    pub levels: (i64, i64),
    /// A rank.
    pub rank: Option<usize>,
    /// The score that is ranked.
    pub score: Option<usize>,
    /// A class.
    pub class: Option<usize>,
    /// A value beside its least and its greatest.
    pub value: Option<usize>,
    /// The least.
    pub least: Option<usize>,
    /// The greatest.
    pub greatest: Option<usize>,
    /// What a row is about.
    pub label: Option<usize>,
    /// Rows with one key belong together, such as a year.
    pub key: Option<usize>,
}

const QUESTION: &[&str] = &["question", "cau_hoi", "noi_dung", "noi_dung_khao_sat", "tieu_chi"];
const COUNT: &[&str] = &["count", "so_y_kien", "so_phieu", "so_luong", "so_nguoi", "satisfied"];
const TOTAL: &[&str] =
    &["collected", "tong_so_phieu", "so_phieu_thu_ve", "thu_ve", "valid", "hop_le", "so_phieu_hop_le", "tong", "total", "n"];
const ISSUED: &[&str] = &["issued", "so_phieu_phat_ra", "phat_ra", "selected"];
const PERCENT: &[&str] = &["percent_published", "percent", "ty_le", "ty_le_(%)", "ti_le", "ty_le_%", "%", "value_percent", "share"];
const MEAN: &[&str] = &["mean", "diem_trung_binh", "trung_binh", "diem_tb"];
const RANK: &[&str] = &["rank", "xep_hang", "hang", "thu_hang", "xep_thu"];
const SCORE: &[&str] = &["score", "diem", "chi_so", "tong_diem", "index", "par_index"];
const CLASS: &[&str] = &["class", "xep_loai", "loai"];
const VALUE: &[&str] = &["value_percent", "value", "gia_tri"];
const LEAST: &[&str] = &["min_province", "min", "thap_nhat", "nho_nhat"];
const GREATEST: &[&str] = &["max_province", "max", "cao_nhat", "lon_nhat"];
const LABEL: &[&str] = &["indicator", "chi_so_thanh_phan", "region", "vung", "field", "linh_vuc", "unit", "don_vi", "option", "phuong_an"];
const KEY: &[&str] = &["year", "nam"];

impl Shape {
    /// The shape that the headers speak for.
    pub fn guess(grid: &Grid) -> Self {
        let find = |names: &[&str]| grid.find(names);
        Self {
            question: find(QUESTION),
            count: find(COUNT),
            total: find(TOTAL),
            issued: find(ISSUED),
            percent: find(PERCENT),
            mean: find(MEAN),
            levels: (1, 5),
            rank: find(RANK),
            score: find(SCORE),
            class: find(CLASS),
            value: find(VALUE),
            least: find(LEAST),
            greatest: find(GREATEST),
            label: find(LABEL),
            key: find(KEY),
        }
    }

    /// Columns whose cells must be numbers.
    pub(super) fn numbers(&self) -> Vec<usize> {
        let own = [self.count, self.total, self.issued, self.percent, self.mean, self.rank, self.score, self.least, self.greatest];
        let mut columns: Vec<usize> = own.into_iter().flatten().collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}
