//! Files for others; they read `Released<T>`, never the store. The one exception is
//! `working` with `study`, which the command line alone uses and which say so in their first
//! line.
//!
//! `release` is what every format reads; a format is one file and says what it cannot hold.
//! Writers give their bytes to an `out`, piece by piece.

pub mod csv;
pub mod csvw;
pub mod ddi;
#[cfg(feature = "export")]
pub mod evidence;
mod key;
pub mod out;
pub mod parquet;
pub mod release;
pub mod results_json;
pub mod rows_csv;
mod said;
pub mod sav;
pub mod scores_csv;
pub mod study;
pub mod tables_csv;
pub mod working;
#[cfg(feature = "export")]
pub mod xlsx;
