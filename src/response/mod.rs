//! What was answered: answers, relevance walk, validation, the envelope.
