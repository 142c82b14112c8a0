//! `phieu`: a survey form that runs in the page. This library without features is
//! the pure core: no clock, no random source, no DOM, no storage. See ARCHITECTURE.md.

pub mod analysis;
pub mod app;
pub mod base;
pub mod campaign;
pub mod dataset;
pub mod disclosure;
pub mod export;
pub mod questionnaire;
pub mod response;
pub mod seal;
pub mod store;

#[cfg(feature = "browser")]
pub mod platform;
#[cfg(feature = "pages")]
pub mod ui;
