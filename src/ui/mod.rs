//! Leptos pages and components. A page gets signals and sends events; it decides
//! nothing that matters.

pub mod components;
pub mod question;
pub mod respond;
