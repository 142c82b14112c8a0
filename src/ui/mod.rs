//! Leptos pages and components. A page gets signals and sends events; it decides
//! nothing that matters.

#![allow(missing_docs, reason = "the component macro makes builders without documentation")]

#[cfg(feature = "office")]
pub mod analyse;
#[cfg(feature = "field")]
pub mod collect;
#[cfg(any(feature = "office", feature = "field"))]
pub mod components;
#[cfg(feature = "field")]
pub mod converting;
pub mod dom;
pub mod keeping;
#[cfg(feature = "office")]
pub mod manage;
#[cfg(feature = "office")]
pub mod office;
pub mod question;
pub mod reactive;
pub mod respond;
pub mod sending;
#[cfg(feature = "office")]
pub mod unlock;
