//! Rankings and comparisons of units.

use crate::compare::Golden;
use crate::data::Data;

pub fn check(_: &Data, _: &mut Golden) {}
