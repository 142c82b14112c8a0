//! Units from a table: a file, or cells that are pasted.

use leptos::prelude::*;

use super::Shell;
use crate::base::Lang;
use crate::base::words::manage as words;
use crate::ui::analyse::parts::head;

/// The panel on the page of units.
#[component]
pub fn Import(shell: Shell, lang: Lang) -> impl IntoView {
    let about = shell.peek(|model| model.campaign().map(|campaign| campaign.title.get(lang).to_owned()).unwrap_or_default());
    view! { {head(words::PAGE_UNITS.get(lang), about)} }
}
