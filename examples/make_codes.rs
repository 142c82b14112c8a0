//! The QR codes of a hand-in, as a tablet shows them, for tests of pages that read them: the
//! file comes in on standard input; each part named in the arguments goes out as a line
//! `<modules on a side> <data of the path>`. A number of 256 or more is the whole file as a
//! text in one code.

#![allow(clippy::unwrap_used, reason = "a tool for tests stops at what it cannot do")]

use std::io::Read as _;

use phieu::campaign::qr;
use phieu::store::handin::{parts, text};

fn main() {
    let mut file = Vec::new();
    std::io::stdin().read_to_end(&mut file).unwrap();
    for number in std::env::args().skip(1) {
        let code = match number.parse::<u8>() {
            Ok(number) => parts::code(&parts::part(&file, number).unwrap()),
            Err(_) => text::encode(&file),
        };
        let drawn = qr::on_screen(&code).unwrap();
        println!("{} {}", drawn.side, drawn.path);
    }
}
