//! The `office` program: what an analyst downloads.

use leptos::prelude::*;
use phieu::ui::analyse::Analyse;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(Analyse);
}
