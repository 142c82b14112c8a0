//! Reads a plan and says what is wrong with it and where.

use super::plan::Plan;
use crate::base::Finding;

/// Reads a plan document. `None` where it cannot be used; then one finding at least is an error.
pub fn read(_bytes: &[u8]) -> (Option<Plan>, Vec<Finding>) {
    todo!()
}

/// What is wrong with a plan.
pub fn check(_plan: &Plan) -> Vec<Finding> {
    todo!()
}
