//! The `office` program: the analyst's pages and the manager's, each with a model of its
//! own that stays while the other is looked at.

use leptos::prelude::*;

use super::{analyse, manage};
use crate::app::Route;
use crate::platform::{offline, page as document};

/// Both roles; the address says which one is seen.
#[component]
pub fn Office() -> impl IntoView {
    document::toggle_root_class("office", true);
    let is_managers = || Route::parse(&document::hash()) == Route::Manage;
    let managing = RwSignal::new(is_managers());
    offline::listen("hashchange", move || managing.set(is_managers()));
    let (analyst, manager) = (analyse::Shell::start(), manage::Shell::start());
    analyst.listen();
    manager.listen();
    let managing = Memo::new(move |_| managing.get());
    move || {
        if managing.get() {
            view! { <manage::Manage shell=manager /> }.into_any()
        } else {
            view! { <analyse::Analyse shell=analyst /> }.into_any()
        }
    }
}
