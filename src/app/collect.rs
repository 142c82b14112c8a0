//! What a surveyor's tablet knows: the device's own record, the PIN that ends a hand-over,
//! the day's board and the list of what was done. Pure, and apart from the interview
//! (`app::respond`), so that nothing here ever holds an answer.

pub mod board;
pub mod device;
pub mod idle;
pub mod pin;

pub use board::{Board, Done};
pub use device::{Device, Hand};
pub use pin::Pin;
