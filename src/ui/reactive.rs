//! Leptos's reactive core, without the rest of Leptos: what the respondent's and the
//! surveyor's views stand on (`ui/dom`). The whole crate brings streams, servers and a
//! renderer that no page of theirs needs, and that a citizen would download all the same.

pub use reactive_graph::computed::Memo;
pub use reactive_graph::effect::RenderEffect;
pub use reactive_graph::owner::{Owner, on_cleanup};
pub use reactive_graph::signal::RwSignal;
pub use reactive_graph::traits::{Get, GetUntracked, Set, Update, UpdateUntracked, With, WithUntracked};

/// Draws the page; what it follows lives as long as the page does.
pub fn start(draw: impl FnOnce()) {
    // Only a second start would find one, which there is none of.
    drop(any_spawner::Executor::init_wasm_bindgen());
    let owner = Owner::new();
    owner.with(draw);
    std::mem::forget(owner);
}
