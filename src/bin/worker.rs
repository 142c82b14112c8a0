//! The `worker` program: computation off the page's thread.

fn main() {
    console_error_panic_hook::set_once();
    phieu::platform::worker_port::listen();
}
