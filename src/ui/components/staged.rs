//! A long list that is put into the page a few rows a frame, so that nothing else waits
//! for it. The rows are described at once; only their elements come later. Invariant: each
//! row is drawn once, in order.

use leptos::prelude::*;

/// Rows a frame.
const FEW: usize = 6;

/// Draws the rows, the first ones at once.
pub fn staged(rows: Vec<AnyView>) -> impl IntoView + use<> {
    let rows: Vec<Option<AnyView>> = rows.into_iter().map(Some).collect();
    let count = rows.len();
    let rows = StoredValue::new_local(rows);
    let drawn = RwSignal::new(FEW.min(count));
    Effect::new(move |_| {
        let now = drawn.get();
        if now < count {
            // A list that is gone by then has no signal any more.
            request_animation_frame(move || if drawn.try_set((now + FEW).min(count)).is_some() {});
        }
    });
    let take = move |index: usize| rows.try_update_value(|rows| rows.get_mut(index).and_then(Option::take)).flatten();
    view! { <For each=move || 0..drawn.get() key=|index| *index children=take /> }
}
