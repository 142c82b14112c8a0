//! Leptos pages and components. A page gets signals and sends events; it decides
//! nothing that matters.

#![allow(missing_docs, reason = "the component macro makes builders without documentation")]

pub mod components;
pub mod question;
pub mod respond;
