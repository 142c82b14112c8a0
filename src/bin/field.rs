//! The `field` program: what a surveyor's tablet and an official with a grid download.

fn main() {
    console_error_panic_hook::set_once();
    phieu::ui::reactive::start(phieu::ui::collect::field);
}
