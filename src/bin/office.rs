//! The `office` program: what an analyst and a survey's manager download.

use leptos::prelude::*;
use phieu::ui::office::Office;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(Office);
}
