//! Files for others; they read `Released<T>`, never the store. The one exception is
//! `working`, which the command line alone uses and which says so in its first line.

pub mod csv;
mod key;
pub mod scores_csv;
pub mod working;
