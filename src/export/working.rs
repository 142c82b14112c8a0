//! Working results at 17 significant digits with nothing left out.

use crate::analysis::Results;

/// The bytes of the file.
pub fn write(_results: &Results) -> String {
    todo!()
}
