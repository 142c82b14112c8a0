//! In the making.
use super::Plan;
use crate::base::Finding;
use crate::dataset::Dataset;
/// The design.
pub struct Design;
impl Design {
    /// The design.
    pub fn new(_: &Plan, _: &Dataset) -> (Self, Vec<Finding>) { todo!() }
    /// Rows used.
    pub fn rows(&self) -> usize { todo!() }
}
