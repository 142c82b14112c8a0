//! Sampling designs: how rows came to be in the data, and the variance that follows.
//!
//! A design is made once from columns of integer codes ([`columns`]), checked with
//! located findings, and sorted once by stratum and sampling unit ([`design`]). A
//! [`sample::Sample`] is a design with the rows of a domain; rows outside the domain
//! stay in the design and contribute 0. [`variance`] turns influence values into
//! covariances, stage by stage. Reference: R `survey` 4.5.

pub mod columns;
pub mod design;
pub mod lonely;
pub mod sample;
pub mod variance;

pub use columns::{Columns, Population, StageColumns};
pub use design::{Design, Stages};
pub use lonely::{Domains, Lonely, LonelyRule, LonelyStratum};
pub use sample::Sample;
