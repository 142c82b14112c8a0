//! Units with their populations from a CSV file.

use super::FrameUnit;
use crate::base::Finding;

/// Reads units. Headers: `code` (or `ma`, `ma_don_vi`), `name` (`ten`, `don_vi`), `kind`
/// (`loai`), `group` (`nhom`), `N` (`N_h`, `so_ho_so`), `quota` (`chi_tieu`). Rows
/// with an error are left out.
pub fn read(_bytes: &[u8]) -> (Vec<FrameUnit>, Vec<Finding>) {
    todo!()
}
