//! The `respond` program: what a citizen downloads. A panic is told by the boot script, which
//! shows a page that says so; words for a console would weigh 1 kB more.

fn main() {
    phieu::ui::reactive::start(phieu::ui::respond::respond);
}
