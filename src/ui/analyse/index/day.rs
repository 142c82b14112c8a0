//! A date as people here write it, day before month. A browser's own field for dates
//! writes as the browser's language does, and 02/04 is then February to one and April to
//! another. What is no date stays as it was typed, is said to be none, and changes nothing.

use leptos::prelude::*;

use crate::analysis::index::days;
use crate::base::Lang;
use crate::base::time::Date;
use crate::base::words::index as words;

/// A field for a date.
pub fn field(
    id: Option<&'static str>,
    label: String,
    lang: Lang,
    value: impl Fn() -> Option<Date> + Send + 'static,
    set: impl Fn(Option<Date>) + 'static,
) -> impl IntoView {
    let wrong = RwSignal::new(false);
    let shown = move || value().map(Date::to_display).unwrap_or_default();
    view! {
        <input type="text" class="day" id=id aria-label=label inputmode="numeric" autocomplete="off" maxlength="10" placeholder=words::DAY_HINT.get(lang)
            aria-invalid=move || wrong.get().then_some("true") prop:value=shown
            on:change:target=move |event| {
                let typed = event.target().value();
                let date = days::parse(&typed);
                wrong.set(date.is_none() && !typed.trim().is_empty());
                if !wrong.get_untracked() {
                    event.target().set_value(&date.map(Date::to_display).unwrap_or_default());
                    set(date);
                }
            } />
        <span role="alert" class="wrong small">{move || wrong.get().then(|| words::DAY_WRONG.get(lang))}</span>
    }
}
