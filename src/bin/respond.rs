//! The `respond` program: what a citizen downloads.

use leptos::prelude::*;
use phieu::ui::respond::Respond;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(Respond);
}
