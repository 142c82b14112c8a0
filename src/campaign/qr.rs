//! A text as a QR code. For paper with error correction M, which survives a fold and a
//! stain; for a screen with L. Both with the quiet zone of four modules that readers need.
//! A code is one path of an SVG, so that the page draws it from attributes and prints it
//! sharp at any size.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

/// Light modules around the code (ISO/IEC 18004).
const QUIET: usize = 4;

/// A drawn code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules on a side, quiet zone included: the side of the view box.
    pub side: usize,
    /// The dark modules as data of a path.
    pub path: String,
}

/// The code of a text; `None` where it is too long for one, above 2 331 bytes.
pub fn code(text: &str) -> Option<Code> {
    drawn(text, ECL::M)
}

/// The code of a part of a sequence, for a screen: error correction L makes larger modules,
/// and what is not read is replaced by another part.
pub fn on_screen(text: &str) -> Option<Code> {
    drawn(text, ECL::L)
}

fn drawn(text: &str, level: ECL) -> Option<Code> {
    let code = QRBuilder::new(text).ecl(level).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let run = row[x..code.size].iter().take_while(|module| module.value()).count();
            if run > 0 {
                write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET).ok()?;
            }
            x += run.max(1);
        }
    }
    Some(Code { side: code.size + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pixels a module.
    const SCALE: usize = 3;

    /// What a reader sees of the path: runs of dark modules.
    fn pixels(code: &Code) -> Vec<Vec<bool>> {
        let mut dark = vec![vec![false; code.side]; code.side];
        for run in code.path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let (run, rest) = rest.split_once("v1h-").unwrap();
            assert_eq!(rest, format!("{run}z"));
            for module in &mut dark[y][x..x + run.parse::<usize>().unwrap()] {
                *module = true;
            }
        }
        dark
    }

    fn read(code: &Code) -> (String, u16) {
        let dark = pixels(code);
        let pixel = |x: usize, y: usize| if dark[y / SCALE][x / SCALE] { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(code.side * SCALE, code.side * SCALE, pixel);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        let (meta, text) = grids[0].decode().unwrap();
        (text, meta.ecc_level)
    }

    #[test]
    fn what_is_drawn_reads_as_the_address() {
        for address in [
            "https://khaosat.songiang.gov.vn/#/r/sg-2026?u=X01&g=citizen&c=0123456789ABCDEF",
            "http://127.0.0.1:8080/#/o/so-noi-vu-2026?g=council&a=part-2&c=ZZZZZZZZZZZZZZZZ",
            "https://a.vn/#/r/x",
        ] {
            // 0 is how the standard writes level M.
            assert_eq!(read(&code(address).unwrap()), (address.to_owned(), 0));
        }
    }

    #[test]
    fn a_part_of_the_largest_size_is_read() {
        let part: Vec<u8> = (0..400_u16).map(|i| u8::try_from(i * 7 % 256).unwrap()).collect();
        let text = crate::store::handin::parts::code(&part);
        let code = on_screen(&text).unwrap();
        assert!(code.side <= 81, "{}: 3.5 pixels a module on the narrowest page", code.side);
        // 1 is how the standard writes level L.
        assert_eq!(read(&code), (text, 1));
    }

    #[test]
    fn the_quiet_zone_is_light_and_the_code_is_small() {
        let code = code("https://khaosat.songiang.gov.vn/#/r/sg-2026?u=X01&g=citizen&c=0123456789ABCDEF").unwrap();
        let dark = pixels(&code);
        let edge = |i: usize| i < QUIET || i >= code.side - QUIET;
        assert!(dark.iter().enumerate().all(|(y, row)| row.iter().enumerate().all(|(x, on)| !on || !(edge(x) || edge(y)))));
        assert!(code.side <= 37 + 2 * QUIET, "{}", code.side);
        assert_eq!(super::code(&"x".repeat(3_000)), None);
    }
}
