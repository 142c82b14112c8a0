//! Units from a table: a file, or cells that are pasted.

use leptos::prelude::*;

use super::Shell;
use crate::base::Lang;

/// The panel on the page of units.
#[component]
pub fn Import(shell: Shell, lang: Lang) -> impl IntoView {
    view! { <p hidden=true lang=lang.tag()>{shell.peek(|model| model.campaign().map(|campaign| campaign.id.clone()))}</p> }
}
