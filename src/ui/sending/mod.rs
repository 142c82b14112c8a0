//! What becomes of a finished form, for every role that has one on its device: at the end,
//! at the next start, and on a page of its own. Nothing here says "sent" of what nobody
//! acknowledged.

mod end;
#[cfg(feature = "field")]
mod frame;
#[cfg(feature = "field")]
mod page;
#[cfg(feature = "field")]
mod receipts;
mod sender;
mod state;
mod ways;

pub use end::{at_end, at_start, phone};
#[cfg(feature = "field")]
pub use page::page;
#[cfg(feature = "field")]
pub use receipts::receipts;
pub use sender::Sender;
