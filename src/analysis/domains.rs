//! In the making.
use super::{Plan, design::Design};
use crate::dataset::Dataset;
/// Domains.
pub struct Domains;
impl Domains {
    /// Domains.
    pub fn new(_: &Plan, _: &Dataset, _: &Design) -> Self { todo!() }
}
