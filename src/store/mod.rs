//! Nothing lost: append-only envelopes and two-slot drafts over a medium.
