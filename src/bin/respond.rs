//! The `respond` program: what a citizen downloads.

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(phieu::ui::respond::respond);
}
