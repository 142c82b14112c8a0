//! What is asked: definition, expressions, checks.
