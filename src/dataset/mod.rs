//! The rectangular view: typed columns, missing codes, weights.
