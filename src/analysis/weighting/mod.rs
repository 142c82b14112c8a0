//! Weights: what margins are brought to what is known, and what that leaves of a
//! variance. Each method gives a design with new weights and the residuals that its
//! standard errors are made of. Reference: R `survey` 4.5.

pub mod adjustment;
pub mod calibrate;
pub mod kish;
pub mod margin;
pub mod nonresponse;
pub mod poststratify;
pub mod rake;
pub mod standardize;
pub mod trim;

pub use adjustment::Adjustment;
pub use margin::Margin;
