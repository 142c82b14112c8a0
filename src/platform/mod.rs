//! Browser effects, one file each.
