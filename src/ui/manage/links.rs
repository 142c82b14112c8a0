//! "Đường dẫn, mã QR": one link and code for each unit and group, sheets and posters.

use leptos::prelude::*;

use super::Shell;
use crate::base::Lang;

/// The page.
#[component]
pub fn Links(shell: Shell, lang: Lang) -> impl IntoView {
    view! { <p hidden=true lang=lang.tag()>{shell.peek(|model| model.campaign().map(|campaign| campaign.id.clone()))}</p> }
}
