//! Files for others; they read `Released<T>`, never the store.
