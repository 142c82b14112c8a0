//! What was answered: answers, the relevance walk, validation, pages and progress,
//! and the finished response with its codec. Depends on what is asked, never on
//! where it is kept.

pub mod answer;
pub mod codec;
pub mod correction;
pub mod interview;
pub mod page;
pub mod validate;

pub use answer::Answer;
pub use codec::{Channel, Draft, Outcome, Response};
pub use correction::{Change, Correction};
pub use interview::Interview;
pub use page::Page;
