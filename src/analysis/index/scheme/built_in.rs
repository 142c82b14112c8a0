//! The schemes that come with the program, as they lie in `public/schemes/`. The page
//! fetches them like any other; the list is here so that tests and the page agree.

/// Their names: `schemes/<id>.json`.
pub const IDS: [&str; 2] = ["departments", "communes"];
