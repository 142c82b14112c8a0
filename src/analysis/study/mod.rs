//! A study: what a plan of format 2 asks of a file, from columns to estimates with their
//! errors, tests and explanations. The plan (`plan`, `read`, `check`) is data; the parts
//! that carry it out take the table and the design and know nothing of files.
//! Invariant: the same plan on the same bytes gives the same results, to the last bit.

mod asked;
mod check;
mod check_estimates;
mod check_weights;
pub mod choices;
mod compare;
mod compare_models;
mod compare_units;
mod design;
mod domains;
mod estimate;
mod explain;
mod importance;
mod measure;
pub mod plan;
mod prepared;
mod read;
mod read_estimates;
mod read_weights;
mod replicates;
pub mod results;
mod run;
mod values;
mod weights;

pub use plan::Plan;
pub use read::{VERSION, version};
pub use results::Results;
pub use run::{Data, run, run_tables};

use crate::base::Finding;

/// Reads a plan of format 2 and judges it.
///
/// # Errors
/// Every fault with its path (or line and column where the text is no JSON).
pub fn read(bytes: &[u8]) -> Result<Plan, Vec<Finding>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| vec![Finding::error("not_utf8", format!("byte {}", error.valid_up_to()), "")])?;
    let plan = read::read(text)?;
    let findings = check::check(&plan);
    if findings.is_empty() { Ok(plan) } else { Err(findings) }
}
