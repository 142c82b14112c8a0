//! What stands around every page of the office: a way past the navigation, the navigation
//! with the language, and the news of another build.

use leptos::prelude::*;

use crate::base::words::office as words;
use crate::base::{Lang, Word};
use crate::platform::{offline, page};

/// A link of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its text.
    pub text: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether it is this page.
    pub here: bool,
}

/// A way past the navigation for the keyboard.
#[component]
pub fn Skip(language: Memo<Lang>) -> impl IntoView {
    view! { <a class="skip" href="#main">{move || words::SKIP.get(language.get())}</a> }
}

/// The navigation; `switch` gets the other language, `label` names the navigation.
#[component]
pub fn Frame(
    language: Memo<Lang>,
    switch: impl Fn(Lang) + Copy + Send + Sync + 'static,
    label: Word,
    links: Signal<Vec<Link>>,
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| {
        links.get();
        page::reveal(".side nav [aria-current]");
    });
    let other = move || if language.get() == Lang::Vi { Lang::En } else { Lang::Vi };
    let tag = move || if other() == Lang::Vi { "VI" } else { "EN" };
    let link = |link: Link| view! { <li><a href=link.href aria-current=link.here.then_some("page")>{link.text}</a></li> };
    view! {
        <header class="side">
            <div class="side__top">
                <a class="side__name" href="#/">{words::APP_NAME.vi}</a>
                <button type="button" class="switch" lang=move || other().tag() aria-label=move || [tag(), " – ", words::OTHER_LANGUAGE.get(language.get())].concat()
                    on:click=move |_| switch(other())>{tag}</button>
            </div>
            <nav aria-label=move || label.get(language.get())><ul>{move || links.get().into_iter().map(link).collect_view()}</ul></nav>
            {children()}
        </header>
    }
}

/// Says when a newer build waits.
#[component]
pub fn UpdateWaits(language: Memo<Lang>) -> impl IntoView {
    let update = RwSignal::new(offline::update_waits());
    offline::listen("phieu-update", move || {
        // The page of the other role may have taken this one's place: then nobody reads it.
        if update.try_set(true).is_some() {}
    });
    view! {
        {move || update.get().then(|| view! {
            <p class="banner" role="status">{words::UPDATE_READY.get(language.get())} " "
                <button type="button" class="act" on:click=move |_| { offline::accept_update(); }>{words::UPDATE_NOW.get(language.get())}</button></p>
        })}
    }
}
