//! In the making.
use std::ops::ControlFlow;
use super::{Plan, design::Design, domains::Domains, Progress, Estimate, Stop};
use crate::dataset::Dataset;
/// Work.
pub struct Work<'a> {
    /// .
    pub plan: &'a Plan,
    /// .
    pub data: &'a Dataset,
    /// .
    pub design: &'a Design,
    /// .
    pub domains: &'a Domains,
}
impl Work<'_> {
    /// .
    pub fn estimates(&self, _: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Vec<Estimate>, Stop> { todo!() }
}
