//! In the making.
use super::{Plan, design::Design, domains::Domains, Meta};
use crate::base::Finding;
use crate::dataset::Dataset;
/// .
pub fn meta(_: &Plan, _: &Dataset, _: &Design, _: &Domains, _: Vec<Finding>) -> Meta { todo!() }
