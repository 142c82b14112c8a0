//! A notice: told by a word and a mark, not by colour alone.

use leptos::prelude::*;

/// What kind of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Note,
    /// Something went wrong.
    Danger,
}

/// A box with a mark, for what must not be overlooked. `id` lets the focus go there.
#[component]
pub fn Notice(tone: Tone, #[prop(optional)] id: &'static str, children: Children) -> impl IntoView {
    let (class, mark, role) = match tone {
        Tone::Note => ("notice", "i", "note"),
        Tone::Danger => ("notice notice--danger", "!", "alert"),
    };
    view! {
        <div class=class id=id role=role tabindex="-1">
            <span class="notice__mark" aria-hidden="true">{mark}</span>
            <div class="notice__body">{children()}</div>
        </div>
    }
}
