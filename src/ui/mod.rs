//! Leptos pages and components.
