//! What is asked: the definition as data, its expressions, its check, and the
//! compiled form that an interview walks. Definitions are immutable; what was
//! answered lives in `response`.

pub mod check;
pub mod definition;
pub mod expression;
pub mod form;
pub mod kind;

pub use definition::{Definition, MissingCode};
pub use form::{Form, Setting, VariableId};
pub use kind::Kind;
