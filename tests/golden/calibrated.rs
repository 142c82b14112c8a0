//! Post-stratified, raked, calibrated, trimmed designs.

use phieu::analysis::sampling::Design;

use crate::compare::Golden;
use crate::data::Data;

pub fn check(_: &Data, _: &mut Golden) {
    let _unused: Option<Design> = None;
}
