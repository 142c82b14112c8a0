//! Tests and comparisons under a design: two means, two variables, all pairs of units,
//! ranks. Reference: R `survey` 4.5.

pub mod means;
pub mod multiple;
pub mod pairs;
pub mod rank;
pub mod ranks;
pub mod table;
