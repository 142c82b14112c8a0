//! What may leave: the only maker of `Released<T>`.
