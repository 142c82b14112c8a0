//! "Đường dẫn, mã QR": one link and code for each unit and group, sheets and posters.

use leptos::prelude::*;

use super::Shell;
use crate::base::Lang;
use crate::base::words::manage as words;
use crate::ui::analyse::parts::head;

/// The page.
#[component]
pub fn Links(shell: Shell, lang: Lang) -> impl IntoView {
    let about = shell.peek(|model| model.campaign().map(|campaign| campaign.title.get(lang).to_owned()).unwrap_or_default());
    view! { {head(words::PAGE_LINKS.get(lang), about)} }
}
