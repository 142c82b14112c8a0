//! Files for others; they read `Released<T>`, never the store. The one exception is
//! `working` with `study`, which the command line alone uses and which say so in their first
//! line.

pub mod csv;
mod key;
pub mod scores_csv;
pub mod study;
pub mod working;
