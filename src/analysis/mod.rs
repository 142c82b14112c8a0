//! Design-based estimation: what is computed from a dataset and its design.
